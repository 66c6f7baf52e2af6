//! Reviewing: the queue of the own jurisdiction, cases under a lease, and decisions.

mod case;
mod decide;
mod entered;
mod lease;
mod queue;
mod store;

pub use case::{Case, CaseItem};
pub(crate) use entered::mark_entered;
pub(crate) use lease::{expire_leases, require_lease};
pub use queue::{Holder, Queue, QueueCursor, QueuedCase};

use crate::staff::Officer;
use shared::time::Timestamp;

/// The part of the queue that an officer sees.
fn scope<'a>(officer: &Officer<'a>, now: Timestamp) -> store::Scope<'a> {
    let jurisdiction = officer.jurisdiction;
    store::Scope { province: &jurisdiction.province, region_prefix: jurisdiction.prefix(), now }
}
