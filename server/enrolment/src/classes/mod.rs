//! Institutions (助学单位) confirm their own classes from a list that they send: looked through row by row first, then confirmed
//! row by row, each in a transaction of its own, so that it can go on where it stopped.
//!
//! Who belongs to an institution says its list: a candidate is found by document number and name together, both exact, so only
//! who holds the person's particulars finds them; nothing is shown that was not sent, and a wrong pair is answered as an unknown
//! one. Candidates themselves name no institution: most do not know how theirs is called here, and a wrong choice would hand
//! their record to strangers.

mod confirm;
mod sheet;
mod store;

pub(crate) use sheet::plain;
pub use sheet::{Headings, ROWS_MAX, SHEET_BYTES_MAX, SentRow, cells};

use crate::{
    Caller, Enrolment, Result,
    audit::{Action, Entry},
    crypto::Belongs,
    db::Tx,
    error::{Cause, Error},
    staff::Officer,
};
use shared::{
    id::ClassBatchId,
    problem::ProblemCode,
    staff::Act,
    time::{Span, Timestamp},
};

/// How a row of a list stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RowOutcome {
    /// Will be confirmed.
    Ready,
    Confirmed,
    /// This institution confirmed them before.
    Already,
    /// Nobody of that number and name.
    NotFound,
    /// Of another institution or place.
    NotYours,
    /// Something is missing, a reviewer has it, or it is decided.
    NotReady,
    /// Number or name cannot be right.
    Malformed,
    /// The same number stands on a line above.
    Repeated,
}

impl RowOutcome {
    pub const ALL: [Self; 8] = [
        Self::Ready,
        Self::Confirmed,
        Self::Already,
        Self::NotFound,
        Self::NotYours,
        Self::NotReady,
        Self::Malformed,
        Self::Repeated,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Confirmed => "confirmed",
            Self::Already => "already",
            Self::NotFound => "not_found",
            Self::NotYours => "not_yours",
            Self::NotReady => "not_ready",
            Self::Malformed => "malformed",
            Self::Repeated => "repeated",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// A list with what became of its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassList {
    pub batch: ClassBatchId,
    pub created_at: Timestamp,
    /// Confirming began.
    pub confirmed_at: Option<Timestamp>,
    pub expires_at: Timestamp,
    pub rows: Vec<ClassRow>,
}

impl ClassList {
    pub fn count(&self, outcome: RowOutcome) -> usize {
        self.rows.iter().filter(|row| row.outcome == outcome).count()
    }
}

/// A row as it was sent, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassRow {
    pub sent: SentRow,
    pub outcome: RowOutcome,
}

/// A list among others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassSummary {
    pub batch: ClassBatchId,
    pub created_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
    pub rows: u64,
    pub confirmed: u64,
}

/// How long a list is kept: long enough to answer questions about it, short for what it holds.
const KEPT: Span = Span::days(14);

fn row_of(batch: ClassBatchId) -> Belongs {
    Belongs::to("class_row.sent_sealed", batch.0)
}

/// An operator, with the institution that the account is limited to; without one nothing is allowed.
fn operator(caller: &Caller) -> Result<(Officer<'_>, &str)> {
    let officer = caller.officer(Act::Institution)?;
    let institution = officer.jurisdiction.institution.as_deref().ok_or(ProblemCode::NotPermitted)?;
    Ok((officer, institution))
}

impl Enrolment {
    /// Takes in a list and looks it through; changes nothing of anybody. Refused with `class.file_unreadable` or
    /// `class.too_many_rows`.
    pub async fn send_class(&self, caller: &Caller, bytes: &[u8], headings: Headings<'_>) -> Result<ClassBatchId> {
        let (officer, institution) = operator(caller)?;
        let sent = sheet::read(bytes, headings)?;
        let (batch, now) = (ClassBatchId(self.new_id()), self.now());
        let province = &officer.jurisdiction.province;
        if self.profile(province)?.institution(institution).is_some_and(|own| own.retired) {
            return Err(ProblemCode::NotPermitted.into());
        }
        let rows = self.look_through(officer, institution, sent).await?;
        let mut tx = self.db().begin().await?;
        let expires_at = now + KEPT;
        let new = store::Batch {
            id: batch,
            province: province.clone(),
            institution: institution.to_owned(),
            created_at: now,
            confirmed_at: None,
            expires_at,
        };
        store::insert_batch(&mut tx, &new, officer.staff).await?;
        for row in &rows {
            let sealed = self.seal_row(batch, &row.sent)?;
            store::insert_row(&mut tx, batch, row.sent.line, &sealed, row.outcome.as_str()).await?;
        }
        let detail = serde_json::json!({ "batch": batch, "institution": institution, "rows": rows.len() });
        let (actor, action) = (officer.actor(), Action::ClassSent);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await?;
        Ok(batch)
    }

    /// A list of the caller's institution. The read is recorded.
    pub async fn class_list(&self, caller: &Caller, batch: ClassBatchId) -> Result<ClassList> {
        let (officer, _) = operator(caller)?;
        let mut tx = self.db().begin().await?;
        let row = own_batch(self, &mut tx, caller, batch).await?;
        let mut rows = Vec::new();
        for stored in store::rows(&mut tx, batch).await? {
            rows.push(self.open_row(batch, &stored)?);
        }
        let (actor, action) = (officer.actor(), Action::ClassRead);
        let detail = serde_json::json!({ "batch": batch });
        self.record(&mut tx, Entry { actor, action, province: Some(&row.province), enrolment: None, detail }).await?;
        tx.commit().await?;
        let (created_at, confirmed_at, expires_at) = (row.created_at, row.confirmed_at, row.expires_at);
        Ok(ClassList { batch, created_at, confirmed_at, expires_at, rows })
    }

    /// The lists that the caller's institution sent lately, newest first.
    pub async fn class_lists(&self, caller: &Caller) -> Result<Vec<ClassSummary>> {
        let (officer, institution) = operator(caller)?;
        let mut tx = self.db().read().await?;
        let rows = store::recent(&mut tx, &officer.jurisdiction.province, institution, self.now()).await?;
        tx.commit().await?;
        let summary = |row: store::Recent| ClassSummary {
            batch: row.id,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            rows: row.all_rows.unsigned_abs(),
            confirmed: row.confirmed_rows.unsigned_abs(),
        };
        Ok(rows.into_iter().map(summary).collect())
    }

    fn seal_row(&self, batch: ClassBatchId, sent: &SentRow) -> Result<Vec<u8>> {
        let json = serde_json::to_vec(sent)?;
        Ok(self.keys().drafts().seal(&*self.parts().randomness, row_of(batch), &json))
    }

    fn open_row(&self, batch: ClassBatchId, stored: &store::Row) -> Result<ClassRow> {
        let json = self.keys().drafts().open(row_of(batch), &stored.sent_sealed)?;
        let outcome = RowOutcome::parse(&stored.outcome).ok_or(Cause::Corrupt("class_row.outcome"))?;
        Ok(ClassRow { sent: serde_json::from_slice(&json)?, outcome })
    }
}

/// A list of the caller's own institution; nothing where it is another's.
async fn own_batch(enrolment: &Enrolment, tx: &mut Tx, caller: &Caller, batch: ClassBatchId) -> Result<store::Batch> {
    let (officer, institution) = operator(caller)?;
    let row = store::batch(tx, batch).await?.ok_or(Error::NotFound)?;
    let own = row.province == officer.jurisdiction.province && row.institution == institution;
    if own && row.expires_at > enrolment.now() { Ok(row) } else { Err(Error::NotFound) }
}

/// Deletes lists whose time is over.
pub(crate) async fn delete_old(tx: &mut Tx, now: Timestamp) -> Result<()> {
    store::delete_old(tx, now).await
}
