//! What reviewers decide, on what it rests, and staff roles.

use crate::{
    enrolment::Item,
    problem::{Field, Problem, ProblemCode},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// Code of a reason that the profile words for candidates, e.g. `photo.background`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReasonCode(pub String);

/// What a reviewer wrote: at most 500 characters. `Debug` hides it, for it may name somebody.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Note(String);

impl Note {
    pub const CHARS_MAX: usize = 500;

    /// `None` where nothing was written; refused with `field.too_long`.
    pub fn parse(typed: &str) -> Result<Option<Self>, Problem> {
        let text = typed.trim();
        if text.chars().count() > Self::CHARS_MAX {
            return Err(Problem::at(ProblemCode::FieldTooLong, Field::Note));
        }
        Ok((!text.is_empty()).then(|| Self(text.to_owned())))
    }

    /// The words themselves: for those they are meant for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Note(***)")
    }
}

/// What a reviewer says of one item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ItemVerdict {
    Accept,
    /// With the reason that the candidate will read, and a word to them.
    Return {
        reason: ReasonCode,
        note: Option<Note>,
    },
}

impl ItemVerdict {
    pub const fn reason(&self) -> Option<&ReasonCode> {
        match self {
            Self::Accept => None,
            Self::Return { reason, .. } => Some(reason),
        }
    }
}

/// What a reviewer does with a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Decision {
    /// Every item is accepted.
    Approve,
    /// Some items go back, the others are accepted.
    Return,
    /// The whole application, for good.
    Refuse(ReasonCode),
    /// A senior reviewer shall decide; the note says why.
    Escalate,
}

impl Decision {
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Return => "return",
            Self::Refuse(_) => "refuse",
            Self::Escalate => "escalate",
        }
    }
}

/// A decision with what it rests on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ruling {
    pub decision: Decision,
    /// The items that were decided; the others are open.
    pub items: BTreeMap<Item, ItemVerdict>,
    /// For staff alone.
    pub note: Option<Note>,
}

impl Ruling {
    /// Accepts everything.
    pub fn approve(items: impl IntoIterator<Item = Item>) -> Self {
        let items = items.into_iter().map(|item| (item, ItemVerdict::Accept)).collect();
        Self { decision: Decision::Approve, items, note: None }
    }

    /// Sends some items back and accepts the others.
    pub fn send_back(
        items: impl IntoIterator<Item = Item>,
        returned: impl IntoIterator<Item = (Item, ReasonCode)>,
    ) -> Self {
        let returned = returned.into_iter().map(|(item, reason)| (item, ItemVerdict::Return { reason, note: None }));
        let mut ruling = Self { decision: Decision::Return, ..Self::approve(items) };
        ruling.items.extend(returned);
        ruling
    }

    pub const fn refuse(reason: ReasonCode) -> Self {
        Self { decision: Decision::Refuse(reason), items: BTreeMap::new(), note: None }
    }

    pub const fn escalate(note: Option<Note>) -> Self {
        Self { decision: Decision::Escalate, items: BTreeMap::new(), note }
    }

    /// The items that go back.
    pub fn returned(&self) -> impl Iterator<Item = (Item, &ReasonCode)> {
        self.items.iter().filter_map(|(item, verdict)| Some((*item, verdict.reason()?)))
    }

    /// Whether the decision follows from what was said of the items of the application. Refused with `decision.incomplete`
    /// while an item is open that must not be, `decision.contradicts` where an item goes back and the whole is approved,
    /// `reason.needed` where nothing goes back, and without the note that passing on needs.
    pub fn check(&self, items: impl IntoIterator<Item = Item>) -> Result<(), Problem> {
        let complete = items.into_iter().all(|item| self.items.contains_key(&item));
        match &self.decision {
            Decision::Approve if self.returned().next().is_some() => Err(ProblemCode::DecisionContradicts.into()),
            Decision::Return if self.returned().next().is_none() => {
                Err(Problem::at(ProblemCode::ReasonNeeded, Field::Reason))
            }
            Decision::Approve | Decision::Return if !complete => Err(ProblemCode::DecisionIncomplete.into()),
            Decision::Escalate if self.note.is_none() => Err(Problem::at(ProblemCode::ReasonNeeded, Field::Note)),
            _ => Ok(()),
        }
    }
}

/// The lists of the queue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Everything that is not decided: waiting, one's own, held by others.
    #[default]
    All,
    /// For anybody to take.
    Waiting,
    /// Held by the caller or assigned to them.
    Mine,
    /// Sent back by the caller and not handed in again.
    Returned,
    /// Approved once and drawn for a second check; seniors alone see which.
    Second,
    /// For a senior to decide.
    Escalated,
    /// Held by or assigned to others.
    Held,
}

impl View {
    pub const ALL: &[Self] =
        &[Self::All, Self::Waiting, Self::Mine, Self::Returned, Self::Second, Self::Escalated, Self::Held];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Waiting => "waiting",
            Self::Mine => "mine",
            Self::Returned => "returned",
            Self::Second => "second",
            Self::Escalated => "escalated",
            Self::Held => "held",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|view| view.as_str() == text)
    }

    /// Whether only those see it who decide what was passed on.
    pub const fn is_senior(self) -> bool {
        matches!(self, Self::Second | Self::Escalated)
    }
}

/// What a staff member may do; each within a jurisdiction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Reviewer,
    SeniorReviewer,
    DeskOfficer,
    InstitutionOperator,
    ProvinceAdministrator,
    Auditor,
    Operator,
}

impl Role {
    pub const ALL: &[Self] = &[
        Self::Reviewer,
        Self::SeniorReviewer,
        Self::DeskOfficer,
        Self::InstitutionOperator,
        Self::ProvinceAdministrator,
        Self::Auditor,
        Self::Operator,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::SeniorReviewer => "senior_reviewer",
            Self::DeskOfficer => "desk_officer",
            Self::InstitutionOperator => "institution_operator",
            Self::ProvinceAdministrator => "province_administrator",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Item; 2] = [Item::Document, Item::Photo];

    fn blurred() -> (Item, ReasonCode) {
        (Item::Photo, ReasonCode("photo.blurred".to_owned()))
    }

    fn refused(ruling: &Ruling) -> Option<ProblemCode> {
        ruling.check(BOTH).err().map(|problem| problem.code)
    }

    #[test]
    fn an_approval_accepts_every_item() {
        assert_eq!(refused(&Ruling::approve(BOTH)), None);
        assert_eq!(refused(&Ruling::approve([Item::Photo])), Some(ProblemCode::DecisionIncomplete));
        let contradicting = Ruling { decision: Decision::Approve, ..Ruling::send_back(BOTH, [blurred()]) };
        assert_eq!(refused(&contradicting), Some(ProblemCode::DecisionContradicts));
    }

    #[test]
    fn a_return_names_an_item_and_decides_the_others() {
        assert_eq!(refused(&Ruling::send_back(BOTH, [blurred()])), None);
        assert_eq!(refused(&Ruling::send_back(BOTH, [])), Some(ProblemCode::ReasonNeeded));
        assert_eq!(refused(&Ruling::send_back([], [blurred()])), Some(ProblemCode::DecisionIncomplete));
    }

    #[test]
    fn passing_on_needs_a_note_and_nothing_else() {
        assert_eq!(refused(&Ruling::escalate(None)), Some(ProblemCode::ReasonNeeded));
        assert_eq!(refused(&Ruling::escalate(Note::parse("not the same face").unwrap())), None);
    }

    #[test]
    fn a_note_is_bounded_and_hidden() {
        assert_eq!(Note::parse("  \n"), Ok(None));
        assert!(Note::parse(&"é".repeat(500)).is_ok_and(|note| note.is_some()));
        assert_eq!(Note::parse(&"é".repeat(501)).map_err(|problem| problem.code), Err(ProblemCode::FieldTooLong));
        assert_eq!(format!("{:?}", Note::parse("Anna").unwrap().unwrap()), "Note(***)");
    }
}
