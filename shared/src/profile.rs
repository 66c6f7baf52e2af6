//! A province profile: everything in which one province differs from another, as data. Parsing and validation are in
//! `parse` (feature `profile`); files are read elsewhere.

use crate::{
    contact::CodePolicy,
    document::DocumentType,
    enrolment::{Item, Step},
    id::Province,
    locale::Bilingual,
    photo::PhotoSpec,
    review::ReasonCode,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "profile")]
pub mod parse;

/// One province's rules and words.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Profile {
    pub province: Province,
    /// Short name of the province, e.g. 湖南.
    pub name: Bilingual,
    /// Full title of the service as it stands in the page header.
    pub title: Bilingual,
    /// The authority that runs it, e.g. 湖南省教育考试院.
    pub authority: Bilingual,
    pub document_types: Vec<DocumentType>,
    /// The steps of the journey, in their order.
    pub steps: Vec<Step>,
    pub codes: CodePolicy,
    /// How long the reminder (温馨提示) has to be before the candidate until it can be handed in; 0: there is none.
    pub reminder_secs: u32,
    pub photo: PhotoSpec,
    pub windows: Vec<Window>,
    pub regions: Vec<Region>,
    pub majors: Vec<Major>,
    pub reasons: Vec<Reason>,
    pub notices: Vec<Notice>,
}

/// A period in which new candidates may enrol.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// Stable code of the examination session, e.g. `2026-10`.
    pub code: String,
    pub opens_at: Timestamp,
    /// First instant at which it is closed.
    pub closes_at: Timestamp,
    pub review_closes_at: Timestamp,
}

/// A prefecture (four digits of GB/T 2260 then `00`) or county.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Region {
    /// GB/T 2260, six digits.
    pub code: String,
    pub name: String,
    /// Code of the prefecture a county belongs to.
    pub parent: Option<String>,
}

/// Level of a major.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 专科
    College,
    /// 专升本
    Bachelor,
}

impl Level {
    pub const ALL: &[Self] = &[Self::College, Self::Bachelor];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::College => "college",
            Self::Bachelor => "bachelor",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.as_str() == text)
    }
}

/// A major that candidates may enrol in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Major {
    pub code: String,
    pub name: String,
    pub level: Level,
    /// The authority's condition where the major is restricted.
    pub restriction: Option<String>,
    /// Attachments that prove the condition; empty where the major is not restricted.
    #[serde(default)]
    pub proofs: Vec<String>,
}

/// A coded reason for sending an item back or refusing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reason {
    pub code: ReasonCode,
    /// The item it concerns; absent for a refusal of the whole application.
    pub item: Option<Item>,
    pub text: Bilingual,
}

/// A text that candidates must have before them, in a version they can be held to. Paragraphs of `body` are
/// separated by blank lines; it holds no markup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Stable code, e.g. [`CONSENT_PHOTO`].
    pub code: String,
    /// Counts up from 1 with every change of the words; stored with each consent.
    pub version: u32,
    pub title: Bilingual,
    pub body: Bilingual,
}

/// Code of the notice about the processing of identity data, agreed to before registering.
pub const CONSENT_IDENTITY: &str = "consent.identity";
/// Code of the notice about the processing of the photograph, agreed to before submitting it.
pub const CONSENT_PHOTO: &str = "consent.photo";
/// Code of the notice to new candidates (新生入籍须知), accepted in the step `notice`.
pub const ENROLMENT_RULES: &str = "enrolment.rules";
/// Code of the notice about the processing of the pictures of the identity document.
pub const CONSENT_CARD: &str = "consent.card";
/// Code of the notice about the processing of face data for the live capture.
pub const CONSENT_FACE: &str = "consent.face";
/// Code of the notice about asking the national register (学信网).
pub const CONSENT_CHSI: &str = "consent.chsi";
/// Code of the reminder before handing in (温馨提示); needed where `reminder_secs` is not 0.
pub const REMINDER_SUBMIT: &str = "reminder.submit";
/// Notices that every profile has.
pub const REQUIRED_NOTICES: &[&str] = &[CONSENT_IDENTITY, CONSENT_PHOTO];

impl Profile {
    /// Items an application needs, in the order of the steps.
    pub fn items(&self) -> impl Iterator<Item = Item> + use<'_> {
        self.steps.iter().filter_map(|step| step.item())
    }

    pub fn has_step(&self, step: Step) -> bool {
        self.steps.contains(&step)
    }

    /// Whether some steps are made for a phone, so that a PC hands over to one.
    pub fn has_evidence(&self) -> bool {
        self.items().any(Item::is_evidence)
    }

    /// The window open at `now`.
    pub fn open_window(&self, now: Timestamp) -> Option<&Window> {
        self.windows.iter().find(|window| window.opens_at <= now && now < window.closes_at)
    }

    /// The next window that opens after `now`.
    pub fn next_window(&self, now: Timestamp) -> Option<&Window> {
        self.windows.iter().filter(|window| now < window.opens_at).min_by_key(|window| window.opens_at)
    }

    pub fn reason(&self, code: &ReasonCode) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.code == *code)
    }

    pub fn region(&self, code: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.code == code)
    }

    pub fn major(&self, code: &str) -> Option<&Major> {
        self.majors.iter().find(|major| major.code == code)
    }

    pub fn notice(&self, code: &str) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.code == code)
    }
}
