//! A profile that changes while applications are under way: what is gone is said and chosen anew, and nobody is stuck.

use crate::{attachments::*, details, engines, support::*};
use enrolment::{Caller, Enrolment, submission::ItemStatus};
use shared::{
    enrolment::{Item, ItemState, State, Step},
    problem::ProblemCode,
    profile::{Level, Profile},
};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

async fn item(service: &Enrolment, caller: &Caller, item: Item) -> ItemStatus {
    let status = service.status(caller).await.unwrap();
    status.items.into_iter().find(|own| own.item == item).unwrap()
}

fn code(item: &ItemStatus) -> Option<ProblemCode> {
    item.problem.as_ref().map(|problem| problem.code)
}

both! {
    async fn a_dropped_step_keeps_nobody_from_handing_in(t) {
        let caller = t.newcomer(1).await.caller;
        t.service.save_details(&caller, details::details(1), None).await.unwrap();
        assert_eq!(refusal(t.service.submit_application(&caller, "form", consent()).await), ProblemCode::Incomplete);
        let steps = [Item::Document, Item::Details, Item::Attachments].map(Step::Provide).to_vec();
        let service = t.restarted(Profile { steps, reminder_secs: 0, ..hunan() }).await;
        let status = service.status(&caller).await.unwrap();
        let items: Vec<_> = status.items.iter().map(|own| own.item).collect();
        assert_eq!((items, status.steps_changed), (vec![Item::Document, Item::Details, Item::Attachments], true));
        let results = at_once(6, |n| {
            let (service, caller) = (service.clone(), caller.clone());
            async move { service.submit_application(&caller, &format!("tab {n}"), consent()).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::WrongState), 1);
        assert_eq!(engines::count(t, "SELECT COUNT(*) FROM enrolment_item").await, 3);
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!((status.state, status.items.len()), (State::Submitted, 3));
    }

    async fn what_was_given_for_a_dropped_step_stays(t) {
        let caller = t.prover(1, PLAIN).await;
        let steps = [Item::Document, Item::Details, Item::Attachments].map(Step::Provide).to_vec();
        let service = t.restarted(Profile { steps, reminder_secs: 0, ..proofs() }).await;
        service.submit_application(&caller, "form", consent()).await.unwrap();
        assert_eq!(item(&service, &caller, Item::Photo).await.state, ItemState::Provided);
    }

    async fn a_new_step_is_not_asked_of_those_under_way(t) {
        let caller = t.prover(1, PLAIN).await;
        let steps = [proofs().steps, vec![Step::Provide(Item::Face)]].concat();
        let service = t.restarted(Profile { steps, reminder_secs: 0, ..proofs() }).await;
        assert!(service.status(&caller).await.unwrap().steps_changed);
        service.submit_application(&caller, "form", consent()).await.unwrap();
    }

    async fn a_dropped_major_is_said_and_chosen_anew(t) {
        let caller = t.prover(1, PLAIN).await;
        assert_eq!(code(&item(&t.service, &caller, Item::Details).await), None);
        let mut profile = Profile { reminder_secs: 0, ..proofs() };
        profile.majors.retain(|major| major.code != PLAIN.major);
        let service = t.restarted(profile).await;
        let details = item(&service, &caller, Item::Details).await;
        assert_eq!((code(&details), details.open), (Some(ProblemCode::MajorUnknown), true));
        assert_eq!(refusal(service.open_reminder(&caller).await), ProblemCode::MajorUnknown);
        assert_eq!(refusal(service.submit_application(&caller, "form", consent()).await), ProblemCode::MajorUnknown);
        let saved = service.details_form(&caller).await.unwrap().saved.unwrap();
        let major = details::major("530701", "电子商务", Level::College);
        service.save_details(&caller, shared::details::Details { major, ..saved }, None).await.unwrap();
        service.submit_application(&caller, "form", consent()).await.unwrap();
    }

    async fn a_dropped_region_is_said_and_chosen_anew(t) {
        let caller = t.prover(1, PLAIN).await;
        let mut profile = Profile { reminder_secs: 0, ..proofs() };
        profile.regions.retain(|region| region.code != "430102");
        let service = t.restarted(profile).await;
        assert_eq!(code(&item(&service, &caller, Item::Details).await), Some(ProblemCode::RegionUnknown));
        assert_eq!(refusal(service.submit_application(&caller, "form", consent()).await), ProblemCode::RegionUnknown);
    }

    async fn a_proof_that_is_demanded_since_is_asked_for(t) {
        let caller = t.prover(1, PLAIN).await;
        let mut profile = Profile { reminder_secs: 0, ..proofs() };
        let major = profile.majors.iter_mut().find(|major| major.code == PLAIN.major).unwrap();
        major.proofs = vec!["工作证明".to_owned()];
        let service = t.restarted(profile).await;
        assert_eq!(code(&item(&service, &caller, Item::Attachments).await), Some(ProblemCode::AttachmentMissing));
        assert_eq!(refusal(service.submit_application(&caller, "form", consent()).await), ProblemCode::AttachmentMissing);
        let kind = format!("major.{}.1", PLAIN.major);
        let new = enrolment::attachments::NewAttachment { kind, description: None, replaces: None, bytes: PDF.to_vec() };
        service.add_attachment(&caller, new).await.unwrap();
        service.submit_application(&caller, "form", consent()).await.unwrap();
    }
}
