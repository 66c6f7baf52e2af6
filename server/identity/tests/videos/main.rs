//! Videos as they come and as cheats make them, each with the reason it is refused for. Faces are pictures that packages ship
//! (`xtask/assets.toml`), films are made by `video_maker` and the ffmpeg that also reads them.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod files;
mod people;
mod spoken;
mod studio;
mod turning;
