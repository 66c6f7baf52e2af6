//! The trail for auditors: entries of the own jurisdiction in pages, newest first, by time, person, action and application.

use super::{Action, Entry, store};
use crate::{Caller, Enrolment, Result, db::Tx, session::Jurisdiction};
use shared::{
    id::{EnrolmentId, StaffId},
    staff::Act,
    time::Timestamp,
};

/// What an auditor looks for. Everything absent is not looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditFilter {
    pub from: Option<Timestamp>,
    /// The first instant that is too late.
    pub until: Option<Timestamp>,
    /// `guest`, `candidate`, `staff` or `system`.
    pub actor: Option<String>,
    pub staff: Option<StaffId>,
    pub action: Option<Action>,
    /// Number of a receipt, or id of an application.
    pub about: Option<String>,
}

/// Where the next page begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AuditCursor {
    pub at: Timestamp,
    pub seq: i64,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditEntry {
    pub seq: i64,
    pub at: Timestamp,
    pub actor: String,
    /// Name of a member of staff.
    pub name: Option<String>,
    pub login: Option<String>,
    /// As it is stored: one that this version does not know is shown as it is.
    pub action: String,
    pub receipt: Option<String>,
    pub enrolment: Option<EnrolmentId>,
    /// JSON without personal data.
    pub detail: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditPage {
    pub entries: Vec<AuditEntry>,
    pub next: Option<AuditCursor>,
}

/// Somebody whose deeds can be looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Staffer {
    pub id: StaffId,
    pub name: String,
    pub login: String,
}

impl Enrolment {
    /// Up to `size` entries of the caller's jurisdiction, newest first, from `after` on.
    pub async fn audit_page(
        &self,
        caller: &Caller,
        filter: &AuditFilter,
        (after, size): (Option<AuditCursor>, u32),
    ) -> Result<AuditPage> {
        let auditor = caller.officer(Act::ReadAudit)?;
        let mut tx = self.db().read().await?;
        let Some(about) = about(&mut tx, auditor.jurisdiction, filter).await? else {
            return Ok(AuditPage { entries: Vec::new(), next: None });
        };
        let place = (&auditor.jurisdiction.province, auditor.jurisdiction.prefix());
        let mut rows = store::view(&mut tx, place, (filter, about), (after, i64::from(size) + 1)).await?;
        tx.commit().await?;
        let more = rows.len() > size as usize;
        rows.truncate(size as usize);
        let last = rows.last().map(|row| AuditCursor { at: row.at, seq: row.seq });
        Ok(AuditPage { entries: rows.into_iter().map(AuditEntry::from).collect(), next: last.filter(|_| more) })
    }

    /// The staff of the caller's province, to choose from.
    pub async fn audited_staff(&self, caller: &Caller) -> Result<Vec<Staffer>> {
        let auditor = caller.officer(Act::ReadAudit)?;
        let mut tx = self.db().read().await?;
        let rows = store::staff(&mut tx, &auditor.jurisdiction.province).await?;
        Ok(rows.into_iter().map(|(id, name, login)| Staffer { id, name, login }).collect())
    }

    /// Records that the caller takes entries away as a file. Call it before the first of them.
    pub async fn record_audit_export(&self, caller: &Caller) -> Result<()> {
        let auditor = caller.officer(Act::ReadAudit)?;
        let (province, action) = (Some(&auditor.jurisdiction.province), Action::AuditExported);
        let mut tx = self.db().begin().await?;
        let detail = serde_json::json!({});
        self.record(&mut tx, Entry { actor: auditor.actor(), action, province, enrolment: None, detail }).await?;
        tx.commit().await
    }
}

/// The application that is looked for, if one is; `None` where there is no such one.
async fn about(tx: &mut Tx, place: &Jurisdiction, filter: &AuditFilter) -> Result<Option<Option<EnrolmentId>>> {
    let Some(text) = filter.about.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(Some(None));
    };
    let known = match text.parse() {
        Ok(id) => Some(id),
        Err(_) => store::by_receipt(tx, &text.to_uppercase(), &place.province).await?,
    };
    Ok(known.map(Some))
}

impl From<store::ViewRow> for AuditEntry {
    fn from(row: store::ViewRow) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor: row.actor,
            name: row.name,
            login: row.login,
            action: row.action,
            receipt: row.receipt,
            enrolment: row.enrolment_id,
            detail: row.detail,
        }
    }
}
