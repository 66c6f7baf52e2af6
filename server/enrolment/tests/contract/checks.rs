//! Checks of the data: each is broken past the service, and must be seen.

use crate::support::*;
use enrolment::{
    checks::{AUDIT_CHAIN, CODES, FILE_WITHOUT_BYTES, FILE_WITHOUT_ROW, last_results},
    db::Db,
};
use shared::{problem::ProblemCode, review::Role, time::Span};
use sqlx::{AssertSqlSafe, Executor};

async fn tamper(t: &Bench, sql: &str) {
    match t.service.db() {
        Db::Sqlite { writer, .. } => writer.execute(AssertSqlSafe(sql)).await.map(drop).unwrap(),
        Db::Postgres(pool) => pool.execute(AssertSqlSafe(sql)).await.map(drop).unwrap(),
    }
}

/// Codes of the checks that find something now, with how much.
async fn wrong(t: &Bench) -> Vec<(String, u64)> {
    let operator = t.staff(Role::Operator, None).await;
    t.service.run_checks(&operator).await.unwrap();
    let results = t.service.checks(&operator).await.unwrap();
    assert_eq!(results.len(), CODES.len());
    results.into_iter().filter(|result| result.found > 0).map(|result| (result.code, result.found)).collect()
}

/// What is found after `sql`.
async fn finds(t: &Bench, sql: &str, code: &str) {
    tamper(t, sql).await;
    assert_eq!(wrong(t).await, [(code.to_owned(), 1)], "{sql}");
}

/// An approved application.
async fn approved(t: &Bench) {
    t.submitted(1).await;
    let reviewer = t.reviewer().await;
    let id = t.service.take_next_case(&reviewer).await.unwrap();
    t.approve(&reviewer, id).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
}

both! {
    async fn an_untouched_database_passes_every_check(t) {
        approved(t).await;
        t.submitted(2).await;
        t.candidate(3).await;
        t.advance(Span::hours(30));
        t.service.sweep().await.unwrap();
        assert_eq!(wrong(t).await, []);
    }

    async fn what_approval_needs_is_checked(t) {
        approved(t).await;
        finds(t, "UPDATE consent SET withdrawn_at = 1 WHERE notice = 'consent.photo'", "approved.without_consent").await;
        tamper(t, "UPDATE consent SET withdrawn_at = NULL").await;
        finds(t, "UPDATE enrolment_item SET state = 'provided' WHERE item = 'photo'", "approved.with_open_item").await;
        tamper(t, "UPDATE enrolment_item SET state = 'accepted'").await;
        finds(t, "UPDATE enrolment SET decided_at = NULL", "decided.without_instant").await;
    }

    async fn items_must_fit_the_application(t) {
        t.submitted(1).await;
        finds(t, "UPDATE enrolment_item SET state = 'missing' WHERE item = 'photo'", "submitted.with_open_item").await;
        let back = "UPDATE enrolment_item SET state = 'accepted'; UPDATE enrolment SET state = 'draft';";
        finds(t, back, "draft.with_accepted_item").await;
    }

    async fn a_case_decided_twice_without_being_handed_in_again_is_found(t) {
        approved(t).await;
        // another decision appears in the trail: the chain tells too
        let twice = "INSERT INTO audit SELECT seq + 1000, id, at, actor, actor_id, action, province, enrolment_id, detail, \
                     previous_hash, hash FROM audit WHERE action = 'case.approved'";
        let twice = match t.service.db() {
            Db::Sqlite { .. } => twice.replace("1000, id", "1000, x'00000000000070008000000000000099'"),
            Db::Postgres(_) => twice.replace("1000, id", "1000, '00000000-0000-7000-8000-000000000099'::uuid"),
        };
        tamper(t, &twice).await;
        let found = wrong(t).await;
        assert!(found.contains(&("decided.twice_in_a_round".to_owned(), 1)), "{found:?}");
        assert!(found.contains(&(AUDIT_CHAIN.to_owned(), 1)), "{found:?}");
        let unlock = match t.service.db() {
            Db::Sqlite { .. } => "DROP TRIGGER audit_no_delete;",
            Db::Postgres(_) => "ALTER TABLE audit DISABLE TRIGGER ALL;",
        };
        tamper(t, unlock).await;
        tamper(t, "DELETE FROM audit WHERE seq > 1000").await;
    }

    async fn who_entered_something_must_not_have_decided(t) {
        approved(t).await;
        let entered = "INSERT INTO entered (enrolment_id, staff_id, at) SELECT enrolment_id, actor_id, 0 FROM audit \
                       WHERE action = 'case.approved'";
        finds(t, entered, "decided.by_who_entered").await;
    }

    async fn numbers_are_checked(t) {
        approved(t).await;
        t.clock.set(hunan().windows[1].review_closes_at + Span::minutes(1));
        t.service.sweep().await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        finds(t, "UPDATE enrolment SET state = 'refused'", "number.without_approval").await;
        tamper(t, "UPDATE enrolment SET state = 'approved'").await;
        finds(t, "UPDATE number_counter SET last = 2", "number.gap").await;
    }

    async fn what_is_stuck_is_found(t) {
        t.submitted(1).await;
        let reviewer = t.reviewer().await;
        t.service.take_next_case(&reviewer).await.unwrap();
        t.advance(Span::hours(2));
        finds(t, "SELECT 1", "lease.stale").await;
        t.service.sweep().await.unwrap();
        let message = match t.service.db() {
            Db::Sqlite { .. } => "x'00000000000070008000000000000001'",
            Db::Postgres(_) => "'00000000-0000-7000-8000-000000000001'::uuid",
        };
        let stuck = format!("INSERT INTO sms_message (id, province, enrolment_id, template, created_at) \
                             SELECT {message}, 'short', id, 'approved', 0 FROM enrolment");
        finds(t, &stuck, "message.stuck").await;
        tamper(t, "DELETE FROM sms_message").await;
        finds(t, &stuck.replace("sms_message", "mail_message"), "mail.stuck").await;
        tamper(t, "UPDATE mail_message SET failed_at = 1").await;
        assert_eq!(wrong(t).await, [], "given up is not stuck");
        let job = format!("INSERT INTO job (id, kind, subject_id, created_at, run_at, attempts) VALUES ({message}, 'none', {message}, 0, 0, 0)");
        finds(t, &job, "job.overdue").await;
        t.service.run_due_jobs().await.unwrap();
        finds(t, "SELECT 1", "job.given_up").await;
    }

    async fn a_session_of_disabled_staff_is_found(t) {
        t.submitted(1).await;
        t.staff(Role::Auditor, None).await;
        finds(t, "UPDATE staff SET disabled_at = 1 WHERE role = 'auditor'", "session.of_disabled_staff").await;
    }

    async fn rows_and_bytes_of_files_must_fit(t) {
        t.submitted(1).await;
        let mut folders = std::fs::read_dir(t.files()).unwrap();
        let folder = folders.next().unwrap().unwrap().path();
        let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
        let aside = t.anchors().with_extension("aside");
        std::fs::rename(&file, &aside).unwrap();
        finds(t, "SELECT 1", FILE_WITHOUT_BYTES).await;
        std::fs::rename(&aside, &file).unwrap();
        let stranger = folder.join("000000000000700080000000000000ff");
        std::fs::write(&stranger, b"?").unwrap();
        finds(t, "SELECT 1", FILE_WITHOUT_ROW).await;
        std::fs::remove_file(stranger).unwrap();
        finds(t, "DELETE FROM photo", "file.nobodys").await;
    }

    async fn since_when_stays_while_something_is_wrong(t) {
        t.submitted(1).await;
        let first = t.service.now();
        finds(t, "UPDATE enrolment_item SET state = 'missing' WHERE item = 'photo'", "submitted.with_open_item").await;
        t.advance(Span::minutes(5));
        wrong(t).await;
        let results = last_results(t.service.db()).await.unwrap();
        assert_eq!((results[0].since, results[0].checked_at), (Some(first), t.service.now()));
        assert_eq!(results[0].examples.len(), 1);
        tamper(t, "UPDATE enrolment_item SET state = 'provided'").await;
        assert_eq!(wrong(t).await, []);
        assert!(last_results(t.service.db()).await.unwrap().iter().all(|result| result.since.is_none()));
    }

    async fn only_who_operates_sees_and_runs_them(t) {
        for role in [Role::Reviewer, Role::SeniorReviewer, Role::Auditor, Role::DeskOfficer] {
            let other = t.staff(role, None).await;
            assert_eq!(refusal(t.service.run_checks(&other).await), ProblemCode::NotPermitted);
            assert_eq!(refusal(t.service.checks(&other).await), ProblemCode::NotPermitted);
        }
    }

    async fn they_run_by_themselves_once_a_night(t) {
        t.service.sweep().await.unwrap();
        let first = t.service.now();
        let at = async || last_results(t.service.db()).await.unwrap()[0].checked_at;
        assert_eq!(at().await, first);
        t.advance(Span::hours(13));
        t.service.sweep().await.unwrap();
        assert_eq!(at().await, first, "23 o'clock of the same day");
        t.advance(Span::hours(2));
        t.service.sweep().await.unwrap();
        assert_eq!(at().await, first, "1 o'clock");
        t.advance(Span::hours(2));
        t.service.sweep().await.unwrap();
        assert_eq!(at().await, t.service.now());
    }
}
