//! SQL of demonstration data in bulk: many rows a statement. What stands in the columns is the business of the areas they belong to.

use super::{
    kept::{self, RulingItemRow, RulingRow, SnapshotRow, TraceRow},
    rows::{Batch, CandidateRow, CardRow, ConsentRow, DetailsRow, EnrolmentRow, FaceRow, ItemRow},
};
use crate::{
    Result,
    db::{Tx, insert_all, on},
    signature::SignatureRow,
};
use shared::{
    id::{CandidateId, EnrolmentId, FileId, Province, StaffId},
    time::Timestamp,
};
use sqlx::{Postgres, QueryBuilder, Sqlite};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const CANDIDATES: &str = "INSERT INTO candidate (id, province, phone_index, phone_sealed, document_type, document_index, \
                          document_sealed, data_key, registered_at, password_hash, password_set_at) ";
const ENROLMENTS: &str = "INSERT INTO enrolment (id, candidate_id, province, window_code, region, state, stage, version, round, \
                          created_at, receipt, submitted_at, submit_key, lease_staff_id, lease_until, returned_by_staff_id, refusal_reason, \
                          decided_at, level) ";
const ITEMS: &str = "INSERT INTO enrolment_item (enrolment_id, item, state, reason, changed_in_round) ";
const CONSENTS: &str = "INSERT INTO consent (id, enrolment_id, notice, version, text_hash, given_at) ";
const DETAILS: &str =
    "INSERT INTO details (enrolment_id, major, level, education, identity_changed, details_sealed, saved_at) ";
const CARDS: &str = "INSERT INTO card_record (enrolment_id, record_sealed, confirmed_at) ";
const FACES: &str = "INSERT INTO face_capture (id, enrolment_id, outcome, taken_at) ";

/// Everything of a batch but photographs, numbers and the audit trail. All candidates have one password.
pub(super) async fn insert(tx: &mut Tx, province: &Province, password_hash: &str, batch: &Batch) -> Result<()> {
    candidates(tx, province, password_hash, &batch.candidates).await?;
    enrolments(tx, province, &batch.enrolments).await?;
    items(tx, &batch.items).await?;
    consents(tx, &batch.consents).await?;
    details(tx, &batch.details).await?;
    cards(tx, &batch.cards).await?;
    faces(tx, &batch.faces).await?;
    rulings(tx, province, batch).await?;
    snapshots(tx, &batch.snapshots).await?;
    signatures(tx, &batch.signatures).await?;
    traces(tx, &batch.traces).await
}

async fn candidates(tx: &mut Tx, province: &Province, password: &str, rows: &[CandidateRow]) -> Result<()> {
    insert_all!(tx, CANDIDATES, rows, |values, row| values
        .push_bind(row.id)
        .push_bind(province)
        .push_bind(&row.phone_index)
        .push_bind(&row.phone_sealed)
        .push_bind(row.document_type)
        .push_bind(&row.document_index)
        .push_bind(&row.document_sealed)
        .push_bind(&row.data_key)
        .push_bind(row.registered_at)
        .push_bind(password)
        .push_bind(row.registered_at));
    Ok(())
}

async fn enrolments(tx: &mut Tx, province: &Province, rows: &[EnrolmentRow]) -> Result<()> {
    insert_all!(tx, ENROLMENTS, rows, |values, row| values
        .push_bind(row.id)
        .push_bind(row.candidate)
        .push_bind(province)
        .push_bind(&row.window)
        .push_bind(&row.region)
        .push_bind(row.state)
        .push_bind(row.stage)
        .push_bind(row.version)
        .push_bind(row.round)
        .push_bind(row.created_at)
        .push_bind(&row.receipt)
        .push_bind(row.submitted_at)
        .push_bind(&row.submit_key)
        .push_bind(row.lease_staff)
        .push_bind(row.lease_until)
        .push_bind(row.returned_by)
        .push_bind(&row.refusal)
        .push_bind(row.decided_at)
        .push_bind(row.level));
    Ok(())
}

async fn items(tx: &mut Tx, rows: &[ItemRow]) -> Result<()> {
    insert_all!(tx, ITEMS, rows, |values, row| values
        .push_bind(row.enrolment)
        .push_bind(row.item)
        .push_bind(row.state)
        .push_bind(&row.reason)
        .push_bind(row.changed));
    Ok(())
}

async fn consents(tx: &mut Tx, rows: &[ConsentRow]) -> Result<()> {
    insert_all!(tx, CONSENTS, rows, |values, row| values
        .push_bind(row.id)
        .push_bind(row.enrolment)
        .push_bind(row.notice)
        .push_bind(&row.version)
        .push_bind(&row.hash)
        .push_bind(row.at));
    Ok(())
}

async fn details(tx: &mut Tx, rows: &[DetailsRow]) -> Result<()> {
    insert_all!(tx, DETAILS, rows, |values, row| values
        .push_bind(row.enrolment)
        .push_bind(&row.major)
        .push_bind(row.level)
        .push_bind(row.education)
        .push_bind(false)
        .push_bind(&row.sealed)
        .push_bind(row.at));
    Ok(())
}

async fn cards(tx: &mut Tx, rows: &[CardRow]) -> Result<()> {
    insert_all!(tx, CARDS, rows, |values, row| values
        .push_bind(row.enrolment)
        .push_bind(&row.sealed)
        .push_bind(row.at));
    Ok(())
}

async fn faces(tx: &mut Tx, rows: &[FaceRow]) -> Result<()> {
    insert_all!(tx, FACES, rows, |values, row| values
        .push_bind(row.id)
        .push_bind(row.enrolment)
        .push_bind(row.outcome)
        .push_bind(row.at));
    Ok(())
}

const RULINGS: &str =
    "INSERT INTO ruling (id, enrolment_id, staff_id, round, stage, version, decision, reason, effective, decided_at) ";
const RULING_ITEMS: &str = "INSERT INTO ruling_item (ruling_id, item, reason) ";
const REASONS: &str = "INSERT INTO used_reason (province, reason) ";

async fn rulings(tx: &mut Tx, province: &Province, batch: &Batch) -> Result<()> {
    let (rulings, items): (&[RulingRow], &[RulingItemRow]) = (&batch.rulings, &batch.ruling_items);
    insert_all!(tx, RULINGS, rulings, |values, row| values
        .push_bind(row.id)
        .push_bind(row.enrolment)
        .push_bind(row.staff)
        .push_bind(row.round)
        .push_bind(row.stage)
        .push_bind(row.version)
        .push_bind(row.decision)
        .push_bind(&row.reason)
        .push_bind(row.effective)
        .push_bind(row.at));
    insert_all!(tx, RULING_ITEMS, items, |values, row| values
        .push_bind(row.ruling)
        .push_bind(row.item)
        .push_bind(&row.reason));
    let reasons: Vec<_> = kept::reasons(rulings, items).into_iter().collect();
    insert_all!(
        tx,
        REASONS,
        reasons,
        |values, row| values.push_bind(province).push_bind(row),
        " ON CONFLICT DO NOTHING"
    );
    Ok(())
}

const SNAPSHOTS: &str = "INSERT INTO snapshot (enrolment_id, round, staff_id, taken_at, snapshot_sealed) ";

async fn snapshots(tx: &mut Tx, rows: &[SnapshotRow]) -> Result<()> {
    insert_all!(tx, SNAPSHOTS, rows, |values, row| values
        .push_bind(row.enrolment)
        .push_bind(row.round)
        .push_bind(row.staff)
        .push_bind(row.at)
        .push_bind(&row.sealed));
    Ok(())
}

const SIGNATURES: &str = "INSERT INTO signature (id, enrolment_id, method, mark_sealed, salt_sealed, statement, seal, key_id, sign_key, \
                          waits, signed_at) ";

async fn signatures(tx: &mut Tx, rows: &[SignatureRow]) -> Result<()> {
    insert_all!(tx, SIGNATURES, rows, |values, row| values
        .push_bind(row.id)
        .push_bind(row.enrolment_id)
        .push_bind(&row.method)
        .push_bind(&row.mark_sealed)
        .push_bind(&row.salt_sealed)
        .push_bind(&row.statement)
        .push_bind(&row.seal)
        .push_bind(&row.key_id)
        .push_bind(&row.sign_key)
        .push_bind(&row.waits)
        .push_bind(row.signed_at));
    Ok(())
}

const TRACES: &str = "INSERT INTO trace (candidate_id, kind, trace_index) ";

async fn traces(tx: &mut Tx, rows: &[TraceRow]) -> Result<()> {
    insert_all!(tx, TRACES, rows, |values, row| values
        .push_bind(row.candidate)
        .push_bind(row.kind)
        .push_bind(&row.index));
    Ok(())
}

/// A number to be written.
pub(super) struct NumberRow {
    pub(super) enrolment: EnrolmentId,
    pub(super) window: String,
    pub(super) region: String,
    pub(super) serial: i64,
    pub(super) index: Vec<u8>,
    pub(super) sealed: Vec<u8>,
    pub(super) at: Timestamp,
}

const NUMBERS: &str = "INSERT INTO admission_number (enrolment_id, province, window_code, region, serial, number_index, \
                       number_sealed, allotted_at) ";
const TAKEN: &str = "INSERT INTO number_taken (province, number_index) ";

pub(super) async fn numbers(tx: &mut Tx, province: &Province, rows: &[NumberRow]) -> Result<()> {
    insert_all!(tx, TAKEN, rows, |values, row| values.push_bind(province).push_bind(&row.index));
    insert_all!(tx, NUMBERS, rows, |values, row| values
        .push_bind(row.enrolment)
        .push_bind(province)
        .push_bind(&row.window)
        .push_bind(&row.region)
        .push_bind(row.serial)
        .push_bind(&row.index)
        .push_bind(&row.sealed)
        .push_bind(row.at));
    Ok(())
}

/// Window and region, within which serials are counted.
pub(super) type Place = (String, String);

const COUNTERS: &str = "INSERT INTO number_counter (province, window_code, region, last) ";
/// Makes the counters where there are none, and locks them on both databases until the transaction ends.
const LOCKED: &str = " ON CONFLICT (province, window_code, region) DO UPDATE SET last = number_counter.last \
                      RETURNING window_code, region, last";
const COUNTED: &str = " ON CONFLICT (province, window_code, region) DO UPDATE SET last = excluded.last";

/// The last serial of each place. Give them in their order, so that two who do so do not wait for each other.
pub(super) async fn last_serials(
    tx: &mut Tx,
    province: &Province,
    places: &BTreeSet<Place>,
) -> Result<BTreeMap<Place, i64>> {
    if places.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(String, String, i64)> = match tx {
        Tx::Sqlite(tx) => {
            let mut query = QueryBuilder::<Sqlite>::new(COUNTERS);
            query.push_values(places, |mut values, (window, region)| {
                values.push_bind(province).push_bind(window).push_bind(region).push_bind(0_i64);
            });
            query.push(LOCKED).build_query_as().fetch_all(&mut **tx).await?
        }
        Tx::Postgres(tx) => {
            let mut query = QueryBuilder::<Postgres>::new(COUNTERS);
            query.push_values(places, |mut values, (window, region)| {
                values.push_bind(province).push_bind(window).push_bind(region).push_bind(0_i64);
            });
            query.push(LOCKED).build_query_as().fetch_all(&mut **tx).await?
        }
    };
    Ok(rows.into_iter().map(|(window, region, last)| ((window, region), last)).collect())
}

pub(super) async fn count_serials(tx: &mut Tx, province: &Province, last: &[(Place, i64)]) -> Result<()> {
    insert_all!(
        tx,
        COUNTERS,
        last,
        |values, row| values.push_bind(province).push_bind(&row.0.0).push_bind(&row.0.1).push_bind(row.1),
        COUNTED
    );
    Ok(())
}

/// A photograph and its file.
pub(super) struct PhotoRow {
    pub(super) id: Uuid,
    pub(super) file: FileId,
    pub(super) candidate: CandidateId,
    pub(super) enrolment: EnrolmentId,
    pub(super) size_bytes: i64,
    pub(super) at: Timestamp,
}

const FILES: &str = "INSERT INTO file (id, candidate_id, purpose, size_bytes, created_at) ";
const PHOTOS: &str = "INSERT INTO photo (id, enrolment_id, file_id, verdict, prepared, taken_at) ";

pub(super) async fn photos(tx: &mut Tx, verdict: &str, rows: &[PhotoRow]) -> Result<()> {
    insert_all!(tx, FILES, rows, |values, row| values
        .push_bind(row.file)
        .push_bind(row.candidate)
        .push_bind("photo")
        .push_bind(row.size_bytes)
        .push_bind(row.at));
    insert_all!(tx, PHOTOS, rows, |values, row| values
        .push_bind(row.id)
        .push_bind(row.enrolment)
        .push_bind(row.file)
        .push_bind(verdict)
        .push_bind(false)
        .push_bind(row.at));
    Ok(())
}

const STAFF: &str = "SELECT id FROM staff WHERE login = $1";

/// The account with this login.
pub(super) async fn staff(tx: &mut Tx, login: &str) -> Result<Option<StaffId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(STAFF).bind(login).fetch_optional(conn).await)?)
}

/// Pages of `SQLite` that stay in memory while many rows go to random places of large indexes, 256 MB; and as many that may wait in
/// the log: a page that many transactions change is written to its place once.
const ROOM: &str = "PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 65536";
const AS_BEFORE: &str = "PRAGMA wal_autocheckpoint = 1000";

/// Lets `SQLite` keep more in memory and in its log than it does by itself; `PostgreSQL` has its own settings.
pub(super) async fn make_room(tx: &mut Tx) -> Result<()> {
    if let Tx::Sqlite(tx) = tx {
        sqlx::raw_sql(ROOM).execute(&mut **tx).await?;
    }
    Ok(())
}

/// The log is as short as before from now on.
pub(super) async fn give_room_back(tx: &mut Tx) -> Result<()> {
    if let Tx::Sqlite(tx) = tx {
        sqlx::raw_sql(AS_BEFORE).execute(&mut **tx).await?;
    }
    Ok(())
}

const ANALYSE: &str = "ANALYZE";

/// Tells the database how much there is of what, so that it plans by that.
pub(super) async fn analyse(tx: &mut Tx) -> Result<()> {
    on!(tx, conn => sqlx::query(ANALYSE).execute(conn).await.map(drop))?;
    Ok(())
}
