//! Admission numbers (准考证号): the template by which a province makes them, and what one looks like.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An admission number: 8 to 16 digits. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AdmissionNumber(String);

/// The text is no admission number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not an admission number of 8 to 16 digits")]
pub struct NotAnAdmissionNumber;

impl FromStr for AdmissionNumber {
    type Err = NotAnAdmissionNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let ok = (8..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        ok.then(|| Self(text.to_owned())).ok_or(NotAnAdmissionNumber)
    }
}

impl TryFrom<String> for AdmissionNumber {
    type Error = NotAnAdmissionNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AdmissionNumber> for String {
    fn from(number: AdmissionNumber) -> Self {
        number.0
    }
}

impl AdmissionNumber {
    /// The digits: personal data, for the candidate, staff and the gateway.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The number with its middle hidden, e.g. `4201****12`.
    pub fn masked(&self) -> String {
        let hidden = self.0.len() - 6;
        format!("{}{}{}", &self.0[..4], "*".repeat(hidden), &self.0[self.0.len() - 2..])
    }

    /// The last four digits, which are typed to confirm it.
    pub fn last_digits(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

impl fmt::Debug for AdmissionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdmissionNumber(****)")
    }
}

/// When a number is allotted to an approved application.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allotment {
    /// As soon as it is approved.
    AtOnce,
    /// When the review period of its window is over.
    AfterReview,
}

/// How a province makes its admission numbers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumberRule {
    pub template: NumberTemplate,
    pub allotment: Allotment,
}

/// Digits and holes: `{year}` (two digits of the session's year), `{month}` (two of its month), `{prefecture}` and `{county}`
/// (the third and fourth, the fifth and sixth digit of GB/T 2260), `{serial:N}` (N digits, counted from 1 within one session
/// and county; once, at the end).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NumberTemplate {
    parts: Vec<Part>,
    serial_digits: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    Digits(String),
    Year,
    Month,
    Prefecture,
    County,
}

/// The template cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadTemplate {
    #[error("beside digits only {{year}}, {{month}}, {{prefecture}}, {{county}} and {{serial:N}} may stand in it")]
    Part,
    #[error("it ends with {{serial:N}}, N from 3 to 8, and has no other serial")]
    Serial,
    /// Serials are counted within one session and county, so numbers of two would be the same.
    #[error(
        "it holds {{year}}, {{month}}, {{prefecture}} and {{county}}, because serials are counted for each of them"
    )]
    Ambiguous,
    #[error("its numbers must have 8 to 16 digits")]
    Length,
}

impl FromStr for NumberTemplate {
    type Err = BadTemplate;

    fn from_str(text: &str) -> Result<Self, BadTemplate> {
        let start = text.rfind("{serial:").ok_or(BadTemplate::Serial)?;
        let digits = text[start..].strip_prefix("{serial:").and_then(|rest| rest.strip_suffix('}'));
        let serial_digits = digits.and_then(|digits| digits.parse().ok()).filter(|digits| (3..=8).contains(digits));
        let serial_digits: usize = serial_digits.ok_or(BadTemplate::Serial)?;
        let parts = parts(&text[..start])?;
        let needed = [Part::Year, Part::Month, Part::Prefecture, Part::County];
        if !needed.iter().all(|part| parts.contains(part)) {
            return Err(BadTemplate::Ambiguous);
        }
        let length: usize = parts.iter().map(Part::length).sum::<usize>() + serial_digits;
        if !(8..=16).contains(&length) {
            return Err(BadTemplate::Length);
        }
        Ok(Self { parts, serial_digits })
    }
}

fn parts(mut text: &str) -> Result<Vec<Part>, BadTemplate> {
    let holes = [
        ("{year}", Part::Year),
        ("{month}", Part::Month),
        ("{prefecture}", Part::Prefecture),
        ("{county}", Part::County),
    ];
    let mut parts = Vec::new();
    while !text.is_empty() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            parts.push(Part::Digits(text[..digits].to_owned()));
            text = &text[digits..];
            continue;
        }
        let (hole, part) = holes.iter().find(|(hole, _)| text.starts_with(hole)).ok_or(BadTemplate::Part)?;
        parts.push(part.clone());
        text = &text[hole.len()..];
    }
    Ok(parts)
}

impl Part {
    const fn length(&self) -> usize {
        match self {
            Self::Digits(digits) => digits.len(),
            Self::Year | Self::Month | Self::Prefecture | Self::County => 2,
        }
    }
}

impl NumberTemplate {
    /// The number of the `serial`-th candidate, from 1 on, of a session such as `2027-04` in a region of six digits. `None`
    /// where the serials have run out, or the session is named otherwise.
    pub fn number(&self, session: &str, region: &str, serial: u64) -> Option<AdmissionNumber> {
        let (year, month) = session.split_once('-')?;
        let mut text = String::new();
        for part in &self.parts {
            text.push_str(match part {
                Part::Digits(digits) => digits,
                Part::Year => year.get(2..4)?,
                Part::Month => month.get(..2)?,
                Part::Prefecture => region.get(2..4)?,
                Part::County => region.get(4..6)?,
            });
        }
        let serial = format!("{serial:0width$}", width = self.serial_digits);
        (serial.len() == self.serial_digits).then(|| text + &serial)?.parse().ok()
    }
}

impl fmt::Display for NumberTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            f.write_str(match part {
                Part::Digits(digits) => digits,
                Part::Year => "{year}",
                Part::Month => "{month}",
                Part::Prefecture => "{prefecture}",
                Part::County => "{county}",
            })?;
        }
        write!(f, "{{serial:{}}}", self.serial_digits)
    }
}

impl TryFrom<String> for NumberTemplate {
    type Error = BadTemplate;

    fn try_from(text: String) -> Result<Self, BadTemplate> {
        text.parse()
    }
}

impl From<NumberTemplate> for String {
    fn from(template: NumberTemplate) -> Self {
        template.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUNAN: &str = "{year}{month}{prefecture}{county}{serial:4}";

    #[test]
    fn a_number_says_session_and_place_and_counts() {
        let template: NumberTemplate = HUNAN.parse().unwrap();
        let number = |serial| template.number("2027-04", "430102", serial).map(String::from);
        assert_eq!(number(1).as_deref(), Some("270401020001"));
        assert_eq!(number(9999).as_deref(), Some("270401029999"));
        assert_eq!(number(10_000), None, "the serials have run out: no number is cut short");
        assert_eq!(template.number("spring", "430102", 1), None);
        assert_eq!(template.to_string(), HUNAN);
    }

    #[test]
    fn a_template_whose_numbers_could_collide_is_refused() {
        let parse = |text: &str| text.parse::<NumberTemplate>().err();
        assert_eq!(parse("{year}{month}{prefecture}{serial:5}"), Some(BadTemplate::Ambiguous));
        assert_eq!(parse("{year}{month}{prefecture}{county}"), Some(BadTemplate::Serial));
        assert_eq!(parse("{serial:4}{year}{month}{prefecture}{county}"), Some(BadTemplate::Serial));
        assert_eq!(parse("{year}{month}{prefecture}{county}{serial:9}"), Some(BadTemplate::Serial));
        assert_eq!(parse("{year}{month}{prefecture}{county}-{serial:4}"), Some(BadTemplate::Part));
        assert_eq!(parse("43018{year}{month}{prefecture}{county}{serial:5}"), Some(BadTemplate::Length));
    }

    #[test]
    fn a_number_is_digits_and_hides_itself() {
        let number: AdmissionNumber = "270401020001".parse().unwrap();
        assert!(!format!("{number:?}").contains("2704"));
        assert!("2704".parse::<AdmissionNumber>().is_err() && "27040102000a".parse::<AdmissionNumber>().is_err());
    }
}
