//! SQL of reviewing. In `lanes` the lists and counts of the queue, in `leases` taking and expiring, in `rulings` decisions, in
//! `assignment` who shall take what, in `filters` what staff keep.

pub(super) mod alone;
pub(super) mod assignment;
pub(super) mod counts;
pub(super) mod filters;
pub(super) mod lanes;
pub(super) mod leases;
pub(super) mod rulings;
