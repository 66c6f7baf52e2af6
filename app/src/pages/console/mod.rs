//! Pages of the review console, for staff.

pub mod case;
mod decide;
mod frame;
pub mod queue;
mod sections;
pub mod sign_in;
