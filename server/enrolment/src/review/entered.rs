//! Who has entered something of a case on the candidate's behalf: they must not decide it.

use super::store::leases as store;
use crate::{Result, db::Tx};
use shared::{
    id::{EnrolmentId, StaffId},
    time::Timestamp,
};

/// Remembers that `staff` entered something of the case.
pub(crate) async fn mark_entered(tx: &mut Tx, enrolment: EnrolmentId, staff: StaffId, now: Timestamp) -> Result<()> {
    store::mark_entered(tx, enrolment, staff, now).await
}

/// Whether `staff` entered something of the case.
pub(crate) async fn has_entered(tx: &mut Tx, enrolment: EnrolmentId, staff: StaffId) -> Result<bool> {
    store::has_entered(tx, enrolment, staff).await
}
