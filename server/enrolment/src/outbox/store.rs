//! SQL of the outbox.

use crate::{
    Result,
    db::{Tx, on},
};
use shared::{
    id::{EnrolmentId, MailId, Province, SmsId},
    time::Timestamp,
};

const INSERT: &str = "INSERT INTO sms_message (id, province, enrolment_id, template, created_at) \
                      VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING";

pub(super) async fn insert(
    tx: &mut Tx,
    id: SmsId,
    (province, enrolment): (&Province, Option<EnrolmentId>),
    template: &str,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT).bind(id).bind(province).bind(enrolment).bind(template).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SET_TO: &str = "UPDATE sms_message SET to_sealed = $2 WHERE id = $1";

/// It goes there, not to the phone that the candidate has when it is sent.
pub(super) async fn set_to(tx: &mut Tx, id: SmsId, to_sealed: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_TO).bind(id).bind(to_sealed).execute(conn).await.map(drop))?;
    Ok(())
}

/// A message that still has to be sent.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Unsent {
    pub(super) enrolment_id: EnrolmentId,
    pub(super) template: String,
    /// Where it goes; absent for the candidate's phone or address of now.
    pub(super) to_sealed: Option<Vec<u8>>,
}

const UNSENT: &str = "SELECT enrolment_id, template, to_sealed FROM sms_message \
                      WHERE id = $1 AND enrolment_id IS NOT NULL AND sent_at IS NULL AND failed_at IS NULL";

pub(super) async fn unsent(tx: &mut Tx, id: SmsId) -> Result<Option<Unsent>> {
    Ok(on!(tx, conn => sqlx::query_as(UNSENT).bind(id).fetch_optional(conn).await)?)
}

const SET_SENT: &str =
    "UPDATE sms_message SET sent_at = $2, gateway = $3, gateway_id = $4, to_sealed = NULL WHERE id = $1";

pub(super) async fn set_sent(
    tx: &mut Tx,
    id: SmsId,
    (gateway, gateway_id): (&str, &str),
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_SENT).bind(id).bind(now).bind(gateway).bind(gateway_id)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SET_FAILED: &str = "UPDATE sms_message SET failed_at = $2, failure = $3, to_sealed = NULL WHERE id = $1";

pub(super) async fn set_failed(tx: &mut Tx, id: SmsId, reason: &str, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_FAILED).bind(id).bind(now).bind(reason).execute(conn).await.map(drop))?;
    Ok(())
}

const INSERT_MAIL: &str = "INSERT INTO mail_message (id, province, enrolment_id, template, created_at) \
                           VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING";

pub(super) async fn insert_mail(
    tx: &mut Tx,
    id: MailId,
    (province, enrolment): (&Province, Option<EnrolmentId>),
    template: &str,
    now: Timestamp,
) -> Result<()> {
    on!(tx, conn => sqlx::query(INSERT_MAIL).bind(id).bind(province).bind(enrolment).bind(template).bind(now)
        .execute(conn).await.map(drop))?;
    Ok(())
}

const SET_MAIL_TO: &str = "UPDATE mail_message SET to_sealed = $2 WHERE id = $1";

pub(super) async fn set_mail_to(tx: &mut Tx, id: MailId, to_sealed: &[u8]) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_MAIL_TO).bind(id).bind(to_sealed).execute(conn).await.map(drop))?;
    Ok(())
}

const UNSENT_MAIL: &str = "SELECT enrolment_id, template, to_sealed FROM mail_message \
                           WHERE id = $1 AND enrolment_id IS NOT NULL AND sent_at IS NULL AND failed_at IS NULL";

pub(super) async fn unsent_mail(tx: &mut Tx, id: MailId) -> Result<Option<Unsent>> {
    Ok(on!(tx, conn => sqlx::query_as(UNSENT_MAIL).bind(id).fetch_optional(conn).await)?)
}

const SET_MAILED: &str = "UPDATE mail_message SET sent_at = $2, receipt = $3, to_sealed = NULL WHERE id = $1";

pub(super) async fn set_mailed(tx: &mut Tx, id: MailId, receipt: &str, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_MAILED).bind(id).bind(now).bind(receipt).execute(conn).await.map(drop))?;
    Ok(())
}

const SET_MAIL_FAILED: &str = "UPDATE mail_message SET failed_at = $2, failure = $3, to_sealed = NULL WHERE id = $1";

pub(super) async fn set_mail_failed(tx: &mut Tx, id: MailId, reason: &str, now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(SET_MAIL_FAILED).bind(id).bind(now).bind(reason).execute(conn).await.map(drop))?;
    Ok(())
}

const DELETE_BEFORE: &str = "DELETE FROM sms_message WHERE created_at < $1";
const DELETE_MAIL_BEFORE: &str = "DELETE FROM mail_message WHERE created_at < $1";

pub(super) async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<()> {
    on!(&mut *tx, conn => sqlx::query(DELETE_BEFORE).bind(before).execute(conn).await.map(drop))?;
    on!(tx, conn => sqlx::query(DELETE_MAIL_BEFORE).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
