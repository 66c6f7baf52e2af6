//! A province profile: everything in which one province differs from another, as data. Parsing and validation are in
//! `parse` (feature `profile`); files are read elsewhere.

use crate::{
    contact::CodePolicy,
    document::DocumentType,
    enrolment::{Item, Step},
    id::Province,
    liveness::Liveness,
    locale::Bilingual,
    number::NumberRule,
    password::PasswordPolicy,
    photo::PhotoSpec,
    review::ReasonCode,
    time::{Span, Timestamp},
};
use serde::{Deserialize, Serialize};

mod account;
mod office;
mod retention;
mod words;

#[cfg(feature = "profile")]
pub mod parse;
#[cfg(feature = "profile")]
pub mod section;
#[cfg(feature = "profile")]
pub mod table;

pub use account::{
    AccountRules, EducationAsked, EducationProof, EducationRules, QUESTIONS_ASKED, RecoveryRules, SecurityQuestion,
};
pub use retention::{Retention, RetentionRule};
pub use words::{WORD_CHARS_MAX, Word, Words};

pub use office::{Closed, DaySpan, Hours, Institution, Office, Slot, region_prefix};

/// One province's rules and words.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Profile {
    pub province: Province,
    /// Short name of the province, e.g. 湖南.
    pub name: Bilingual,
    /// Full title of the service as it stands in the page header.
    pub title: Bilingual,
    /// How text messages name the place to look at, e.g. 湖南自考服务平台: at most 15 characters.
    pub portal: String,
    /// The authority that runs it, e.g. 湖南省教育考试院.
    pub authority: Bilingual,
    pub document_types: Vec<DocumentType>,
    /// The steps of the journey, in their order.
    pub steps: Vec<Step>,
    pub codes: CodePolicy,
    pub password: PasswordPolicy,
    /// How long the reminder (温馨提示) has to be before the candidate until it can be handed in; 0: there is none.
    pub reminder_secs: u32,
    /// Share of approvals that a second reviewer checks without knowing, 0 to 1.
    pub second_check_share: f64,
    /// Days after which an approval takes effect that waits for a second check and that nobody can check any more (ADR 0027).
    pub second_check_days: u32,
    #[serde(default)]
    pub decision: DecisionMode,
    pub photo: PhotoSpec,
    /// How admission numbers are made, and when; absent where none are.
    pub number: Option<NumberRule>,
    pub attempts: AttemptLimits,
    #[serde(default)]
    pub face: FaceRules,
    /// The certificate photograph is compared with the portrait on the document where both can be read.
    #[serde(default)]
    pub compare_photo_with_card: bool,
    pub windows: Vec<Window>,
    pub regions: Vec<Region>,
    pub majors: Vec<Major>,
    pub reasons: Vec<Reason>,
    pub notices: Vec<Notice>,
    /// Where identities are confirmed in person.
    #[serde(default)]
    pub offices: Vec<Office>,
    /// Who confirms classes of their own.
    #[serde(default)]
    pub institutions: Vec<Institution>,
    pub retention: Retention,
    #[serde(default)]
    pub accounts: AccountRules,
    #[serde(default)]
    pub recovery: RecoveryRules,
    #[serde(default)]
    pub education: EducationRules,
    /// Whether candidates who have numbers register here too (在籍注册).
    #[serde(default)]
    pub existing: ExistingRule,
    /// What the province calls a few things.
    #[serde(default)]
    pub words: Words,
}

/// `[existing]`: what a province does with candidates who have admission numbers already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExistingRule {
    /// They find their numbers, choose one and register with it.
    pub enabled: bool,
}

/// [`Profile::second_check_share`] where a province says nothing else.
pub const SECOND_CHECK_SHARE: f64 = 0.05;
/// [`Profile::second_check_days`] where a province says nothing else: longer than a weekend.
pub const SECOND_CHECK_DAYS: u32 = 3;

/// Who decides about an application that was handed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionMode {
    /// A reviewer, always.
    #[default]
    Reviewers,
    /// Nobody where every machine agreed: signing hands in and approves. Else a reviewer; no machine refuses.
    Automatic,
}

impl DecisionMode {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "reviewers" => Some(Self::Reviewers),
            "automatic" => Some(Self::Automatic),
            _ => None,
        }
    }
}

/// How often engines judge for one application, over all its devices, before people do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttemptLimits {
    /// Live captures of the face.
    pub face: u32,
    /// Readings of the identity document.
    pub card: u32,
}

impl Default for AttemptLimits {
    fn default() -> Self {
        Self { face: 3, card: 10 }
    }
}

/// `[face]`: what the live capture of the face has to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceRules {
    pub challenge: Liveness,
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
    /// How long somebody who had begun may go on after the close.
    #[serde(default)]
    pub grace_secs: u32,
    /// Places with dates of their own.
    #[serde(default)]
    pub regions: Vec<RegionDates>,
}

/// When a window is open in the places whose codes begin with `prefix`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RegionDates {
    /// The first four or all six digits of a code of GB/T 2260.
    pub prefix: String,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
}

impl Window {
    /// When it opens and closes in a region: the dates with the longest prefix that fits, else the general ones.
    pub fn dates(&self, region: &str) -> (Timestamp, Timestamp) {
        let own = self.regions.iter().filter(|dates| region.starts_with(&dates.prefix));
        own.max_by_key(|dates| dates.prefix.len())
            .map_or((self.opens_at, self.closes_at), |dates| (dates.opens_at, dates.closes_at))
    }

    /// Whether somebody of `region` may begin at `now`.
    pub fn is_open(&self, region: &str, now: Timestamp) -> bool {
        let (opens_at, closes_at) = self.dates(region);
        opens_at <= now && now < closes_at
    }

    /// Whether somebody who began at `begun_at` may go on at `now`.
    pub fn lets_go_on(&self, region: &str, begun_at: Timestamp, now: Timestamp) -> bool {
        let (opens_at, closes_at) = self.dates(region);
        let grace = if begun_at < closes_at { Span::secs(self.grace_secs.into()) } else { Span(0) };
        opens_at <= now && now < closes_at + grace
    }

    /// The first opening and the last close over all regions.
    fn span(&self) -> (Timestamp, Timestamp) {
        let opens = self.regions.iter().map(|dates| dates.opens_at).fold(self.opens_at, Ord::min);
        let closes = self.regions.iter().map(|dates| dates.closes_at).fold(self.closes_at, Ord::max);
        (opens, closes)
    }
}

/// A prefecture (four digits of GB/T 2260 then `00`) or county.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Region {
    /// GB/T 2260, six digits.
    pub code: String,
    pub name: String,
    /// Code of the prefecture a county belongs to.
    pub parent: Option<String>,
    /// No longer offered; kept for those that refer to it.
    #[serde(default)]
    pub retired: bool,
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
    /// No longer offered; kept for those that chose it.
    #[serde(default)]
    pub retired: bool,
}

/// A coded reason for sending an item back or refusing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reason {
    pub code: ReasonCode,
    /// The item it concerns; absent for a refusal of the whole application.
    pub item: Option<Item>,
    pub text: Bilingual,
    /// No longer given; kept for those who were given it.
    #[serde(default)]
    pub retired: bool,
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
/// Code of the rules of the examination rooms (考场规则), a page of its own where a province has them.
pub const EXAM_RULES: &str = "exam.rules";
/// Code of what the health report (考生健康状况报告表) has the candidate promise; the form is there where a province has it.
pub const HEALTH_REPORT: &str = "health.report";
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

    /// Whether the address that is typed is one for letters: details come before the document, which may say another one later. Where the
    /// document comes first, its address is taken over.
    pub fn has_postal_address(&self) -> bool {
        let place = |item| self.steps.iter().position(|step| *step == Step::Provide(item));
        matches!((place(Item::Details), place(Item::Card)), (Some(details), Some(card)) if details < card)
    }

    /// Whether some steps are made for a phone, so that a PC hands over to one.
    pub fn has_evidence(&self) -> bool {
        self.items().any(Item::is_evidence)
    }

    /// The window open at `now`, at least somewhere.
    pub fn open_window(&self, now: Timestamp) -> Option<&Window> {
        self.windows.iter().find(|window| {
            let (opens_at, closes_at) = window.span();
            opens_at <= now && now < closes_at
        })
    }

    /// The window in which somebody of `region` may begin at `now`.
    pub fn open_window_in(&self, region: &str, now: Timestamp) -> Option<&Window> {
        self.windows.iter().find(|window| window.is_open(region, now))
    }

    /// The next window that opens after `now`.
    pub fn next_window(&self, now: Timestamp) -> Option<&Window> {
        self.windows.iter().filter(|window| now < window.span().0).min_by_key(|window| window.span().0)
    }

    pub fn reason(&self, code: &ReasonCode) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.code == *code)
    }

    pub fn region(&self, code: &str) -> Option<&Region> {
        self.regions.iter().find(|region| region.code == code)
    }

    /// Regions that can be chosen.
    pub fn offered_regions(&self) -> impl Iterator<Item = &Region> {
        self.regions.iter().filter(|region| !region.retired)
    }

    /// Majors that can be chosen.
    pub fn offered_majors(&self) -> impl Iterator<Item = &Major> {
        self.majors.iter().filter(|major| !major.retired)
    }

    /// Reasons that can be given for an item, or for refusing the whole application.
    pub fn offered_reasons(&self, item: Option<Item>) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(move |reason| reason.item == item && !reason.retired)
    }

    pub fn major(&self, code: &str) -> Option<&Major> {
        self.majors.iter().find(|major| major.code == code)
    }

    /// Offices that candidates may still go to.
    pub fn open_offices(&self) -> impl Iterator<Item = &Office> {
        self.offices.iter().filter(|office| !office.retired)
    }

    /// Those of them whose visits are booked; to the others people just come.
    pub fn booking_offices(&self) -> impl Iterator<Item = &Office> {
        self.open_offices().filter(|office| office.takes_bookings())
    }

    pub fn office(&self, code: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.code == code)
    }

    pub fn institution(&self, code: &str) -> Option<&Institution> {
        self.institutions.iter().find(|institution| institution.code == code)
    }

    pub fn notice(&self, code: &str) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.code == code)
    }
}
