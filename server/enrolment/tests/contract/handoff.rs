//! Continuing on another device.

use crate::support::*;
use enrolment::{Caller, Who, session::Scope};
use shared::{handoff::HandoffState, problem::ProblemCode, time::Span};

both! {
    async fn an_invitation_opens_the_same_application_once(t) {
        let caller = t.candidate(1).await;
        assert_eq!(t.service.invitation_state(&caller).await.unwrap(), None);
        let invitation = t.service.invite_device(&caller).await.unwrap();
        assert_eq!(t.service.invitation_state(&caller).await.unwrap(), Some(HandoffState::Waiting));
        let opened = t.service.claim_invitation(&province(), &invitation.token).await.unwrap();
        let of = |caller: &Caller| match &caller.who {
            Who::Candidate { enrolment, scope, .. } => Some((*enrolment, *scope)),
            Who::Guest | Who::Staff { .. } => None,
        };
        assert_eq!(of(&opened.caller), of(&caller).map(|(enrolment, _)| (enrolment, Scope::Evidence)));
        assert_ne!(opened.caller.session, caller.session);
        assert_eq!(t.service.invitation_state(&caller).await.unwrap(), Some(HandoffState::Opened));
        let again = t.service.claim_invitation(&province(), &invitation.token).await;
        assert_eq!(refusal(again), ProblemCode::HandoffExpired);
        assert!(t.service.find_session(opened.token.expose()).await.unwrap().is_some());
    }

    async fn opened_at_the_same_moment_it_opens_once(t) {
        let caller = t.candidate(1).await;
        let invitation = t.service.invite_device(&caller).await.unwrap();
        let results = at_once(12, |_| {
            let (service, token) = (t.service.clone(), invitation.token.clone());
            async move { service.claim_invitation(&province(), &token).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::HandoffExpired), 1);
    }

    async fn an_invitation_expires(t) {
        let caller = t.candidate(1).await;
        let invitation = t.service.invite_device(&caller).await.unwrap();
        t.advance(Span::minutes(5));
        assert_eq!(t.service.invitation_state(&caller).await.unwrap(), Some(HandoffState::Expired));
        let late = t.service.claim_invitation(&province(), &invitation.token).await;
        assert_eq!(refusal(late), ProblemCode::HandoffExpired);
    }

    async fn a_new_invitation_ends_the_old_one(t) {
        let caller = t.candidate(1).await;
        let old = t.service.invite_device(&caller).await.unwrap();
        let new = t.service.invite_device(&caller).await.unwrap();
        assert_eq!(refusal(t.service.claim_invitation(&province(), &old.token).await), ProblemCode::HandoffExpired);
        assert_eq!(t.service.invitation_state(&caller).await.unwrap(), Some(HandoffState::Waiting));
        t.service.claim_invitation(&province(), &new.token).await.unwrap();
    }

    async fn made_at_the_same_moment_one_invitation_works(t) {
        let caller = t.candidate(1).await;
        let made = at_once(6, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.invite_device(&caller).await.unwrap().token }
        }).await;
        let mut opened = 0;
        for token in made {
            opened += u32::from(t.service.claim_invitation(&province(), &token).await.is_ok());
        }
        assert_eq!(opened, 1);
    }

    async fn an_invitation_is_for_its_province_and_made_by_candidates(t) {
        let caller = t.candidate(1).await;
        let invitation = t.service.invite_device(&caller).await.unwrap();
        let hubei = "hubei".parse().unwrap();
        assert_eq!(refusal(t.service.claim_invitation(&hubei, &invitation.token).await), ProblemCode::HandoffExpired);
        assert_eq!(refusal(t.service.invite_device(&t.guest().await).await), ProblemCode::SessionNeeded);
        t.advance(Span::hours(25));
        t.service.sweep().await.unwrap();
        assert!(matches!(caller.who, Who::Candidate { .. }));
        assert_eq!(t.service.invitation_state(&caller).await.unwrap(), None);
    }
}
