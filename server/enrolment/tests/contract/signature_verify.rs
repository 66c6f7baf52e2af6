//! Verifying signatures: every later change of what was signed is found and named, what is deleted in its time is not a change, and
//! nobody learns who signed.

use crate::{
    engines::count,
    signature::{ready, sign},
    support::*,
};
use enrolment::{
    Caller,
    checks::SIGNATURE_ALTERED,
    db::Db,
    seals::SealState,
    signature::{Part, PartState, SignatureCheck},
};
use shared::{id::SignatureId, review::Role, time::Span};
use std::collections::BTreeSet;

async fn execute(t: &Bench, sql: &str) {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    match t.service.db() {
        Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

async fn check(t: &Bench, id: SignatureId) -> SignatureCheck {
    t.service.verify_signature(&"sealed".parse().unwrap(), id).await.unwrap().expect("there is one")
}

/// Bytes of SQL text in the language of the database.
fn blob(t: &Bench, hex: &str) -> String {
    match t.service.db() {
        Db::Sqlite { .. } => format!("X'{hex}'"),
        Db::Postgres(_) => format!("'\\x{hex}'::bytea"),
    }
}

/// Somebody approved, and their signature.
async fn signed(t: &Bench) -> (Caller, SignatureId) {
    let caller = ready(t, 1).await;
    let id = sign(t, &caller).await.unwrap().id;
    t.service.run_due_jobs().await.unwrap();
    t.advance(Span::minutes(1));
    (caller, id)
}

/// Alters every row of a table, and gives what is found; then puts them back.
async fn after(t: &Bench, id: SignatureId, table: &str, column: &str, value: &str) -> SignatureCheck {
    let key = match table {
        "details" | "card_record" => "enrolment_id",
        _ => "id",
    };
    execute(t, &format!("CREATE TABLE kept AS SELECT {key} AS of_row, {column} AS was FROM {table}")).await;
    execute(t, &format!("UPDATE {table} SET {column} = {value}")).await;
    let found = check(t, id).await;
    execute(t, &format!("UPDATE {table} SET {column} = (SELECT was FROM kept WHERE of_row = {table}.{key})")).await;
    execute(t, "DROP TABLE kept").await;
    found
}

both! {
    async fn a_signature_stands_while_nothing_changes(t) {
        let (_, id) = signed(t).await;
        let found = check(t, id).await;
        assert!(found.stands());
        assert_eq!(found.seal, SealState::Genuine);
        let expected = [
            Part::Document, Part::Region, Part::Details, Part::Major, Part::Consents, Part::Card, Part::CardPictures,
            Part::Photo, Part::Face, Part::FaceVideo, Part::Mark,
        ];
        assert!(found.parts.keys().copied().eq(expected));
        assert!(found.parts.values().all(|state| *state == PartState::Unchanged));
        assert_eq!(t.service.verify_signatures().await.unwrap(), (1, vec![]));
        let elsewhere = t.service.verify_signature(&"hunan".parse().unwrap(), id).await.unwrap();
        assert!(elsewhere.is_none(), "a signature is known in its own province");
    }

    async fn who_verifies_learns_nobodys_name_or_number(t) {
        let (_, id) = signed(t).await;
        let found = format!("{:?}", check(t, id).await);
        for personal in [document_no(11).expose(), "张三", "20000101", "2000-01-01", "430102", "13800130001"] {
            assert!(!found.contains(personal), "{personal}");
        }
    }

    async fn every_later_change_is_found_and_named(t) {
        let (_, id) = signed(t).await;
        let garbage = blob(t, &"01".repeat(60));
        let other_hash = blob(t, &"ab".repeat(32));
        for (table, column, value, part) in [
            ("enrolment", "region", "'430103'", Part::Region),
            ("enrolment", "window_code", "'2027-10'", Part::Document),
            ("details", "major", "'050101'", Part::Major),
            ("details", "level", "'bachelor'", Part::Major),
            ("details", "education", "'99'", Part::Details),
            ("details", "identity_changed", if matches!(t.service.db(), Db::Postgres(_)) { "TRUE" } else { "1" }, Part::Details),
            ("details", "details_sealed", &garbage, Part::Details),
            ("consent", "version", "'9'", Part::Consents),
            ("consent", "notice", "'consent.other'", Part::Consents),
            ("consent", "text_hash", &other_hash, Part::Consents),
            ("consent", "given_at", "given_at - 1", Part::Consents),
            ("card_record", "record_sealed", &garbage, Part::Card),
            ("card_record", "confirmed_at", "confirmed_at + 1", Part::Card),
            ("card_side", "taken_at", "taken_at + 1", Part::CardPictures),
            ("photo", "taken_at", "taken_at + 1", Part::Photo),
            ("face_capture", "outcome", "'manual'", Part::Face),
            ("face_capture", "judgement", "'{}'", Part::Face),
            ("face_capture", "taken_at", "taken_at + 1", Part::Face),
            ("signature", "mark_sealed", &garbage, Part::Mark),
        ] {
            let found = after(t, id, table, column, value).await;
            assert!(!found.stands(), "{table}.{column}");
            assert!(found.altered().any(|altered| altered == part), "{table}.{column}: {:?}", found.parts);
            assert_eq!(found.seal, SealState::Genuine, "{table}.{column}");
            assert!(check(t, id).await.stands(), "{table}.{column} was put back");
        }
    }

    async fn another_document_or_number_is_found(t) {
        let (_, id) = signed(t).await;
        // the number of somebody else, sealed for somebody else: it does not open
        t.newcomer_of(&"sealed".parse().unwrap(), 2).await;
        execute(t, "UPDATE candidate SET document_sealed = (SELECT c.document_sealed FROM candidate c WHERE c.id <> candidate.id)").await;
        let found = check(t, id).await;
        assert!(found.altered().any(|part| part == Part::Document));
        let (_, faults) = t.service.verify_signatures().await.unwrap();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].id, id);
    }

    async fn other_bytes_in_a_file_are_found(t) {
        let (_, id) = signed(t).await;
        let (mut files, mut all) = (vec![t.files()], BTreeSet::new());
        while let Some(path) = files.pop() {
            if path.is_dir() {
                files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let whole = std::fs::read(&path).unwrap();
            let mut altered = whole.clone();
            *altered.last_mut().unwrap() ^= 1;
            std::fs::write(&path, altered).unwrap();
            let found = check(t, id).await;
            // stills of the video are kept beside it, and not signed
            assert!(found.altered().count() <= 1, "{}: {:?}", path.display(), found.parts);
            all.extend(found.altered());
            std::fs::write(&path, whole).unwrap();
        }
        assert_eq!(all, BTreeSet::from([Part::CardPictures, Part::Photo, Part::FaceVideo]), "each is found");
        assert!(check(t, id).await.stands());
    }

    async fn a_statement_that_is_rewritten_breaks_the_seal(t) {
        let (_, id) = signed(t).await;
        for (column, value) in [
            ("statement", "REPLACE(statement, 'drawn', 'typed')"),
            ("statement", "'{}'"),
            ("signed_at", "signed_at - 1000"),
            ("method", "'typed'"),
            ("key_id", "'0000000000000000'"),
        ] {
            let found = after(t, id, "signature", column, value).await;
            assert!(!found.stands(), "{column}");
            assert_ne!(found.seal, SealState::Genuine, "{column}");
        }
        let seal = blob(t, &"00".repeat(64));
        assert_eq!(after(t, id, "signature", "seal", &seal).await.seal, SealState::Broken);
    }

    async fn what_is_deleted_in_its_time_is_gone_and_not_altered(t) {
        let (_, id) = signed(t).await;
        execute(t, "DELETE FROM card_side").await;
        execute(t, "UPDATE face_capture SET file_id = NULL").await;
        let found = check(t, id).await;
        assert_eq!(found.parts[&Part::CardPictures], PartState::Gone);
        assert_eq!(found.parts[&Part::FaceVideo], PartState::Gone);
        assert_eq!(found.parts[&Part::Face], PartState::Unchanged, "what was judged of it stays");
        assert!(found.stands());
        execute(t, "DELETE FROM details").await;
        assert!(!check(t, id).await.stands(), "nobody deletes details by themselves");
    }

    async fn taking_a_consent_back_later_alters_nothing_that_was_signed(t) {
        let (caller, id) = signed(t).await;
        t.service.withdraw_consent(&caller, shared::profile::CONSENT_FACE).await.unwrap();
        let found = check(t, id).await;
        assert_eq!(found.parts[&Part::Consents], PartState::Unchanged);
        assert_eq!(found.parts[&Part::FaceVideo], PartState::Gone);
        assert!(found.stands());
        t.service.run_due_jobs().await.unwrap();
    }

    async fn of_who_was_deleted_nothing_is_said(t) {
        let (_, id) = signed(t).await;
        execute(t, "UPDATE candidate SET data_key = NULL").await;
        assert!(t.service.verify_signature(&"sealed".parse().unwrap(), id).await.unwrap().is_none());
        assert_eq!(t.service.verify_signatures().await.unwrap().0, 0);
        assert_eq!(count(t, "SELECT COUNT(*) FROM signature").await, 1);
    }

    /// The check of the night, among the others in the console.
    async fn what_was_altered_is_found_at_night_and_stands_among_the_checks(t) {
        let (_, id) = signed(t).await;
        let operator = t.staff(Role::Operator, None).await;
        t.service.sweep().await.unwrap();
        let found = async || {
            let results = t.service.checks(&operator).await.unwrap();
            results.into_iter().find(|result| result.code == SIGNATURE_ALTERED).unwrap()
        };
        assert_eq!(found().await.found, 0);
        execute(t, "UPDATE details SET major = '000000'").await;
        t.advance(Span::hours(24));
        t.service.sweep().await.unwrap();
        let operator = t.staff(Role::Operator, None).await;
        let results = t.service.checks(&operator).await.unwrap();
        let altered = results.into_iter().find(|result| result.code == SIGNATURE_ALTERED).unwrap();
        assert_eq!((altered.found, altered.examples, altered.since), (1, vec![id.to_string()], Some(t.service.now())));
        let rounds = "SELECT COUNT(*) FROM audit WHERE action = 'signatures.verified' AND actor = 'system'";
        assert_eq!(count(t, rounds).await, 2);
    }

    /// More than are verified at once: jobs go on, once each, also where two processes do.
    async fn many_signatures_are_verified_page_by_page(t) {
        let province = "sealed".parse().unwrap();
        t.service.seed_many(&province, 300, &|_| {}).await.unwrap();
        let there = count(t, "SELECT COUNT(*) FROM signature").await;
        assert!(there > 200, "more than a page: {there}");
        let operator = t.staff(Role::Operator, None).await;
        t.service.run_checks(&operator).await.unwrap();
        let other = t.another_process().await;
        let (own, others) = tokio::join!(t.service.run_due_jobs(), other.run_due_jobs());
        own.unwrap();
        others.unwrap();
        let results = t.service.checks(&operator).await.unwrap();
        assert_eq!(results.iter().filter(|result| result.found > 0).map(|result| &result.code).collect::<Vec<_>>(), Vec::<&String>::new());
        let verified = format!("SELECT COUNT(*) FROM audit WHERE action = 'signatures.verified' AND detail LIKE '%\"verified\":{there}%'");
        assert_eq!(count(t, &verified).await, 1);
        let other_hash = blob(t, "00ff");
        execute(t, &format!("UPDATE consent SET text_hash = {other_hash} WHERE notice = 'consent.identity'")).await;
        let (_, faults) = t.service.verify_signatures().await.unwrap();
        assert_eq!(faults.len() as i64, there, "everybody signed their consents");
    }

    /// A place that two offices changed after it was signed is no fault.
    async fn who_was_moved_by_two_offices_signed_for_the_place_of_then(t) {
        let (_, id) = signed(t).await;
        execute(t, "UPDATE enrolment SET region = '430103'").await;
        assert_eq!(check(t, id).await.altered().collect::<Vec<_>>(), [Part::Region]);
        let moved = format!(
            "INSERT INTO region_change (id, province, enrolment_id, from_region, to_region, reason_sealed, asked_at, state, decided_at) \
             SELECT id, province, id, '430102', '430103', {}, 0, 'agreed', 9000000000000 FROM enrolment",
            blob(t, "00")
        );
        execute(t, &moved).await;
        assert!(check(t, id).await.stands());
    }
}
