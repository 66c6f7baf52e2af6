//! How candidates of a province get their accounts, get back into them, and how their earlier education is checked.

use crate::locale::Bilingual;
use serde::{Deserialize, Serialize};

/// Security questions that a candidate answers.
pub const QUESTIONS_ASKED: usize = 3;

/// `[accounts]` and `[[questions]]`
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AccountRules {
    /// An e-mail address is asked for too, proved by a code; it is a login name.
    pub email: bool,
    /// 考区一旦确认，不得自行更改: another region only by a request that both offices decide.
    pub region_fixed: bool,
    /// To choose three from; none where the province asks none.
    pub questions: Vec<SecurityQuestion>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SecurityQuestion {
    /// Stable; kept with each answer.
    pub code: String,
    pub text: Bilingual,
}

/// `[recovery]`: ways back for those who forgot their password, beside the code to the phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecoveryRules {
    /// Officers may let somebody who shows their card choose a new password.
    pub at_office: bool,
    /// What one officer found, another has to confirm.
    pub two_person: bool,
    /// Right answers to the security questions still need a code to the phone or the e-mail address.
    pub code_after_questions: bool,
}

impl Default for RecoveryRules {
    fn default() -> Self {
        Self { at_office: false, two_person: false, code_after_questions: true }
    }
}

/// How the national register is asked about the education of those who choose a bachelor-level major.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EducationAsked {
    /// The candidate scans one-time codes with the register's app.
    #[default]
    Codes,
    /// By itself, from what the candidate says of their diploma.
    Automatic,
}

/// `[education]`
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct EducationRules {
    pub asked: EducationAsked,
    /// Documents that are demanded where the register does not confirm; without any, the diploma is.
    pub proofs: Vec<EducationProof>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EducationProof {
    /// Stable, lower-case letters; part of the code of the demand.
    pub code: String,
    pub name: Bilingual,
}

impl AccountRules {
    pub fn question(&self, code: &str) -> Option<&SecurityQuestion> {
        self.questions.iter().find(|question| question.code == code)
    }
}

impl EducationRules {
    pub fn is_automatic(&self) -> bool {
        self.asked == EducationAsked::Automatic
    }
}
