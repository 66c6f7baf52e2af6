//! Continuing on another device: who comes in by an invitation, who does not, and who decides.

use crate::support::*;
use enrolment::{
    Caller, Error, Who,
    handoff::{Claim, Follow, Invitation, Standing},
    session::{Scope, SignedIn},
};
use shared::{
    enrolment::{Item, ItemState},
    handoff::HandoffState,
    problem::ProblemCode,
    time::Span,
};

/// A phone that nobody knows opens an invitation.
async fn open(t: &Bench, invitation: &Invitation) -> Result<Claim, Error> {
    t.service.claim_invitation(&t.guest().await, &province(), &invitation.token).await
}

/// A phone that comes in.
async fn phone_in(t: &Bench, pc: &Caller) -> SignedIn {
    let invitation = t.service.invite_device(pc).await.unwrap();
    entered(open(t, &invitation).await.unwrap())
}

fn entered(claim: Claim) -> SignedIn {
    match claim {
        Claim::Entered(signed_in) => signed_in,
        other => panic!("{other:?}"),
    }
}

async fn alive(t: &Bench, signed_in: &SignedIn) -> bool {
    t.service.find_session(signed_in.token.expose()).await.unwrap().is_some()
}

async fn follow(t: &Bench, pc: &Caller) -> Follow {
    t.service.follow(pc).await.unwrap()
}

/// A phone at work, and another one that asks by a new invitation.
async fn asking(t: &Bench, pc: &Caller) -> (SignedIn, Invitation, Caller) {
    let first = phone_in(t, pc).await;
    let invitation = t.service.invite_device(pc).await.unwrap();
    let second = t.guest().await;
    let claim = t.service.claim_invitation(&second, &province(), &invitation.token).await.unwrap();
    assert_eq!(claim, Claim::Asking);
    (first, invitation, second)
}

both! {
    async fn an_invitation_opens_the_same_application_once_for_evidence_only(t) {
        let pc = t.candidate(1).await;
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::NotInvited);
        let invitation = t.service.invite_device(&pc).await.unwrap();
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Waiting);
        let opened = entered(open(t, &invitation).await.unwrap());
        let (Who::Candidate { enrolment, .. }, Who::Candidate { enrolment: own, scope, .. }) = (&pc.who, &opened.caller.who)
        else { panic!("no candidate") };
        assert_eq!((enrolment, *scope), (own, Scope::Evidence));
        let now = follow(t, &pc).await;
        assert_eq!((now.handoff, now.connected_since), (HandoffState::Opened, Some(START)));
        assert_eq!(refusal(open(t, &invitation).await), ProblemCode::HandoffExpired);
        assert!(alive(t, &opened).await);
        assert_eq!(refusal(t.service.invite_device(&opened.caller).await), ProblemCode::SessionLimited);
        assert_eq!(refusal(t.service.follow(&opened.caller).await), ProblemCode::SessionLimited);
        assert_eq!(refusal(t.service.revoke_devices(&opened.caller).await), ProblemCode::SessionLimited);
    }

    async fn looking_at_an_invitation_changes_nothing(t) {
        let pc = t.candidate(1).await;
        let invitation = t.service.invite_device(&pc).await.unwrap();
        for _ in 0..3 {
            let look = t.service.look_at_invitation(None, &province(), &invitation.token).await.unwrap();
            assert_eq!(look.standing, Standing::Open);
            let (document, items) = look.about.unwrap();
            assert!(!document.masked.contains(&document_no(1).expose()[6..14]), "masked: {document:?}");
            assert_eq!(items, [Item::Photo]);
        }
        let own = t.service.look_at_invitation(Some(&pc), &province(), &invitation.token).await.unwrap();
        assert_eq!((own.standing, own.about), (Standing::AlreadyIn, None));
        assert_eq!(t.service.claim_invitation(&pc, &province(), &invitation.token).await.unwrap(), Claim::AlreadyIn);
        entered(open(t, &invitation).await.unwrap());
        let used = t.service.look_at_invitation(None, &province(), &invitation.token).await.unwrap();
        assert_eq!((used.standing, used.about), (Standing::Dead(ProblemCode::HandoffExpired), None));
    }

    async fn opened_at_the_same_moment_it_opens_once(t) {
        let pc = t.candidate(1).await;
        let invitation = t.service.invite_device(&pc).await.unwrap();
        let mut phones = Vec::new();
        for _ in 0..12 {
            phones.push(t.guest().await);
        }
        let results = at_once(12, |n| {
            let (service, token, phone) = (t.service.clone(), invitation.token.clone(), phones[n as usize].clone());
            async move { service.claim_invitation(&phone, &province(), &token).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::HandoffExpired), 1);
    }

    async fn two_phones_ask_at_the_same_moment_and_one_is_let_in(t) {
        let pc = t.candidate(1).await;
        let first = phone_in(t, &pc).await;
        let invitation = t.service.invite_device(&pc).await.unwrap();
        let phones = [t.guest().await, t.guest().await, t.guest().await];
        let results = at_once(3, |n| {
            let (service, token, phone) = (t.service.clone(), invitation.token.clone(), phones[n as usize].clone());
            async move { service.claim_invitation(&phone, &province(), &token).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::HandoffExpired), 1);
        t.service.allow_device(&pc, invitation.id).await.unwrap();
        assert!(!alive(t, &first).await, "the phone that was at work is out");
        let results = at_once(3, |n| {
            let (service, token, phone) = (t.service.clone(), invitation.token.clone(), phones[n as usize].clone());
            async move { service.claim_invitation(&phone, &province(), &token).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::HandoffExpired), 1);
    }

    async fn an_invitation_expires(t) {
        let pc = t.candidate(1).await;
        let invitation = t.service.invite_device(&pc).await.unwrap();
        t.advance(Span::minutes(5));
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Expired);
        assert_eq!(refusal(open(t, &invitation).await), ProblemCode::HandoffExpired);
    }

    async fn a_new_invitation_ends_the_old_one(t) {
        let pc = t.candidate(1).await;
        let old = t.service.invite_device(&pc).await.unwrap();
        let new = t.service.invite_device(&pc).await.unwrap();
        assert_eq!(refusal(open(t, &old).await), ProblemCode::HandoffExpired);
        let now = follow(t, &pc).await;
        assert_eq!((now.handoff, now.invitation), (HandoffState::Waiting, Some(new.id)));
        entered(open(t, &new).await.unwrap());
    }

    async fn made_at_the_same_moment_one_invitation_works(t) {
        let pc = t.candidate(1).await;
        let made = at_once(6, |_| {
            let (service, pc) = (t.service.clone(), pc.clone());
            async move { service.invite_device(&pc).await.unwrap() }
        }).await;
        let mut opened = 0;
        for invitation in made {
            opened += u32::from(open(t, &invitation).await.is_ok());
        }
        assert_eq!(opened, 1);
    }

    async fn an_invitation_dies_with_the_session_that_made_it_and_a_phone_at_work_goes_on(t) {
        let pc = t.candidate(1).await;
        let phone = phone_in(t, &pc).await;
        let invitation = t.service.invite_device(&pc).await.unwrap();
        t.service.end_session(&pc).await.unwrap();
        assert_eq!(refusal(open(t, &invitation).await), ProblemCode::HandoffAbandoned);
        let look = t.service.look_at_invitation(None, &province(), &invitation.token).await.unwrap();
        assert_eq!(look.standing, Standing::Dead(ProblemCode::HandoffAbandoned));
        assert!(alive(t, &phone).await);
        t.photo(&phone.caller, b"good photo").await;
        assert_eq!(refusal(t.service.follow(&pc).await), ProblemCode::SessionExpired);
    }

    async fn a_second_phone_waits_for_the_first_device(t) {
        let pc = t.candidate(1).await;
        let (first, invitation, second) = asking(t, &pc).await;
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Asking);
        let again = t.service.claim_invitation(&second, &province(), &invitation.token).await.unwrap();
        assert_eq!(again, Claim::Asking);
        assert_eq!(refusal(open(t, &invitation).await), ProblemCode::HandoffExpired, "a third phone");
        assert!(alive(t, &first).await);
        t.service.allow_device(&pc, invitation.id).await.unwrap();
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Allowed);
        assert!(!alive(t, &first).await);
        assert_eq!(refusal(open(t, &invitation).await), ProblemCode::HandoffExpired, "not the browser that asked");
        let new = entered(t.service.claim_invitation(&second, &province(), &invitation.token).await.unwrap());
        assert!(alive(t, &new).await);
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Opened);
        t.service.allow_device(&pc, invitation.id).await.unwrap();
        assert!(alive(t, &new).await, "a second yes ends nobody's work");
        assert_eq!(refusal(t.service.refuse_device(&pc, invitation.id).await), ProblemCode::HandoffExpired);
    }

    async fn allowed_and_refused_at_the_same_moment_one_answer_counts(t) {
        let pc = t.candidate(1).await;
        let (first, invitation, second) = asking(t, &pc).await;
        at_once(6, |n| {
            let (service, pc, id) = (t.service.clone(), pc.clone(), invitation.id);
            async move {
                let _ = if n % 2 == 0 { service.allow_device(&pc, id).await } else { service.refuse_device(&pc, id).await };
            }
        }).await;
        // a no always ends it, whichever came first
        let end = t.service.claim_invitation(&second, &province(), &invitation.token).await;
        assert_eq!(refusal(end), ProblemCode::HandoffRefused);
        let _ = alive(t, &first).await;
    }

    async fn a_refused_phone_stays_out(t) {
        let pc = t.candidate(1).await;
        let (first, invitation, second) = asking(t, &pc).await;
        t.service.refuse_device(&pc, invitation.id).await.unwrap();
        t.service.refuse_device(&pc, invitation.id).await.unwrap();
        let refused = t.service.claim_invitation(&second, &province(), &invitation.token).await;
        assert_eq!(refusal(refused), ProblemCode::HandoffRefused);
        assert_eq!(refusal(open(t, &invitation).await), ProblemCode::HandoffExpired);
        assert!(alive(t, &first).await);
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Opened);
        assert_eq!(refusal(t.service.allow_device(&pc, invitation.id).await), ProblemCode::HandoffExpired);
    }

    async fn a_phone_that_asked_and_vanished_leaves_the_way_free(t) {
        let pc = t.candidate(1).await;
        let (_, invitation, second) = asking(t, &pc).await;
        t.service.end_session(&second).await.unwrap();
        t.service.allow_device(&pc, invitation.id).await.unwrap();
        t.advance(Span::minutes(5));
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Expired);
        phone_in(t, &pc).await;
    }

    async fn nobody_answers_and_the_question_is_over(t) {
        let pc = t.candidate(1).await;
        let (first, invitation, second) = asking(t, &pc).await;
        t.advance(Span::minutes(5));
        assert_eq!(refusal(t.service.allow_device(&pc, invitation.id).await), ProblemCode::HandoffExpired);
        let late = t.service.claim_invitation(&second, &province(), &invitation.token).await;
        assert_eq!(refusal(late), ProblemCode::HandoffExpired);
        assert!(alive(t, &first).await);
    }

    async fn nobody_answers_for_somebody_else(t) {
        let (pc, other) = (t.candidate(1).await, t.candidate(2).await);
        let (first, invitation, _) = asking(t, &pc).await;
        assert_eq!(refusal(t.service.allow_device(&other, invitation.id).await), ProblemCode::HandoffExpired);
        assert_eq!(refusal(t.service.refuse_device(&other, invitation.id).await), ProblemCode::HandoffExpired);
        assert_eq!(refusal(t.service.allow_device(&first.caller, invitation.id).await), ProblemCode::SessionLimited);
        t.service.revoke_devices(&other).await.unwrap();
        assert!(alive(t, &first).await);
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Asking);
    }

    async fn revoking_ends_the_phone_and_what_is_open(t) {
        let pc = t.candidate(1).await;
        let (first, invitation, second) = asking(t, &pc).await;
        t.service.revoke_devices(&pc).await.unwrap();
        assert!(!alive(t, &first).await);
        let claim = t.service.claim_invitation(&second, &province(), &invitation.token).await;
        assert_eq!(refusal(claim), ProblemCode::HandoffExpired);
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Revoked);
        let new = phone_in(t, &pc).await;
        t.service.revoke_devices(&pc).await.unwrap();
        assert!(!alive(t, &new).await);
        assert_eq!(follow(t, &pc).await.handoff, HandoffState::Revoked);
    }

    async fn revoked_and_opened_at_the_same_moment_no_phone_stays_unseen(t) {
        let pc = t.candidate(1).await;
        let invitation = t.service.invite_device(&pc).await.unwrap();
        let phones = [t.guest().await, t.guest().await];
        let results = at_once(3, |n| {
            let (service, pc, token) = (t.service.clone(), pc.clone(), invitation.token.clone());
            let phone = phones[n as usize % 2].clone();
            async move {
                if n == 2 {
                    service.revoke_devices(&pc).await.unwrap();
                    return None;
                }
                service.claim_invitation(&phone, &province(), &token).await.ok()
            }
        }).await;
        let inside = results.into_iter().flatten().map(entered).next();
        let now = follow(t, &pc).await;
        let stays = match &inside {
            Some(phone) => alive(t, phone).await,
            None => false,
        };
        // revoked after it was opened: out; before: it could not be opened
        assert!(!stays, "{now:?}");
        assert_eq!(now.handoff, HandoffState::Revoked);
    }

    async fn an_invitation_is_for_its_province_and_made_by_candidates(t) {
        let pc = t.candidate(1).await;
        let invitation = t.service.invite_device(&pc).await.unwrap();
        let hunan = "hunan".parse().unwrap();
        let elsewhere = t.service.claim_invitation(&t.guest().await, &hunan, &invitation.token).await;
        assert_eq!(refusal(elsewhere), ProblemCode::HandoffExpired);
        let look = t.service.look_at_invitation(None, &hunan, &invitation.token).await.unwrap();
        assert_eq!(look.standing, Standing::Dead(ProblemCode::HandoffExpired));
        assert_eq!(refusal(t.service.invite_device(&t.guest().await).await), ProblemCode::SessionNeeded);
        t.advance(Span::hours(25));
        t.service.sweep().await.unwrap();
        let gone = t.service.look_at_invitation(None, &province(), &invitation.token).await.unwrap();
        assert_eq!(gone.standing, Standing::Dead(ProblemCode::HandoffExpired));
    }

    async fn the_first_device_sees_what_the_phone_gave(t) {
        let pc = t.candidate(1).await;
        let phone = phone_in(t, &pc).await;
        let before = follow(t, &pc).await;
        assert_eq!(before.items.iter().map(|own| (own.item, own.state)).collect::<Vec<_>>(), [(Item::Photo, ItemState::Missing)]);
        assert!(!before.all_done);
        t.photo(&phone.caller, b"good photo").await;
        let after = follow(t, &pc).await;
        assert_eq!((after.items[0].state, after.all_done), (ItemState::Provided, true));
    }
}
