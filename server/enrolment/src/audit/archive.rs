//! Old entries go into a file: their chain is checked on the way, the database goes on from their last hash, and only then are they
//! deleted. Never anything younger than 190 days.

use super::{link, store, verify::PAGE};
use crate::{
    Enrolment, Result,
    audit::{Action, Actor, Entry},
    crypto::{Hashed, Keys, hex},
    db::Tx,
    error::Cause,
};
use shared::{
    problem::ProblemCode,
    time::{Span, Timestamp},
};
use std::io::{self, Write as _};

/// How long entries stay at least (PRODUCT §5: six months and a few days).
const KEPT: Span = Span::days(190);

/// What was taken out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Archived {
    pub entries: u64,
    pub last: i64,
}

impl Enrolment {
    /// Takes the entries from before `before` out into `file`, one JSON object a line; everything after the first younger entry
    /// stays. `None` where there are none. Refused with `audit.too_young` for less than 190 days, and with `audit.broken` where the
    /// chain of what would be archived is not whole: evidence is not put away.
    pub async fn archive_audit(&self, before: Timestamp, file: &mut std::fs::File) -> Result<Option<Archived>> {
        if before > self.now() - KEPT {
            return Err(ProblemCode::AuditTooYoung.into());
        }
        let mut tx = self.db().begin().await?;
        let (start, mut hash) = start(self, &mut tx).await?.ok_or(ProblemCode::AuditBroken)?;
        let last = store::last_before(&mut tx, before).await?;
        if last <= start {
            return Ok(None);
        }
        let mut seq = start;
        while seq < last {
            let rows = store::page(&mut tx, seq, PAGE.min(last - seq)).await?;
            for row in &rows {
                if row.seq != seq + 1 || row.previous_hash != hash || row.hash != link(self.keys(), row) {
                    return Err(ProblemCode::AuditBroken.into());
                }
                writeln!(file, "{}", line(row)).map_err(Cause::from)?;
                (seq, hash) = (row.seq, row.hash.clone());
            }
            if rows.is_empty() {
                return Err(ProblemCode::AuditBroken.into());
            }
        }
        file.sync_all().map_err(Cause::from)?;
        let archived = Archived { entries: (last - start) as u64, last };
        let mut row = store::ArchiveRow { last_seq: last, last_hash: hash, before_at: before, mac: Vec::new() };
        row.mac = mac(self.keys(), &row);
        store::archive(&mut tx, &row, self.now()).await?;
        let detail = serde_json::json!({ "entries": archived.entries, "last": last });
        let (actor, action) = (Actor::SYSTEM, Action::AuditArchived);
        self.record(&mut tx, Entry { actor, action, province: None, enrolment: None, detail }).await?;
        tx.commit().await?;
        Ok(Some(archived))
    }
}

/// Where the chain in the database begins: the last number and hash that were archived. `None` where that was forged.
pub(super) async fn start(enrolment: &Enrolment, tx: &mut Tx) -> Result<Option<(i64, Vec<u8>)>> {
    let Some(row) = store::last_archive(tx).await? else { return Ok(Some((0, Vec::new()))) };
    let genuine = row.mac == mac(enrolment.keys(), &row);
    Ok(genuine.then_some((row.last_seq, row.last_hash)))
}

fn mac(keys: &Keys, row: &store::ArchiveRow) -> Vec<u8> {
    let parts = [b"archive".as_slice(), &row.last_seq.to_be_bytes(), &row.last_hash, &row.before_at.0.to_be_bytes()];
    keys.hash(Hashed::Audit, &parts)
}

fn line(row: &store::Row) -> String {
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.as_simple().to_string());
    serde_json::json!({
        "seq": row.seq,
        "id": row.id.to_string(),
        "at": row.at.0,
        "actor": row.actor,
        "actor_id": id(row.actor_id),
        "action": row.action,
        "province": row.province,
        "enrolment_id": id(row.enrolment_id.map(|id| id.0)),
        "detail": row.detail,
        "previous_hash": hex(&row.previous_hash),
        "hash": hex(&row.hash),
    })
    .to_string()
}

/// A line of an archive, read back.
#[derive(serde::Deserialize)]
struct ArchivedLine {
    seq: i64,
    id: uuid::Uuid,
    at: i64,
    actor: String,
    actor_id: Option<uuid::Uuid>,
    action: String,
    province: Option<String>,
    enrolment_id: Option<uuid::Uuid>,
    detail: String,
    previous_hash: String,
    hash: String,
}

impl Enrolment {
    /// Whether every line of an archive follows from the one before: the number of its lines, or the first that does not.
    pub fn verify_archive(&self, lines: impl io::BufRead) -> io::Result<Result<u64, u64>> {
        let (mut count, mut previous) = (0, None::<(i64, String)>);
        for text in lines.lines() {
            let line: ArchivedLine = match serde_json::from_str(&text?) {
                Ok(line) => line,
                Err(_) => return Ok(Err(count + 1)),
            };
            let follows = previous.is_none_or(|(seq, hash)| line.seq == seq + 1 && line.previous_hash == hash);
            let claimed = (line.seq, line.hash.clone());
            if !follows || self.hash_of(line) != Some(claimed.1.clone()) {
                return Ok(Err(count + 1));
            }
            (count, previous) = (count + 1, Some(claimed));
        }
        Ok(Ok(count))
    }

    fn hash_of(&self, line: ArchivedLine) -> Option<String> {
        let row = store::Row {
            seq: line.seq,
            id: shared::id::AuditId(line.id),
            at: Timestamp(line.at),
            actor: line.actor,
            actor_id: line.actor_id,
            action: line.action,
            province: line.province,
            enrolment_id: line.enrolment_id.map(shared::id::EnrolmentId),
            detail: line.detail,
            previous_hash: super::anchor::bytes(&line.previous_hash)?,
            hash: Vec::new(),
        };
        Some(hex(&link(self.keys(), &row)))
    }
}
