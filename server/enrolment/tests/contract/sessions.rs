//! Sessions and drafts.

use crate::support::*;
use enrolment::Who;
use shared::{problem::ProblemCode, review::Role, time::Span};

both! {
    /// A request that goes away at any moment gives a connection back that others can write with.
    async fn what_is_cut_off_while_it_begins_leaves_nothing_behind(t) {
        for step in 0..300 {
            let began = tokio::time::timeout(std::time::Duration::from_micros(step * 5), t.service.db().read()).await;
            drop(began);
        }
        for _ in 0..20 {
            t.guest().await;
        }
    }

    async fn a_token_finds_its_session_until_it_ends(t) {
        let started = t.service.start_session().await.unwrap();
        let found = t.service.find_session(started.token.expose()).await.unwrap();
        assert_eq!(found, Some(started.caller.clone()));
        assert_eq!(t.service.find_session("0000").await.unwrap(), None);
        t.service.end_session(&started.caller).await.unwrap();
        t.service.end_session(&started.caller).await.unwrap();
        assert_eq!(t.service.find_session(started.token.expose()).await.unwrap(), None);
    }

    async fn an_idle_session_ends_and_a_used_one_lives_on(t) {
        let started = t.service.start_session().await.unwrap();
        for _ in 0..3 {
            t.advance(Span::minutes(119));
            assert!(t.service.find_session(started.token.expose()).await.unwrap().is_some());
        }
        t.advance(Span::hours(2));
        assert_eq!(t.service.find_session(started.token.expose()).await.unwrap(), None);
    }

    async fn a_page_that_asks_by_itself_keeps_no_session_alive(t) {
        let started = t.service.start_session().await.unwrap();
        t.advance(Span::minutes(90));
        assert!(t.service.glimpse_session(started.token.expose()).await.unwrap().is_some());
        t.advance(Span::minutes(30));
        assert_eq!(t.service.glimpse_session(started.token.expose()).await.unwrap(), None);
    }

    async fn no_session_outlives_its_absolute_end(t) {
        let started = t.service.start_session().await.unwrap();
        for _ in 0..23 {
            t.advance(Span::hours(1));
            assert!(t.service.find_session(started.token.expose()).await.unwrap().is_some());
        }
        t.advance(Span::hours(1));
        assert_eq!(t.service.find_session(started.token.expose()).await.unwrap(), None);
        t.service.sweep().await.unwrap();
        assert_eq!(refusal(t.service.save_draft(&started.caller, "p", "{}").await), ProblemCode::SessionExpired);
    }

    async fn signing_in_changes_the_token_and_ends_the_old_one(t) {
        let guest = t.service.start_session().await.unwrap();
        t.account("anna", Role::Reviewer, None).await;
        let signed_in = t.service.sign_in_staff(&guest.caller, "anna", PASSWORD.to_owned().into(), ADDRESS).await.unwrap();
        assert_ne!(guest.token, signed_in.token);
        assert_eq!(t.service.find_session(guest.token.expose()).await.unwrap(), None);
        let found = t.service.find_session(signed_in.token.expose()).await.unwrap().unwrap();
        assert_eq!(found, signed_in.caller);
        assert!(matches!(found.who, Who::Staff { role: Role::Reviewer, .. }));
    }

    async fn a_draft_comes_back_to_its_session_and_page_only(t) {
        let (anna, bao) = (t.guest().await, t.guest().await);
        t.service.save_draft(&anna, "register", r#"{"phone":"13800138000"}"#).await.unwrap();
        t.service.save_draft(&anna, "register", r#"{"phone":"13800138001"}"#).await.unwrap();
        let draft = t.service.load_draft(&anna, "register").await.unwrap();
        assert_eq!(draft.as_deref(), Some(r#"{"phone":"13800138001"}"#));
        assert_eq!(t.service.load_draft(&anna, "photo").await.unwrap(), None);
        assert_eq!(t.service.load_draft(&bao, "register").await.unwrap(), None);
        t.service.drop_draft(&anna, "register").await.unwrap();
        assert_eq!(t.service.load_draft(&anna, "register").await.unwrap(), None);
        let long = "x".repeat(20_000);
        assert_eq!(refusal(t.service.save_draft(&anna, "register", &long).await), ProblemCode::FieldTooLong);
    }
}
