//! Exports of enrolments as CSV: asked for with a reason, made in the background piece by piece in constant memory, kept sealed,
//! downloaded as a stream, gone after some days. Asking and every download are audited, with what was asked for.

mod column;
mod make;
mod store;

pub use column::ExportColumn;

use crate::{
    Caller, Enrolment, Error, Result,
    administration::whole_province,
    audit::{Action, Entry},
    crypto::Belongs,
    error::Cause,
    jobs::{self, Job},
};
use serde::{Deserialize, Serialize};
use shared::{
    enrolment::State,
    id::{ExportId, Province},
    problem::{Field, Problem, ProblemCode},
    profile::RetentionRule,
    staff::Act,
    time::{Span, Timestamp},
};

/// Which enrolments are wanted; what is absent does not limit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ExportFilter {
    pub window: Option<String>,
    /// A prefecture or a county.
    pub region: Option<String>,
    pub state: Option<State>,
}

impl ExportFilter {
    /// The digits that the region codes begin with.
    fn prefix(&self) -> &str {
        let region = self.region.as_deref().unwrap_or_default();
        region.strip_suffix("00").unwrap_or(region)
    }
}

/// An export, made or being made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    pub id: ExportId,
    pub filter: ExportFilter,
    pub columns: Vec<ExportColumn>,
    pub reason: String,
    pub by: String,
    pub total: u64,
    pub done: u64,
    pub size_bytes: u64,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub expires_at: Timestamp,
    /// Its data are still there.
    pub is_kept: bool,
}

/// An export that is being read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenExport {
    pub id: ExportId,
    pub chunks: i64,
    pub size_bytes: u64,
    /// `hunan-2026-12-01.csv`
    pub name: String,
}

/// Exports shown, and how many may be under way for a province.
const SHOWN: i64 = 30;
const AT_ONCE: i64 = 3;
/// Longest reason in characters.
const REASON_MAX: usize = 200;
/// Kept as long where the province says nothing.
const DAYS: u32 = 7;

const fn chunk_of(id: ExportId) -> Belongs {
    Belongs::to("export_chunk.bytes_sealed", id.0)
}

impl Enrolment {
    /// How many enrolments a filter finds.
    pub async fn count_export(&self, caller: &Caller, filter: &ExportFilter) -> Result<u64> {
        let (_, province) = whole_province(caller.officer(Act::Administer)?)?;
        let mut tx = self.db().read().await?;
        Ok(store::count(&mut tx, province, filter, self.now()).await? as u64)
    }

    /// Has an export made. Refused with `field.missing` without a reason or a column, and with `request.too_many` while others are
    /// being made.
    pub async fn request_export(
        &self,
        caller: &Caller,
        filter: ExportFilter,
        columns: Vec<ExportColumn>,
        reason: &str,
    ) -> Result<ExportId> {
        let (officer, province) = whole_province(caller.officer(Act::Administer)?)?;
        let reason = reason.trim();
        check(&columns, reason)?;
        let (id, now) = (ExportId(self.new_id()), self.now());
        let days = self.profile(province)?.retention.days(RetentionRule::Export).unwrap_or(DAYS);
        let mut tx = self.db().begin().await?;
        if store::under_way(&mut tx, province).await? >= AT_ONCE {
            return Err(Problem::new(ProblemCode::TooManyRequests).retry_after(60).into());
        }
        let total = store::count(&mut tx, province, &filter, now).await?;
        let new = store::New {
            id,
            province,
            staff: officer.staff,
            filter: serde_json::to_string(&filter)?,
            columns: serde_json::to_string(&columns)?,
            reason,
            total,
            now,
            expires_at: now + Span::days(days.into()),
        };
        store::insert(&mut tx, &new).await?;
        jobs::enqueue(self, &mut tx, Job::MakeExport(id)).await?;
        let detail = serde_json::json!({ "export": id, "filter": filter, "columns": columns, "count": total });
        let (actor, action) = (officer.actor(), Action::ExportRequested);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(id)
    }

    /// The exports of the caller's province, newest first.
    pub async fn exports(&self, caller: &Caller) -> Result<Vec<Export>> {
        let (_, province) = whole_province(caller.officer(Act::Administer)?)?;
        let mut tx = self.db().read().await?;
        let now = self.now();
        store::list(&mut tx, province, SHOWN).await?.into_iter().map(|row| export(row, now)).collect()
    }

    /// Begins a download; it is audited. `NotFound` where there is none, or it is not made yet or gone.
    pub async fn open_export(&self, caller: &Caller, id: ExportId) -> Result<OpenExport> {
        let (officer, province) = whole_province(caller.officer(Act::Administer)?)?;
        let mut tx = self.db().begin().await?;
        let row = self.readable(&mut tx, province, id).await?;
        let (actor, action) = (officer.actor(), Action::ExportRead);
        let detail = serde_json::json!({ "export": id, "count": row.done });
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await?;
        let name = format!("{province}-{}.csv", row.created_at.beijing().date());
        Ok(OpenExport { id, chunks: row.chunks, size_bytes: row.size_bytes as u64, name })
    }

    /// A piece of an export that was opened.
    pub async fn read_export(&self, caller: &Caller, id: ExportId, place: i64) -> Result<Vec<u8>> {
        let (_, province) = whole_province(caller.officer(Act::Administer)?)?;
        let mut tx = self.db().read().await?;
        self.readable(&mut tx, province, id).await?;
        let sealed = store::chunk(&mut tx, id, place).await?.ok_or(Error::NotFound)?;
        Ok(self.keys().exports().open(chunk_of(id), &sealed)?)
    }

    async fn readable(&self, tx: &mut crate::db::Tx, province: &Province, id: ExportId) -> Result<store::Row> {
        let row = store::by_id(tx, id).await?.filter(|row| row.province == *province);
        let now = self.now();
        row.filter(|row| row.finished_at.is_some() && row.chunks > 0 && now < row.expires_at).ok_or(Error::NotFound)
    }
}

fn check(columns: &[ExportColumn], reason: &str) -> Result<(), Problem> {
    match reason.chars().count() {
        0 => Err(Problem::at(ProblemCode::FieldMissing, Field::Note)),
        length if length > REASON_MAX => Err(Problem::at(ProblemCode::FieldTooLong, Field::Note)),
        _ if columns.is_empty() => Err(Problem::at(ProblemCode::FieldMissing, Field::Item)),
        _ => Ok(()),
    }
}

fn export(row: store::Row, now: Timestamp) -> Result<Export> {
    Ok(Export {
        id: row.id,
        filter: serde_json::from_str(&row.filter).map_err(|_| Cause::Corrupt("export.filter"))?,
        columns: serde_json::from_str(&row.columns).map_err(|_| Cause::Corrupt("export.columns"))?,
        reason: row.reason,
        by: row.name,
        total: row.total as u64,
        done: row.done as u64,
        size_bytes: row.size_bytes as u64,
        created_at: row.created_at,
        finished_at: row.finished_at,
        expires_at: row.expires_at,
        is_kept: row.finished_at.is_none() || (row.chunks > 0 && now < row.expires_at),
    })
}
