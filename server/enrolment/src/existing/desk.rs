//! At an office: the numbers of somebody who brings their document, and a phone by which they can prove them online, where the one of
//! before is gone. Every search is recorded, without what was typed.

use super::{record, store};
use crate::{
    Caller, Enrolment, Result,
    audit::{Action, Entry},
    candidate,
    db::Tx,
    staff::Officer,
};
use shared::{
    contact::PhoneNumber,
    document::DocumentNumber,
    existing::Record,
    id::Province,
    person::PersonName,
    problem::{Field, Problem, ProblemCode},
    staff::Act,
};

/// A number of somebody, as an officer sees it: in full once they compared the original document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeskRecord {
    pub number: String,
    pub region: String,
    pub major: Option<String>,
    /// Masked.
    pub phone: Option<String>,
    /// Masked.
    pub email: Option<String>,
    pub chosen: bool,
}

impl Enrolment {
    /// The numbers of a person, by document and name, both exact. `compared`: the officer has the original before them. Refused with
    /// `desk.not_found`, also for a wrong pair.
    pub async fn numbers_at_desk(
        &self,
        caller: &Caller,
        name: &PersonName,
        document: &DocumentNumber,
        compared: bool,
    ) -> Result<Vec<DeskRecord>> {
        let officer = caller.officer(Act::Desk)?;
        let province = &officer.jurisdiction.province;
        self.existing_profile(province)?;
        let mut tx = self.db().begin().await?;
        let own = self.of_person(&mut tx, province, name, document).await?;
        let index = candidate::document_index(self.keys(), province, document);
        let chosen = store::choice(&mut tx, province, &index).await?.map(|choice| choice.record_id);
        let show = |(row, record): &(store::Row, Record)| DeskRecord {
            number: if compared { record.number.expose().to_owned() } else { record.number.masked() },
            region: record.region.clone(),
            major: record.major.clone(),
            phone: record.phone.as_ref().map(PhoneNumber::masked),
            email: record.email.as_ref().map(shared::contact::Email::masked),
            chosen: chosen == Some(row.id),
        };
        let shown: Vec<_> = own.iter().map(show).collect();
        let detail = serde_json::json!({ "found": shown.len(), "compared": compared });
        self.record_search(&mut tx, officer, Action::ExistingSearched, detail).await?;
        tx.commit().await?;
        if shown.is_empty() {
            Err(Problem::at(ProblemCode::DeskNotFound, Field::DocumentNumber).into())
        } else {
            Ok(shown)
        }
    }

    /// Gives the records of a person whose original document the officer compared another phone, to which codes go from then on. One of
    /// their numbers must be of the officer's place.
    pub async fn set_contact_at_desk(
        &self,
        caller: &Caller,
        name: &PersonName,
        document: &DocumentNumber,
        phone: &PhoneNumber,
    ) -> Result<()> {
        let officer = caller.officer(Act::Desk)?;
        let province = &officer.jurisdiction.province;
        self.existing_profile(province)?;
        let mut tx = self.db().begin().await?;
        let own = self.of_person(&mut tx, province, name, document).await?;
        if own.is_empty() {
            return Err(Problem::at(ProblemCode::DeskNotFound, Field::DocumentNumber).into());
        }
        if own.iter().all(|(_, record)| officer.require(province, &record.region).is_err()) {
            return Err(ProblemCode::NotPermitted.into());
        }
        for (row, record) in &own {
            let record = Record { phone: Some(phone.clone()), ..record.clone() };
            let (data_key, record_sealed) = record::seal(self, row.id, &record)?;
            // what the file said stays known, so that the same file does not undo this
            store::update(&mut tx, &store::Row { data_key, record_sealed, ..row.clone() }).await?;
        }
        let detail = serde_json::json!({ "records": own.iter().map(|(row, _)| row.id).collect::<Vec<_>>() });
        self.record_search(&mut tx, officer, Action::ExistingContactSet, detail).await?;
        tx.commit().await
    }

    /// Everything that a person has. Where a name was written wrong before, the office's file has to be mended first.
    pub(super) async fn of_person(
        &self,
        tx: &mut Tx,
        province: &Province,
        name: &PersonName,
        document: &DocumentNumber,
    ) -> Result<Vec<(store::Row, Record)>> {
        let index = candidate::document_index(self.keys(), province, document);
        let mut own = Vec::new();
        for row in store::of_document(tx, province, &index).await? {
            let record = record::open(self.keys(), &row)?;
            if record.name == *name {
                own.push((row, record));
            }
        }
        Ok(own)
    }

    async fn record_search(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        action: Action,
        detail: serde_json::Value,
    ) -> Result<()> {
        let (actor, province) = (officer.actor(), Some(&officer.jurisdiction.province));
        self.record(tx, Entry { actor, action, province, enrolment: None, detail }).await
    }
}
