//! The education check by the national register (学信网校验): which questions are asked, and how far each one is.

use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a code may be scanned.
pub const CODE_LIFETIME: Span = Span::minutes(5);
/// How long after the code's end an answer to it still counts: somebody who scanned in the last second is read to the end.
pub const ANSWER_GRACE: Span = Span::minutes(5);

/// What the register is asked for. Each has a code of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// 学籍: somebody who studies at present.
    Enrolment,
    /// 学历: somebody who has a diploma.
    Diploma,
}

impl CheckKind {
    /// In the order in which the page shows them: 学籍 on the left.
    pub const ALL: &[Self] = &[Self::Enrolment, Self::Diploma];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enrolment => "enrolment",
            Self::Diploma => "diploma",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }
}

/// What the register said.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    Passed,
    Failed,
}

impl CheckOutcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Passed, Self::Failed].into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// How far the question of one kind is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Not asked.
    #[default]
    Unasked,
    /// The code may be scanned until then.
    Waiting(Timestamp),
    /// Nobody answered in time.
    Expired,
    Answered(CheckOutcome),
}

/// How far the whole check is; either kind that passes is enough.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Check {
    pub enrolment: CheckState,
    pub diploma: CheckState,
    /// The candidate goes on with proofs instead (学信网校验失败).
    pub manual: bool,
}

impl Check {
    pub const fn of(&self, kind: CheckKind) -> CheckState {
        match kind {
            CheckKind::Enrolment => self.enrolment,
            CheckKind::Diploma => self.diploma,
        }
    }

    /// What it comes to; `None` while nothing was answered.
    pub fn outcome(&self) -> Option<CheckOutcome> {
        let answered = |wanted| CheckKind::ALL.iter().any(|kind| self.of(*kind) == CheckState::Answered(wanted));
        [CheckOutcome::Passed, CheckOutcome::Failed].into_iter().find(|outcome| answered(*outcome))
    }

    /// Whether a code is on show that nobody has answered yet.
    pub fn is_waiting(&self) -> bool {
        CheckKind::ALL.iter().any(|kind| matches!(self.of(*kind), CheckState::Waiting(_)))
    }
}
