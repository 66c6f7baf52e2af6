//! Demonstration data.

use crate::support::*;
use enrolment::{Who, review::Holder, staff::Stage};
use shared::{evidence::FaceOutcome, profile::Level, review::Role, time::Span};

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
