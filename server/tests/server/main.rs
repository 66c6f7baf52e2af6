//! The process as browsers and deployers meet it: the real router over a real database, with a frozen clock.

mod assets;
mod attachments;
mod bad_uploads;
mod client;
mod config_example;
mod failures;
mod headers;
mod journey;
mod operations;
mod photo_check;
mod pictures;
mod postgres;
mod world;
