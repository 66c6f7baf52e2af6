//! SQL of candidates.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{CandidateId, Province},
    time::Timestamp,
};

#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: CandidateId,
    pub(super) province: Province,
    pub(super) phone_index: Vec<u8>,
    pub(super) phone_sealed: Vec<u8>,
    pub(super) email_index: Option<Vec<u8>>,
    pub(super) email_sealed: Option<Vec<u8>>,
    pub(super) document_type: String,
    pub(super) document_index: Vec<u8>,
    pub(super) document_sealed: Vec<u8>,
    pub(super) data_key: Option<Vec<u8>>,
}

/// Adds nothing where the phone or the document is registered already; unlike an error, that leaves the transaction usable.
const INSERT: &str = "INSERT INTO candidate (id, province, phone_index, phone_sealed, document_type, document_index, \
                      document_sealed, data_key, registered_at, email_index, email_sealed) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
                      ON CONFLICT DO NOTHING";

/// False where phone or document is registered already.
pub(super) async fn insert(tx: &mut Tx, row: &Row, now: Timestamp) -> Result<bool> {
    let inserted = on!(tx, conn => sqlx::query(INSERT)
        .bind(row.id).bind(&row.province).bind(&row.phone_index).bind(&row.phone_sealed).bind(&row.document_type)
        .bind(&row.document_index).bind(&row.document_sealed).bind(&row.data_key).bind(now)
        .bind(&row.email_index).bind(&row.email_sealed)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(inserted == 1)
}

const BY_ID: &str = "SELECT id, province, phone_index, phone_sealed, email_index, email_sealed, document_type, document_index, document_sealed, \
                     data_key FROM candidate WHERE id = $1";

pub(super) async fn by_id(tx: &mut Tx, id: CandidateId) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_ID).bind(id).fetch_optional(conn).await)?)
}

const BY_PHONE: &str = "SELECT id, province, phone_index, phone_sealed, email_index, email_sealed, document_type, document_index, document_sealed, \
                        data_key FROM candidate WHERE province = $1 AND phone_index = $2";

pub(super) async fn by_phone(tx: &mut Tx, province: &Province, phone_index: &[u8]) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_PHONE).bind(province).bind(phone_index).fetch_optional(conn).await)?)
}

const BY_DOCUMENT: &str = "SELECT id, province, phone_index, phone_sealed, email_index, email_sealed, document_type, document_index, \
                           document_sealed, data_key FROM candidate WHERE province = $1 AND document_index = $2";

pub(super) async fn by_document(tx: &mut Tx, province: &Province, index: &[u8]) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_DOCUMENT).bind(province).bind(index).fetch_optional(conn).await)?)
}

const BY_EMAIL: &str = "SELECT id, province, phone_index, phone_sealed, email_index, email_sealed, document_type, document_index, \
                        document_sealed, data_key FROM candidate WHERE province = $1 AND email_index = $2";

pub(super) async fn by_email(tx: &mut Tx, province: &Province, index: &[u8]) -> Result<Option<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(BY_EMAIL).bind(province).bind(index).fetch_optional(conn).await)?)
}

const SET_PHONE: &str = "UPDATE candidate SET phone_index = $2, phone_sealed = $3 WHERE id = $1";

/// False where the phone is registered already; the transaction is then of no further use.
pub(super) async fn set_phone(tx: &mut Tx, id: CandidateId, index: &[u8], sealed: &[u8]) -> Result<bool> {
    let result =
        on!(tx, conn => sqlx::query(SET_PHONE).bind(id).bind(index).bind(sealed).execute(conn).await.map(drop));
    unless_taken(result)
}

const SET_EMAIL: &str = "UPDATE candidate SET email_index = $2, email_sealed = $3 WHERE id = $1";

/// The same of the e-mail address.
pub(super) async fn set_email(tx: &mut Tx, id: CandidateId, index: &[u8], sealed: &[u8]) -> Result<bool> {
    let result =
        on!(tx, conn => sqlx::query(SET_EMAIL).bind(id).bind(index).bind(sealed).execute(conn).await.map(drop));
    unless_taken(result)
}

/// False for a value that is registered already.
fn unless_taken(result: Result<(), sqlx::Error>) -> Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

const SET_PASSWORD: &str = "UPDATE candidate SET password_hash = $2, password_set_at = $3 WHERE id = $1";

pub(super) async fn set_password(tx: &mut Tx, id: CandidateId, hash: &str, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_PASSWORD).bind(id).bind(hash).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const PASSWORD_HASH: &str = "SELECT password_hash FROM candidate WHERE id = $1";

pub(super) async fn password_hash(tx: &mut Tx, id: CandidateId) -> Result<Option<String>> {
    let hash: Option<Option<String>> =
        on!(tx, conn => sqlx::query_scalar(PASSWORD_HASH).bind(id).fetch_optional(conn).await)?;
    Ok(hash.flatten())
}

const SET_DOCUMENT: &str =
    "UPDATE candidate SET document_type = $2, document_index = $3, document_sealed = $4 WHERE id = $1";

/// False where the document is registered already; the transaction is then of no further use.
pub(super) async fn set_document(
    tx: &mut Tx,
    id: CandidateId,
    kind: &str,
    index: &[u8],
    sealed: &[u8],
) -> Result<bool> {
    let result = on!(tx, conn => sqlx::query(SET_DOCUMENT).bind(id).bind(kind).bind(index).bind(sealed)
        .execute(conn).await.map(drop));
    unless_taken(result)
}

const SHRED: &str = "UPDATE candidate SET data_key = NULL, phone_index = $2, document_index = $3, phone_sealed = $4, \
                     document_sealed = $4, email_index = NULL, email_sealed = NULL, password_hash = NULL WHERE id = $1";
const DROP_ANSWERS: &str = "DELETE FROM security_answer WHERE candidate_id = $1";

/// Indexes that belong to nobody take the place of the real ones.
pub(super) async fn shred(tx: &mut Tx, id: CandidateId, phone: &[u8], document: &[u8]) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(SHRED).bind(id).bind(phone).bind(document).bind(Vec::<u8>::new())
        .execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(DROP_ANSWERS).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE_SHREDDED: &str = "DELETE FROM candidate WHERE data_key IS NULL \
    AND NOT EXISTS (SELECT 1 FROM file WHERE file.candidate_id = candidate.id) \
    AND NOT EXISTS (SELECT 1 FROM enrolment WHERE enrolment.candidate_id = candidate.id)";

pub(super) async fn delete_shredded(tx: &mut Tx) -> Result<()> {
    on!(tx, conn => sqlx::query(DELETE_SHREDDED).execute(conn).await.map(drop))?;
    Ok(())
}
