//! What must always hold of the data, tried by a job every night and by hand: each check with how much it found, some ids, and
//! since when. A check says that something is wrong; it mends nothing. The statements are in `store`.

mod store;

pub use store::CODES;

use crate::{
    Caller, Enrolment, Result,
    audit::{Action, Actor, AuditState, Entry},
    db::{Db, Tx},
    error::Cause,
};
use shared::{
    id::FileId,
    staff::Act,
    time::{Span, Timestamp},
};
use std::collections::BTreeSet;

/// What one check found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CheckResult {
    /// Stable, e.g. `approved.without_consent`.
    pub code: String,
    pub found: u64,
    /// Some of the ids of what was found; never personal data.
    pub examples: Vec<String>,
    pub since: Option<Timestamp>,
    pub checked_at: Timestamp,
}

/// What a check says before it is known since when.
struct Found {
    code: &'static str,
    count: u64,
    examples: Vec<String>,
}

/// Files that are being written, and text messages that are being tried, are left alone so long.
const PATIENCE: Span = Span::hours(1);
/// Examples kept of each.
pub(crate) const EXAMPLES: usize = 5;
/// The hour of Beijing from which on the nightly round is due.
const NIGHT_HOUR: i8 = 2;
/// Checks that are no statement: the chain of the audit trail, and both directions between rows and bytes of files.
pub const AUDIT_CHAIN: &str = "audit.chain";
pub const FILE_WITHOUT_BYTES: &str = "file.without_bytes";
pub const FILE_WITHOUT_ROW: &str = "file.without_row";
/// A signature that does not stand, or something that was signed and is not what it was. With many signatures its round ends later than
/// the other checks.
pub const SIGNATURE_ALTERED: &str = "signature.altered";

/// What the checks found last, those that found something first; for the command line too, which may have nothing but the database.
pub async fn last_results(db: &Db) -> Result<Vec<CheckResult>> {
    let mut tx = db.read().await?;
    let mut results = store::results(&mut tx).await?;
    results.sort_by_key(|result| (result.found == 0, result.code.clone()));
    Ok(results)
}

/// Keeps what a check found that runs by itself.
pub(crate) async fn keep(enrolment: &Enrolment, tx: &mut Tx, found: (&str, i64), examples: &str) -> Result<()> {
    store::keep(tx, found.0, (found.1, examples), enrolment.now()).await
}

impl Enrolment {
    /// Runs every check now, for somebody who may operate the service.
    pub async fn run_checks(&self, caller: &Caller) -> Result<()> {
        let operator = caller.officer(Act::Operate)?;
        self.check_all(operator.actor()).await
    }

    /// What the checks found last, those that found something first.
    pub async fn checks(&self, caller: &Caller) -> Result<Vec<CheckResult>> {
        caller.officer(Act::Operate)?;
        last_results(self.db()).await
    }

    /// The round of the night, once a day.
    pub(crate) async fn check_nightly(&self) -> Result<bool> {
        let mut tx = self.db().read().await?;
        let last = store::last_run(&mut tx).await?;
        tx.commit().await?;
        let now = self.now();
        let today = last.is_some_and(|last| last.beijing().date() >= now.beijing().date());
        if today || (last.is_some() && now.beijing().hour() < NIGHT_HOUR) {
            return Ok(false);
        }
        self.check_all(Actor::SYSTEM).await?;
        Ok(true)
    }

    /// Runs every check and keeps what it found; each reads a state of its own, so that none holds up the service for long.
    async fn check_all(&self, actor: Actor) -> Result<()> {
        let mut found = Vec::new();
        for check in store::CHECKS {
            let mut tx = self.db().read().await?;
            let (count, examples) = store::run(&mut tx, check, self.now() - PATIENCE).await?;
            found.push(Found { code: check.code, count: count as u64, examples });
        }
        found.push(self.check_chain().await?);
        found.extend(self.check_files().await?);
        let wrong: Vec<_> = found.iter().filter(|check| check.count > 0).map(|check| check.code).collect();
        if !wrong.is_empty() {
            tracing::error!(checks = wrong.join(" "), "checks of the data found something wrong");
        }
        let mut tx = self.db().begin().await?;
        for check in &found {
            let examples = serde_json::to_string(&check.examples)?;
            store::keep(&mut tx, check.code, (check.count as i64, &examples), self.now()).await?;
        }
        let detail = serde_json::json!({ "wrong": wrong });
        self.record(&mut tx, Entry { actor, action: Action::ChecksRun, province: None, enrolment: None, detail })
            .await?;
        tx.commit().await?;
        self.begin_signature_round().await
    }

    async fn check_chain(&self) -> Result<Found> {
        let at = match self.verify_audit().await? {
            AuditState::Intact { .. } => None,
            AuditState::Broken { at } => Some(at),
            AuditState::CutOff { anchor, .. } | AuditState::Replaced { anchor } => Some(anchor),
        };
        let examples = at.map(|at| at.to_string()).into_iter().collect();
        Ok(Found { code: AUDIT_CHAIN, count: u64::from(at.is_some()), examples })
    }

    /// Rows whose bytes are gone, and bytes that no row knows. A file that is written or deleted meanwhile has its row before its
    /// bytes and after them, so the rows are read before and after the bytes.
    async fn check_files(&self) -> Result<[Found; 2]> {
        let kept = self.kept_files().await?;
        let stored: BTreeSet<FileId> = self.parts().files.list().await.map_err(Cause::from)?.into_iter().collect();
        let (still, all) = (self.kept_files().await?, self.all_files().await?);
        let lost: Vec<_> = kept.intersection(&still).filter(|id| !stored.contains(id)).collect();
        let unknown: Vec<_> = stored.difference(&all).collect();
        let found = |code, ids: Vec<&FileId>| Found {
            code,
            count: ids.len() as u64,
            examples: ids.iter().take(EXAMPLES).map(ToString::to_string).collect(),
        };
        Ok([found(FILE_WITHOUT_BYTES, lost), found(FILE_WITHOUT_ROW, unknown)])
    }

    async fn kept_files(&self) -> Result<BTreeSet<FileId>> {
        let mut tx = self.db().read().await?;
        Ok(store::kept_files(&mut tx).await?.into_iter().collect())
    }

    async fn all_files(&self) -> Result<BTreeSet<FileId>> {
        let mut tx = self.db().read().await?;
        Ok(store::all_files(&mut tx).await?.into_iter().collect())
    }
}
