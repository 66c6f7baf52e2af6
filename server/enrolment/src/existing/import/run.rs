//! Taking a file in: a page of rows in a transaction, and what becomes of each row.

use super::{
    CHUNK, chunk_of, refusal_of, row,
    sheet::{self, Layout},
};
use crate::{
    Enrolment, Result,
    audit::{Action, Actor, Entry},
    candidate,
    db::Tx,
    error::Cause,
    existing::{
        record,
        store::{self, Taken},
    },
    jobs::{self, Job},
    number,
};
use shared::{
    existing::{CellFault, Column, ImportState, Record, RowFault, write_faults},
    id::{ExistingId, ImportId},
};

/// Rows in a transaction, and transactions of one job before it makes place for others.
const PAGE: usize = 1000;
const PAGES: usize = 8;
/// Pieces of a file that are looked at at once: a row may reach from one into the next.
const PIECES: i64 = 2;

/// Where an import stands when these rows were read, before any of them is counted.
const fn beyond(import: &store::ImportRow, read: &sheet::Rows) -> store::Progress {
    store::Progress {
        state: ImportState::Running.as_str(),
        at_byte: import.at_byte + read.bytes as i64,
        at_line: import.at_line + read.lines,
        added: import.added,
        changed: import.changed,
        unchanged: import.unchanged,
        refused: import.refused,
        finished_at: None,
    }
}

/// What became of a row.
enum Outcome {
    Added,
    Changed,
    Unchanged,
    Refused(Vec<CellFault>),
}

impl Enrolment {
    /// Goes on with an import; one that is done, or not known, is left alone.
    pub(crate) async fn import_existing(&self, id: ImportId) -> Result<()> {
        for _ in 0..PAGES {
            if self.import_page(id).await? {
                return Ok(());
            }
        }
        let mut tx = self.db().begin().await?;
        jobs::enqueue(self, &mut tx, Job::ImportExisting(id)).await?;
        tx.commit().await
    }

    /// Takes in the next page of rows; true when nothing is left to do. Any process may, one after the other.
    pub async fn import_page(&self, id: ImportId) -> Result<bool> {
        let mut tx = self.db().begin().await?;
        let Some(import) = store::lock_running(&mut tx, id).await? else { return Ok(true) };
        let (bytes, is_last) = self.piece(&mut tx, &import).await?;
        let layout: Layout =
            serde_json::from_str(&import.columns).map_err(|_| Cause::Corrupt("existing_import.columns"))?;
        let read = sheet::rows(&bytes, is_last, (import.at_line, PAGE), import.is_utf8);
        let mut progress = beyond(&import, &read);
        for row in &read.found {
            match self.import_row(&mut tx, &import, &layout, row).await? {
                Outcome::Added => progress.added += 1,
                Outcome::Changed => progress.changed += 1,
                Outcome::Unchanged => progress.unchanged += 1,
                Outcome::Refused(faults) => {
                    progress.refused += 1;
                    self.refuse_row(&mut tx, id, row, &faults).await?;
                }
            }
        }
        // a cell that never ends: nothing after it can be told apart
        let is_stuck = read.bytes == 0 && !read.is_end;
        if read.is_end || is_stuck {
            progress.state = if is_stuck { ImportState::Stopped } else { ImportState::Done }.as_str();
            progress.finished_at = Some(self.now());
        }
        store::advance(&mut tx, id, &progress).await?;
        let is_over = progress.finished_at.is_some();
        if is_over {
            self.record_end(&mut tx, &import, &progress).await?;
        }
        tx.commit().await?;
        Ok(is_over)
    }

    /// The bytes that come next, and whether they are the last ones.
    async fn piece(&self, tx: &mut Tx, import: &store::ImportRow) -> Result<(Vec<u8>, bool)> {
        let (place, skip) = (import.at_byte / CHUNK as i64, import.at_byte as usize % CHUNK);
        let mut bytes = Vec::new();
        for sealed in store::chunks(tx, import.id, place, PIECES).await? {
            bytes.extend(self.keys().exports().open(chunk_of(import.id), &sealed)?);
        }
        let is_last = (place * CHUNK as i64 + bytes.len() as i64) >= import.size_bytes;
        bytes.drain(..skip.min(bytes.len()));
        Ok((bytes, is_last))
    }

    async fn import_row(
        &self,
        tx: &mut Tx,
        import: &store::ImportRow,
        layout: &Layout,
        row: &sheet::Row,
    ) -> Result<Outcome> {
        let province = &import.province;
        let record = match row::read(layout, row, self.profile(province)?) {
            Ok(record) => record,
            Err(faults) => return Ok(Outcome::Refused(faults)),
        };
        let number_index = number::index(self.keys(), province, &record.number);
        let id = ExistingId(self.new_id());
        let refused = |fault| Ok(Outcome::Refused(vec![(Column::Number, fault)]));
        match store::take(tx, province, &number_index, id).await? {
            Taken::Allotted => refused(RowFault::Allotted),
            Taken::Now => {
                let new = self.row_of(import, row.line, (id, number_index), &record)?;
                store::insert(tx, province, &new, self.now()).await?;
                self.note_late(tx, province, (&new, &record)).await?;
                Ok(Outcome::Added)
            }
            Taken::Before(known) => {
                let known =
                    store::by_id(tx, province, known).await?.ok_or(Cause::Corrupt("number_taken.existing_id"))?;
                if known.document_index != candidate::document_index(self.keys(), province, &record.document) {
                    return refused(RowFault::OtherDocument);
                }
                if known.import_id == import.id {
                    return refused(RowFault::Repeated);
                }
                self.renew(tx, import, row.line, (&known, &record)).await
            }
        }
    }

    /// A record that was there before this file. Once it was chosen, it no longer changes.
    async fn renew(
        &self,
        tx: &mut Tx,
        import: &store::ImportRow,
        line: i64,
        (known, record): (&store::Row, &Record),
    ) -> Result<Outcome> {
        let content = record::content_index(self.keys(), &import.province, record)?;
        if known.content_index == content || store::is_chosen(tx, known.id).await? {
            store::see(tx, known.id, import.id, line).await?;
            return Ok(if known.content_index == content {
                Outcome::Unchanged
            } else {
                Outcome::Refused(vec![(Column::Number, RowFault::InUse)])
            });
        }
        let renewed = self.row_of(import, line, (known.id, known.number_index.clone()), record)?;
        store::update(tx, &renewed).await?;
        Ok(Outcome::Changed)
    }

    fn row_of(
        &self,
        import: &store::ImportRow,
        line: i64,
        (id, number_index): (ExistingId, Vec<u8>),
        record: &Record,
    ) -> Result<store::Row> {
        let (data_key, record_sealed) = record::seal(self, id, record)?;
        Ok(store::Row {
            id,
            number_index,
            document_index: candidate::document_index(self.keys(), &import.province, &record.document),
            region: record.region.clone(),
            data_key,
            record_sealed,
            content_index: record::content_index(self.keys(), &import.province, record)?,
            import_id: import.id,
            line,
        })
    }

    async fn refuse_row(&self, tx: &mut Tx, id: ImportId, row: &sheet::Row, faults: &[CellFault]) -> Result<()> {
        let cells: Vec<_> = row.cells.iter().map(|cell| cell.as_deref().unwrap_or_default()).collect();
        let json = serde_json::to_vec(&cells)?;
        let sealed = self.keys().exports().seal(&*self.parts().randomness, refusal_of(id), &json);
        store::refuse(tx, id, (row.line, &write_faults(faults)), &sealed).await
    }

    async fn record_end(&self, tx: &mut Tx, import: &store::ImportRow, progress: &store::Progress) -> Result<()> {
        let detail = serde_json::json!({
            "import": import.id, "state": progress.state, "added": progress.added, "changed": progress.changed,
            "unchanged": progress.unchanged, "refused": progress.refused,
        });
        let (actor, action, province) = (Actor::SYSTEM, Action::ImportDone, Some(&import.province));
        self.record(tx, Entry { actor, action, province, enrolment: None, detail }).await
    }
}
