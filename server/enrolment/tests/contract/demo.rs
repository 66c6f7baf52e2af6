//! Demonstration data.

use crate::{reviewing::approval, support::*};
use enrolment::{Who, audit::AuditState, db::Db, review::Holder, staff::Stage};
use shared::{
    case::{Private, RevealReason},
    document::DocumentNumber,
    evidence::FaceOutcome,
    person::number,
    profile::Level,
    review::Role,
    time::Span,
};
use sqlx::AssertSqlSafe;

both! {
    /// A reviewer sees everything that the province asks for; one case of each kind of major, with its proofs.
    async fn the_demo_of_a_whole_journey_has_complete_cases(t) {
        let whole = crate::engines::whole();
        let accounts = t.service.seed_demo(&whole).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        let guest = t.guest().await;
        let (login, password) = (&accounts[0].login, accounts[0].password.to_owned().into());
        let staff = t.service.sign_in_staff(&guest, login, password, ADDRESS).await.unwrap().caller;
        let mut majors = Vec::new();
        while let Some(waiting) = t.queue(&staff).await.cases.into_iter().find(|case| case.holder == Holder::Nobody) {
            t.service.take_case(&staff, waiting.enrolment).await.unwrap();
            let case = t.service.open_case(&staff, waiting.enrolment).await.unwrap();
            let details = case.details.unwrap();
            assert_eq!(details.card.unwrap().name.as_ref(), Some(&details.details.name));
            let [portrait, emblem] = case.card.both().unwrap();
            for side in [portrait, emblem] {
                assert!(t.service.card_file(&staff, side).await.unwrap().starts_with(b"\xff\xd8"));
            }
            let face = case.face.unwrap().receipt;
            assert_eq!((face.outcome, face.has_file), (FaceOutcome::Manual, true));
            t.service.face_file(&staff, face.face).await.unwrap();
            let proofs = case.attachments.unwrap();
            assert!(proofs.complete() && case.photo.is_some());
            majors.push((details.details.major.level, proofs.demands.unwrap().len()));
        }
        majors.sort_unstable_by_key(|(level, demands)| (*level == Level::Bachelor, *demands));
        assert_eq!(majors, [(Level::College, 0), (Level::College, 1), (Level::Bachelor, 1)]);
    }

    async fn the_demo_has_cases_and_accounts_that_work(t) {
        let accounts = t.service.seed_demo(&province()).await.unwrap();
        assert_eq!(t.service.seed_demo(&province()).await.unwrap(), accounts);
        let queue = async |n: usize| {
            let guest = t.guest().await;
            let (login, password) = (&accounts[n].login, accounts[n].password.to_owned().into());
            let staff = t.service.sign_in_staff(&guest, login, password, ADDRESS).await.unwrap().caller;
            t.counts(&staff).await.waiting
        };
        assert_eq!((queue(0).await, queue(1).await, queue(2).await), (3, 1, 3));
    }

    async fn the_demo_has_an_account_of_every_role_and_the_doctor_finds_them(t) {
        let accounts = t.service.seed_demo(&province()).await.unwrap();
        let mut roles = std::collections::HashSet::new();
        for account in &accounts {
            let guest = t.guest().await;
            let password = account.password.to_owned().into();
            let staff = t.service.sign_in_staff(&guest, &account.login, password, ADDRESS).await.unwrap().caller;
            assert_eq!(staff.stage(), Some(Stage::Full));
            let Who::Staff { role, .. } = staff.who else { panic!("no staff") };
            roles.insert(role);
        }
        assert_eq!(roles.len(), Role::ALL.len());
        assert_eq!(t.service.demo_logins().await.unwrap().len(), accounts.len());
    }

    async fn outside_the_window_the_demo_has_staff_only(t) {
        t.clock.set(hunan().windows[1].closes_at + Span::days(1));
        let accounts = t.service.seed_demo(&province()).await.unwrap();
        let guest = t.guest().await;
        let (login, password) = (&accounts[0].login, accounts[0].password.to_owned().into());
        let staff = t.service.sign_in_staff(&guest, login, password, ADDRESS).await.unwrap().caller;
        assert_eq!(t.counts(&staff).await.waiting, 0);
    }
}

const HUNAN: &str = "hunan";

/// Rows of a query with one number.
async fn count(t: &Bench, sql: &str) -> i64 {
    match t.service.db() {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(readers).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap(),
    }
}

async fn seeded(t: &Bench, enrolments: u64) -> u64 {
    t.service.seed_many(&HUNAN.parse().unwrap(), enrolments, &|_| {}).await.unwrap()
}

both! {
    async fn as_many_as_wanted_are_invented_and_a_second_run_adds_the_rest(t) {
        assert_eq!(seeded(t, 150).await, 150);
        let first = count(t, "SELECT COUNT(*) FROM audit").await;
        assert_eq!(seeded(t, 150).await, 0);
        assert_eq!(seeded(t, 400).await, 250);
        assert_eq!(count(t, "SELECT COUNT(*) FROM enrolment").await, 400);
        assert!(count(t, "SELECT COUNT(*) FROM audit").await > first);
        assert!(matches!(t.service.verify_audit().await.unwrap(), AuditState::Intact { entries } if entries > 2000));
        for state in ["draft", "submitted", "returned", "approved", "refused"] {
            let sql = format!("SELECT COUNT(*) FROM enrolment WHERE state = '{state}'");
            assert!(count(t, &sql).await > 0, "nobody is {state}");
        }
        assert!(count(t, "SELECT COUNT(*) FROM enrolment WHERE round > 0").await > 10);
        assert!(count(t, "SELECT COUNT(*) FROM admission_number").await > 50);
        assert_eq!(count(t, "SELECT COUNT(*) FROM file").await, count(t, "SELECT COUNT(*) FROM photo").await);
    }

    async fn an_invented_case_opens_and_is_decided_like_any_other(t) {
        seeded(t, 300).await;
        let region = "SELECT CAST(substr(MIN(region), 1, 4) AS BIGINT) FROM enrolment WHERE state = 'submitted'";
        let login = format!("hunan.{}00.1", count(t, region).await);
        let guest = t.guest().await;
        let password = "ruji-demo-only".to_owned().into();
        let reviewer = t.service.sign_in_staff(&guest, &login, password, ADDRESS).await.unwrap().caller;
        let id = t.service.take_next_case(&reviewer).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        let details = case.details.clone().unwrap();
        let card = details.card.unwrap();
        assert_eq!(card.name.as_ref(), Some(&details.details.name));
        for private in [Private::Document, Private::Phone] {
            t.service.reveal(&reviewer, id, private, (RevealReason::Compare, "")).await.unwrap();
        }
        let open = t.service.open_case(&reviewer, id).await.unwrap();
        let document = DocumentNumber::parse(open.document_type, &open.document.text).unwrap();
        assert!(number::mismatches(&document, card.birth_date, card.sex).is_empty());
        assert!(open.document.text.starts_with("4399"), "a place that does not exist");
        assert!(open.phone.text.starts_with("1991"));
        let ruling = approval(&case);
        t.service.decide_case(&reviewer, id, case.version, ruling).await.unwrap();
    }

    async fn numbers_go_on_without_gaps_after_invented_ones(t) {
        seeded(t, 500).await;
        let gaps = "SELECT COUNT(*) FROM (SELECT MAX(serial) AS most, COUNT(*) AS there FROM admission_number \
                    GROUP BY province, window_code, region) AS counted WHERE most <> there";
        assert_eq!(count(t, gaps).await, 0);
        let behind = "SELECT COUNT(*) FROM number_counter c WHERE last <> (SELECT COUNT(*) FROM admission_number n \
                      WHERE n.province = c.province AND n.window_code = c.window_code AND n.region = c.region)";
        assert_eq!(count(t, behind).await, 0);
    }
}
