//! What a certificate photograph must be (`spec`) and what an examination of one says (`verdict`); the same for pictures of
//! identity cards (`card`). The engine that measures is the crate `photo`.

pub mod card;
pub mod exchange;
pub mod spec;
pub mod verdict;

pub use card::{CardFinding, CardRule, CardSpec, CardVerdict, PreparedCard};
pub use spec::PhotoSpec;
pub use verdict::{FaceMeasures, Finding, Outcome, Region, Rule, Unit, Verdict};
