//! Who comes on a day: the visits of the offices in the officer's place, masked.

use super::check::{DeskOutcome, standing};
use crate::{Caller, Enrolment, Result, application, candidate, db::Tx, error::Error, office};
use shared::{
    document::DocumentType,
    evidence::Day,
    id::EnrolmentId,
    profile::{Slot, region_prefix},
    staff::Act,
};

/// A day at the offices of a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeskDay {
    pub day: Day,
    /// Codes of the offices, whether they are open, and their visitors in the order in which they come.
    pub offices: Vec<(String, bool, Vec<Visitor>)>,
}

/// Somebody who comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visitor {
    pub enrolment: EnrolmentId,
    pub slot: Slot,
    /// As it stands on the slip.
    pub code: String,
    pub document_type: DocumentType,
    pub document_masked: String,
    pub outcome: Option<DeskOutcome>,
}

impl Enrolment {
    /// Who comes on `day`, or today. Offices that confirm the officer's place are listed, and of their visitors those who
    /// belong to it.
    pub async fn desk_day(&self, caller: &Caller, day: Option<Day>) -> Result<DeskDay> {
        let officer = caller.officer(Act::Desk)?;
        let jurisdiction = officer.jurisdiction;
        let (profile, day) = (self.profile(&jurisdiction.province)?, day.unwrap_or_else(|| self.today().0));
        let place = jurisdiction.prefix();
        let near = |region: &str| region.starts_with(place) || place.starts_with(region_prefix(region));
        let mut tx = self.db().read().await?;
        let mut offices = Vec::new();
        for office in profile.offices.iter().filter(|office| near(&office.region)) {
            let at = (&jurisdiction.province, office.code.as_str());
            let rows = office::on_day(&mut tx, at, &day.to_string(), place).await?;
            let mut visitors = Vec::with_capacity(rows.len());
            for row in rows {
                visitors.extend(self.visitor(&mut tx, row).await?);
            }
            offices.push((office.code.clone(), office.is_open_on(day), visitors));
        }
        tx.commit().await?;
        Ok(DeskDay { day, offices })
    }

    /// Nobody where their data were made unreadable.
    async fn visitor(&self, tx: &mut Tx, row: office::BookingRow) -> Result<Option<Visitor>> {
        let enrolment = row.enrolment_id;
        let owner = application::load(tx, enrolment).await?.candidate;
        let candidate = match candidate::load(self, tx, owner).await {
            Err(Error::NotFound) => return Ok(None),
            found => found?,
        };
        let outcome = standing(tx, &candidate, enrolment).await?.map(|record| record.outcome);
        let (document_type, document_masked) = (candidate.document.kind(), candidate.document.masked());
        let booking = office::booking(row)?;
        Ok(Some(Visitor { enrolment, slot: booking.slot, code: booking.code, document_type, document_masked, outcome }))
    }
}
