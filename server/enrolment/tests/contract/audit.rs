//! The audit chain, and what `verify` makes of tampering by somebody with full access to the database.

use crate::support::*;
use enrolment::{audit::AuditState, db::Db};
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
