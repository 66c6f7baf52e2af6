//! SQL of the checks: each names what must not be there. `$1` is the instant before which something ought to have moved on.

use super::{AUDIT_CHAIN, CheckResult, EXAMPLES, FILE_WITHOUT_BYTES, FILE_WITHOUT_ROW, SIGNATURE_ALTERED};
use crate::{
    Result,
    db::{Tx, on},
};
use shared::{id::FileId, time::Timestamp};
use uuid::Uuid;

/// A statement that counts what is wrong, and one that gives ids.
pub(super) struct Check {
    pub(super) code: &'static str,
    count: &'static str,
    examples: &'static str,
    waits: bool,
}

macro_rules! checks {
    ($($code:literal, $waits:literal, $id:literal from $wrong:literal;)*) => {
        pub(super) const CHECKS: &[Check] = &[$(Check {
            code: $code,
            count: concat!("SELECT COUNT(*) FROM (SELECT ", $id, " AS id FROM ", $wrong, ") AS wrong"),
            examples: concat!("SELECT id FROM (SELECT ", $id, " AS id FROM ", $wrong, ") AS wrong ORDER BY id LIMIT 5"),
            waits: $waits,
        }),*];

        /// Every check, in the order in which they run.
        pub const CODES: &[&str] = &[$($code,)* AUDIT_CHAIN, FILE_WITHOUT_BYTES, FILE_WITHOUT_ROW, SIGNATURE_ALTERED];
    };
}

checks! {
    "approved.without_consent", false, "enrolment.id" from "enrolment WHERE state = 'approved' AND NOT EXISTS (\
        SELECT 1 FROM consent WHERE enrolment_id = enrolment.id AND notice = 'consent.photo' AND withdrawn_at IS NULL)";
    "approved.with_open_item", false, "enrolment.id" from "enrolment WHERE state = 'approved' AND EXISTS (\
        SELECT 1 FROM enrolment_item WHERE enrolment_id = enrolment.id AND enrolment_item.state <> 'accepted')";
    "submitted.with_open_item", false, "enrolment.id" from "enrolment WHERE state IN ('submitted', 'in_review') AND EXISTS (\
        SELECT 1 FROM enrolment_item WHERE enrolment_id = enrolment.id AND enrolment_item.state IN ('missing', 'returned'))";
    "draft.with_accepted_item", false, "enrolment.id" from "enrolment WHERE state = 'draft' AND round = 0 AND EXISTS (\
        SELECT 1 FROM enrolment_item WHERE enrolment_id = enrolment.id AND enrolment_item.state = 'accepted')";
    "decided.without_instant", false, "id" from "enrolment WHERE state IN ('approved', 'refused', 'returned') AND decided_at IS NULL";
    "decided.twice_in_a_round", false, "enrolment_id" from "audit WHERE enrolment_id IS NOT NULL AND action IN (\
        'candidate.registered', 'enrolment.submitted', 'case.approved', 'case.returned', 'case.refused') GROUP BY enrolment_id \
        HAVING SUM(CASE WHEN action = 'candidate.registered' THEN 1 ELSE 0 END) > 0 AND \
        SUM(CASE WHEN action LIKE 'case.%' THEN 1 ELSE 0 END) > SUM(CASE WHEN action = 'enrolment.submitted' THEN 1 ELSE 0 END)";
    "decided.by_who_entered", false, "entered.enrolment_id" from "entered JOIN audit ON audit.enrolment_id = entered.enrolment_id \
        AND audit.actor_id = entered.staff_id AND audit.action IN ('case.approved', 'case.returned', 'case.refused') \
        AND audit.at >= entered.at GROUP BY entered.enrolment_id";
    "number.without_approval", false, "enrolment_id" from "admission_number JOIN enrolment ON enrolment.id = enrolment_id \
        WHERE state <> 'approved'";
    "number.twice", false, "MIN(allotted_at)" from "admission_number GROUP BY province, number_index HAVING COUNT(*) > 1";
    "number.gap", false, "number_counter.last" from "number_counter LEFT JOIN (SELECT province, window_code, region, \
        COUNT(*) AS given, MAX(serial) AS most FROM (SELECT province, window_code, region, serial FROM admission_number \
            WHERE serial IS NOT NULL UNION ALL SELECT province, window_code, region, serial FROM number_skipped) AS serials \
        GROUP BY province, window_code, region) AS numbers \
        ON numbers.province = number_counter.province AND numbers.window_code = number_counter.window_code \
        AND numbers.region = number_counter.region \
        WHERE COALESCE(given, 0) <> number_counter.last OR COALESCE(most, 0) <> number_counter.last";
    "number.astray", false, "enrolment_id" from "admission_number n WHERE NOT EXISTS (SELECT 1 FROM number_taken t \
        WHERE t.province = n.province AND t.number_index = n.number_index \
        AND (t.existing_id IS NULL) = (n.serial IS NOT NULL))";
    "existing.untold", false, "r.id" from "existing_record r JOIN candidate c ON c.province = r.province \
        AND c.document_index = r.document_index WHERE c.data_key IS NOT NULL \
        AND NOT EXISTS (SELECT 1 FROM existing_choice h WHERE h.candidate_id = c.id) \
        AND NOT EXISTS (SELECT 1 FROM existing_late l WHERE l.record_id = r.id)";
    "lease.stale", true, "id" from "enrolment WHERE lease_until < $1";
    "session.of_disabled_staff", false, "session.id" from "session JOIN staff ON staff.id = session.staff_id \
        WHERE staff.disabled_at IS NOT NULL";
    "message.stuck", true, "id" from "sms_message WHERE enrolment_id IS NOT NULL AND sent_at IS NULL AND failed_at IS NULL \
        AND created_at < $1";
    "mail.stuck", true, "id" from "mail_message WHERE enrolment_id IS NOT NULL AND sent_at IS NULL AND failed_at IS NULL \
        AND created_at < $1";
    "job.given_up", false, "id" from "job WHERE gave_up_at IS NOT NULL";
    "job.overdue", true, "id" from "job WHERE gave_up_at IS NULL AND run_at < $1";
    "file.nobodys", false, "id" from "file WHERE delete_after IS NULL AND purpose = 'photo' AND NOT EXISTS (\
        SELECT 1 FROM photo WHERE photo.file_id = file.id)";
}

/// How much a check finds, and some ids of it (or numbers, where what it finds has no id).
pub(super) async fn run(tx: &mut Tx, check: &Check, before: Timestamp) -> Result<(i64, Vec<String>)> {
    let found: i64 = if check.waits {
        on!(&mut *tx, conn => sqlx::query_scalar(check.count).bind(before).fetch_one(conn).await)?
    } else {
        on!(&mut *tx, conn => sqlx::query_scalar(check.count).fetch_one(conn).await)?
    };
    if found == 0 {
        return Ok((0, Vec::new()));
    }
    if check.code.starts_with("number.") && check.code != "number.without_approval" {
        let serials: Vec<i64> = on!(tx, conn => sqlx::query_scalar(check.examples).fetch_all(conn).await)?;
        return Ok((found, serials.iter().map(ToString::to_string).collect()));
    }
    let ids: Vec<Uuid> = if check.waits {
        on!(tx, conn => sqlx::query_scalar(check.examples).bind(before).fetch_all(conn).await)?
    } else {
        on!(tx, conn => sqlx::query_scalar(check.examples).fetch_all(conn).await)?
    };
    Ok((found, ids.iter().take(EXAMPLES).map(|id| id.as_simple().to_string()).collect()))
}

const KEEP: &str = "INSERT INTO check_result (code, found, examples, since, checked_at) \
    VALUES ($1, $2, $3, CASE WHEN $2 > 0 THEN $4 END, $4) ON CONFLICT (code) DO UPDATE SET found = excluded.found, \
    examples = excluded.examples, checked_at = excluded.checked_at, \
    since = CASE WHEN excluded.found > 0 THEN COALESCE(check_result.since, excluded.since) END";

/// Keeps what a check found; since when stays while it goes on finding something.
pub(super) async fn keep(tx: &mut Tx, code: &str, (found, examples): (i64, &str), now: Timestamp) -> Result<()> {
    on!(tx, conn => sqlx::query(KEEP).bind(code).bind(found).bind(examples).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

const RESULTS: &str = "SELECT code, found, examples, since, checked_at FROM check_result";

pub(super) async fn results(tx: &mut Tx) -> Result<Vec<CheckResult>> {
    type Row = (String, i64, String, Option<Timestamp>, Timestamp);
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(RESULTS).fetch_all(conn).await)?;
    let result = |(code, found, examples, since, checked_at): Row| {
        let examples = serde_json::from_str(&examples)?;
        Ok(CheckResult { code, found: found as u64, examples, since, checked_at })
    };
    rows.into_iter().map(result).collect()
}

const LAST_RUN: &str = "SELECT MAX(checked_at) FROM check_result";

pub(super) async fn last_run(tx: &mut Tx) -> Result<Option<Timestamp>> {
    Ok(on!(tx, conn => sqlx::query_scalar(LAST_RUN).fetch_one(conn).await)?)
}

const KEPT_FILES: &str = "SELECT id FROM file WHERE delete_after IS NULL";

pub(super) async fn kept_files(tx: &mut Tx) -> Result<Vec<FileId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(KEPT_FILES).fetch_all(conn).await)?)
}

const ALL_FILES: &str = "SELECT id FROM file";

pub(super) async fn all_files(tx: &mut Tx) -> Result<Vec<FileId>> {
    Ok(on!(tx, conn => sqlx::query_scalar(ALL_FILES).fetch_all(conn).await)?)
}
