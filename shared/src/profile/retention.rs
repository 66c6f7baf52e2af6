//! How long what kind of data is kept, counted from an instant that the rule names. What is done is `enrolment::retention`.

use serde::{Deserialize, Serialize};

/// A kind of data that has an end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionRule {
    /// Applications that were never handed in, or sent back and not handed in again: after the end of their review period.
    Unfinished,
    /// Refused applications: after the decision.
    Refused,
    /// Live captures of the face: after the decision.
    Face,
    /// Pictures of identity documents: after the decision.
    Card,
    /// Files of exported data: after they were made.
    Export,
}

impl RetentionRule {
    pub const ALL: &[Self] = &[Self::Unfinished, Self::Refused, Self::Face, Self::Card, Self::Export];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unfinished => "unfinished",
            Self::Refused => "refused",
            Self::Face => "face",
            Self::Card => "card",
            Self::Export => "export",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.as_str() == text)
    }

    /// Key in the profile, e.g. `face_days`.
    pub fn key(self) -> String {
        format!("{}_days", self.as_str())
    }

    /// Fewer days would take away what candidates and reviewers still need: an objection to a decision takes up to 60 days.
    pub const fn days_min(self) -> u32 {
        match self {
            Self::Unfinished | Self::Export => 1,
            Self::Refused => 60,
            Self::Face | Self::Card => 7,
        }
    }
}

/// Days by rule; a rule without days deletes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    pub unfinished: Option<u32>,
    pub refused: Option<u32>,
    pub face: Option<u32>,
    pub card: Option<u32>,
    pub export: Option<u32>,
}

impl Retention {
    pub const fn days(&self, rule: RetentionRule) -> Option<u32> {
        match rule {
            RetentionRule::Unfinished => self.unfinished,
            RetentionRule::Refused => self.refused,
            RetentionRule::Face => self.face,
            RetentionRule::Card => self.card,
            RetentionRule::Export => self.export,
        }
    }

    pub const fn set(&mut self, rule: RetentionRule, days: Option<u32>) {
        match rule {
            RetentionRule::Unfinished => self.unfinished = days,
            RetentionRule::Refused => self.refused = days,
            RetentionRule::Face => self.face = days,
            RetentionRule::Card => self.card = days,
            RetentionRule::Export => self.export = days,
        }
    }
}
