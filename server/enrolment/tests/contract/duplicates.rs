//! Candidates who may be the same person: found by what lasts, over provinces, masked; and what reviewers say of them.

use crate::{crowd::all_inside, details, engines::count, support::*};
use enrolment::{Caller, db::Db, registration::Registration, review::Duplicate};
use shared::{
    case::{Likeness, Sameness},
    contact::PhoneNumber,
    details::Details,
    document::{DocumentNumber, DocumentType},
    id::{EnrolmentId, Province},
    problem::ProblemCode,
    review::Role,
    time::Span,
};

/// Registers somebody with a photograph of this print.
async fn somebody(t: &Bench, province: &Province, phone: &PhoneNumber, document: DocumentNumber, print: u64) -> Caller {
    // another hour, another code
    t.advance(Span::hours(1));
    let guest = t.guest().await;
    t.service.request_code(&guest, province, phone, ADDRESS).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
    let code = t.inbox.code_for(phone.expose()).expect("a code was sent");
    let form = Registration { phone: phone.clone(), code, document, region: "430102".to_owned() };
    let caller = t.service.register(&guest, province, form, consent()).await.unwrap().caller;
    t.photo(&caller, format!("good print {print:016x}").as_bytes()).await;
    caller
}

fn permit(kind: DocumentType, number: &str) -> DocumentNumber {
    DocumentNumber::parse(kind, number).unwrap()
}

async fn hand_in(t: &Bench, caller: &Caller) -> EnrolmentId {
    t.service.submit_application(caller, "form", consent()).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
    t.service.status(caller).await.unwrap().enrolment
}

/// The candidate's case, opened by a reviewer of its prefecture.
async fn duplicates(t: &Bench, caller: &Caller) -> (Caller, EnrolmentId, Vec<Duplicate>) {
    let (id, reviewer) = (hand_in(t, caller).await, t.reviewer().await);
    t.service.take_case(&reviewer, id).await.unwrap();
    let found = t.service.open_case(&reviewer, id).await.unwrap().duplicates;
    (reviewer, id, found)
}

fn why(found: &[Duplicate]) -> Vec<Vec<Likeness>> {
    found.iter().map(|other| other.why.iter().copied().collect()).collect()
}

const PRINT: u64 = 0x1234_5678_9abc_def0;
/// Differs from [`PRINT`] in every band.
const ANOTHER: u64 = !PRINT;

both! {
    async fn strangers_share_nothing(t) {
        somebody(t, &province(), &phone(1), document_no(1), PRINT).await;
        let caller = somebody(t, &province(), &phone(2), document_no(2), ANOTHER).await;
        assert_eq!(duplicates(t, &caller).await.2, []);
    }

    async fn a_renewed_permit_is_found(t) {
        use DocumentType::{HongKongMacaoTravelPermit as HongKong, TaiwanTravelPermit as Taiwan};
        let province = province();
        for (n, kind, old, new) in [(1, HongKong, "H1234567801", "H12345678"), (3, Taiwan, "1234567802", "12345678")] {
            somebody(t, &province, &phone(n), permit(kind, old), PRINT.rotate_left(n * 17)).await;
            let caller = somebody(t, &province, &phone(n + 1), permit(kind, new), !PRINT.rotate_left(n * 17)).await;
            let (.., found) = duplicates(t, &caller).await;
            assert_eq!(why(&found), [vec![Likeness::Document]], "{new}");
            assert!(found[0].person.document.contains('*') && found[0].person.phone.contains('*'));
        }
    }

    async fn the_same_phone_and_document_in_another_province_are_found_and_stay_masked(t) {
        let plain = details::plain_province();
        somebody(t, &plain, &phone(1), document_no(1), PRINT).await;
        let caller = somebody(t, &province(), &phone(1), document_no(1), PRINT ^ 0b11_1111).await;
        let (reviewer, id, found) = duplicates(t, &caller).await;
        assert_eq!(why(&found), [vec![Likeness::Document, Likeness::Photo, Likeness::Phone]]);
        let other = &found[0];
        assert_eq!((&other.province, other.photo, &other.receipt), (&plain, None, &None), "not of this jurisdiction");
        assert_eq!(other.person.document, document_no(1).masked());
        t.service.judge_duplicate(&reviewer, id, other.candidate, Sameness::Same).await.unwrap();
    }

    async fn photographs_that_look_the_same_are_found_up_to_six_bits(t) {
        let first = somebody(t, &province(), &phone(1), document_no(1), PRINT).await;
        somebody(t, &province(), &phone(2), document_no(2), PRINT ^ 0x0101_0101_0101_0001).await;
        let caller = somebody(t, &province(), &phone(3), document_no(3), PRINT ^ 0x0101_0101_0101_0000).await;
        let (reviewer, id, found) = duplicates(t, &caller).await;
        assert_eq!(why(&found), [vec![Likeness::Photo], vec![Likeness::Photo]]);
        let photo = found.iter().find_map(|other| other.photo).unwrap();
        let seen = t.service.duplicate_photo(&reviewer, id, photo).await.unwrap();
        assert!(String::from_utf8(seen).unwrap().contains("seen by staff"));
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'case.duplicate_read'").await, 1);
        let colleague = t.reviewer().await;
        assert_eq!(refusal(t.service.duplicate_photo(&colleague, id, photo).await), ProblemCode::LeaseLost);
        // a photograph of seven other bits is another
        t.photo(&first, format!("good print {:016x}", PRINT ^ 0x0101_0101_0101_0101 ^ 0xff00).as_bytes()).await;
        assert_eq!(t.service.open_case(&reviewer, id).await.unwrap().duplicates.len(), 1);
    }

    async fn the_photograph_of_somebody_who_shares_nothing_is_not_given_out(t) {
        let stranger = somebody(t, &province(), &phone(1), document_no(1), ANOTHER).await;
        let photo = t.service.current_photo(&stranger).await.unwrap().unwrap().photo;
        let caller = somebody(t, &province(), &phone(2), document_no(2), PRINT).await;
        let (reviewer, id, _) = duplicates(t, &caller).await;
        assert_eq!(refusal(t.service.duplicate_photo(&reviewer, id, photo).await), ProblemCode::NotFound);
        let enrolment::Who::Candidate { candidate, .. } = stranger.who else { panic!("no candidate") };
        let judged = t.service.judge_duplicate(&reviewer, id, candidate, Sameness::Same).await;
        assert_eq!(refusal(judged), ProblemCode::NotFound);
    }

    async fn names_of_one_sound_and_birth_date_are_found(t) {
        let (one, other, third) =
            (details::candidate(t, 1).await, details::candidate(t, 3).await, details::candidate(t, 5).await);
        t.service.save_details(&one, details::details(1), None).await.unwrap();
        let sounds = Details { name: "山雄新".parse().unwrap(), ..details::details(3) };
        t.service.save_details(&other, sounds, None).await.unwrap();
        let different = Details { name: "李四".parse().unwrap(), pinyin: "LI SI".parse().unwrap(), ..details::details(5) };
        t.service.save_details(&third, different, None).await.unwrap();
        t.photo(&one, b"good photo").await;
        let id = hand_in(t, &one).await;
        let reviewer = details::reviewer(t, "staff", "430100").await;
        t.service.take_case(&reviewer, id).await.unwrap();
        let found = t.service.open_case(&reviewer, id).await.unwrap().duplicates;
        assert_eq!(why(&found), [vec![Likeness::Pinyin]]);
        assert_eq!(found[0].person.name.as_deref(), Some("山**"));
        t.service.save_details(&other, details::details(3), None).await.unwrap();
        let found = t.service.open_case(&reviewer, id).await.unwrap().duplicates;
        assert_eq!(why(&found), [vec![Likeness::Name]]);
    }

    async fn what_a_reviewer_said_of_two_candidates_stands_on_both_cases(t) {
        let first = somebody(t, &province(), &phone(1), document_no(1), PRINT).await;
        let second = somebody(t, &province(), &phone(2), document_no(2), PRINT).await;
        let (reviewer, id, found) = duplicates(t, &first).await;
        let other = found[0].candidate;
        let results = all_inside(t, 8, |n| {
            let (service, reviewer) = (t.service.clone(), reviewer.clone());
            let verdict = if n % 2 == 0 { Sameness::Same } else { Sameness::Different };
            async move { service.judge_duplicate(&reviewer, id, other, verdict).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::LeaseLost), 8);
        assert_eq!(count(t, "SELECT COUNT(*) FROM sameness").await, 1);
        t.service.judge_duplicate(&reviewer, id, other, Sameness::Different).await.unwrap();
        let (_, _, found) = duplicates(t, &second).await;
        assert_eq!(found[0].judged.as_ref().map(|judged| judged.verdict), Some(Sameness::Different));
        let colleague = t.staff(Role::SeniorReviewer, Some("430100")).await;
        let late = t.service.judge_duplicate(&colleague, id, other, Sameness::Same).await;
        assert_eq!(refusal(late), ProblemCode::LeaseLost);
    }

    async fn candidates_of_before_are_filled_in_by_a_job(t) {
        somebody(t, &province(), &phone(1), document_no(1), PRINT).await;
        let caller = somebody(t, &province(), &phone(2), document_no(2), PRINT).await;
        for table in ["trace", "photo_print"] {
            execute(t, &format!("DELETE FROM {table}")).await;
        }
        let (reviewer, id, found) = duplicates(t, &caller).await;
        assert_eq!(found, []);
        execute(t, &begin_again(t)).await;
        t.service.run_due_jobs().await.unwrap();
        let found = t.service.open_case(&reviewer, id).await.unwrap().duplicates;
        assert_eq!(why(&found), [vec![Likeness::Photo]]);
    }

    async fn the_tables_hold_nothing_readable(t) {
        let caller = somebody(t, &province(), &phone(1), document_no(1), PRINT).await;
        hand_in(t, &caller).await;
        assert_eq!(count(t, "SELECT COUNT(*) FROM trace WHERE length(trace_index) <> 16").await, 0);
        assert_eq!(count(t, "SELECT COUNT(*) FROM trace").await, 9);
        assert!(count(t, "SELECT COUNT(*) FROM photo_print WHERE length(print_sealed) > 8").await == 1);
    }
}

/// What the migration leaves where there are candidates already.
fn begin_again(t: &Bench) -> String {
    let (id, nobody) = match t.service.db() {
        Db::Sqlite { .. } => ("x'00000000000070008000000000000016'", "x'00000000000000000000000000000000'"),
        Db::Postgres(_) => {
            ("UUID '00000000-0000-7000-8000-000000000016'", "UUID '00000000-0000-0000-0000-000000000000'")
        }
    };
    format!(
        "INSERT INTO job (id, kind, subject_id, created_at, run_at, attempts) VALUES ({id}, 'trace_candidates', {nobody}, 0, 0, 0)"
    )
}

async fn execute(t: &Bench, sql: &str) {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    match t.service.db() {
        Db::Sqlite { writer, .. } => {
            sqlx::query(sql).execute(writer).await.unwrap();
        }
        Db::Postgres(pool) => {
            sqlx::query(sql).execute(pool).await.unwrap();
        }
    }
}
