//! Invented people: the n-th is always the same, and no two are alike.

use crate::{Result, error::Cause};
use shared::{
    contact::{Email, PhoneNumber},
    details::{Details, EarlierEducation, FormerIdentity, MajorChosen},
    document::{DocumentNumber, DocumentType},
    evidence::{CardFields, Day},
    person::{Education, Ethnicity, Household, PoliticalStatus, RomanisedName, Sex},
    profile::{Level, Major, Profile},
};

/// With their spellings.
const SURNAMES: [(&str, &str); 8] = [
    ("单", "SHAN"),
    ("欧阳", "OUYANG"),
    ("曾", "ZENG"),
    ("李", "LI"),
    ("仇", "QIU"),
    ("王", "WANG"),
    ("解", "XIE"),
    ("张", "ZHANG"),
];
const GIVEN: [(&str, &str); 6] =
    [("示例", "SHILI"), ("试之", "SHIZHI"), ("样", "YANG"), ("演", "YAN"), ("范", "FAN"), ("例如", "LIRU")];
/// Of everybody, as their numbers say.
const BORN: &str = "2000-01-01";

/// Somebody who enrols in a county.
pub(super) struct Person {
    pub(super) n: usize,
    pub(super) phone: PhoneNumber,
    pub(super) document: DocumentNumber,
    pub(super) region: String,
    pub(super) card: CardFields,
    /// Absent where the profile has no majors.
    pub(super) details: Option<Details>,
}

impl Person {
    /// The n-th of those who belong to the office.
    pub(super) fn invent(profile: &Profile, n: usize, office: &str) -> Result<Self> {
        let county = profile.regions.iter().find(|region| region.parent.as_deref() == Some(office));
        let region = county.map_or(office, |county| county.code.as_str()).to_owned();
        let (phone, document) = (invented_phone(n)?, invented_document(&region, n)?);
        let card = invented_card(n)?;
        let details = invented_major(profile, n).map(|major| invented_details(n, &region, &card, major)).transpose()?;
        let details = details.map(|details| with_diploma(profile, details)).transpose()?;
        Ok(Self { n, phone, document, region, card, details })
    }
}

impl Person {
    /// `demo0@example.com`, where the province asks for an address.
    pub(super) fn email(&self, profile: &Profile) -> Result<Option<Email>, Cause> {
        let address =
            || format!("demo{}@example.com", self.n).parse().map_err(|_| Cause::Corrupt("an invented address"));
        profile.accounts.email.then(address).transpose()
    }
}

/// `1990000000n`
fn invented_phone(n: usize) -> Result<PhoneNumber, Cause> {
    format!("199{n:08}").parse().map_err(|_| Cause::Corrupt("an invented phone number"))
}

/// A number of the region with the birth date of all and the check character that fits.
fn invented_document(region: &str, n: usize) -> Result<DocumentNumber, Cause> {
    let body = format!("{region}{}{n:03}", BORN.replace('-', ""));
    let fits = |last| DocumentNumber::parse(DocumentType::ResidentIdCard, &format!("{body}{last}")).ok();
    "0123456789X".chars().find_map(fits).ok_or(Cause::Corrupt("an invented document number"))
}

type Named = (&'static str, &'static str);

fn names(n: usize) -> (Named, Named) {
    (SURNAMES[n % SURNAMES.len()], GIVEN[n / SURNAMES.len() % GIVEN.len()])
}

/// What stands on the card; the last digit of the order number says the sex.
fn invented_card(n: usize) -> Result<CardFields, Cause> {
    let ((surname, _), (given, _)) = names(n);
    let name = format!("{surname}{given}");
    let day = |text: &str| text.parse::<Day>().map_err(|_| Cause::Corrupt("an invented day"));
    Ok(CardFields {
        name: name.parse().map_err(|_| Cause::Corrupt("an invented name"))?,
        sex: if n % 2 == 1 { Sex::Male } else { Sex::Female },
        ethnicity: Some(Ethnicity::Han),
        birth_date: day(BORN)?,
        address: Some(format!("湖南省示例市示例路{}号", n + 1)),
        valid_from: day("2018-03-01")?,
        valid_to: Some(day("2038-03-01")?),
    })
}

/// In turn: a plain college major, a restricted one, and a bachelor-level one, each as the profile has them.
fn invented_major(profile: &Profile, n: usize) -> Option<&Major> {
    let wanted: fn(&Major) -> bool = match n % 3 {
        0 => |major| major.level == Level::College && major.proofs.is_empty(),
        1 => |major| major.level == Level::College && !major.proofs.is_empty(),
        _ => |major| major.level == Level::Bachelor && major.proofs.is_empty(),
    };
    profile.majors.iter().find(|major| wanted(major)).or_else(|| profile.majors.first())
}

fn invented_details(n: usize, region: &str, card: &CardFields, major: &Major) -> Result<Details> {
    let address = card.address.as_deref().unwrap_or_default();
    let ((_, surname), (_, given)) = names(n);
    let spelling: Result<RomanisedName, _> = format!("{surname} {given}").parse();
    // every seventh has another name on the diploma
    let former =
        FormerIdentity { name: Some("单旧名".parse().map_err(|_| Cause::Corrupt("a name"))?), number: None };
    Ok(Details {
        name: card.name.clone(),
        ethnicity: Ethnicity::Han,
        sex: card.sex,
        birth_date: card.birth_date.0,
        address: address.parse().map_err(|_| Cause::Corrupt("an invented address"))?,
        pinyin: spelling.map_err(|_| Cause::Corrupt("an invented spelling"))?,
        household: Household::Resident,
        political: PoliticalStatus::Masses,
        postcode: None,
        occupation: None,
        email: None,
        region: region.to_owned(),
        major: MajorChosen { code: major.code.clone(), name: major.name.clone(), level: major.level },
        education: Education::College,
        former: (n % 7 == 6).then_some(former),
        earlier: None,
    })
}

/// The diploma that somebody describes where the register is asked about it.
fn with_diploma(profile: &Profile, details: Details) -> Result<Details, Cause> {
    if !profile.education.is_automatic() || details.major.level != Level::Bachelor {
        return Ok(details);
    }
    let school = "示例职业技术学院".parse().map_err(|_| Cause::Corrupt("an invented school"))?;
    let certificate = "000001202006000001".parse().map_err(|_| Cause::Corrupt("an invented diploma"))?;
    Ok(Details { earlier: Some(EarlierEducation { school, certificate }), ..details })
}
