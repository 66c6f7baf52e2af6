//! Demonstration data: staff and candidates that a developer finds after `cargo xtask run`. Never for production.

use crate::{Enrolment, Result};
use shared::id::Province;

/// A staff account that can be signed in to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DemoAccount {
    pub login: &'static str,
    pub password: &'static str,
}

impl Enrolment {
    /// Fills an empty database of `province`; does nothing where it has staff already.
    pub async fn seed_demo(&self, province: &Province) -> Result<Vec<DemoAccount>> {
        let _ = province;
        Err(crate::error::Cause::Unfinished("seed_demo").into())
    }
}
