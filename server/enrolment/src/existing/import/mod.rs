//! Files of records: received in pieces, kept sealed, then taken in a page of rows at a time, each page in a transaction that also
//! says where the next begins (`run`). Broken off anywhere, it goes on there; memory holds two pieces. What a file may look like is
//! `sheet`, what a row must say `row`. The same file twice changes nothing.

mod row;
mod run;
mod sheet;

pub use sheet::Headings;

use super::store;
use crate::{
    Caller, Enrolment, Error, Result,
    administration::whole_province,
    audit::{Action, Actor, Entry},
    crypto::{Belongs, Hashed},
    db::Tx,
    error::Cause,
    jobs::{self, Job},
    staff::Officer,
};
use sha2::{Digest as _, Sha256};
use shared::{
    existing::{CellFault, ImportState, read_faults},
    id::{ImportId, Province, StaffId},
    problem::{Field, Problem, ProblemCode},
    staff::Act,
    time::{Span, Timestamp},
};

/// Largest file: more than 400 000 rows.
pub const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// A file is kept in pieces of this size, the last one excepted.
const CHUNK: usize = 256 * 1024;
/// Imports shown, and refused rows given out at a time.
const SHOWN: i64 = 20;
const ROWS: i64 = 1000;
/// Longest name of a file that is kept, in characters.
const FILE_NAME_MAX: usize = 80;
/// A file that stopped coming is given up after so long.
const STALE: Span = Span::hours(24);

const fn chunk_of(id: ImportId) -> Belongs {
    Belongs::to("existing_chunk.bytes_sealed", id.0)
}

const fn refusal_of(id: ImportId) -> Belongs {
    Belongs::to("existing_refusal.row_sealed", id.0)
}

/// A file that is coming in. Holds one piece of it at most.
pub struct Incoming {
    id: ImportId,
    province: Province,
    actor: Actor,
    piece: Vec<u8>,
    /// The beginning of the file, as far as the headings may reach.
    head: Vec<u8>,
    pieces: i64,
    size_bytes: u64,
    digest: Sha256,
    utf8: sheet::Utf8,
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("id", &self.id).field("size_bytes", &self.size_bytes).finish_non_exhaustive()
    }
}

/// An import, done or under way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    pub id: ImportId,
    pub file_name: String,
    /// Absent where it came by the command line.
    pub by: Option<String>,
    pub state: ImportState,
    pub size_bytes: u64,
    pub done_bytes: u64,
    /// The line that comes next; where it stopped, the line that has no end.
    pub line: i64,
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub refused: u64,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

/// A row that was refused.
#[derive(Clone, PartialEq, Eq)]
pub struct RefusedRow {
    pub line: i64,
    pub faults: Vec<CellFault>,
    /// As it was sent.
    pub cells: Vec<String>,
}

impl std::fmt::Debug for RefusedRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RefusedRow({}, {:?})", self.line, self.faults)
    }
}

impl Enrolment {
    /// Begins to take in a file of an administrator.
    pub async fn begin_import(&self, caller: &Caller, file_name: &str) -> Result<Incoming> {
        let (officer, province) = administrator(caller)?;
        self.begin(province, (officer.actor(), Some(officer.staff)), file_name).await
    }

    /// The same for the command line, whose user holds the keys anyway.
    pub async fn begin_import_for(&self, province: &Province, file_name: &str) -> Result<Incoming> {
        self.begin(province, (Actor::SYSTEM, None), file_name).await
    }

    async fn begin(
        &self,
        province: &Province,
        (actor, staff): (Actor, Option<StaffId>),
        file_name: &str,
    ) -> Result<Incoming> {
        self.existing_profile(province)?;
        let id = ImportId(self.new_id());
        let file_name: String = file_name.chars().filter(|c| !c.is_control()).take(FILE_NAME_MAX).collect();
        let mut tx = self.db().begin().await?;
        let new = store::NewImport { id, province, staff, file_name: &file_name, now: self.now() };
        store::insert_import(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Incoming {
            id,
            province: province.clone(),
            actor,
            piece: Vec::new(),
            head: Vec::new(),
            pieces: 0,
            size_bytes: 0,
            digest: Sha256::new(),
            utf8: sheet::Utf8::default(),
        })
    }

    /// The next bytes of a file. Refused with `file.too_large`; then it is given up.
    pub async fn receive(&self, incoming: &mut Incoming, bytes: &[u8]) -> Result<()> {
        incoming.size_bytes += bytes.len() as u64;
        if incoming.size_bytes > FILE_BYTES_MAX {
            self.drop_import(incoming).await?;
            return Err(Problem::at(ProblemCode::FileTooLarge, Field::Attachment).into());
        }
        incoming.digest.update(bytes);
        incoming.utf8.read(bytes);
        incoming.piece.extend_from_slice(bytes);
        while incoming.piece.len() >= CHUNK {
            let rest = incoming.piece.split_off(CHUNK);
            self.keep_piece(incoming).await?;
            incoming.piece = rest;
        }
        Ok(())
    }

    async fn keep_piece(&self, incoming: &mut Incoming) -> Result<()> {
        if incoming.pieces == 0 {
            incoming.head.clone_from(&incoming.piece);
        }
        let sealed = self.keys().exports().seal(&*self.parts().randomness, chunk_of(incoming.id), &incoming.piece);
        let mut tx = self.db().begin().await?;
        store::add_chunk(&mut tx, incoming.id, incoming.pieces, &sealed).await?;
        tx.commit().await?;
        incoming.pieces += 1;
        incoming.piece.clear();
        Ok(())
    }

    /// A file that will not come whole.
    pub async fn drop_import(&self, incoming: &Incoming) -> Result<()> {
        let mut tx = self.db().begin().await?;
        store::delete_import(&mut tx, incoming.id).await?;
        tx.commit().await
    }

    /// The file has come; it is taken in in the background. Where the same file is being taken in already, that goes on. Refused with
    /// `file.empty`, `existing.import_unreadable` or `existing.import_running`; then it is given up.
    pub async fn finish_import(&self, mut incoming: Incoming, headings: &Headings) -> Result<ImportId> {
        if !incoming.piece.is_empty() {
            self.keep_piece(&mut incoming).await?;
        }
        match self.start(&incoming, headings).await {
            Ok(id) => {
                if id != incoming.id {
                    self.drop_import(&incoming).await?;
                }
                self.wake_jobs();
                Ok(id)
            }
            Err(error) => {
                self.drop_import(&incoming).await?;
                Err(error)
            }
        }
    }

    async fn start(&self, incoming: &Incoming, headings: &Headings) -> Result<ImportId> {
        let refused = |code| Error::from(Problem::at(code, Field::Attachment));
        if incoming.size_bytes == 0 {
            return Err(refused(ProblemCode::FileEmpty));
        }
        let (id, province, is_utf8) = (incoming.id, &incoming.province, incoming.utf8.holds());
        let head = sheet::layout(&incoming.head, is_utf8, headings);
        let (layout, at_byte, at_line) = head.ok_or_else(|| refused(ProblemCode::ImportUnreadable))?;
        let digest = incoming.digest.clone().finalize();
        let content = self.keys().hash(Hashed::Existing, &[b"file", province.as_str().as_bytes(), &digest]);
        let mut tx = self.db().begin().await?;
        if let Some(same) = store::running_like(&mut tx, province, &content).await? {
            return Ok(same);
        }
        let is_free = !store::is_running(&mut tx, province).await?;
        let columns = serde_json::to_string(&layout)?;
        let file = (content.as_slice(), incoming.size_bytes as i64, is_utf8);
        let place = (columns.as_str(), at_byte as i64, at_line);
        if !is_free || !store::run_import(&mut tx, id, file, place).await? {
            return Err(ProblemCode::ImportRunning.into());
        }
        jobs::enqueue(self, &mut tx, Job::ImportExisting(id)).await?;
        let detail = serde_json::json!({ "import": id, "size_bytes": incoming.size_bytes });
        let (actor, action) = (incoming.actor, Action::ImportBegun);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The imports of the caller's province, newest first.
    pub async fn imports(&self, caller: &Caller) -> Result<Vec<Import>> {
        let (_, province) = administrator(caller)?;
        self.existing_profile(province)?;
        let mut tx = self.db().read().await?;
        store::imports(&mut tx, province, SHOWN).await?.into_iter().map(import).collect()
    }

    /// How far an import is, for the command line.
    pub async fn import_progress(&self, id: ImportId) -> Result<Import> {
        let mut tx = self.db().read().await?;
        import(store::import_by_id(&mut tx, id).await?.ok_or(Error::NotFound)?)
    }

    /// Refused rows after a line, a page of them, for an administrator. The first page is recorded.
    pub async fn refused_rows(&self, caller: &Caller, id: ImportId, after: i64) -> Result<Vec<RefusedRow>> {
        let (officer, province) = administrator(caller)?;
        let mut tx = self.db().begin().await?;
        let row = store::import_by_id(&mut tx, id).await?.filter(|row| row.province == *province);
        row.ok_or(Error::NotFound)?;
        let rows = self.refusals(&mut tx, id, after).await?;
        if after == 0 {
            let detail = serde_json::json!({ "import": id });
            let (actor, action) = (officer.actor(), Action::ImportRead);
            self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        }
        tx.commit().await?;
        Ok(rows)
    }

    /// The same for the command line.
    pub async fn refused_rows_of(&self, id: ImportId, after: i64) -> Result<Vec<RefusedRow>> {
        let mut tx = self.db().read().await?;
        self.refusals(&mut tx, id, after).await
    }

    async fn refusals(&self, tx: &mut Tx, id: ImportId, after: i64) -> Result<Vec<RefusedRow>> {
        let corrupt = || Cause::Corrupt("existing_refusal.faults");
        let mut rows = Vec::new();
        for (line, faults, sealed) in store::refusals(tx, id, after, ROWS).await? {
            let cells = serde_json::from_slice(&self.keys().exports().open(refusal_of(id), &sealed)?)?;
            rows.push(RefusedRow { line, faults: read_faults(&faults).ok_or_else(corrupt)?, cells });
        }
        Ok(rows)
    }
}

/// Files that stopped coming.
pub(crate) async fn delete_stale(tx: &mut Tx, now: Timestamp) -> Result<()> {
    store::delete_stale(tx, now - STALE).await
}

fn administrator(caller: &Caller) -> Result<(Officer<'_>, &Province)> {
    whole_province(caller.officer(Act::Administer)?)
}

fn import(row: store::ImportRow) -> Result<Import> {
    Ok(Import {
        id: row.id,
        file_name: row.file_name,
        by: row.name,
        state: ImportState::parse(&row.state).ok_or(Cause::Corrupt("existing_import.state"))?,
        size_bytes: row.size_bytes.unsigned_abs(),
        done_bytes: row.at_byte.unsigned_abs(),
        line: row.at_line,
        added: row.added.unsigned_abs(),
        changed: row.changed.unsigned_abs(),
        unchanged: row.unchanged.unsigned_abs(),
        refused: row.refused.unsigned_abs(),
        created_at: row.created_at,
        finished_at: row.finished_at,
    })
}
