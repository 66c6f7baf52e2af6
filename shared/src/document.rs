//! Identity documents: the five types a candidate may register with, and the form and check digit of their numbers.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An identity document accepted at registration (PRODUCT §2, step 2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// 居民身份证
    ResidentIdCard,
    /// 港澳居民来往内地通行证
    HongKongMacaoTravelPermit,
    /// 港澳居民居住证
    HongKongMacaoResidencePermit,
    /// 台湾居民来往大陆通行证
    TaiwanTravelPermit,
    /// 台湾居民居住证
    TaiwanResidencePermit,
}

impl DocumentType {
    pub const ALL: &[Self] = &[
        Self::ResidentIdCard,
        Self::HongKongMacaoTravelPermit,
        Self::HongKongMacaoResidencePermit,
        Self::TaiwanTravelPermit,
        Self::TaiwanResidencePermit,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ResidentIdCard => "resident_id_card",
            Self::HongKongMacaoTravelPermit => "hong_kong_macao_travel_permit",
            Self::HongKongMacaoResidencePermit => "hong_kong_macao_residence_permit",
            Self::TaiwanTravelPermit => "taiwan_travel_permit",
            Self::TaiwanResidencePermit => "taiwan_residence_permit",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }
}

/// A well-formed document number in its canonical writing (upper case, no spaces). `Debug` shows a mask.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct DocumentNumber {
    kind: DocumentType,
    number: String,
}

/// What comes in from outside has to pass [`DocumentNumber::parse`] too.
#[derive(Deserialize)]
struct Unchecked {
    kind: DocumentType,
    number: String,
}

impl TryFrom<Unchecked> for DocumentNumber {
    type Error = BadNumber;

    fn try_from(outside: Unchecked) -> Result<Self, BadNumber> {
        Self::parse(outside.kind, &outside.number)
    }
}

/// What is wrong with a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadNumber {
    #[error("the number has the wrong length or characters")]
    Form,
    #[error("the last character does not fit the others")]
    CheckDigit,
    #[error("the number holds no possible date of birth")]
    BirthDate,
}

impl DocumentNumber {
    /// Reads what was typed: spaces, hyphens and full-width characters are forgiven, lower case is raised.
    pub fn parse(kind: DocumentType, typed: &str) -> Result<Self, BadNumber> {
        let number = canonical(typed);
        match kind {
            DocumentType::ResidentIdCard => check_citizen_number(&number, &[])?,
            DocumentType::HongKongMacaoResidencePermit => check_citizen_number(&number, &["810000", "820000"])?,
            DocumentType::TaiwanResidencePermit => check_citizen_number(&number, &["830000"])?,
            DocumentType::HongKongMacaoTravelPermit => check_hong_kong_macao(&number)?,
            DocumentType::TaiwanTravelPermit => check_digits(&number)?,
        }
        Ok(Self { kind, number })
    }

    pub const fn kind(&self) -> DocumentType {
        self.kind
    }

    /// The number itself: personal data, not for logs, URLs or errors.
    pub fn expose(&self) -> &str {
        &self.number
    }

    /// Date of birth where the number holds one (the three 18-digit types).
    pub fn birth_date(&self) -> Option<jiff::civil::Date> {
        (self.number.len() == 18).then(|| birth_date(&self.number)).flatten()
    }

    /// The number with its middle hidden, e.g. `1101**********002X`.
    pub fn masked(&self) -> String {
        let keep = if self.number.len() >= 15 { 4 } else { 2 };
        let hidden = self.number.len() - 2 * keep;
        format!("{}{}{}", &self.number[..keep], "*".repeat(hidden), &self.number[self.number.len() - keep..])
    }
}

impl fmt::Debug for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentNumber({}, {})", self.kind.as_str(), self.masked())
    }
}

/// What stays of a number when the document is renewed, or written in the form of before: by it the same person is found again.
/// `C` and 17 digits for citizen numbers of 18 and of 15 digits (issued to people born before 2000), and for residence permits; `H` or
/// `M` and 8 digits, or `T` and 8 digits, for travel permits: what follows on older printings counts the renewals. `None` where the
/// text has none of these forms.
pub fn lasting(number: &str) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match number.len() {
        18 if digits(&number[..17]) => Some(format!("C{}", &number[..17])),
        15 if digits(number) => Some(format!("C{}19{}", &number[..6], &number[6..])),
        9 | 11 if number.starts_with(['H', 'M']) && digits(&number[1..]) => Some(number[..9].to_owned()),
        8 | 10 if digits(number) => Some(format!("T{}", &number[..8])),
        _ => None,
    }
}

/// Half-width, upper case, without white space and hyphens.
fn canonical(typed: &str) -> String {
    typed
        .chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        })
        .filter(|c| !c.is_whitespace() && *c != '-' && *c != '(' && *c != ')')
        .flat_map(char::to_uppercase)
        .collect()
}

/// GB 11643: 17 digits and a check character by ISO 7064 MOD 11-2; digits 7–14 are the date of birth.
fn check_citizen_number(number: &str, prefixes: &[&str]) -> Result<(), BadNumber> {
    let bytes = number.as_bytes();
    let digits = bytes.len() == 18 && bytes[..17].iter().all(u8::is_ascii_digit);
    let last_ok = digits && (bytes[17].is_ascii_digit() || bytes[17] == b'X');
    let prefix_ok = last_ok && (prefixes.is_empty() || prefixes.iter().any(|prefix| number.starts_with(prefix)));
    if !prefix_ok || bytes[0] == b'0' {
        return Err(BadNumber::Form);
    }
    if check_character(&bytes[..17]) != bytes[17] {
        return Err(BadNumber::CheckDigit);
    }
    birth_date(number).map(|_| ()).ok_or(BadNumber::BirthDate)
}

/// ISO 7064 MOD 11-2 over 17 ASCII digits.
fn check_character(digits: &[u8]) -> u8 {
    let sum = digits.iter().fold(0_u32, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    match (12 - sum) % 11 {
        10 => b'X',
        value => b'0' + value as u8,
    }
}

fn birth_date(number: &str) -> Option<jiff::civil::Date> {
    let year = number.get(6..10)?.parse().ok()?;
    let date = jiff::civil::Date::new(year, number.get(10..12)?.parse().ok()?, number.get(12..14)?.parse().ok()?);
    // From the oldest example of GB 11643 (1880) on: a slip of the pen in the century, not an age, is refused here.
    date.ok().filter(|date| (1800..=2100).contains(&date.year()))
}

/// `H` or `M`, 8 digits, and on some printings 2 more.
fn check_hong_kong_macao(number: &str) -> Result<(), BadNumber> {
    match number.strip_prefix(['H', 'M']) {
        Some(digits) => check_digits(digits),
        None => Err(BadNumber::Form),
    }
}

/// 8 digits, and on old forms 2 more.
fn check_digits(number: &str) -> Result<(), BadNumber> {
    let ok = matches!(number.len(), 8 | 10) && number.bytes().all(|b| b.is_ascii_digit());
    ok.then_some(()).ok_or(BadNumber::Form)
}

#[cfg(test)]
mod tests {
    use super::lasting;

    #[test]
    fn renewed_documents_and_old_writings_have_the_same_lasting_part() {
        assert_eq!(lasting("110105194912310025"), lasting("110105491231002"));
        assert_eq!(lasting("11010519491231002X").as_deref(), Some("C11010519491231002"));
        assert_eq!(lasting("H1234567801"), lasting("H12345678"));
        assert_ne!(lasting("H12345678"), lasting("M12345678"));
        assert_eq!(lasting("1234567802"), lasting("12345678"));
        assert_ne!(lasting("12345678"), lasting("87654321"));
        assert_eq!(lasting("E1234567"), None);
        assert_eq!(lasting("11010519491231X02X"), None);
    }
}
