//! The number that a candidate has: one of before, or the one that was allotted to them here. Others are merged into it.

use super::choice::chosen_record;
use crate::{
    Enrolment, Result,
    application::Application,
    candidate::{self, Candidate},
    db::Tx,
    number, signature,
};
use shared::{document::DocumentNumber, existing::Record, number::AdmissionNumber, person::PersonName};
use std::fmt;

/// `Debug` hides whose it is.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnNumber {
    pub number: AdmissionNumber,
    /// Where it belongs.
    pub region: String,
    /// Absent where nothing was entered that says it.
    pub name: Option<PersonName>,
    pub document: DocumentNumber,
    /// What is on record about a number of before; absent where it was allotted here.
    pub record: Option<Record>,
}

impl fmt::Debug for OwnNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnNumber").field("region", &self.region).finish_non_exhaustive()
    }
}

/// `None` for somebody who has none yet.
pub(super) async fn own_number(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &Application,
) -> Result<Option<OwnNumber>> {
    if let Some(record) = chosen_record(enrolment, tx, &application.province, application.candidate).await? {
        let (number, region, name) = (record.number.clone(), record.region.clone(), Some(record.name.clone()));
        return Ok(Some(OwnNumber { number, region, name, document: record.document.clone(), record: Some(record) }));
    }
    let candidate: Candidate = candidate::load(enrolment, tx, application.candidate).await?;
    let Some(number) = number::of(tx, &candidate, application.id).await? else { return Ok(None) };
    let name = signature::name_of(tx, &candidate, application.id).await?;
    let region = application.region.clone();
    Ok(Some(OwnNumber { number, region, name, document: candidate.document, record: None }))
}
