//! The audit trail: append-only, each entry chained to the one before by a keyed hash, reads included.

use crate::{Enrolment, Result};

/// What `verify_audit` found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AuditState {
    Intact {
        entries: u64,
    },
    /// The first entry that was changed, removed or moved.
    Broken {
        at: i64,
    },
}

impl Enrolment {
    /// Recomputes the whole chain.
    pub async fn verify_audit(&self) -> Result<AuditState> {
        Err(crate::error::Cause::Unfinished("verify_audit").into())
    }
}
