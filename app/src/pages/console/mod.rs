//! Pages of the review console, for staff.

pub mod case;
mod decide;
mod frame;
mod past;
pub mod queue;
mod sections;
pub mod sign_in;
