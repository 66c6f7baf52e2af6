//! Short videos for tests: a picture of a face made to speak, blink and turn (`Puppet`), also as somebody asked to (`moving`), a
//! print held before the camera (`print`), pieces put together (`frames`), written by ffmpeg as phones do (`Recorder`).

mod frames;
mod moves;
mod print;
mod puppet;
mod record;
mod relief;
mod sample;
mod voice;

pub use frames::{beside, mirrored, noisy, zoomed};
pub use moves::{Move, moving};
pub use print::{Held, print};
pub use puppet::{Pose, Puppet};
pub use record::{Format, Recorder};
pub use voice::{Voice, bursts};

/// Width and height of the films.
pub const SIZE: [usize; 2] = [480, 360];
/// Frames of a second.
pub const RATE: usize = 15;
/// Samples of a second.
pub const SOUND_RATE: usize = 16_000;
