//! Whether the audit trail is whole: the chain from its beginning (or from what was archived) to its head, and the anchors.

use super::{anchor, archive, link, store};
use crate::{Enrolment, Result};

/// What `verify_audit` found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AuditState {
    Intact {
        entries: u64,
    },
    /// The first entry that was changed, removed or moved.
    Broken {
        at: i64,
    },
    /// The chain is sound, but ends before an anchor: its last entries were cut off.
    CutOff {
        after: i64,
        anchor: i64,
    },
    /// The chain is sound, but another one than that which was anchored.
    Replaced {
        anchor: i64,
    },
}

/// Entries checked at a time.
pub(super) const PAGE: i64 = 1000;

impl Enrolment {
    /// Recomputes the whole chain and compares it with the anchors, those in the database and those in the file beside it.
    pub async fn verify_audit(&self) -> Result<AuditState> {
        let mut anchors = anchor::in_file(self).await?;
        let mut tx = self.db().read().await?;
        anchors.extend(store::anchors(&mut tx).await?);
        if let Some(forged) = anchors.iter().find(|row| row.mac != anchor::mac(self.keys(), row)) {
            return Ok(AuditState::Replaced { anchor: forged.seq });
        }
        let Some((start, hash)) = archive::start(self, &mut tx).await? else { return Ok(AuditState::Broken { at: 1 }) };
        anchors.retain(|anchor| anchor.seq >= start);
        anchors.sort_by_key(|anchor| anchor.seq);
        let mut anchors = anchors.into_iter().peekable();
        let (mut seq, mut hash) = (start, hash);
        let mut rows = Vec::new().into_iter();
        loop {
            while let Some(anchor) = anchors.next_if(|anchor| anchor.seq == seq) {
                if anchor.hash != hash {
                    return Ok(AuditState::Replaced { anchor: seq });
                }
            }
            if rows.len() == 0 {
                rows = store::page(&mut tx, seq, PAGE).await?.into_iter();
            }
            let Some(row) = rows.next() else { break };
            if row.seq != seq + 1 || row.previous_hash != hash || row.hash != link(self.keys(), &row) {
                return Ok(AuditState::Broken { at: seq + 1 });
            }
            (seq, hash) = (row.seq, row.hash);
        }
        if store::head(&mut tx).await? != (seq, hash) {
            return Ok(AuditState::Broken { at: seq + 1 });
        }
        Ok(match anchors.next() {
            Some(anchor) => AuditState::CutOff { after: seq, anchor: anchor.seq },
            None => AuditState::Intact { entries: (seq - start) as u64 },
        })
    }
}
