//! The language of the service, in reading order: who and when, what people tell us, the enrolment and its one
//! state machine, photographs, review, and what crosses the wire when something is refused.
//!
//! Pure: no I/O, no clock, no randomness, no async. The same code runs on the server and in the browser.

pub mod id;
pub mod time;

pub mod contact;
pub mod document;
pub mod liveness;
pub mod locale;
pub mod password;
pub mod person;

pub mod attachment;
pub mod case;
pub mod details;
pub mod education;
pub mod enrolment;
pub mod evidence;
pub mod existing;
pub mod file_kind;
pub mod handoff;
pub mod number;
pub mod photo;
pub mod registration;
pub mod review;
pub mod signature;
pub mod staff;
pub mod video;

pub mod problem;
pub mod profile;
#[cfg(feature = "qr")]
pub mod qr;
pub mod route;
