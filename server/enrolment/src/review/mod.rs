//! Reviewing: the queue of the own jurisdiction, cases under a lease, decisions by one, two or three people, assignment.

mod alone;
mod assign;
mod case;
mod decide;
mod draft;
mod duplicates;
mod entered;
mod filters;
mod history;
mod lease;
mod queue;
mod reveal;
mod scope;
mod snapshot;
mod store;
mod watermark;

pub use assign::{Assigned, CaseNotice, Colleague, Notices, Wanted};
pub use case::{Case, CaseItem, Shown};
pub(crate) use decide::tell;
pub use duplicates::{Duplicate, Judged, Masked};
pub(crate) use duplicates::{
    identity_traces, looks_like_somebody, name_traces, trace_former_number, trace_identity, trace_name, trace_photo,
    trace_spoken_name,
};
pub(crate) use entered::mark_entered;
pub use filters::SavedFilter;
pub(crate) use history::notes_to_candidate;
pub use history::{PastItem, PastRuling};
pub(crate) use lease::{expire_leases, require_lease};
pub use queue::{Counts, FOUND_MAX, Filter, Holder, Queue, QueueCursor, QueueQuery, QueuedCase};
pub(crate) use snapshot::Snapshot;
pub use snapshot::{Change, Reviewed, Value};
