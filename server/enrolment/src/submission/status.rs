//! What its candidate sees of an application: state, items, what keeps them from going on, history.

use super::{Receipt, receipt};
use crate::{
    Caller, Enrolment, Result, account,
    application::{self, Application},
    attachments,
    audit::{self, Action},
    candidate::{self, Candidate},
    consent,
    db::Tx,
    details,
    error::Error,
    number, photo, review,
    signature::{self, Signed},
};
use shared::{
    document::{DocumentNumber, DocumentType},
    enrolment::{Item, ItemState, State},
    id::{EnrolmentId, PhotoId, Province},
    number::AdmissionNumber,
    problem::Problem,
    profile::{ENROLMENT_RULES, Profile, Window},
    registration::Registration,
    review::{Note, ReasonCode},
    time::Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything the candidate may know about their application.
#[derive(Clone, PartialEq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent answers to independent questions of pages")]
pub struct Status {
    pub enrolment: EnrolmentId,
    pub province: Province,
    pub state: State,
    pub items: Vec<ItemStatus>,
    /// The province asks newcomers for other items than this application; it goes on with its own.
    pub steps_changed: bool,
    pub region: String,
    /// Masked, e.g. `138****8000`.
    pub phone: String,
    pub document: DocumentShown,
    pub photo: Option<PhotoId>,
    pub receipt: Option<Receipt>,
    /// Admission number, once it is allotted.
    pub number: Option<AdmissionNumber>,
    /// Why the whole application was refused.
    pub refusal: Option<ReasonCode>,
    pub window: Window,
    /// Whether the application may still be changed and handed in.
    pub open: bool,
    /// Whether what was handed in may be amended: no reviewer has taken it yet.
    pub amendable: bool,
    /// The caller's session may provide evidence only.
    pub limited: bool,
    pub password_set: bool,
    /// Security questions were answered.
    pub questions_set: bool,
    /// Masked; absent where the province asks for none.
    pub email: Option<String>,
    /// 注册状态
    pub registration: Registration,
    /// The present version of the notice to new candidates was accepted.
    pub notice_accepted: bool,
    /// The candidate's signature, where it stands.
    pub signature: Option<Signed>,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
}

/// A document number in the candidate's own view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentShown {
    pub kind: DocumentType,
    pub masked: String,
}

impl From<&DocumentNumber> for DocumentShown {
    fn from(number: &DocumentNumber) -> Self {
        Self { kind: number.kind(), masked: number.masked() }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ItemStatus {
    pub item: Item,
    pub state: ItemState,
    /// Why a reviewer sent it back.
    pub reason: Option<ReasonCode>,
    /// What the reviewer wrote about it.
    pub note: Option<Note>,
    /// Why what was provided does not suffice today: the profile has dropped what was chosen, or asks for more.
    pub problem: Option<Problem>,
    /// It was there when a reviewer sent the application back, and another answer made it insufficient since.
    pub reopened: bool,
    /// Whether the candidate may provide or replace it now.
    pub open: bool,
    /// Whether it may be replaced although it was handed in: no reviewer has taken the case yet.
    pub amendable: bool,
}

/// One line of the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimelineEntry {
    pub at: Timestamp,
    pub what: Milestone,
}

/// What happened, in the candidate's view.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Milestone {
    Registered,
    DocumentChanged,
    PhotoProvided,
    CardConfirmed,
    FaceProvided,
    /// Left to a reviewer or to the office, with what was handed in before or without anything.
    FaceLeftToPeople,
    Signed,
    ConfirmedInPerson,
    RefusedInPerson,
    RegionChanged,
    /// A number from before was taken over.
    NumberTaken,
    Submitted,
    ReviewStarted,
    Returned,
    /// What was accepted is judged again, because an answer that it depends on was changed.
    ItemsReopened,
    Approved,
    Refused,
    NumberAllotted,
}

impl Enrolment {
    /// Where the caller's application stands.
    pub async fn status(&self, caller: &Caller) -> Result<Status> {
        let (province, candidate, id) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let mut application = application::load(&mut tx, id).await?;
        let in_time = application.is_in_time(self)?;
        let (state, profile) = (application.progress.shown(), self.profile(province)?);
        let open = in_time && matches!(state, State::Draft | State::Returned);
        let signed = application.progress.items.contains_key(&Item::Signature);
        let amendable = in_time && state == State::Submitted && !signed;
        let steps_changed = open && !application.progress.items.keys().copied().eq(sorted(profile));
        if open {
            application.forget_dropped(profile)?;
        }
        let password_set = candidate::password_hash(&mut tx, candidate).await?.is_some();
        let questions_set = account::has_answers(&mut tx, candidate).await?;
        let notice_accepted = consent::accepted(self, &mut tx, (province, id), ENROLMENT_RULES).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let photo = photo::of_enrolment(&mut tx, id).await?.map(|photo| photo.photo);
        let number = number::of(&mut tx, &candidate, id).await?;
        let signature = signature::standing(&mut tx, &candidate, &application).await?;
        let timeline = timeline(&mut tx, id).await?;
        let notes = review::notes_to_candidate(&mut tx, &candidate, id).await?;
        let mut items = items(&application, &notes, open, amendable);
        for item in items.iter_mut().filter(|item| item.open && item.state == ItemState::Provided) {
            item.problem = problem(self, &mut tx, (&candidate, &application), item.item).await?;
        }
        tx.commit().await?;
        Ok(Status {
            enrolment: id,
            province: province.clone(),
            state,
            items,
            steps_changed,
            region: application.region.clone(),
            phone: candidate.phone.masked(),
            document: (&candidate.document).into(),
            photo,
            receipt: receipt(&application),
            number,
            refusal: application.refusal.clone(),
            window: application.window(self)?.clone(),
            open,
            amendable,
            limited: caller.candidate().is_err(),
            password_set,
            questions_set,
            email: candidate.email.as_ref().map(shared::contact::Email::masked),
            registration: Registration::of(&application.progress),
            notice_accepted,
            signature,
            timeline,
        })
    }
}

/// What may be changed after handing in (修改考籍信息); the rest was confirmed by evidence.
const AMENDABLE: [Item; 3] = [Item::Photo, Item::Details, Item::Attachments];

/// What the candidate sees of an application's history, oldest first.
pub(crate) async fn timeline(tx: &mut Tx, id: EnrolmentId) -> Result<Vec<TimelineEntry>> {
    let history = audit::history(tx, id).await?;
    Ok(history.into_iter().filter_map(|(at, action)| Some(TimelineEntry { at, what: milestone(action)? })).collect())
}

const fn milestone(action: Action) -> Option<Milestone> {
    Some(match action {
        Action::Registered => Milestone::Registered,
        Action::DocumentChanged => Milestone::DocumentChanged,
        Action::PhotoProvided => Milestone::PhotoProvided,
        Action::CardConfirmed => Milestone::CardConfirmed,
        Action::FaceProvided => Milestone::FaceProvided,
        Action::FaceToReviewer => Milestone::FaceLeftToPeople,
        Action::Signed => Milestone::Signed,
        Action::DeskConfirmed | Action::ClassConfirmed => Milestone::ConfirmedInPerson,
        Action::DeskRefused => Milestone::RefusedInPerson,
        Action::RegionChanged => Milestone::RegionChanged,
        Action::ExistingTaken => Milestone::NumberTaken,
        Action::Submitted => Milestone::Submitted,
        Action::CaseTaken => Milestone::ReviewStarted,
        Action::CaseReturned => Milestone::Returned,
        Action::ItemsReopened => Milestone::ItemsReopened,
        Action::CaseApproved => Milestone::Approved,
        Action::CaseRefused => Milestone::Refused,
        Action::NumberAllotted => Milestone::NumberAllotted,
        _ => return None,
    })
}

fn items(application: &Application, notes: &BTreeMap<Item, Note>, open: bool, amendable: bool) -> Vec<ItemStatus> {
    let progress = &application.progress;
    let status = |(item, state): (&Item, &ItemState)| ItemStatus {
        item: *item,
        state: *state,
        reason: application.reasons.get(item).filter(|_| *state == ItemState::Returned).cloned(),
        note: notes.get(item).filter(|_| *state == ItemState::Returned).cloned(),
        problem: None,
        reopened: progress.state == State::Returned && *state == ItemState::Missing,
        open: open && progress.is_open(*item),
        amendable: amendable && AMENDABLE.contains(item) && progress.is_open(*item),
    };
    progress.items.iter().map(status).collect()
}

/// What the profile of today and the document say of an item that was provided.
async fn problem(
    enrolment: &Enrolment,
    tx: &mut Tx,
    (candidate, application): (&Candidate, &Application),
    item: Item,
) -> Result<Option<Problem>> {
    match item {
        Item::Details => details::problem(enrolment, tx, candidate, application).await,
        Item::Attachments => match attachments::require_met(enrolment, tx, application).await {
            Err(Error::Refused(problem)) => Ok(Some(problem)),
            other => other.map(|()| None),
        },
        Item::Document | Item::Card | Item::Photo | Item::Face | Item::Signature => Ok(None),
    }
}

/// The items that newcomers are asked for, in the order of applications.
fn sorted(profile: &Profile) -> impl Iterator<Item = Item> {
    let asked: BTreeSet<_> = profile.items().collect();
    asked.into_iter()
}
