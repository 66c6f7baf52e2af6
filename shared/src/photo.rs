//! What a certificate photograph must be (`spec`) and what an examination of one says (`verdict`).
//! The engine that measures is the crate `photo`.

pub mod exchange;
pub mod spec;
pub mod verdict;

pub use spec::PhotoSpec;
pub use verdict::{FaceMeasures, Finding, Outcome, Region, Rule, Unit, Verdict};
