//! The process as browsers and deployers meet it: the real router over a real database, with a frozen clock.

mod assets;
mod attachments;
mod bad_uploads;
mod client;
mod config_example;
mod details;
mod evidence;
mod failures;
mod handoff;
mod headers;
mod identity;
mod journey;
mod killed;
mod log;
mod matrix;
mod operations;
mod photo_check;
mod pictures;
mod postgres;
mod privacy;
mod review_crowd;
mod rules;
mod sms;
mod smtp;
mod streams;
mod world;
