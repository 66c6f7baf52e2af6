//! Anchors: once a day the end of the chain is written down, in a table and in a file outside the database, so that nobody who has
//! the database can cut off what happened last, or put another chain in its place, without being found out.

use super::store::{self, AnchorRow};
use crate::{
    Enrolment, Result,
    crypto::{Hashed, Keys, hex},
    error::Cause,
};
use shared::time::Timestamp;
use std::io;
use tokio::io::AsyncWriteExt as _;

impl Enrolment {
    /// Writes today's anchor, unless there is one. True where it did.
    pub(crate) async fn anchor_daily(&self) -> Result<bool> {
        let mut tx = self.db().read().await?;
        let (last, (seq, hash)) = (store::last_anchor(&mut tx).await?, store::head(&mut tx).await?);
        tx.commit().await?;
        let now = self.now();
        let today = |anchor: &AnchorRow| anchor.at.beijing().date() >= now.beijing().date();
        if seq == 0 || last.is_some_and(|anchor| today(&anchor) || anchor.seq == seq) {
            return Ok(false);
        }
        let mut row = AnchorRow { seq, hash, at: now, mac: Vec::new() };
        row.mac = mac(self.keys(), &row);
        // the file first: a line too many does no harm
        append(self, &row).await?;
        let mut tx = self.db().begin().await?;
        store::insert_anchor(&mut tx, &row).await?;
        tx.commit().await?;
        tracing::info!(audit.seq = row.seq, audit.hash = hex(&row.hash), "the audit trail was anchored");
        Ok(true)
    }
}

pub(super) fn mac(keys: &Keys, row: &AnchorRow) -> Vec<u8> {
    keys.hash(Hashed::Audit, &[b"anchor", &row.seq.to_be_bytes(), &row.hash, &row.at.0.to_be_bytes()])
}

/// `seq hash at mac`, a line each.
async fn append(enrolment: &Enrolment, row: &AnchorRow) -> Result<()> {
    let Some(path) = &enrolment.settings().anchor_file else { return Ok(()) };
    let line = format!("{} {} {} {}\n", row.seq, hex(&row.hash), row.at.0, hex(&row.mac));
    let write = async {
        let mut file = tokio::fs::OpenOptions::new().create(true).append(true).open(path).await?;
        file.write_all(line.as_bytes()).await?;
        file.sync_all().await
    };
    Ok(write.await.map_err(Cause::from)?)
}

/// The anchors of the file. A line that cannot be read is an anchor that nothing fits.
pub(super) async fn in_file(enrolment: &Enrolment) -> Result<Vec<AnchorRow>> {
    let Some(path) = &enrolment.settings().anchor_file else { return Ok(Vec::new()) };
    match tokio::fs::read_to_string(path).await {
        Ok(text) => Ok(text.lines().map(|line| parse(line).unwrap_or_else(unreadable)).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Cause::from(error).into()),
    }
}

fn parse(line: &str) -> Option<AnchorRow> {
    let [seq, hash, at, mac] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
    Some(AnchorRow { seq: seq.parse().ok()?, hash: bytes(hash)?, at: Timestamp(at.parse().ok()?), mac: bytes(mac)? })
}

const fn unreadable() -> AnchorRow {
    AnchorRow { seq: 0, hash: Vec::new(), at: Timestamp(0), mac: Vec::new() }
}

pub(super) fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.is_ascii() && hex.len().is_multiple_of(2);
    let pair = |at: usize| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok();
    if digits { (0..hex.len() / 2).map(pair).collect() } else { None }
}
