//! Pages of the review console, for staff.

pub mod admin;
pub mod case;
mod decide;
mod details;
mod evidence;
mod frame;
pub mod queue;
mod sections;
pub mod sign_in;
