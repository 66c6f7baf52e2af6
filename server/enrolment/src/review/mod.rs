//! Reviewing: the queue of the own jurisdiction, cases under a lease, and decisions.

mod case;
mod decide;
mod duplicates;
mod entered;
mod lease;
mod queue;
mod reveal;
mod snapshot;
mod store;
mod watermark;

pub use case::{Case, CaseItem, Shown};
pub use duplicates::{Duplicate, Judged, Masked};
pub(crate) use duplicates::{trace_former_number, trace_identity, trace_name, trace_photo, trace_spoken_name};
pub(crate) use lease::{expire_leases, require_lease};
pub use queue::{Holder, Queue, QueueCursor, QueuedCase};
pub use snapshot::{Change, EarlierRound, Reviewed, Value};

use crate::staff::Officer;
use shared::time::Timestamp;

/// The part of the queue that an officer sees.
fn scope<'a>(officer: &Officer<'a>, now: Timestamp) -> store::Scope<'a> {
    let jurisdiction = officer.jurisdiction;
    store::Scope { province: &jurisdiction.province, region_prefix: jurisdiction.prefix(), now }
}
