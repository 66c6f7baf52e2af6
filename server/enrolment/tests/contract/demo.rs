//! Demonstration data.

use crate::support::*;
use enrolment::{Who, staff::Stage};
use shared::{review::Role, time::Span};

both! {
    async fn the_demo_has_cases_and_accounts_that_work(t) {
        let accounts = t.service.seed_demo(&province()).await.unwrap();
        assert_eq!(t.service.seed_demo(&province()).await.unwrap(), accounts);
        let queue = async |n: usize| {
            let guest = t.guest().await;
            let (login, password) = (&accounts[n].login, accounts[n].password.to_owned().into());
            let staff = t.service.sign_in_staff(&guest, login, password, ADDRESS).await.unwrap().caller;
            t.service.queue(&staff, None).await.unwrap().waiting
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
        assert_eq!(t.service.queue(&staff, None).await.unwrap().waiting, 0);
    }
}
