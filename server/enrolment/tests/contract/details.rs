//! The details form: what is kept and how, who may change it when, and which proofs follow.

use crate::support::*;
use enrolment::{
    Caller,
    registration::Registration,
    session::{Jurisdiction, Scope},
    staff::NewStaff,
};
use shared::{
    details::{Details, FormerIdentity, MajorChosen},
    enrolment::{Item, ItemState, State, Step},
    id::Province,
    person::{CodeTable as _, Education, Ethnicity, Household, PoliticalStatus, Sex},
    problem::ProblemCode,
    profile::{Level, Profile},
    review::Role,
    time::Span,
};

/// Hunan without what is taken on a phone: everything of these tests can be handed in.
pub(crate) fn plain() -> Profile {
    let items = [Item::Document, Item::Photo, Item::Details, Item::Attachments];
    Profile { province: plain_province(), steps: items.map(Step::Provide).to_vec(), reminder_secs: 0, ..hunan() }
}

pub(crate) fn plain_province() -> Province {
    "plain".parse().unwrap()
}

/// The n-th candidate of [`plain`], in 芙蓉区.
pub(crate) async fn candidate(t: &Bench, n: u32) -> Caller {
    let (guest, phone, province) = (t.guest().await, phone(n), plain_province());
    t.service.request_code(&guest, &province, &phone, ADDRESS).await.unwrap();
    t.service.run_due_jobs().await.unwrap();
    let code = t.inbox.code_for(phone.expose()).expect("a code was sent");
    let form = Registration { phone, code, document: document_no(n), region: "430102".to_owned() };
    t.service.register(&guest, &province, form, consent()).await.unwrap().caller
}

/// Well-formed details of the n-th candidate, who enrols at college level.
pub(crate) fn details(n: u32) -> Details {
    Details {
        name: "单雄信".parse().unwrap(),
        ethnicity: Ethnicity::Han,
        sex: if n % 2 == 1 { Sex::Male } else { Sex::Female },
        birth_date: "2000-01-01".parse().unwrap(),
        address: "湖南省长沙市芙蓉区韶山北路1号".parse().unwrap(),
        pinyin: "SHAN XIONGXIN".parse().unwrap(),
        household: Household::Resident,
        political: PoliticalStatus::Masses,
        postcode: None,
        occupation: None,
        email: None,
        region: "430102".to_owned(),
        major: major("530701", "电子商务", Level::College),
        education: Education::HighSchool,
        former: None,
        earlier: None,
    }
}

pub(crate) fn major(code: &str, name: &str, level: Level) -> MajorChosen {
    MajorChosen { code: code.to_owned(), name: name.to_owned(), level }
}

/// The same person at bachelor level.
pub(crate) fn bachelor(n: u32) -> Details {
    let major = major("050101", "汉语言文学", Level::Bachelor);
    Details { major, education: Education::College, ..details(n) }
}

pub(crate) async fn item(t: &Bench, caller: &Caller, item: Item) -> ItemState {
    let status = t.service.status(caller).await.unwrap();
    status.items.iter().find(|own| own.item == item).expect("an item of the profile").state
}

/// With photograph and details, handed in.
pub(crate) async fn submitted(t: &Bench, n: u32) -> Caller {
    let caller = candidate(t, n).await;
    t.photo(&caller, b"good photo").await;
    t.service.save_details(&caller, details(n), None).await.unwrap();
    t.service.submit_application(&caller, "form", consent()).await.unwrap();
    caller
}

pub(crate) async fn reviewer(t: &Bench, login: &str, region: &str) -> Caller {
    let jurisdiction = Jurisdiction { province: plain_province(), region: Some(region.to_owned()), institution: None };
    let new = NewStaff {
        login: login.to_owned(),
        name: "Reviewer".to_owned(),
        role: Role::Reviewer,
        jurisdiction,
        password: PASSWORD.to_owned().into(),
    };
    t.service.create_staff(new).await.unwrap();
    let guest = t.guest().await;
    t.service.sign_in_staff(&guest, login, PASSWORD.to_owned().into(), ADDRESS).await.unwrap().caller
}

async fn saved(t: &Bench, caller: &Caller) -> Details {
    t.service.details_form(caller).await.unwrap().saved.expect("saved")
}

both! {
    async fn what_was_saved_comes_back_unchanged(t) {
        let caller = candidate(t, 1).await;
        assert_eq!(item(t, &caller, Item::Details).await, ItemState::Missing);
        // parts joined by a dot; characters of GB 18030 outside the basic plane; the longest address
        for name in ["迪丽热巴·迪力木拉提", "𠮷𬙂", "䶮㵘"] {
            let address = "湖".repeat(500);
            let former = FormerIdentity { name: Some(name.parse().unwrap()), number: "430102800101123".parse().ok() };
            let typed = Details {
                name: name.parse().unwrap(),
                address: address.parse().unwrap(),
                postcode: "410000".parse().ok(),
                email: "a@example.com".parse().ok(),
                former: Some(former),
                ..details(1)
            };
            t.service.save_details(&caller, typed.clone(), None).await.unwrap();
            assert_eq!(saved(t, &caller).await, typed);
        }
        assert_eq!(item(t, &caller, Item::Details).await, ItemState::Provided);
    }

    async fn nothing_personal_is_in_the_clear(t) {
        let caller = candidate(t, 1).await;
        t.service.save_details(&caller, details(1), None).await.unwrap();
        let sealed = sealed_columns(t).await;
        for secret in ["单雄信", "SHAN", "韶山"] {
            assert!(!sealed.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
        }
    }

    async fn the_place_and_with_it_the_reviewer_follow_the_details(t) {
        let caller = submitted(t, 1).await;
        let (changsha, zhuzhou) = (reviewer(t, "changsha", "430100").await, reviewer(t, "zhuzhou", "430200").await);
        assert_eq!(t.counts(&changsha).await.waiting, 1);
        let moved = Details { region: "430202".to_owned(), ..details(1) };
        t.service.save_details(&caller, moved, None).await.unwrap();
        assert_eq!(t.service.status(&caller).await.unwrap().region, "430202");
        assert_eq!(t.counts(&changsha).await.waiting, 0);
        assert_eq!(t.counts(&zhuzhou).await.waiting, 1);
    }

    async fn proofs_are_demanded_as_the_answers_demand_them(t) {
        let caller = candidate(t, 1).await;
        let state = async |details| {
            t.service.save_details(&caller, details, None).await.unwrap();
            item(t, &caller, Item::Attachments).await
        };
        assert_eq!(state(details(1)).await, ItemState::Provided);
        assert_eq!(state(bachelor(1)).await, ItemState::Missing);
        let nursing = Details { major: major("520201", "护理", Level::College), ..details(1) };
        assert_eq!(state(nursing).await, ItemState::Missing);
        let former = Some(FormerIdentity { name: "单信".parse().ok(), number: None });
        assert_eq!(state(Details { former, ..details(1) }).await, ItemState::Missing);
        assert_eq!(state(details(1)).await, ItemState::Provided);
    }

    async fn what_cannot_be_is_refused(t) {
        let caller = candidate(t, 1).await;
        let refused = async |details| refusal(t.service.save_details(&caller, details, None).await);
        let low = Details { education: Education::HighSchool, ..bachelor(1) };
        assert_eq!(refused(low).await, ProblemCode::EducationTooLow);
        let other = Details { education: Education::Other, ..bachelor(1) };
        assert_eq!(refused(other).await, ProblemCode::EducationTooLow);
        // a level that the major has not would get round that
        let disguised = Details { major: major("050101", "汉语言文学", Level::College), ..details(1) };
        assert_eq!(refused(disguised).await, ProblemCode::MajorUnknown);
        let dropped = Details { major: major("999999", "旧专业", Level::College), ..details(1) };
        assert_eq!(refused(dropped).await, ProblemCode::MajorUnknown);
        assert_eq!(refused(Details { region: "110101".to_owned(), ..details(1) }).await, ProblemCode::RegionUnknown);
        assert_eq!(refused(Details { sex: Sex::Female, ..details(1) }).await, ProblemCode::DocumentMismatch);
        let born = Details { birth_date: "2000-01-02".parse().unwrap(), ..details(1) };
        assert_eq!(refused(born).await, ProblemCode::DocumentMismatch);
        assert_eq!(item(t, &caller, Item::Details).await, ItemState::Missing);
    }

    async fn details_are_for_the_first_device_and_its_candidate(t) {
        let caller = candidate(t, 1).await;
        assert_eq!(refusal(t.service.details_form(&t.guest().await).await), ProblemCode::SessionNeeded);
        let mut phone = caller.clone();
        if let enrolment::Who::Candidate { scope, .. } = &mut phone.who {
            *scope = Scope::Evidence;
        }
        assert_eq!(refusal(t.service.details_form(&phone).await), ProblemCode::SessionLimited);
        assert_eq!(refusal(t.service.save_details(&phone, details(1), None).await), ProblemCode::SessionLimited);
        t.service.save_details(&caller, details(1), None).await.unwrap();
        assert_eq!(t.service.details_form(&candidate(t, 2).await).await.unwrap().saved, None);
    }

    async fn a_form_made_from_an_older_version_is_refused(t) {
        let caller = submitted(t, 1).await;
        let version = t.service.details_form(&caller).await.unwrap().version;
        let results = at_once(8, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.save_details(&caller, details(1), Some(version)).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::Conflict), 1);
    }

    async fn what_was_handed_in_may_be_amended_until_a_reviewer_takes_it(t) {
        let caller = submitted(t, 1).await;
        let form = t.service.details_form(&caller).await.unwrap();
        assert!(form.open && form.amending);
        let address: shared::contact::Address = "湖南省株洲市荷塘区".parse().unwrap();
        let amended = Details { address, ..details(1) };
        t.service.save_details(&caller, amended.clone(), Some(form.version)).await.unwrap();
        let staff = reviewer(t, "staff", "430100").await;
        let id = t.service.status(&caller).await.unwrap().enrolment;
        t.service.take_case(&staff, id).await.unwrap();
        assert_eq!(refusal(t.service.save_details(&caller, details(1), None).await), ProblemCode::WrongState);
        assert!(!t.service.details_form(&caller).await.unwrap().open);
        let case = t.service.open_case(&staff, id).await.unwrap();
        let shown = Details { address: amended.address.veiled(), ..amended };
        assert_eq!(case.details.expect("details").details, shown);
        assert_eq!(case.state, State::InReview);
    }

    async fn taking_and_amending_at_the_same_moment_do_not_cross(t) {
        let caller = submitted(t, 1).await;
        let staff = reviewer(t, "staff", "430100").await;
        let id = t.service.status(&caller).await.unwrap().enrolment;
        let before = saved(t, &caller).await;
        let (service, other, candidate) = (t.service.clone(), t.service.clone(), caller.clone());
        let changed = Details { education: Education::Bachelor, ..details(1) };
        let typed = changed.clone();
        let (taken, amended) = tokio::join!(
            tokio::spawn(async move { service.take_case(&staff, id).await.and(Ok(staff)) }),
            tokio::spawn(async move { other.save_details(&candidate, typed, None).await }),
        );
        let staff = taken.unwrap().unwrap();
        let case = t.service.open_case(&staff, id).await.unwrap();
        let expected = if amended.unwrap().is_ok() { changed } else { before };
        let shown = Details { address: expected.address.veiled(), ..expected };
        assert_eq!(case.details.expect("details").details, shown);
    }

    async fn after_the_window_details_are_closed(t) {
        let caller = candidate(t, 1).await;
        t.advance(Span::days(60));
        assert_eq!(refusal(t.service.save_details(&caller, details(1), None).await), ProblemCode::WindowClosed);
        assert!(!t.service.details_form(&caller).await.unwrap().open);
    }
}

/// Everything that is stored in the table of details, end to end.
async fn sealed_columns(t: &Bench) -> Vec<u8> {
    const ALL: &str = "SELECT major, level, education, details_sealed FROM details";
    type Row = (String, String, String, Vec<u8>);
    let rows: Vec<Row> = match t.service.db() {
        enrolment::db::Db::Sqlite { readers, .. } => sqlx::query_as(ALL).fetch_all(readers).await.unwrap(),
        enrolment::db::Db::Postgres(pool) => sqlx::query_as(ALL).fetch_all(pool).await.unwrap(),
    };
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].2, Education::HighSchool.code());
    rows.into_iter().flat_map(|row| [row.0.into_bytes(), row.1.into_bytes(), row.3].concat()).collect()
}
