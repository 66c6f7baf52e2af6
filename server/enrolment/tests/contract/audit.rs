//! The audit chain, and what `verify` makes of tampering by somebody with full access to the database.

use crate::support::*;
use enrolment::{
    audit::{Action, AuditFilter, AuditState},
    db::Db,
};
use shared::{problem::ProblemCode, review::Role, time::Span};
use sqlx::{AssertSqlSafe, Executor};

/// Runs SQL past the service, as whoever has the database could.
async fn tamper(t: &Bench, sql: &str) -> Result<(), sqlx::Error> {
    match t.service.db() {
        Db::Sqlite { writer, .. } => writer.execute(AssertSqlSafe(sql)).await.map(drop),
        Db::Postgres(pool) => pool.execute(AssertSqlSafe(sql)).await.map(drop),
    }
}

/// Takes away what stops changes.
async fn unlock(t: &Bench) {
    let sql = match t.service.db() {
        Db::Sqlite { .. } => "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;",
        Db::Postgres(_) => "ALTER TABLE audit DISABLE TRIGGER ALL;",
    };
    tamper(t, sql).await.unwrap();
}

/// What is found after `sql`; then undone by `undo`.
async fn found_after(t: &Bench, sql: &str, undo: &str) -> AuditState {
    tamper(t, sql).await.unwrap();
    let found = t.service.verify_audit().await.unwrap();
    tamper(t, undo).await.unwrap();
    assert!(matches!(t.service.verify_audit().await.unwrap(), AuditState::Intact { .. }), "{undo} does not undo {sql}");
    found
}

both! {
    async fn entries_cannot_be_changed_or_removed(t) {
        t.submitted(1).await;
        assert!(tamper(t, "UPDATE audit SET at = 0").await.is_err());
        assert!(tamper(t, "DELETE FROM audit").await.is_err());
        assert_eq!(t.service.verify_audit().await.unwrap(), AuditState::Intact { entries: 3 });
    }

    async fn every_changed_field_is_found(t) {
        t.submitted(1).await;
        unlock(t).await;
        for (change, undo) in [
            ("at = at + 1", "at = at - 1"),
            ("actor = 'system'", "actor = 'candidate'"),
            ("action = 'case.approved'", "action = 'photo.provided'"),
            ("province = 'hubei'", "province = 'short'"),
            ("detail = detail || ' '", "detail = trim(detail)"),
        ] {
            let sql = |set: &str| format!("UPDATE audit SET {set} WHERE seq = 2");
            let found = found_after(t, &sql(change), &sql(undo)).await;
            assert_eq!(found, AuditState::Broken { at: 2 }, "{change}");
        }
    }

    async fn moved_and_removed_entries_are_found(t) {
        t.submitted(1).await;
        unlock(t).await;
        let swap = "UPDATE audit SET seq = 99 WHERE seq = 1; UPDATE audit SET seq = 1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 99;";
        assert_eq!(found_after(t, swap, swap).await, AuditState::Broken { at: 1 });
        tamper(t, "CREATE TABLE kept AS SELECT * FROM audit").await.unwrap();
        for (seq, at) in [(1, 1), (2, 2), (3, 3)] {
            let remove = format!("DELETE FROM audit WHERE seq = {seq}");
            let restore = format!("INSERT INTO audit SELECT * FROM kept WHERE seq = {seq}");
            assert_eq!(found_after(t, &remove, &restore).await, AuditState::Broken { at }, "entry {seq} removed");
        }
        // cutting the end off together with the head that counts it
        let cut = "DELETE FROM audit WHERE seq = 3; UPDATE audit_head SET seq = 2;";
        let restore = "INSERT INTO audit SELECT * FROM kept WHERE seq = 3; UPDATE audit_head SET seq = 3;";
        assert_eq!(found_after(t, cut, restore).await, AuditState::Broken { at: 3 });
    }

    async fn entries_made_at_the_same_moment_form_one_chain(t) {
        let mut callers = Vec::new();
        for n in 0..8 {
            callers.push(t.candidate(n).await);
        }
        at_once(8, |n| {
            let (service, caller) = (t.service.clone(), callers[n as usize].clone());
            async move {
                for _ in 0..5 {
                    service.invite_device(&caller).await.unwrap();
                }
            }
        }).await;
        assert_eq!(t.service.verify_audit().await.unwrap(), AuditState::Intact { entries: 48 });
    }
}

/// Removes a trail's end together with the head that counts it, as somebody would who knows how the chain is made.
async fn cut_off(t: &Bench, last: i64) {
    unlock(t).await;
    let sql = format!(
        "DELETE FROM audit WHERE seq > {last}; \
         UPDATE audit_head SET seq = {last}, hash = (SELECT hash FROM audit WHERE seq = {last});"
    );
    tamper(t, &sql).await.unwrap();
}

/// Days pass, with the periodic work of each.
async fn days(t: &Bench, days: i64) {
    for _ in 0..days {
        t.advance(Span::days(1));
        t.service.sweep().await.unwrap();
    }
}

async fn entries(t: &Bench) -> u64 {
    match t.service.verify_audit().await.unwrap() {
        AuditState::Intact { entries } => entries,
        other => panic!("{other:?}"),
    }
}

/// Takes tampering back, so that the trail is whole at the end of the test as it must be.
async fn keep_copy(t: &Bench) {
    tamper(t, "CREATE TABLE kept AS SELECT * FROM audit; CREATE TABLE kept_head AS SELECT * FROM audit_head;")
        .await
        .unwrap();
}

async fn restore(t: &Bench) {
    let sql = "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DELETE FROM audit_head; \
               INSERT INTO audit_head SELECT * FROM kept_head;";
    tamper(t, sql).await.unwrap();
}

both! {
    async fn a_trail_cut_off_with_its_head_is_found_by_its_anchor(t) {
        t.submitted(1).await;
        t.service.sweep().await.unwrap();
        days(t, 2).await;
        let all = entries(t).await as i64;
        keep_copy(t).await;
        cut_off(t, 2).await;
        let AuditState::CutOff { after: 2, anchor } = t.service.verify_audit().await.unwrap() else { panic!("not found") };
        assert!(anchor > 2 && anchor <= all);
        // without the table the file beside the database still tells
        tamper(t, "DELETE FROM audit_anchor").await.unwrap();
        assert!(matches!(t.service.verify_audit().await.unwrap(), AuditState::CutOff { after: 2, .. }));
        restore(t).await;
        assert_eq!(entries(t).await as i64, all);
    }

    async fn a_forged_anchor_is_found(t) {
        t.submitted(1).await;
        t.service.sweep().await.unwrap();
        tamper(t, "UPDATE audit_anchor SET seq = 1").await.unwrap();
        assert_eq!(t.service.verify_audit().await.unwrap(), AuditState::Replaced { anchor: 1 });
        tamper(t, "DELETE FROM audit_anchor").await.unwrap();
    }

    async fn one_anchor_a_day(t) {
        t.submitted(1).await;
        for _ in 0..3 {
            t.service.sweep().await.unwrap();
            t.advance(Span::minutes(1));
        }
        let lines = || std::fs::read_to_string(t.anchors()).unwrap().lines().count();
        assert_eq!(lines(), 1);
        t.submitted(2).await;
        days(t, 1).await;
        assert_eq!(lines(), 2);
    }

    async fn what_is_old_goes_to_a_file_and_the_rest_verifies_from_there(t) {
        t.submitted(1).await;
        t.advance(Span::days(100));
        t.account("later", Role::Reviewer, None).await;
        t.advance(Span::days(100));
        let mut file = std::fs::File::create_new(t.anchors().with_extension("archive")).unwrap();
        let young = t.service.archive_audit(t.service.now() - Span::days(189), &mut file).await;
        assert_eq!(refusal(young), ProblemCode::AuditTooYoung);
        let before = entries(t).await;
        let archived = t.service.archive_audit(t.service.now() - Span::days(190), &mut file).await.unwrap().unwrap();
        assert_eq!((archived.entries, archived.last), (3, 3));
        // all but three, and the entry about the archive
        assert_eq!(entries(t).await, before - 3 + 1);
        let text = std::fs::read_to_string(t.anchors().with_extension("archive")).unwrap();
        assert_eq!(t.service.verify_archive(text.as_bytes()).unwrap(), Ok(3));
        let changed = text.replacen("photo.provided", "photo.refused", 1);
        assert_eq!(t.service.verify_archive(changed.as_bytes()).unwrap(), Err(2));
        assert_eq!(t.service.archive_audit(t.service.now() - Span::days(190), &mut file).await.unwrap(), None);
        // what stayed is still protected
        assert!(tamper(t, "DELETE FROM audit").await.is_err());
    }

    async fn a_claim_that_entries_were_archived_is_found(t) {
        t.submitted(1).await;
        let claim = "INSERT INTO audit_archive (last_seq, last_hash, before_at, archived_at, mac) \
                     SELECT seq, hash, 0, 0, hash FROM audit WHERE seq = 2; DELETE FROM audit WHERE seq <= 2;";
        keep_copy(t).await;
        tamper(t, claim).await.unwrap();
        assert_eq!(t.service.verify_audit().await.unwrap(), AuditState::Broken { at: 1 });
        unlock(t).await;
        tamper(t, "DELETE FROM audit_archive").await.unwrap();
        restore(t).await;
    }

    async fn a_broken_trail_is_not_archived(t) {
        t.submitted(1).await;
        unlock(t).await;
        tamper(t, "UPDATE audit SET detail = detail || ' ' WHERE seq = 2").await.unwrap();
        t.advance(Span::days(200));
        let mut file = std::fs::File::create_new(t.anchors().with_extension("archive")).unwrap();
        let archived = t.service.archive_audit(t.service.now() - Span::days(190), &mut file).await;
        assert_eq!(refusal(archived), ProblemCode::AuditBroken);
        tamper(t, "UPDATE audit SET detail = trim(detail) WHERE seq = 2").await.unwrap();
    }

    async fn auditors_see_their_own_province_newest_first_page_by_page(t) {
        t.submitted(1).await;
        let auditor = t.staff(Role::Auditor, None).await;
        let all = t.service.audit_page(&auditor, &AuditFilter::default(), (None, 100)).await.unwrap().entries;
        assert!(all.windows(2).all(|pair| (pair[0].at, pair[0].seq) > (pair[1].at, pair[1].seq)));
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = t.service.audit_page(&auditor, &AuditFilter::default(), (after, 2)).await.unwrap();
            paged.extend(page.entries);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(paged, all);
        let photos = AuditFilter { action: Some(Action::PhotoProvided), ..AuditFilter::default() };
        let found = t.service.audit_page(&auditor, &photos, (None, 100)).await.unwrap().entries;
        assert_eq!(found.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["photo.provided"]);
        let receipt = all.iter().find_map(|entry| entry.receipt.clone()).unwrap();
        let about = AuditFilter { about: Some(receipt), ..AuditFilter::default() };
        assert_eq!(t.service.audit_page(&auditor, &about, (None, 100)).await.unwrap().entries.len(), 3);
        let nobody = AuditFilter { about: Some("202704-XXXXX-XXXXX".to_owned()), ..AuditFilter::default() };
        assert!(t.service.audit_page(&auditor, &nobody, (None, 100)).await.unwrap().entries.is_empty());
        let earlier = AuditFilter { until: Some(START), ..AuditFilter::default() };
        assert!(t.service.audit_page(&auditor, &earlier, (None, 100)).await.unwrap().entries.is_empty());
        let elsewhere = t.staff(Role::Auditor, Some("430200")).await;
        assert!(t.service.audit_page(&elsewhere, &AuditFilter::default(), (None, 100)).await.unwrap().entries.is_empty());
        for role in [Role::Reviewer, Role::ProvinceAdministrator, Role::Operator] {
            let other = t.staff(role, None).await;
            let refused = t.service.audit_page(&other, &AuditFilter::default(), (None, 100)).await;
            assert_eq!(refusal(refused), ProblemCode::NotPermitted);
        }
    }
}
