//! Demonstration data.

use crate::support::*;
use shared::time::Span;

both! {
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

    async fn outside_the_window_the_demo_has_staff_only(t) {
        t.clock.set(hunan().windows[1].closes_at + Span::days(1));
        let accounts = t.service.seed_demo(&province()).await.unwrap();
        let guest = t.guest().await;
        let (login, password) = (&accounts[0].login, accounts[0].password.to_owned().into());
        let staff = t.service.sign_in_staff(&guest, login, password, ADDRESS).await.unwrap().caller;
        assert_eq!(t.counts(&staff).await.waiting, 0);
    }
}
