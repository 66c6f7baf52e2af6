//! Finding one candidate by something they bring: the slip, the receipt, the admission number, the document. Always whole and
//! exact, and one at most; never a list of people. Every search is recorded, without what was typed.

use crate::{
    Caller, Enrolment, Result, application,
    audit::{Action, Entry},
    candidate,
    db::Tx,
    existing, number, office,
    submission::canonical_receipt,
};
use shared::{
    document::DocumentNumber,
    id::{EnrolmentId, Province},
    number::AdmissionNumber,
    problem::{Field, Problem, ProblemCode},
    staff::Act,
};

/// Longest text that is looked at: the address in a receipt's QR symbol.
const TYPED_MAX: usize = 200;

/// What the typed text was found to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum By {
    Visit,
    Receipt,
    AdmissionNumber,
    Document,
    Nothing,
}

impl By {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Receipt => "receipt",
            Self::AdmissionNumber => "admission_number",
            Self::Document => "document",
            Self::Nothing => "nothing",
        }
    }
}

impl Enrolment {
    /// The application that the text belongs to. Refused with `desk.not_found`, also where it is of another place: the answer
    /// does not tell who is registered elsewhere.
    pub async fn find_at_desk(&self, caller: &Caller, typed: &str) -> Result<EnrolmentId> {
        let officer = caller.officer(Act::Desk)?;
        let province = &officer.jurisdiction.province;
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Problem::at(ProblemCode::FieldMissing, Field::Find).into());
        }
        let mut tx = self.db().begin().await?;
        let (by, found) = if typed.len() > TYPED_MAX {
            (By::Nothing, None)
        } else {
            self.seek_typed(&mut tx, province, typed).await?
        };
        let mut mine = None;
        if let Some(id) = found {
            let application = application::load(&mut tx, id).await?;
            mine = Some(id).filter(|_| officer.require(&application.province, &application.region).is_ok());
        }
        if let Some(id) = mine {
            self.arrive(&mut tx, officer, id).await?;
        }
        let detail = serde_json::json!({ "by": by.as_str(), "found": mine.is_some() });
        let (actor, action) = (officer.actor(), Action::DeskSearched);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: mine, detail }).await?;
        tx.commit().await?;
        mine.ok_or_else(|| Problem::at(ProblemCode::DeskNotFound, Field::Find).into())
    }

    async fn seek_typed(&self, tx: &mut Tx, province: &Province, typed: &str) -> Result<(By, Option<EnrolmentId>)> {
        // the QR symbol of a receipt holds the address of its check page
        let code = typed.rsplit("/verify/").next().unwrap_or(typed);
        let plain: String = code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        if let Some(random) = plain.strip_prefix(office::CODE_PREFIX).filter(|random| random.len() == 10) {
            let code = format!("{}-{}-{}", office::CODE_PREFIX, &random[..5], &random[5..]);
            return Ok((By::Visit, office::by_code(tx, &code).await?.map(|row| row.enrolment_id)));
        }
        if let Some(receipt) = canonical_receipt(code)
            && let Some(application) = application::by_receipt(tx, &receipt).await?
        {
            return Ok((By::Receipt, Some(application.id)));
        }
        if let Ok(number) = plain.parse()
            && let Some(id) = self.seek_number(tx, province, &number).await?
        {
            return Ok((By::AdmissionNumber, Some(id)));
        }
        self.seek_document(tx, province, typed).await
    }

    /// By the number that was allotted, or by the one that somebody registered with.
    async fn seek_number(
        &self,
        tx: &mut Tx,
        province: &Province,
        number: &AdmissionNumber,
    ) -> Result<Option<EnrolmentId>> {
        match number::find(self, tx, province, number).await? {
            Some(id) => Ok(Some(id)),
            None => existing::find_bound(tx, province, &number::index(self.keys(), province, number)).await,
        }
    }

    async fn seek_document(&self, tx: &mut Tx, province: &Province, typed: &str) -> Result<(By, Option<EnrolmentId>)> {
        let kinds = self.profile(province)?.document_types.iter();
        let numbers: Vec<_> = kinds.filter_map(|kind| DocumentNumber::parse(*kind, typed).ok()).collect();
        for number in &numbers {
            if let Some(candidate) = candidate::find_by_document(self, tx, province, number).await? {
                return Ok((By::Document, application::latest(tx, candidate.id).await?));
            }
        }
        Ok((if numbers.is_empty() { By::Nothing } else { By::Document }, None))
    }
}
