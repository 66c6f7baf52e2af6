//! Accounts of staff as administrators keep them: only inside the own jurisdiction, never the own rights, never the last one;
//! also when several act at the same moment.

use crate::{
    staff_second_factor::{set_up, sign_in},
    support::*,
};
use enrolment::{
    Caller, Who,
    staff::{StaffChange, StaffFilter, StaffState, Stage},
};
use shared::{id::StaffId, problem::ProblemCode, review::Role};

fn of(role: Role, region: Option<&str>) -> StaffChange {
    StaffChange { name: "王安娜".to_owned(), role, region: region.map(str::to_owned), institution: None }
}

fn id(caller: &Caller) -> StaffId {
    match &caller.who {
        Who::Staff { staff, .. } => *staff,
        other => panic!("{other:?}"),
    }
}

async fn administrator(t: &Bench, region: Option<&str>) -> Caller {
    t.staff(Role::ProvinceAdministrator, region).await
}

both! {
    async fn an_account_that_is_made_begins_with_a_password_to_be_changed(t) {
        let admin = administrator(t, None).await;
        let hired = t.service.hire(&admin, " Anna.W ", of(Role::Reviewer, Some("430100"))).await.unwrap();
        let guest = t.guest().await;
        let password = hired.password.expose().to_owned().into();
        let anna = t.service.sign_in_staff(&guest, "anna.w", password, ADDRESS).await.unwrap().caller;
        assert_eq!((id(&anna), anna.stage()), (hired.staff, Some(Stage::Password)));
        let again = t.service.hire(&admin, "ANNA.w", of(Role::Auditor, None)).await;
        assert_eq!(refusal(again), ProblemCode::Conflict);
    }

    async fn only_administrators_keep_accounts(t) {
        let target = id(&t.reviewer().await);
        for role in Role::ALL.iter().filter(|role| **role != Role::ProvinceAdministrator) {
            let caller = t.staff(*role, None).await;
            let denied = ProblemCode::NotPermitted;
            assert_eq!(refusal(t.service.staff_page(&caller, &StaffFilter::default(), None).await), denied);
            assert_eq!(refusal(t.service.staff_member(&caller, target).await), denied);
            assert_eq!(refusal(t.service.hire(&caller, "new.one", of(Role::Reviewer, None)).await), denied);
            assert_eq!(refusal(t.service.change_staff(&caller, target, 1, of(Role::Reviewer, None)).await), denied);
            assert_eq!(refusal(t.service.disable_staff(&caller, target).await), denied);
            assert_eq!(refusal(t.service.enable_staff(&caller, target).await), denied);
            assert_eq!(refusal(t.service.reset_staff_password(&caller, target).await), denied);
            assert_eq!(refusal(t.service.reset_second_factor(&caller, target).await), denied);
        }
    }

    async fn an_administrator_of_a_prefecture_reaches_no_further(t) {
        let changsha = administrator(t, Some("430100")).await;
        let (above, beside) = (id(&administrator(t, None).await), id(&t.staff(Role::Reviewer, Some("430200")).await));
        let below = id(&t.staff(Role::Reviewer, Some("430102")).await);
        for target in [above, beside] {
            assert_eq!(refusal(t.service.staff_member(&changsha, target).await), ProblemCode::NotFound);
            assert_eq!(refusal(t.service.disable_staff(&changsha, target).await), ProblemCode::NotFound);
            assert_eq!(refusal(t.service.reset_staff_password(&changsha, target).await), ProblemCode::NotFound);
            let changed = t.service.change_staff(&changsha, target, 1, of(Role::Reviewer, Some("430102"))).await;
            assert_eq!(refusal(changed), ProblemCode::NotFound);
        }
        for region in [None, Some("430200")] {
            let made = t.service.hire(&changsha, "new.one", of(Role::Reviewer, region)).await;
            assert_eq!(refusal(made), ProblemCode::NotPermitted);
            let moved = t.service.change_staff(&changsha, below, 1, of(Role::Reviewer, region)).await;
            assert_eq!(refusal(moved), ProblemCode::NotPermitted);
        }
        let listed = t.service.staff_page(&changsha, &StaffFilter::default(), None).await.unwrap();
        assert!(listed.members.iter().all(|member| member.jurisdiction.region.as_deref().is_some_and(|code| code.starts_with("4301"))));
        t.service.change_staff(&changsha, below, 1, of(Role::SeniorReviewer, Some("430100"))).await.unwrap();
    }

    async fn nobody_changes_their_own_rights(t) {
        let changsha = administrator(t, Some("430100")).await;
        let own = id(&changsha);
        let refused = ProblemCode::StaffOwnRights;
        let raised = t.service.change_staff(&changsha, own, 1, of(Role::ProvinceAdministrator, Some("430100"))).await;
        assert_eq!(refusal(raised), refused);
        assert_eq!(refusal(t.service.disable_staff(&changsha, own).await), refused);
        assert_eq!(refusal(t.service.reset_staff_password(&changsha, own).await), refused);
        assert_eq!(refusal(t.service.reset_second_factor(&changsha, own).await), refused);
    }

    async fn a_disabled_account_loses_its_sessions_at_once_and_signs_in_again_when_enabled(t) {
        let admin = administrator(t, None).await;
        t.account("anna", Role::Reviewer, None).await;
        let guest = t.guest().await;
        let anna = t.service.sign_in_staff(&guest, "anna", PASSWORD.to_owned().into(), ADDRESS).await.unwrap();
        let target = id(&anna.caller);
        t.service.disable_staff(&admin, target).await.unwrap();
        assert!(t.service.find_session(anna.token.expose()).await.unwrap().is_none());
        let guest = t.guest().await;
        let refused = t.service.sign_in_staff(&guest, "anna", PASSWORD.to_owned().into(), ADDRESS).await;
        assert_eq!(refusal(refused), ProblemCode::SignInWrong);
        t.service.enable_staff(&admin, target).await.unwrap();
        assert!(t.service.find_session(anna.token.expose()).await.unwrap().is_none(), "the old session stays dead");
        sign_in(t, "anna").await;
    }

    async fn other_rights_and_a_reset_password_end_the_sessions_too(t) {
        let admin = administrator(t, None).await;
        t.account("anna", Role::Reviewer, None).await;
        for n in 0..2 {
            let guest = t.guest().await;
            let password = PASSWORD.to_owned().into();
            let anna = t.service.sign_in_staff(&guest, "anna", password, ADDRESS).await.unwrap();
            if n == 0 {
                let target = id(&anna.caller);
                t.service.change_staff(&admin, target, 1, of(Role::Auditor, None)).await.unwrap();
                let stale = t.service.change_staff(&admin, target, 1, of(Role::Operator, None)).await;
                assert_eq!(refusal(stale), ProblemCode::Conflict);
            } else {
                t.service.reset_staff_password(&admin, id(&anna.caller)).await.unwrap();
            }
            assert!(t.service.find_session(anna.token.expose()).await.unwrap().is_none());
        }
        let guest = t.guest().await;
        let old = t.service.sign_in_staff(&guest, "anna", PASSWORD.to_owned().into(), ADDRESS).await;
        assert_eq!(refusal(old), ProblemCode::SignInWrong);
    }

    async fn a_lost_phone_is_forgotten_by_an_administrator(t) {
        let admin = administrator(t, None).await;
        t.account("anna", Role::Reviewer, None).await;
        let anna = sign_in(t, "anna").await;
        let (_, codes, anna) = set_up(t, &anna).await;
        t.service.reset_second_factor(&admin, id(&anna)).await.unwrap();
        let anna = sign_in(t, "anna").await;
        assert_eq!(anna.stage(), Some(Stage::Full));
        let (_, _, _) = set_up(t, &anna).await;
        let half = sign_in(t, "anna").await;
        assert!(t.service.give_code(&half, &codes.expose()[0], ADDRESS).await.is_err(), "old recovery codes are gone");
    }

    async fn administrators_who_remove_each_other_at_the_same_moment_leave_one(t) {
        let admins = [administrator(t, None).await, administrator(t, None).await, administrator(t, None).await];
        let results = at_once(6, |n| {
            let (service, admins) = (t.service.clone(), admins.clone());
            let (actor, target) = (n as usize % 3, (n as usize + 1 + n as usize / 3) % 3);
            async move {
                let (actor, target) = (&admins[actor], id(&admins[target]));
                if n % 2 == 0 {
                    service.disable_staff(actor, target).await
                } else {
                    service.change_staff(actor, target, 1, of(Role::Auditor, None)).await
                }
            }
        }).await;
        assert!(results.iter().filter(|result| result.is_ok()).count() >= 2, "{results:?}");
        let mut left = 0;
        for admin in &admins {
            left += usize::from(t.service.hire(admin, &format!("new{left}"), of(Role::Reviewer, None)).await.is_ok());
        }
        assert_eq!(left, 1);
    }

    async fn an_operator_of_an_institution_and_nobody_else_has_one(t) {
        let admin = administrator(t, None).await;
        let with = |role, institution: Option<&str>| StaffChange { institution: institution.map(str::to_owned), ..of(role, Some("430100")) };
        let hire = async |role, institution| t.service.hire(&admin, "new.one", with(role, institution)).await;
        assert_eq!(refusal(hire(Role::InstitutionOperator, None).await), ProblemCode::FieldMissing);
        assert_eq!(refusal(hire(Role::InstitutionOperator, Some("no/such")).await), ProblemCode::FieldInvalid);
        assert_eq!(refusal(hire(Role::Reviewer, Some("X1")).await), ProblemCode::FieldInvalid);
        assert_eq!(refusal(hire(Role::InstitutionOperator, Some("nowhere")).await), ProblemCode::FieldInvalid);
        hire(Role::InstitutionOperator, Some("xiangjiang")).await.unwrap();
        let unknown = t.service.hire(&admin, "other", of(Role::Reviewer, Some("999999"))).await;
        assert_eq!(refusal(unknown), ProblemCode::RegionUnknown);
        for login in ["", "a", "with space", "名字", "a/b"] {
            assert!(t.service.hire(&admin, login, of(Role::Reviewer, None)).await.is_err(), "{login}");
        }
    }

    async fn the_list_is_filtered_and_goes_on_page_by_page(t) {
        let admin = administrator(t, None).await;
        for n in 0..5 {
            t.account(&format!("anna{n}"), Role::Reviewer, Some("430100")).await;
        }
        t.account("bao_x", Role::Auditor, None).await;
        let filter = StaffFilter { text: "ANNA".to_owned(), ..StaffFilter::default() };
        let first = t.service.staff_page(&admin, &filter, None).await.unwrap();
        let second = t.service.staff_page(&admin, &filter, first.next.clone()).await.unwrap();
        let logins: Vec<_> = first.members.iter().chain(&second.members).map(|member| member.login.clone()).collect();
        assert_eq!(logins, ["anna0", "anna1", "anna2", "anna3", "anna4"]);
        assert_eq!((first.members.len(), second.next), (3, None));
        t.service.disable_staff(&admin, first.members[0].id).await.unwrap();
        let count = async |filter: StaffFilter| t.service.staff_page(&admin, &filter, None).await.unwrap().members.len();
        assert_eq!(count(StaffFilter { state: Some(StaffState::Disabled), ..StaffFilter::default() }).await, 1);
        assert_eq!(count(StaffFilter { role: Some(Role::Auditor), ..StaffFilter::default() }).await, 1);
        assert_eq!(count(StaffFilter { text: "o_x".to_owned(), ..StaffFilter::default() }).await, 1);
        assert_eq!(count(StaffFilter { text: "a_x".to_owned(), ..StaffFilter::default() }).await, 0, "_ is no wildcard");
    }
}
