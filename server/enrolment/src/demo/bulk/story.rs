//! What happened to an invented application, up to now: when it was begun and handed in, who took and decided it, how often it
//! went back. The states follow from the machine of `shared`, as those of real applications do.

use super::dice::Dice;
use crate::{Result, audit::Action, error::Cause};
use serde_json::{Value, json};
use shared::{
    enrolment::{self, Event, Item, ItemState, Progress, State},
    id::StaffId,
    profile::{Profile, Region, Window},
    review::ReasonCode,
    time::{Span, Timestamp},
};
use std::collections::BTreeMap;

/// Who did something of a story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum By {
    Candidate,
    Staff(StaffId),
}

/// One line of the audit trail to come.
pub(super) struct Happening {
    pub(super) at: Timestamp,
    pub(super) by: By,
    pub(super) action: Action,
    pub(super) detail: Value,
}

/// What a reviewer decided, as it is kept.
pub(super) struct Decided {
    pub(super) at: Timestamp,
    pub(super) staff: StaffId,
    pub(super) round: i64,
    pub(super) stage: enrolment::Stage,
    /// Of the application that was decided on.
    pub(super) version: i64,
    pub(super) decision: &'static str,
    /// The item that went back, where one did.
    pub(super) returned: Option<(Item, ReasonCode)>,
    pub(super) refusal: Option<ReasonCode>,
    pub(super) effective: bool,
}

/// What stories play in.
pub(super) struct Stage<'a> {
    pub(super) profile: &'a Profile,
    /// Those that have opened, the last one twice as likely as the others.
    pub(super) windows: Vec<&'a Window>,
    /// Counties, each as often as candidates come from there.
    pub(super) counties: Vec<&'a Region>,
    /// Reviewers by prefecture, a senior one last.
    pub(super) reviewers: &'a BTreeMap<String, Vec<StaffId>>,
    pub(super) lease: Span,
    pub(super) now: Timestamp,
}

/// An application as it stands now, and how it came to that.
pub(super) struct Story<'a> {
    pub(super) window: &'a Window,
    pub(super) region: &'a Region,
    pub(super) progress: Progress,
    pub(super) round: i64,
    pub(super) version: i64,
    pub(super) changed: BTreeMap<Item, i64>,
    pub(super) reasons: BTreeMap<Item, ReasonCode>,
    pub(super) refusal: Option<ReasonCode>,
    pub(super) created_at: Timestamp,
    pub(super) submitted_at: Option<Timestamp>,
    pub(super) decided_at: Option<Timestamp>,
    pub(super) lease: Option<(StaffId, Timestamp)>,
    pub(super) receipt: Option<String>,
    pub(super) happened: Vec<Happening>,
    pub(super) rulings: Vec<Decided>,
    /// Nothing happens later.
    end: Timestamp,
}

/// Of a hundred applications: abandoned before they are handed in; sent back; refused; mended after they were sent back.
const ABANDONED: f64 = 0.05;
const RETURNED: f64 = 0.14;
const REFUSED: f64 = 0.015;
const MENDED: f64 = 0.85;
/// Of a hundred second checks, those that do not come to the same.
const DISPUTED: f64 = 0.06;
/// 1 over the golden ratio: its multiples are spread evenly however many there are.
const SPREAD: f64 = 0.618_033_988_749_894_9;

impl<'a> Story<'a> {
    pub(super) fn tell(stage: &Stage<'a>, n: u64, dice: &Dice) -> Result<Self> {
        let mut story = Self::begin(stage, n, dice)?;
        story.note(story.created_at, By::Candidate, Action::Registered, json!({ "demo": true }));
        let start = story.created_at;
        if dice.chance(ABANDONED) || !story.fill_in(start, dice)? {
            return Ok(story);
        }
        let submitted = start + Span::minutes(20 + (dice.share() * dice.share() * 4000.0) as i64);
        if !story.hand_in(submitted, dice)? {
            return Ok(story);
        }
        let staff = story.reviewers(stage)?;
        let mut at = submitted;
        for round in 0..3 {
            let Some(decided) = story.review(stage, at, &staff, (round, dice))? else { break };
            if story.progress.state != State::Returned || round == 2 || !dice.chance(MENDED) {
                break;
            }
            at = decided + Span::minutes(60 + (dice.share() * 6000.0) as i64);
            if !story.hand_in(at, dice)? {
                break;
            }
        }
        Ok(story)
    }

    fn begin(stage: &Stage<'a>, n: u64, dice: &Dice) -> Result<Self> {
        let recent = dice.chance(0.6);
        let window = if recent { stage.windows.last() } else { dice.pick(&stage.windows) };
        let window = *window.ok_or(Cause::Corrupt("no window has opened"))?;
        let region = *dice.pick(&stage.counties).ok_or(Cause::Corrupt("a profile without counties"))?;
        let (opens, closes) = window.dates(&region.code);
        let open = Span(closes.min(stage.now).0 - opens.0);
        let place = (n as f64 * SPREAD).fract();
        let items: Vec<_> = stage.profile.items().collect();
        let mut story = Self {
            window,
            region,
            progress: Progress::new(&items),
            round: 0,
            version: 0,
            changed: BTreeMap::new(),
            reasons: BTreeMap::new(),
            refusal: None,
            created_at: opens + Span((open.0.max(0) as f64 * place) as i64),
            submitted_at: None,
            decided_at: None,
            lease: None,
            receipt: None,
            happened: Vec::new(),
            rulings: Vec::new(),
            end: stage.now.min(window.review_closes_at),
        };
        story.advance(&Event::Provide(Item::Document)).ok();
        story.version = 0;
        Ok(story)
    }

    /// Whether something was ever given for the item.
    pub(super) fn has(&self, item: Item) -> bool {
        self.progress.items.get(&item).is_some_and(|state| *state != ItemState::Missing)
    }

    fn note(&mut self, at: Timestamp, by: By, action: Action, detail: Value) {
        self.happened.push(Happening { at, by, action, detail });
    }

    fn advance(&mut self, event: &Event) -> Result<()> {
        self.progress = self.progress.advance(event)?;
        self.version += 1;
        match event {
            Event::Provide(item) => {
                self.changed.insert(*item, self.round);
            }
            Event::Return(_) => self.round += 1,
            _ => {}
        }
        Ok(())
    }

    /// Provides everything that is asked for; false where that would be later than now.
    fn fill_in(&mut self, from: Timestamp, dice: &Dice) -> Result<bool> {
        let mut at = from;
        let open: Vec<Item> = self.progress.items.keys().copied().filter(|item| *item != Item::Document).collect();
        for item in open {
            at = at + Span::secs(60 + dice.below(120) as i64);
            if at >= self.end {
                return Ok(false);
            }
            self.advance(&Event::Provide(item))?;
            match item {
                Item::Card => {
                    self.note(at, By::Candidate, Action::CardConfirmed, json!({ "corrected": [], "read": false }));
                }
                Item::Face => self.note(
                    at,
                    By::Candidate,
                    Action::FaceToReviewer,
                    json!({ "outcome": "manual", "capture": false }),
                ),
                Item::Details => {
                    let detail = json!({ "region": self.region.code });
                    self.note(at, By::Candidate, Action::DetailsSaved, detail);
                }
                _ => {}
            }
        }
        Ok(true)
    }

    /// Mends what was returned, if anything, and hands in.
    fn hand_in(&mut self, at: Timestamp, dice: &Dice) -> Result<bool> {
        if at >= self.end {
            return Ok(false);
        }
        let open: Vec<Item> = self.reasons.keys().copied().filter(|item| self.progress.is_open(*item)).collect();
        for item in open {
            self.advance(&Event::Provide(item))?;
        }
        if self.progress.is_open(Item::Signature) {
            self.advance(&Event::Provide(Item::Signature))?;
        }
        self.advance(&Event::Submit)?;
        let random = [dice.throw(), dice.throw()].map(u64::to_be_bytes).concat();
        let random = random.first_chunk().copied().ok_or(Cause::Corrupt("ten bytes of sixteen"))?;
        let receipt =
            self.receipt.take().unwrap_or_else(|| crate::submission::receipt_number(&self.window.code, random));
        let detail = json!({ "receipt": receipt, "consent": "1" });
        (self.receipt, self.submitted_at) = (Some(receipt), Some(at));
        self.note(at, By::Candidate, Action::Submitted, detail);
        Ok(true)
    }

    /// Has it taken and decided, by one, two or three people; when it was decided, where that is over.
    fn review(
        &mut self,
        stage: &Stage<'_>,
        submitted: Timestamp,
        staff: &[StaffId],
        (round, dice): (u32, &Dice),
    ) -> Result<Option<Timestamp>> {
        let mut since = submitted;
        loop {
            let share = dice.share();
            let refused = share < REFUSED && self.progress.stage == enrolment::Stage::First;
            let Some(reviewer) = self.reviewer(staff, refused, dice)? else { return Ok(None) };
            let Some(decided) = self.take(stage, since, reviewer, dice)? else { return Ok(None) };
            let returned = share < REFUSED + RETURNED / f64::from(round + 1);
            if self.decide(stage.profile, (decided, reviewer), (refused, returned), dice)? {
                return Ok(Some(decided));
            }
            since = decided;
        }
    }

    /// Who takes it: nobody twice, only seniors where a senior shall decide or something is refused (the last of them is one).
    fn reviewer(&self, staff: &[StaffId], refused: bool, dice: &Dice) -> Result<Option<StaffId>> {
        let senior = staff.last().ok_or(Cause::Corrupt("a prefecture without reviewers"))?;
        let decided = |one: &StaffId| self.rulings.iter().any(|old| old.round == self.round && old.staff == *one);
        let free: Vec<_> = staff.iter().copied().filter(|one| !decided(one)).collect();
        if refused || self.progress.stage == enrolment::Stage::Senior {
            return Ok(Some(*senior).filter(|senior| free.contains(senior)));
        }
        Ok(dice.pick(&free).copied())
    }

    /// Has it taken; when it will be decided, where that is over.
    fn take(&mut self, stage: &Stage<'_>, since: Timestamp, staff: StaffId, dice: &Dice) -> Result<Option<Timestamp>> {
        let taken = self.taken_at(stage, since, dice);
        if taken >= self.end {
            return Ok(None);
        }
        self.advance(&Event::Take)?;
        self.note(taken, By::Staff(staff), Action::CaseTaken, json!({}));
        let decided = taken + Span::secs(60 + dice.below(600) as i64);
        if decided >= self.end {
            self.lease = Some((staff, taken + stage.lease));
            return Ok(None);
        }
        self.note(taken + Span::secs(1), By::Staff(staff), Action::CaseRead, json!({}));
        Ok(Some(decided))
    }

    /// Decides; false where somebody else has to decide as well.
    fn decide(
        &mut self,
        profile: &Profile,
        (at, staff): (Timestamp, StaffId),
        (refused, returned): (bool, bool),
        dice: &Dice,
    ) -> Result<bool> {
        let turn = self.progress.stage;
        let mut ruling = Decided {
            at,
            staff,
            round: self.round,
            stage: turn,
            version: self.version,
            decision: "approve",
            returned: None,
            refusal: None,
            effective: true,
        };
        let disputed = turn == enrolment::Stage::Second && dice.chance(DISPUTED);
        let (action, detail) = if refused {
            self.refuse(profile, (&mut ruling, dice))?
        } else if disputed || (returned && turn != enrolment::Stage::Second) {
            self.send_back(profile, (&mut ruling, dice))?
        } else {
            self.approve(profile, (&mut ruling, dice))?
        };
        self.decided_at = ruling.effective.then_some(at).or(self.decided_at);
        self.note(at, By::Staff(staff), action, detail);
        let over = ruling.effective;
        self.rulings.push(ruling);
        Ok(over)
    }

    /// Most wait for hours, some for days, all for working hours; nobody waits beyond a review that is over.
    fn taken_at(&self, stage: &Stage<'_>, submitted: Timestamp, dice: &Dice) -> Timestamp {
        let share = dice.share();
        let taken = at_work(submitted + Span::minutes(30 + (share * share * share * 9000.0) as i64), dice);
        let over = self.window.review_closes_at <= stage.now;
        if over && taken + Span::minutes(15) >= self.end {
            return submitted + Span(((self.end.0 - submitted.0) as f64 * 0.6 * share) as i64);
        }
        taken
    }

    /// For good, or on to a second reviewer where it is drawn.
    fn approve(&mut self, profile: &Profile, (ruling, dice): (&mut Decided, &Dice)) -> Result<(Action, Value)> {
        ruling.effective = ruling.stage != enrolment::Stage::First || !dice.chance(profile.second_check_share);
        if !ruling.effective {
            self.advance(&Event::PassOn(enrolment::Stage::Second))?;
            return Ok((Action::CaseApprovedOnce, json!({})));
        }
        self.advance(&Event::Approve)?;
        Ok((Action::CaseApproved, json!({ "stage": ruling.stage.as_str() })))
    }

    /// To the candidate; what somebody else approved before, to a senior.
    fn send_back(&mut self, profile: &Profile, (ruling, dice): (&mut Decided, &Dice)) -> Result<(Action, Value)> {
        let known: Vec<_> =
            profile.reasons.iter().filter_map(|reason| Some((reason.item?, reason.code.clone()))).collect();
        let known: Vec<_> = known.into_iter().filter(|(item, _)| self.progress.items.contains_key(item)).collect();
        let rank = (dice.share() * dice.share() * known.len() as f64) as usize;
        let (item, reason) = known.get(rank).cloned().ok_or(Cause::Corrupt("a profile without reasons"))?;
        (ruling.decision, ruling.returned) = ("return", Some((item, reason.clone())));
        if ruling.stage == enrolment::Stage::Second {
            ruling.effective = false;
            self.advance(&Event::PassOn(enrolment::Stage::Senior))?;
            return Ok((Action::CaseDisputed, json!({})));
        }
        self.advance(&Event::Return(vec![item]))?;
        self.reasons.insert(item, reason.clone());
        let detail = json!({ "returned": [{ "item": item, "reason": reason }], "stage": ruling.stage.as_str() });
        Ok((Action::CaseReturned, detail))
    }

    fn refuse(&mut self, profile: &Profile, (ruling, dice): (&mut Decided, &Dice)) -> Result<(Action, Value)> {
        let known: Vec<_> = profile.reasons.iter().filter(|reason| reason.item.is_none()).collect();
        let reason = dice.pick(&known).ok_or(Cause::Corrupt("a profile without reasons for refusals"))?.code.clone();
        self.advance(&Event::Refuse)?;
        (ruling.decision, ruling.refusal) = ("refuse", Some(reason.clone()));
        self.refusal = Some(reason.clone());
        Ok((Action::CaseRefused, json!({ "reason": reason, "stage": ruling.stage.as_str() })))
    }

    fn reviewers(&self, stage: &Stage<'_>) -> Result<Vec<StaffId>> {
        let prefecture = self.region.parent.as_ref().unwrap_or(&self.region.code);
        Ok(stage.reviewers.get(prefecture).cloned().ok_or(Cause::Corrupt("a prefecture without reviewers"))?)
    }
}

/// The same instant where it lies between 9 and 17 o'clock, else one on the next morning.
fn at_work(at: Timestamp, dice: &Dice) -> Timestamp {
    let hour = i64::from(at.beijing().hour());
    let wait = match hour {
        9..17 => return at,
        ..9 => 9 - hour,
        _ => 33 - hour,
    };
    at + Span::hours(wait) + Span::minutes(dice.below(90) as i64)
}
