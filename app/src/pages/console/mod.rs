//! Pages of the review console, for staff.

pub mod account;
pub mod admin;
pub mod audit;
pub mod case;
pub mod checks;
pub mod classes;
mod decide;
pub mod desk;
mod frame;
pub mod merges;
mod past;
pub mod queue;
pub mod regions;
pub mod resets;
pub mod sections;
mod sheet;
pub mod sign_in;
mod signed_out;
pub mod staff;
pub mod statistics;
mod table;
mod waits;
