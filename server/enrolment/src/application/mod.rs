//! The application as a value: loaded (and locked) from its rows, advanced by the state machine of `shared`, saved again.
//! What may happen when is decided in `shared::enrolment`; who may do it, in the areas that use this.

mod reopened;
mod store;

use crate::{Enrolment, Result, db::Tx, error::Cause, error::Error};
use shared::{
    enrolment::{Event, Item, ItemState, Progress, Stage, State},
    id::{CandidateId, EnrolmentId, Province, StaffId},
    problem::ProblemCode,
    profile::{Profile, Window},
    review::ReasonCode,
    time::Timestamp,
};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub(crate) struct Application {
    pub(crate) id: EnrolmentId,
    pub(crate) candidate: CandidateId,
    pub(crate) province: Province,
    pub(crate) window_code: String,
    pub(crate) region: String,
    pub(crate) created_at: Timestamp,
    pub(crate) progress: Progress,
    /// Why items were sent back last.
    pub(crate) reasons: BTreeMap<Item, ReasonCode>,
    pub(crate) version: i64,
    /// How often it was sent back.
    pub(crate) round: i64,
    /// In which round each item was changed last.
    pub(crate) changed: BTreeMap<Item, i64>,
    pub(crate) receipt: Option<String>,
    pub(crate) submitted_at: Option<Timestamp>,
    pub(crate) submit_key: Option<Vec<u8>>,
    pub(crate) lease: Option<Lease>,
    /// The only one who may take the case.
    pub(crate) assignee: Option<StaffId>,
    /// Who sent it back last, until it is handed in again.
    pub(crate) returned_by: Option<StaffId>,
    pub(crate) refusal: Option<ReasonCode>,
    pub(crate) decided_at: Option<Timestamp>,
}

/// A reviewer's hold on a case. Over at `until`, whether or not anybody has noticed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Lease {
    pub(crate) staff: StaffId,
    pub(crate) until: Timestamp,
}

impl Application {
    /// Lets `event` happen, or refuses it.
    pub(crate) fn advance(&mut self, event: &Event) -> Result<()> {
        self.progress = self.progress.advance(event)?;
        match event {
            Event::Provide(item) | Event::Withdraw(item) | Event::Reopen(item) => {
                self.changed.insert(*item, self.round);
            }
            Event::Return(_) => self.round += 1,
            Event::Submit => self.returned_by = None,
            _ => {}
        }
        Ok(())
    }

    /// Takes items out that were not given and that the profile of today no longer asks for; tells which.
    pub(crate) fn forget_dropped(&mut self, profile: &Profile) -> Result<Vec<Item>> {
        let unasked = |(item, state): (&Item, &ItemState)| {
            let given = matches!(state, ItemState::Provided | ItemState::Accepted);
            (!given && profile.items().all(|own| own != *item)).then_some(*item)
        };
        let dropped: Vec<_> = self.progress.items.iter().filter_map(unasked).collect();
        for item in &dropped {
            self.advance(&Event::Drop(*item))?;
        }
        Ok(dropped)
    }

    /// Whether `item` was changed since a reviewer sent the application back.
    pub(crate) fn is_changed(&self, item: Item) -> bool {
        self.round > 0 && self.changed.get(&item) == Some(&self.round)
    }

    /// The window that the application was made in.
    pub(crate) fn window<'a>(&self, enrolment: &'a Enrolment) -> Result<&'a Window> {
        let profile = enrolment.profile(&self.province)?;
        let window = profile.windows.iter().find(|window| window.code == self.window_code);
        Ok(window.ok_or(Cause::Corrupt("enrolment.window_code names no window of the profile"))?)
    }

    /// Whether the calendar lets the candidate change and hand in now: a draft while its window is open, a returned
    /// application until the review closes, and what is handed in, for amending it, as long.
    pub(crate) fn is_in_time(&self, enrolment: &Enrolment) -> Result<bool> {
        let (now, window) = (enrolment.now(), self.window(enrolment)?);
        Ok(match self.progress.shown() {
            State::Draft => window.lets_go_on(&self.region, self.created_at, now),
            State::Returned | State::Submitted => now < window.review_closes_at,
            State::InReview | State::Approved | State::Refused => false,
        })
    }

    /// Refuses with `window.closed` what comes too late, and with `enrolment.wrong_state` what is not open at all.
    pub(crate) fn require_open(&self, enrolment: &Enrolment) -> Result<()> {
        match self.progress.state {
            State::Draft | State::Returned if self.is_in_time(enrolment)? => Ok(()),
            State::Draft | State::Returned => Err(ProblemCode::WindowClosed.into()),
            _ => Err(ProblemCode::WrongState.into()),
        }
    }

    /// The same, where what was handed in may be amended too: until a reviewer has taken the case.
    pub(crate) fn require_changeable(&self, enrolment: &Enrolment) -> Result<()> {
        match self.progress.shown() {
            State::Submitted if self.is_in_time(enrolment)? => Ok(()),
            State::Submitted => Err(ProblemCode::WindowClosed.into()),
            _ => self.require_open(enrolment),
        }
    }
}

/// A new draft; `None` where the candidate has an application in this window already.
pub(crate) async fn insert(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    place: (&Province, &str, &str),
) -> Result<Option<EnrolmentId>> {
    let id = EnrolmentId(enrolment.new_id());
    if !store::insert(tx, id, candidate, place, enrolment.now()).await? {
        return Ok(None);
    }
    let items: Vec<_> = enrolment.profile(place.0)?.items().collect();
    let mut progress = Progress::new(&items);
    if progress.items.contains_key(&Item::Document) {
        progress = progress.advance(&Event::Provide(Item::Document))?;
    }
    for (item, state) in progress.items {
        save_item(tx, id, (item, state), None, None).await?;
    }
    Ok(Some(id))
}

/// The application that a receipt was given for.
pub(crate) async fn by_receipt(tx: &mut Tx, receipt: &str) -> Result<Option<Application>> {
    match store::by_receipt(tx, receipt).await? {
        Some(row) => Ok(Some(assemble(tx, row).await?)),
        None => Ok(None),
    }
}

pub(crate) async fn latest(tx: &mut Tx, candidate: CandidateId) -> Result<Option<EnrolmentId>> {
    store::latest(tx, candidate).await
}

/// Reads an application.
pub(crate) async fn load(tx: &mut Tx, id: EnrolmentId) -> Result<Application> {
    let row = store::load(tx, id).await?.ok_or(Error::NotFound)?;
    assemble(tx, row).await
}

/// Reads an application for changing it: nobody else changes it until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, id: EnrolmentId) -> Result<Application> {
    let row = store::lock(tx, id).await?.ok_or(Error::NotFound)?;
    assemble(tx, row).await
}

/// Takes items out that the province no longer asks for and that were not given; tells which. Somebody on their way goes on
/// with the rest.
pub(crate) async fn drop_items(enrolment: &Enrolment, tx: &mut Tx, application: &mut Application) -> Result<Vec<Item>> {
    let dropped = application.forget_dropped(enrolment.profile(&application.province)?)?;
    for item in &dropped {
        store::delete_item(tx, application.id, item.as_str()).await?;
    }
    Ok(dropped)
}

/// Writes a locked application back as the next version.
pub(crate) async fn save(tx: &mut Tx, application: &Application) -> Result<()> {
    let lease = application.lease;
    let row = store::Row {
        id: application.id,
        candidate_id: application.candidate,
        province: application.province.clone(),
        window_code: application.window_code.clone(),
        region: application.region.clone(),
        created_at: application.created_at,
        state: application.progress.state.as_str().to_owned(),
        stage: application.progress.stage.as_str().to_owned(),
        version: application.version + 1,
        round: application.round,
        receipt: application.receipt.clone(),
        submitted_at: application.submitted_at,
        submit_key: application.submit_key.clone(),
        lease_staff_id: lease.map(|lease| lease.staff),
        lease_until: lease.map(|lease| lease.until),
        assignee_staff_id: application.assignee,
        returned_by_staff_id: application.returned_by,
        refusal_reason: application.refusal.clone().map(|reason| reason.0),
        decided_at: application.decided_at,
    };
    store::save(tx, &row).await?;
    for (item, state) in &application.progress.items {
        let (reason, changed) = (application.reasons.get(item), application.changed.get(item).copied());
        save_item(tx, application.id, (*item, *state), reason, changed).await?;
    }
    Ok(())
}

async fn save_item(
    tx: &mut Tx,
    id: EnrolmentId,
    (item, state): (Item, ItemState),
    reason: Option<&ReasonCode>,
    changed_in_round: Option<i64>,
) -> Result<()> {
    let row = store::ItemRow {
        item: item.as_str().to_owned(),
        state: state.as_str().to_owned(),
        reason: reason.map(|reason| reason.0.clone()),
        changed_in_round,
    };
    store::save_item(tx, id, &row).await
}

async fn assemble(tx: &mut Tx, row: store::Row) -> Result<Application> {
    let state = State::parse(&row.state).ok_or(Cause::Corrupt("enrolment.state"))?;
    let stage = Stage::parse(&row.stage).ok_or(Cause::Corrupt("enrolment.stage"))?;
    let (mut items, mut reasons, mut changed) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for stored in store::items(tx, row.id).await? {
        let item = Item::parse(&stored.item).ok_or(Cause::Corrupt("enrolment_item.item"))?;
        items.insert(item, ItemState::parse(&stored.state).ok_or(Cause::Corrupt("enrolment_item.state"))?);
        if let Some(reason) = stored.reason {
            reasons.insert(item, ReasonCode(reason));
        }
        if let Some(round) = stored.changed_in_round {
            changed.insert(item, round);
        }
    }
    Ok(Application {
        id: row.id,
        candidate: row.candidate_id,
        province: row.province,
        window_code: row.window_code,
        region: row.region,
        created_at: row.created_at,
        progress: Progress { state, stage, items },
        reasons,
        version: row.version,
        round: row.round,
        changed,
        receipt: row.receipt,
        submitted_at: row.submitted_at,
        submit_key: row.submit_key,
        lease: row.lease_staff_id.zip(row.lease_until).map(|(staff, until)| Lease { staff, until }),
        assignee: row.assignee_staff_id,
        returned_by: row.returned_by_staff_id,
        refusal: row.refusal_reason.map(ReasonCode),
        decided_at: row.decided_at,
    })
}
