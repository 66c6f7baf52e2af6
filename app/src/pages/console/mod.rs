//! Pages of the review console, for staff.

pub mod case;
pub mod classes;
mod decide;
pub mod desk;
mod details;
mod evidence;
mod frame;
pub mod queue;
mod sections;
pub mod sign_in;
