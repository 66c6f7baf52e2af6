//! Pages of the review console, for staff.

pub mod account;
pub mod case;
mod decide;
mod details;
mod evidence;
mod frame;
pub mod queue;
pub mod sections;
pub mod sign_in;
pub mod staff;
