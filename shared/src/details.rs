//! What a candidate says of themselves and of what they enrol in (个人信息, 入籍信息), well-formed; and what their card says.

use crate::{
    contact::{Address, Email, Postcode},
    person::{Education, Ethnicity, Household, Occupation, PersonName, PoliticalStatus, RomanisedName, Sex},
    profile::Level,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The answers of the details form. `Debug` shows nothing of them but the major.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub name: PersonName,
    pub ethnicity: Ethnicity,
    pub sex: Sex,
    #[serde(with = "civil")]
    pub birth_date: Date,
    pub address: Address,
    pub pinyin: RomanisedName,
    pub household: Household,
    pub political: PoliticalStatus,
    pub postcode: Option<Postcode>,
    pub occupation: Option<Occupation>,
    pub email: Option<Email>,
    /// GB/T 2260
    pub region: String,
    pub major: MajorChosen,
    /// 考前最高学历
    pub education: Education,
    /// 已取得学历中的身份证号、姓名等信息是否已变更: what they were.
    pub former: Option<FormerIdentity>,
    /// The diploma that admits to a bachelor-level major, where the register is asked about it (前置学历).
    #[serde(default)]
    pub earlier: Option<EarlierEducation>,
}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Details").field("major", &self.major.code).finish_non_exhaustive()
    }
}

/// A major as it was when it was chosen: it can still be shown when the profile has dropped it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MajorChosen {
    pub code: String,
    pub name: String,
    pub level: Level,
}

/// A diploma as its owner describes it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EarlierEducation {
    pub school: SchoolName,
    pub certificate: CertificateNumber,
}

/// Name of a school as it stands on a diploma: 2 to 60 characters without digits or markup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SchoolName(String);

/// The text is no name of a school.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a school's name has 2 to 60 letters")]
pub struct NotASchool;

impl FromStr for SchoolName {
    type Err = NotASchool;

    fn from_str(typed: &str) -> Result<Self, NotASchool> {
        let plain = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = |c: char| c.is_alphabetic() || " ()\u{ff08}\u{ff09}\u{b7}\u{30fb}.-\u{2014}\u{3001}&'".contains(c);
        let ok = (2..=60).contains(&plain.chars().count()) && plain.chars().all(fits);
        ok.then_some(Self(plain)).ok_or(NotASchool)
    }
}

impl TryFrom<String> for SchoolName {
    type Error = NotASchool;

    fn try_from(text: String) -> Result<Self, NotASchool> {
        text.parse()
    }
}

impl From<SchoolName> for String {
    fn from(school: SchoolName) -> Self {
        school.0
    }
}

impl SchoolName {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Number of a diploma (学历证书编号): 8 to 30 letters and digits. `Debug` shows the last four.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CertificateNumber(String);

/// The text is no number of a diploma.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the number of a diploma has 8 to 30 letters and digits")]
pub struct NotACertificate;

impl FromStr for CertificateNumber {
    type Err = NotACertificate;

    /// Forgives spaces, hyphens, full-width characters and lower case.
    fn from_str(typed: &str) -> Result<Self, NotACertificate> {
        let plain = plain(typed);
        let ok = (8..=30).contains(&plain.len()) && plain.bytes().all(|b| b.is_ascii_alphanumeric());
        ok.then_some(Self(plain)).ok_or(NotACertificate)
    }
}

impl TryFrom<String> for CertificateNumber {
    type Error = NotACertificate;

    fn try_from(text: String) -> Result<Self, NotACertificate> {
        text.parse()
    }
}

impl From<CertificateNumber> for String {
    fn from(number: CertificateNumber) -> Self {
        number.0
    }
}

impl CertificateNumber {
    /// The number itself: personal data, not for logs, URLs or errors.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// `**************1234`
    pub fn masked(&self) -> String {
        let hidden = self.0.len() - 4;
        self.0.chars().enumerate().map(|(at, c)| if at < hidden { '*' } else { c }).collect()
    }
}

impl fmt::Debug for CertificateNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificateNumber({})", self.masked())
    }
}

/// What was typed as a number, without what people put between its characters.
fn plain(typed: &str) -> String {
    let narrow = typed.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    });
    let kept = narrow.filter(|c| !c.is_whitespace() && !matches!(c, '-' | '(' | ')'));
    kept.map(|c| c.to_ascii_uppercase()).collect()
}

/// Name or number that stands on the diploma; at least one of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FormerIdentity {
    pub name: Option<PersonName>,
    pub number: Option<FormerNumber>,
}

/// A number that stood on an older document: also the citizen numbers of 15 digits, and documents this service does not take.
/// 5 to 20 capital letters and digits. `Debug` shows a mask.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FormerNumber(String);

/// The text is no number of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a document number has 5 to 20 letters and digits")]
pub struct NotANumber;

impl FromStr for FormerNumber {
    type Err = NotANumber;

    /// Forgives spaces, hyphens, brackets, full-width characters and lower case.
    fn from_str(typed: &str) -> Result<Self, NotANumber> {
        let plain = plain(typed);
        let ok = (5..=20).contains(&plain.len()) && plain.bytes().all(|b| b.is_ascii_alphanumeric());
        ok.then_some(Self(plain)).ok_or(NotANumber)
    }
}

impl TryFrom<String> for FormerNumber {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl From<FormerNumber> for String {
    fn from(number: FormerNumber) -> Self {
        number.0
    }
}

impl FormerNumber {
    /// The number itself: personal data, not for logs, URLs or errors.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A number that says no more than [`Self::masked`], for showing where a number is due.
    #[must_use]
    pub fn veiled(&self) -> Self {
        Self(self.masked())
    }

    /// `4301*****12`: all but the first four and the last two.
    pub fn masked(&self) -> String {
        let hidden = |at: usize| at >= 4 && at + 2 < self.0.len();
        self.0.chars().enumerate().map(|(at, c)| if hidden(at) { '*' } else { c }).collect()
    }
}

impl fmt::Debug for FormerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FormerNumber({})", self.masked())
    }
}

/// What was read from the identity document and confirmed; absent where that kind of document does not hold it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CardFields {
    pub name: Option<PersonName>,
    pub ethnicity: Option<Ethnicity>,
    pub sex: Option<Sex>,
    pub birth_date: Option<Date>,
    pub address: Option<Address>,
}

impl CardFields {
    /// `details` with everything that the card says in the place of what was typed.
    #[must_use]
    pub fn over(&self, details: Details) -> Details {
        Details {
            name: self.name.clone().unwrap_or(details.name),
            ethnicity: self.ethnicity.unwrap_or(details.ethnicity),
            sex: self.sex.unwrap_or(details.sex),
            birth_date: self.birth_date.unwrap_or(details.birth_date),
            address: self.address.clone().unwrap_or(details.address),
            ..details
        }
    }
}

/// A date as `2000-01-31`.
mod civil {
    use super::Date;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
    pub(super) fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Date, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
