//! Signatures of invented applications: names that were typed, sealed over everything that is written of them, as `signature` verifies it.

use super::{
    person::Person,
    rows::{Batch, CardRow, ConsentRow, DetailsRow, FaceRow},
    story::Story,
};
use crate::{
    Enrolment, Result,
    audit::{Action, Actor},
    card::CardRecord,
    clock,
    crypto::{DataKey, hex, sha256},
    demo::journey::PHOTO,
    signature::{self, Part, Parts, Waits, value},
};
use shared::{
    enrolment::{Item, ItemState},
    id::{CandidateId, EnrolmentId, Province, SignatureId},
    profile::{DecisionMode, Profile},
    signature::Method,
    time::{Span, Timestamp},
};

/// Whose application it is, and what they seal it with.
#[derive(Clone, Copy)]
pub(super) struct Signer<'a> {
    pub(super) candidate: CandidateId,
    pub(super) enrolment: EnrolmentId,
    pub(super) person: &'a Person,
    pub(super) key: &'a DataKey,
}

/// The signature that stands, where the story came so far; after everything else of the application was added to the batch.
pub(super) fn add(
    batch: &mut Batch,
    enrolment: &Enrolment,
    (profile, story, dice): (&Profile, &Story<'_>, &super::dice::Dice),
    signer: Signer<'_>,
) -> Result<()> {
    let state = story.progress.items.get(&Item::Signature);
    if !matches!(state, Some(ItemState::Provided | ItemState::Accepted)) {
        return Ok(());
    }
    let at = story.submitted_at.unwrap_or(story.created_at + Span::minutes(30));
    let id = SignatureId(clock::new_id(at, dice));
    let name = signer.person.details.name.expose();
    let parts = parts(batch, (&profile.province, story), signer, at)?;
    let what = (id, signer.enrolment, &profile.province);
    let mut row = signature::sealed(enrolment, what, signer.key, (Method::Typed, name, at), (&parts, "demo"))?;
    if profile.decision == DecisionMode::Automatic && story.submitted_at.is_some() {
        row.waits = Some(serde_json::to_string(&waits(story))?);
    }
    let detail = serde_json::json!({ "signature": id, "method": Method::Typed });
    let actor = Actor::candidate(signer.candidate);
    batch.audit.push(super::AuditRow { at, actor, action: Action::Signed, enrolment: signer.enrolment, detail });
    batch.signatures.push(row);
    Ok(())
}

/// No machine looked at invented people.
fn waits(story: &Story<'_>) -> Vec<Waits> {
    let of = [(Item::Card, Waits::Card), (Item::Face, Waits::Face), (Item::Photo, Waits::Photo)];
    of.into_iter().filter(|(item, _)| story.has(*item)).map(|(_, waits)| waits).collect()
}

/// What is about to be written, part by part. The last rows of a batch are those of the one who signs.
fn parts(
    batch: &Batch,
    (province, story): (&Province, &Story<'_>),
    signer: Signer<'_>,
    at: Timestamp,
) -> Result<Parts> {
    let (id, person) = (signer.enrolment, signer.person);
    let document = value::document(id, (province, &story.window.code), (signer.candidate, &person.document));
    let mark = value::mark(Method::Typed.as_str(), Some(person.details.name.expose()));
    let mut parts = Parts::from([(Part::Document, document), (Part::Mark, mark)]);
    parts.insert(Part::Consents, consents(&batch.consents, id, at));
    let details = batch.details.last().filter(|row| row.enrolment == id);
    let region = details.map(|_| person.details.region.as_str());
    parts.insert(Part::Region, value::region(&story.region.code, region));
    if let Some(DetailsRow { major, level, education, .. }) = details {
        let [typed, chosen] = value::details(person.details.clone(), (major, level), (education, false))?;
        parts.extend([(Part::Details, typed), (Part::Major, chosen)]);
    }
    if let Some(CardRow { at, .. }) = batch.cards.last().filter(|row| row.enrolment == id) {
        let record = CardRecord { fields: person.card.clone(), corrected: Vec::new(), engine: None, confirmed_at: *at };
        parts.insert(Part::Card, value::card(&record, Some(*at)));
    }
    if let Some(FaceRow { outcome, at, .. }) = batch.faces.last().filter(|row| row.enrolment == id) {
        parts.insert(Part::Face, value::face(outcome, None, *at));
    }
    if let Some(photo) = batch.photographed.last().filter(|photo| photo.enrolment == id) {
        let digest = hex(&sha256(PHOTO));
        parts.insert(Part::Photo, vec![value::file("", Some(&digest), photo.at, None)].into());
    }
    Ok(parts)
}

fn consents(rows: &[ConsentRow], id: EnrolmentId, at: Timestamp) -> serde_json::Value {
    let mut given: Vec<_> =
        rows.iter().rev().take_while(|row| row.enrolment == id).filter(|row| row.at <= at).collect();
    given.sort_by_key(|row| (row.notice, &row.version, row.at));
    value::consents(given.into_iter().map(|row| (row.notice, row.version.as_str(), row.hash.as_slice(), row.at)))
}
