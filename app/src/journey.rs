//! Which page comes next for a candidate, from the profile's steps and the state of the application alone.

use enrolment::submission::{ItemStatus, Status};
use shared::{
    enrolment::{Item, ItemState, State, Step},
    id::Province,
    profile::{DecisionMode, Profile},
    route,
};

/// The page on which an item is provided.
pub fn page_of(routes: route::Candidate<'_>, item: Item) -> String {
    match item {
        Item::Document => routes.document(),
        Item::Card => routes.card(),
        Item::Photo => routes.photo(),
        Item::Face => routes.face(),
        Item::Details => routes.details(),
        Item::Attachments => routes.attachments(),
        Item::Signature => routes.signature(),
    }
}

/// The first step that is still to be done, then the check page; the status page where nothing can be done. The first
/// evidence is asked for on the page that hands over to a phone; a phone that was handed over to sees evidence only.
pub fn next_step(profile: &Profile, status: &Status) -> String {
    let routes = route::Candidate(&profile.province);
    if is_completed(status) {
        return routes.completion();
    }
    if !status.open {
        return if status.limited { routes.evidence_done() } else { routes.status() };
    }
    let mut steps =
        profile.steps.iter().copied().filter(|step| !status.limited || may_be_done_on_a_phone(profile, status, *step));
    let Some(step) = steps.find(|step| is_undone(*step, status)) else {
        return if status.limited { routes.evidence_done() } else { routes.check_answers() };
    };
    match step {
        Step::Provide(item) if !status.limited && item.is_evidence() && none_yet(status) => {
            if profile.has_step(Step::Provide(Item::Signature)) { routes.confirmation() } else { routes.handoff() }
        }
        other => page_of_step(routes, other),
    }
}

/// A phone that was handed over to gives evidence; the signature only where nothing is left to be done on the first device.
fn may_be_done_on_a_phone(profile: &Profile, status: &Status, step: Step) -> bool {
    let evidence = |step: Step| step.item().is_some_and(Item::is_evidence);
    let elsewhere = || profile.steps.iter().any(|other| !evidence(*other) && is_undone(*other, status));
    evidence(step) && (step != Step::Provide(Item::Signature) || !elsewhere())
}

/// The same, without asking whether another device is at hand.
pub fn next_on_this_device(profile: &Profile, status: &Status) -> String {
    let undone = profile.steps.iter().copied().find(|step| status.open && is_undone(*step, status));
    undone.map_or_else(|| next_step(profile, status), |step| page_of_step(route::Candidate(&profile.province), step))
}

fn page_of_step(routes: route::Candidate<'_>, step: Step) -> String {
    match step {
        Step::Provide(item) => page_of(routes, item),
        Step::Password => routes.password(),
        Step::Questions => routes.questions(),
        Step::Notice => routes.notice(),
    }
}

/// The page of the step before `step`; the status page where that one is not open.
pub fn page_before(profile: &Profile, status: &Status, step: Step) -> String {
    let routes = route::Candidate(&profile.province);
    let at = profile.steps.iter().position(|other| *other == step).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|before| profile.steps.get(before).copied());
    let may_be_shown = |step: &Step| step.item().is_none_or(|item| is_open(status, item));
    before.filter(may_be_shown).map_or_else(|| routes.status(), |step| page_of_step(routes, step))
}

/// Whether an item may be given or replaced now, so that its page can be shown.
pub fn is_open(status: &Status, item: Item) -> bool {
    status.items.iter().any(|own| own.item == item && own.open)
}

/// Signing handed in: what came of it stands on the page of completion.
fn is_completed(status: &Status) -> bool {
    let handed_in = matches!(status.state, State::Submitted | State::InReview | State::Approved);
    handed_in && status.signature.is_some()
}

/// Where a step stands in the journey: its number from 1 on, and how many there are, with handing in as the last unless signing does it.
pub fn place(profile: &Profile, step: Step) -> Option<(usize, usize)> {
    let at = profile.steps.iter().position(|other| *other == step)?;
    let by_hand = usize::from(profile.decision == DecisionMode::Reviewers);
    Some((at + 1, profile.steps.len() + by_hand))
}

fn is_undone(step: Step, status: &Status) -> bool {
    match step {
        Step::Provide(item) => status.items.iter().any(|own| own.item == item && own.open && is_insufficient(own)),
        Step::Password => !status.password_set,
        Step::Questions => !status.questions_set,
        Step::Notice => !status.notice_accepted,
    }
}

/// Not given, sent back, or given and not enough today.
const fn is_insufficient(own: &ItemStatus) -> bool {
    matches!(own.state, ItemState::Missing | ItemState::Returned) || own.problem.is_some()
}

/// No evidence of several was given so far. A single one needs no second device.
fn none_yet(status: &Status) -> bool {
    let mut evidence = status.items.iter().filter(|own| own.item.is_evidence());
    evidence.clone().count() > 1 && evidence.all(|own| own.state == ItemState::Missing)
}

/// Where somebody lands who signed out: the province's first page, or the console's sign-in.
pub fn front_door(province: &str) -> String {
    match province.parse::<Province>() {
        Ok(province) => route::Candidate(&province).home(),
        Err(_) => route::CONSOLE_SIGN_IN.to_owned(),
    }
}
