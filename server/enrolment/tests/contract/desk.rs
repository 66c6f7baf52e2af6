//! The desk: finding one candidate by what they bring, confirming and refusing, the photograph, and what may not happen.

use crate::{
    engines::{count, proof, whole},
    support::*,
};
use enrolment::{
    Caller, Who,
    desk::{Checks, DeskCase, DeskOutcome},
    photo::PhotoOutcome,
    session::Jurisdiction,
    staff::NewStaff,
};
use shared::{
    enrolment::{Item, ItemState, State},
    id::{EnrolmentId, Province},
    problem::ProblemCode,
    profile::CONSENT_CARD,
    review::{ReasonCode, Role},
    time::{Span, Timestamp},
};

pub(crate) const ALL: Checks = Checks { present: true, genuine: true, compared: true, data: true };

/// A signed-in member of staff of any province, place and institution.
pub(crate) async fn hired(
    t: &Bench,
    province: &Province,
    role: Role,
    region: Option<&str>,
    institution: Option<&str>,
) -> Caller {
    let login = format!("{province}-{}-{}-{}", role.as_str(), region.unwrap_or("all"), institution.unwrap_or("none"));
    let jurisdiction = Jurisdiction {
        province: province.clone(),
        region: region.map(str::to_owned),
        institution: institution.map(str::to_owned),
    };
    let password = || PASSWORD.to_owned().into();
    let new = NewStaff { login: login.clone(), name: "Officer".to_owned(), role, jurisdiction, password: password() };
    t.service.create_staff(new).await.unwrap();
    let guest = t.guest().await;
    t.service.sign_in_staff(&guest, &login, password(), ADDRESS).await.unwrap().caller
}

async fn officer(t: &Bench) -> Caller {
    t.staff(Role::DeskOfficer, Some("430100")).await
}

pub(crate) fn application(caller: &Caller) -> EnrolmentId {
    match caller.who {
        Who::Candidate { enrolment, .. } => enrolment,
        _ => panic!("no candidate"),
    }
}

fn state(case: &DeskCase, item: Item) -> ItemState {
    case.items.iter().find(|(own, _)| *own == item).expect("the item").1
}

fn reason() -> ReasonCode {
    ReasonCode("photo.background".to_owned())
}

/// Somebody of a journey of evidence alone who chose the office and handed in.
async fn at_office(t: &Bench, n: u32) -> Caller {
    let caller = t.newcomer_of(&proof().province, n).await.caller;
    t.agree(&caller, CONSENT_CARD).await;
    t.confirmed(&caller).await;
    t.service.face_at_office(&caller).await.unwrap();
    t.service.submit_application(&caller, "form", consent()).await.unwrap();
    caller
}

/// The case of somebody whom the officer finds by their document.
async fn opened(t: &Bench, officer: &Caller, id: EnrolmentId) -> DeskCase {
    for n in 1..40 {
        if t.service.find_at_desk(officer, document_no(n).expose()).await.ok() == Some(id) {
            break;
        }
    }
    t.service.open_at_desk(officer, id).await.unwrap()
}

both! {
    async fn a_candidate_is_found_by_anything_they_bring_and_only_whole(t) {
        let (caller, receipt) = t.submitted_in(1, "430102").await;
        let (id, officer) = (application(&caller), officer(t).await);
        let visit = t.service.book_visit(&caller, "changsha", "2026-12-02".parse().unwrap(), "09:30".parse().unwrap()).await.unwrap();
        let number = document_no(1).expose().to_owned();
        for typed in [
            receipt.number.clone(),
            receipt.number.to_lowercase().replace('-', " "),
            format!("https://example.org/verify/{}", receipt.number),
            visit.code.clone(),
            visit.code.replace('-', ""),
            number.clone(),
            format!(" {number} "),
        ] {
            assert_eq!(t.service.find_at_desk(&officer, &typed).await.unwrap(), id, "{typed}");
        }
        for typed in [&number[..17], &number[..6], "张三", "YY-00000-00000", document_no(2).expose(), "%", &"1".repeat(500)] {
            assert_eq!(refusal(t.service.find_at_desk(&officer, typed).await), ProblemCode::DeskNotFound, "{typed}");
        }
        assert_eq!(refusal(t.service.find_at_desk(&officer, " ").await), ProblemCode::FieldMissing);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'desk.searched'").await, 14);
        let quoted = format!("SELECT COUNT(*) FROM audit WHERE detail LIKE '%{number}%' OR detail LIKE '%{}%'", visit.code);
        assert_eq!(count(t, &quoted).await, 0, "what was typed is not written down");
    }

    async fn other_places_and_other_roles_are_refused(t) {
        let caller = t.submitted(1).await;
        let (id, neighbour) = (application(&caller), t.staff(Role::DeskOfficer, Some("430200")).await);
        let number = document_no(1).expose().to_owned();
        assert_eq!(refusal(t.service.find_at_desk(&neighbour, &number).await), ProblemCode::DeskNotFound);
        assert_eq!(refusal(t.service.open_at_desk(&neighbour, id).await), ProblemCode::NotPermitted);
        assert_eq!(refusal(t.service.confirm_at_desk(&neighbour, id, 1, ALL, "").await), ProblemCode::NotPermitted);
        assert_eq!(refusal(t.service.refuse_at_desk(&neighbour, id, 1, reason(), "").await), ProblemCode::NotPermitted);
        let photo = t.service.submit_photo_at_desk(&neighbour, id, b"good other".to_vec(), None, None).await;
        assert_eq!(refusal(photo), ProblemCode::NotPermitted);
        let abroad = hired(t, &whole(), Role::DeskOfficer, None, None).await;
        assert_eq!(refusal(t.service.open_at_desk(&abroad, id).await), ProblemCode::NotPermitted);
        for role in [Role::Reviewer, Role::SeniorReviewer, Role::Auditor, Role::ProvinceAdministrator] {
            let other = t.staff(role, Some("430100")).await;
            assert_eq!(refusal(t.service.find_at_desk(&other, &number).await), ProblemCode::NotPermitted);
            assert_eq!(refusal(t.service.open_at_desk(&other, id).await), ProblemCode::NotPermitted);
            assert_eq!(refusal(t.service.confirm_at_desk(&other, id, 1, ALL, "").await), ProblemCode::NotPermitted);
            assert_eq!(refusal(t.service.desk_day(&other, None).await), ProblemCode::NotPermitted);
        }
        assert_eq!(refusal(t.service.find_at_desk(&caller, &number).await), ProblemCode::SessionNeeded);
        assert_eq!(count(t, "SELECT COUNT(*) FROM desk_check").await, 0);
    }

    async fn whoever_chose_the_office_is_approved_only_after_it(t) {
        let caller = at_office(t, 1).await;
        let (id, province) = (application(&caller), proof().province);
        let reviewer = t.reviewer_of(&province).await;
        let officer = hired(t, &province, Role::DeskOfficer, Some("430100"), None).await;
        assert!(t.service.in_person(&caller).await.unwrap().awaited);
        let early = t.approve(&reviewer, id).await;
        assert_eq!(refusal(early), ProblemCode::DeskNeeded);
        t.service.release_case(&reviewer, id).await.unwrap();

        let case = opened(t, &officer, id).await;
        assert!(case.awaited && case.obstacle.is_none());
        assert_eq!(case.person.unwrap().name.expose(), "张三");
        t.service.confirm_at_desk(&officer, id, case.version, ALL, "card renewed").await.unwrap();
        let seen = t.service.in_person(&caller).await.unwrap();
        let record = seen.record.unwrap();
        assert_eq!((seen.awaited, record.outcome, record.note), (false, DeskOutcome::Confirmed, None));
        assert!(record.officer.is_empty(), "candidates do not read who of the staff it was");
        assert_eq!(opened(t, &officer, id).await.record.unwrap().note.as_deref(), Some("card renewed"));

        t.approve(&reviewer, id).await.unwrap();
        assert_eq!(t.service.status(&caller).await.unwrap().state, State::Approved);
    }

    async fn seeing_somebody_stands_for_card_and_face(t) {
        let caller = t.newcomer(1).await.caller;
        let officer = hired(t, &whole(), Role::DeskOfficer, Some("430102"), None).await;
        let id = application(&caller);
        let case = opened(t, &officer, id).await;
        assert_eq!((state(&case, Item::Card), state(&case, Item::Face)), (ItemState::Missing, ItemState::Missing));
        let unseen = t.service.confirm_at_desk(&officer, id, case.version, ALL, "").await;
        assert_eq!(refusal(unseen), ProblemCode::DeskPhotoMissing);
        match t.service.submit_photo_at_desk(&officer, id, b"good at the desk".to_vec(), None, None).await.unwrap() {
            PhotoOutcome::Kept(_) => {}
            PhotoOutcome::Refused(refused) => panic!("{refused:?}"),
        }
        let case = opened(t, &officer, id).await;
        t.service.confirm_at_desk(&officer, id, case.version, ALL, "").await.unwrap();
        let case = opened(t, &officer, id).await;
        assert_eq!((state(&case, Item::Card), state(&case, Item::Face)), (ItemState::Provided, ItemState::Provided));
        assert!(!case.awaited);
    }

    async fn every_box_has_to_be_ticked_and_nothing_may_have_changed(t) {
        let (caller, officer) = (t.submitted(1).await, officer(t).await);
        let id = application(&caller);
        let version = opened(t, &officer, id).await.version;
        for missing in [
            Checks { present: false, ..ALL },
            Checks { genuine: false, ..ALL },
            Checks { compared: false, ..ALL },
            Checks { data: false, ..ALL },
        ] {
            let refused = t.service.confirm_at_desk(&officer, id, version, missing, "").await;
            assert_eq!(refusal(refused), ProblemCode::DeskChecksMissing);
        }
        let long = t.service.confirm_at_desk(&officer, id, version, ALL, &"x".repeat(501)).await;
        assert_eq!(refusal(long), ProblemCode::FieldTooLong);
        t.photo(&caller, b"good other photo").await;
        let stale = t.service.confirm_at_desk(&officer, id, version, ALL, "").await;
        assert_eq!(refusal(stale), ProblemCode::Conflict);
        assert_eq!(count(t, "SELECT COUNT(*) FROM desk_check").await, 0);
    }

    async fn one_of_several_officers_confirms(t) {
        let (caller, officer) = (t.submitted(1).await, officer(t).await);
        let id = application(&caller);
        let version = opened(t, &officer, id).await.version;
        let results = at_once(6, |_| {
            let (service, officer) = (t.service.clone(), officer.clone());
            async move { service.confirm_at_desk(&officer, id, version, ALL, "").await }
        })
        .await;
        assert_eq!(successes(results, ProblemCode::Conflict), 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM desk_check").await, 1);
    }

    async fn a_case_that_a_reviewer_has_is_not_touched(t) {
        let (caller, officer, reviewer) = (t.submitted(1).await, officer(t).await, t.reviewer().await);
        let id = application(&caller);
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = opened(t, &officer, id).await;
        assert_eq!(case.obstacle.map(|problem| problem.code), Some(ProblemCode::CaseTaken));
        let refused = t.service.confirm_at_desk(&officer, id, case.version, ALL, "").await;
        assert_eq!(refusal(refused), ProblemCode::CaseTaken);
        let refused = t.service.refuse_at_desk(&officer, id, case.version, reason(), "").await;
        assert_eq!(refusal(refused), ProblemCode::CaseTaken);
        let refused = t.service.submit_photo_at_desk(&officer, id, b"good other".to_vec(), None, None).await;
        assert_eq!(refusal(refused), ProblemCode::CaseTaken);
        t.advance(Span::hours(3));
        t.service.confirm_at_desk(&officer, id, case.version, ALL, "").await.unwrap();
    }

    async fn whoever_entered_something_does_not_review(t) {
        let (caller, officer) = (t.submitted(1).await, officer(t).await);
        let id = application(&caller);
        t.service.submit_photo_at_desk(&officer, id, b"good at the desk".to_vec(), None, None).await.unwrap();
        let Who::Staff { staff, name, jurisdiction, stage, .. } = officer.who.clone() else { panic!("staff") };
        let promoted = Caller { who: Who::Staff { staff, name, role: Role::Reviewer, jurisdiction, stage }, ..officer };
        assert_eq!(refusal(t.service.take_case(&promoted, id).await), ProblemCode::CaseEntered);
        assert_eq!(refusal(t.service.take_next_case(&promoted).await), ProblemCode::QueueEmpty);
    }

    async fn a_refusal_is_read_by_the_candidate_and_undone_by_coming_again(t) {
        let caller = t.newcomer(1).await.caller;
        t.photo(&caller, b"good photo").await;
        t.service.face_at_office(&caller).await.unwrap();
        let officer = hired(t, &whole(), Role::DeskOfficer, None, None).await;
        let id = application(&caller);
        let version = opened(t, &officer, id).await.version;
        let unknown = ReasonCode("made.up".to_owned());
        let refused = t.service.refuse_at_desk(&officer, id, version, unknown, "").await;
        assert_eq!(refusal(refused), ProblemCode::ReasonNeeded);
        t.service.refuse_at_desk(&officer, id, version, reason(), "looks like another person").await.unwrap();
        let record = t.service.in_person(&caller).await.unwrap().record.unwrap();
        assert_eq!((record.outcome, record.reason, record.note), (DeskOutcome::Refused, Some(reason()), None));
        let case = opened(t, &officer, id).await;
        assert_eq!(state(&case, Item::Face), ItemState::Missing, "another way can be chosen");
        t.service.confirm_at_desk(&officer, id, case.version, ALL, "").await.unwrap();
        let record = t.service.in_person(&caller).await.unwrap().record.unwrap();
        assert_eq!(record.outcome, DeskOutcome::Confirmed);
    }

    async fn what_was_handed_in_and_refused_at_the_desk_is_not_approved(t) {
        let caller = at_office(t, 1).await;
        let (id, province) = (application(&caller), proof().province);
        let officer = hired(t, &province, Role::DeskOfficer, None, None).await;
        let version = opened(t, &officer, id).await.version;
        t.service.confirm_at_desk(&officer, id, version, ALL, "").await.unwrap();
        t.service.refuse_at_desk(&officer, id, version + 1, reason(), "").await.unwrap();
        let reviewer = t.reviewer_of(&province).await;
        let approved = t.approve(&reviewer, id).await;
        assert_eq!(refusal(approved), ProblemCode::DeskNeeded);
    }

    async fn another_document_has_to_be_seen_again(t) {
        let caller = t.newcomer(1).await.caller;
        t.photo(&caller, b"good photo").await;
        t.service.face_at_office(&caller).await.unwrap();
        let officer = hired(t, &whole(), Role::DeskOfficer, None, None).await;
        let id = application(&caller);
        let version = opened(t, &officer, id).await.version;
        t.service.confirm_at_desk(&officer, id, version, ALL, "").await.unwrap();
        t.service.change_document(&caller, document(DOCUMENTS[0])).await.unwrap();
        let seen = t.service.in_person(&caller).await.unwrap();
        assert_eq!((seen.record, seen.awaited), (None, true));
    }

    async fn the_photograph_taken_at_the_desk_takes_the_place_of_the_other(t) {
        let (caller, officer) = (t.submitted(1).await, officer(t).await);
        let id = application(&caller);
        let before = t.service.status(&caller).await.unwrap().photo;
        let refused = t.service.submit_photo_at_desk(&officer, id, b"blurred".to_vec(), None, None).await.unwrap();
        assert!(matches!(refused, PhotoOutcome::Refused(_)));
        assert!(opened(t, &officer, id).await.photo_refusal.is_some());
        assert_eq!(t.service.status(&caller).await.unwrap().photo, before, "a refused picture changes nothing");
        t.service.submit_photo_at_desk(&officer, id, b"good at the desk".to_vec(), None, None).await.unwrap();
        let photo = t.service.status(&caller).await.unwrap().photo.unwrap();
        assert_ne!(Some(photo), before);
        assert!(t.service.photo_file(&officer, photo).await.unwrap().starts_with(b"good at the desk seen by "));
        let neighbour = t.staff(Role::DeskOfficer, Some("430200")).await;
        assert_eq!(refusal(t.service.photo_file(&neighbour, photo).await), ProblemCode::NotPermitted);
    }

    async fn the_days_list_shows_the_own_place_masked(t) {
        let (caller, officer) = (t.submitted(1).await, officer(t).await);
        let day = "2026-12-02".parse().unwrap();
        t.service.book_visit(&caller, "changsha", day, "09:30".parse().unwrap()).await.unwrap();
        let list = t.service.desk_day(&officer, Some(day)).await.unwrap();
        let offices: Vec<_> = list.offices.iter().map(|(code, open, visitors)| (code.as_str(), *open, visitors.len())).collect();
        assert_eq!(offices, [("changsha", true, 1), ("changsha-west", true, 0)]);
        let visitor = &list.offices[0].2[0];
        assert!(visitor.document_masked.contains("**") && visitor.outcome.is_none());
        let version = opened(t, &officer, application(&caller)).await.version;
        t.service.confirm_at_desk(&officer, application(&caller), version, ALL, "").await.unwrap();
        let list = t.service.desk_day(&officer, Some(day)).await.unwrap();
        assert_eq!(list.offices[0].2[0].outcome, Some(DeskOutcome::Confirmed));
        let neighbour = t.staff(Role::DeskOfficer, Some("430200")).await;
        let list = t.service.desk_day(&neighbour, Some(day)).await.unwrap();
        assert!(list.offices.iter().all(|(code, _, visitors)| code == "zhuzhou" && visitors.is_empty()));
        let county = t.staff(Role::DeskOfficer, Some("430103")).await;
        let list = t.service.desk_day(&county, Some(day)).await.unwrap();
        assert!(list.offices.iter().all(|(_, _, visitors)| visitors.is_empty()), "visitors of another county");
    }

    /// Whoever knows the ids only, found somebody long ago, or works beside who found them, sees neither case nor photograph.
    async fn only_who_is_here_is_opened_and_their_photograph_shown_for_a_while(t) {
        let caller = t.submitted(1).await;
        let (id, officer) = (application(&caller), officer(t).await);
        let colleague = hired(t, &province(), Role::DeskOfficer, Some("430100"), None).await;
        let photo = t.service.status(&caller).await.unwrap().photo.unwrap();
        let guess = at_once(4, |_| {
            let (service, officer) = (t.service.clone(), officer.clone());
            async move { service.photo_file(&officer, photo).await }
        }).await;
        assert_eq!(successes(guess, ProblemCode::DeskNotHere), 0);
        assert_eq!(refusal(t.service.open_at_desk(&officer, id).await), ProblemCode::DeskNotHere);
        opened(t, &officer, id).await;
        t.service.photo_file(&officer, photo).await.unwrap();
        assert_eq!(refusal(t.service.photo_file(&colleague, photo).await), ProblemCode::DeskNotHere);
        t.advance(Span::minutes(61));
        assert_eq!(refusal(t.service.photo_file(&officer, photo).await), ProblemCode::DeskNotHere);
        assert_eq!(refusal(t.service.open_at_desk(&officer, id).await), ProblemCode::DeskNotHere);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'photo.read'").await, 1, "what was refused was not read");
    }

    async fn who_has_a_visit_today_is_opened_from_the_list(t) {
        let caller = t.submitted(1).await;
        let (id, officer) = (application(&caller), officer(t).await);
        t.service.book_visit(&caller, "changsha", "2026-12-02".parse().unwrap(), "09:30".parse().unwrap()).await.unwrap();
        assert_eq!(refusal(t.service.open_at_desk(&officer, id).await), ProblemCode::DeskNotHere, "not today");
        t.clock.set(Timestamp::from_beijing("2026-12-02T09:00:00".parse().unwrap()).unwrap());
        let officer = hired(t, &province(), Role::DeskOfficer, Some("430100"), None).await;
        t.service.open_at_desk(&officer, id).await.unwrap();
    }
}
