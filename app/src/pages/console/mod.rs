//! Pages of the review console, for staff.

pub mod audit;
pub mod case;
pub mod checks;
mod decide;
mod details;
mod evidence;
mod frame;
pub mod queue;
mod sections;
pub mod sign_in;
pub mod statistics;
