//! SQL of signatures and of what they cover.

pub(super) mod round;

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, EnrolmentId, FileId, SignatureId},
    time::Timestamp,
};

#[derive(Clone, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) id: SignatureId,
    pub(crate) enrolment_id: EnrolmentId,
    pub(crate) method: String,
    pub(crate) mark_sealed: Vec<u8>,
    pub(crate) salt_sealed: Vec<u8>,
    pub(crate) statement: String,
    pub(crate) seal: Vec<u8>,
    pub(crate) key_id: String,
    pub(crate) sign_key: Vec<u8>,
    pub(crate) waits: Option<String>,
    pub(crate) signed_at: Timestamp,
    pub(crate) superseded_at: Option<Timestamp>,
}

const SUPERSEDE: &str = "UPDATE signature SET superseded_at = $2 WHERE enrolment_id = $1 AND superseded_at IS NULL";
const INSERT: &str = "INSERT INTO signature (id, enrolment_id, method, mark_sealed, salt_sealed, statement, seal, key_id, sign_key, \
                      waits, signed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// In place of the one before, which is kept.
pub(super) async fn insert(tx: &mut Tx, row: &Row) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(SUPERSEDE).bind(row.enrolment_id).bind(row.signed_at).execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(row.enrolment_id).bind(&row.method).bind(&row.mark_sealed).bind(&row.salt_sealed)
        .bind(&row.statement).bind(&row.seal).bind(&row.key_id).bind(&row.sign_key).bind(&row.waits).bind(row.signed_at)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const WAITS: &str = "UPDATE signature SET waits = $2 WHERE id = $1";

pub(super) async fn set_waits(tx: &mut Tx, id: SignatureId, waits: &str) -> Result<()> {
    on!(tx, conn => sqlx::query(WAITS).bind(id).bind(waits).execute(conn).await.map(drop))?;
    Ok(())
}

const CURRENT: &str = "SELECT id, enrolment_id, method, mark_sealed, salt_sealed, statement, seal, key_id, sign_key, waits, signed_at, \
                       superseded_at FROM signature WHERE enrolment_id = $1 AND superseded_at IS NULL";

pub(super) async fn current(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(CURRENT).bind(enrolment).fetch_optional(conn).await)?)
}

const BY_ID: &str = "SELECT id, enrolment_id, method, mark_sealed, salt_sealed, statement, seal, key_id, sign_key, waits, signed_at, \
                     superseded_at FROM signature WHERE id = $1";

pub(super) async fn by_id(tx: &mut Tx, id: SignatureId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

/// Where something was given anew since, the item waits to be signed again and the row says what was signed before.
const AFTER: &str = "SELECT id FROM signature WHERE id > $1 AND superseded_at IS NULL AND EXISTS (SELECT 1 FROM enrolment_item \
    WHERE enrolment_item.enrolment_id = signature.enrolment_id AND item = 'signature' AND state IN ('provided', 'accepted')) \
    ORDER BY id LIMIT $2";

/// Signatures that stand, page by page.
pub(super) async fn after(tx: &mut Tx, id: SignatureId, limit: i64) -> Result<Vec<SignatureId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(AFTER).bind(id).bind(limit).fetch_all(conn).await)?)
}

/// A file that is signed, with what stands beside it.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct FileRow {
    /// `photo`, `card`, `face` or `attachment`.
    pub(super) what: String,
    /// Side of a card, kind of an attachment.
    pub(super) kind: String,
    pub(super) file_id: FileId,
    pub(super) at: Timestamp,
    pub(super) description_sealed: Option<Vec<u8>>,
}

/// The attachments come first: PostgreSQL takes the types of the columns from there.
const FILES: &str = "SELECT 'attachment' AS what, kind, file_id, added_at AS at, description_sealed FROM attachment WHERE enrolment_id = $1 \
    UNION ALL SELECT 'card', side, file_id, taken_at, NULL FROM card_side WHERE enrolment_id = $1 \
    UNION ALL SELECT 'face', '', file_id, taken_at, NULL FROM face_capture WHERE enrolment_id = $1 AND file_id IS NOT NULL \
    UNION ALL SELECT 'photo', '', file_id, taken_at, NULL FROM photo WHERE enrolment_id = $1 ORDER BY what, kind, file_id";

pub(super) async fn files(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Vec<FileRow>> {
    Ok(on!(tx, conn => sqlx::query_as(FILES).bind(enrolment).fetch_all(conn).await)?)
}

const FACE: &str = "SELECT outcome, judgement, taken_at FROM face_capture WHERE enrolment_id = $1";

/// What became of the live capture.
pub(super) async fn face(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<(String, Option<String>, Timestamp)>> {
    Ok(on!(tx, conn => sqlx::query_as(FACE).bind(enrolment).fetch_optional(conn).await)?)
}

/// What of the details stands in the clear.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct DetailsRow {
    pub(super) major: String,
    pub(super) level: String,
    pub(super) education: String,
    pub(super) identity_changed: bool,
}

const DETAILS: &str = "SELECT major, level, education, identity_changed FROM details WHERE enrolment_id = $1";

pub(super) async fn details(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<DetailsRow>> {
    Ok(on!(tx, conn => sqlx::query_as(DETAILS).bind(enrolment).fetch_optional(conn).await)?)
}

/// A consent as it was given.
#[derive(Clone, sqlx::FromRow)]
pub(super) struct ConsentRow {
    pub(super) notice: String,
    pub(super) version: String,
    pub(super) text_hash: Vec<u8>,
    pub(super) given_at: Timestamp,
}

impl ConsentRow {
    pub(super) fn given(&self) -> (&str, &str, &[u8], Timestamp) {
        (&self.notice, &self.version, &self.text_hash, self.given_at)
    }
}

const CONSENTS: &str = "SELECT DISTINCT notice, version, text_hash, given_at FROM consent WHERE enrolment_id = $1 AND given_at <= $2 \
    AND (withdrawn_at IS NULL OR withdrawn_at > $2) ORDER BY notice, version, given_at";

/// Those in force at an instant; agreeing to the same words twice in it is one.
pub(super) async fn consents(tx: &mut Tx, enrolment: EnrolmentId, at: Timestamp) -> Result<Vec<ConsentRow>> {
    Ok(on!(tx, conn => sqlx::query_as(CONSENTS).bind(enrolment).bind(at).fetch_all(conn).await)?)
}

const OWNER: &str = "SELECT candidate_id FROM enrolment WHERE id = $1";

/// Whose application it is.
pub(super) async fn owner(tx: &mut Tx, enrolment: EnrolmentId) -> Result<Option<CandidateId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(OWNER).bind(enrolment).fetch_optional(conn).await)?)
}

const LEFT: &str = "SELECT from_region FROM region_change WHERE enrolment_id = $1 AND state = 'agreed' AND decided_at >= $2 \
     UNION ALL SELECT c.left_region FROM existing_choice c JOIN enrolment e ON e.candidate_id = c.candidate_id \
     WHERE e.id = $1 AND c.left_region IS NOT NULL AND c.taken_at >= $2";

/// The regions that an application was moved away from since, by two offices or after a number from before.
pub(super) async fn left_regions(tx: &mut Tx, enrolment: EnrolmentId, since: Timestamp) -> Result<Vec<String>> {
    Ok(on!(tx, conn => sqlx::query_scalar(LEFT).bind(enrolment).bind(since).fetch_all(conn).await)?)
}
