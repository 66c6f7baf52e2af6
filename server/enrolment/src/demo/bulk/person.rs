//! Invented people: names put together by chance, document numbers of a prefecture that GB/T 2260 does not know (so that they are
//! nobody's, although their check characters are right), telephones 1991…

use super::dice::Dice;
use crate::error::Cause;
use shared::{
    contact::PhoneNumber,
    details::{Details, MajorChosen},
    document::{DocumentNumber, DocumentType},
    evidence::{CardFields, Day},
    person::{Education, Ethnicity, Household, PersonName, PoliticalStatus, RomanisedName, Sex},
    profile::{Level, Major, Profile, Region},
    time::{Span, Timestamp},
};

/// Surname and its letters.
const SURNAMES: [(&str, &str); 40] = [
    ("王", "WANG"),
    ("李", "LI"),
    ("张", "ZHANG"),
    ("刘", "LIU"),
    ("陈", "CHEN"),
    ("杨", "YANG"),
    ("黄", "HUANG"),
    ("赵", "ZHAO"),
    ("吴", "WU"),
    ("周", "ZHOU"),
    ("徐", "XU"),
    ("孙", "SUN"),
    ("马", "MA"),
    ("朱", "ZHU"),
    ("胡", "HU"),
    ("郭", "GUO"),
    ("何", "HE"),
    ("林", "LIN"),
    ("罗", "LUO"),
    ("高", "GAO"),
    ("郑", "ZHENG"),
    ("梁", "LIANG"),
    ("谢", "XIE"),
    ("宋", "SONG"),
    ("唐", "TANG"),
    ("许", "XU"),
    ("韩", "HAN"),
    ("冯", "FENG"),
    ("邓", "DENG"),
    ("曹", "CAO"),
    ("彭", "PENG"),
    ("曾", "ZENG"),
    ("肖", "XIAO"),
    ("田", "TIAN"),
    ("董", "DONG"),
    ("袁", "YUAN"),
    ("潘", "PAN"),
    ("蒋", "JIANG"),
    ("蔡", "CAI"),
    ("余", "YU"),
];

const GIVEN: [(&str, &str); 60] = [
    ("伟", "WEI"),
    ("芳", "FANG"),
    ("娜", "NA"),
    ("敏", "MIN"),
    ("静", "JING"),
    ("丽", "LI"),
    ("强", "QIANG"),
    ("磊", "LEI"),
    ("军", "JUN"),
    ("洋", "YANG"),
    ("勇", "YONG"),
    ("艳", "YAN"),
    ("杰", "JIE"),
    ("娟", "JUAN"),
    ("涛", "TAO"),
    ("明", "MING"),
    ("超", "CHAO"),
    ("秀", "XIU"),
    ("霞", "XIA"),
    ("平", "PING"),
    ("刚", "GANG"),
    ("桂", "GUI"),
    ("英", "YING"),
    ("华", "HUA"),
    ("玉", "YU"),
    ("兰", "LAN"),
    ("春", "CHUN"),
    ("梅", "MEI"),
    ("红", "HONG"),
    ("文", "WEN"),
    ("辉", "HUI"),
    ("力", "LI"),
    ("鑫", "XIN"),
    ("宇", "YU"),
    ("浩", "HAO"),
    ("然", "RAN"),
    ("子", "ZI"),
    ("涵", "HAN"),
    ("欣", "XIN"),
    ("怡", "YI"),
    ("梓", "ZI"),
    ("轩", "XUAN"),
    ("雨", "YU"),
    ("桐", "TONG"),
    ("思", "SI"),
    ("远", "YUAN"),
    ("嘉", "JIA"),
    ("豪", "HAO"),
    ("晓", "XIAO"),
    ("琳", "LIN"),
    ("佳", "JIA"),
    ("琪", "QI"),
    ("志", "ZHI"),
    ("鹏", "PENG"),
    ("建", "JIAN"),
    ("国", "GUO"),
    ("海", "HAI"),
    ("燕", "YAN"),
    ("波", "BO"),
    ("宁", "NING"),
];

const STREETS: [&str; 8] = ["建设路", "人民路", "解放路", "新华路", "和平路", "文昌路", "东风路", "滨江路"];

/// Days of birth that are given out, from 1970-01-01 on; a prime with which they are stirred.
const BIRTH_DAYS: usize = 13_000;
const STIR: usize = 7919;

/// Somebody who does not exist.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) phone: PhoneNumber,
    pub(super) document: DocumentNumber,
    pub(super) details: Details,
    pub(super) card: CardFields,
}

impl Person {
    /// The `n`-th person, who lives in `region`; always the same one.
    pub(super) fn invent(profile: &Profile, n: u64, region: &Region, dice: &Dice) -> Result<Self, Cause> {
        let n = n as usize;
        let birth = day(n / 100 % BIRTH_DAYS * STIR % BIRTH_DAYS).0;
        let man = dice.chance(0.5);
        let sex = if man { Sex::Male } else { Sex::Female };
        let place = format!("{}99{:02}", region.code.get(..2).unwrap_or("43"), n % 100);
        let order = n / 100 / BIRTH_DAYS * 2 + usize::from(man);
        let document =
            document(&format!("{place}{:04}{:02}{:02}{order:03}", birth.year(), birth.month(), birth.day()))?;
        let phone = phone(n)?;
        let (name, pinyin) = name(dice)?;
        let address = address(profile, region, dice);
        let card = CardFields {
            name: name.clone(),
            sex,
            ethnicity: Some(Ethnicity::Han),
            birth_date: Day(birth),
            address: Some(address.clone()),
            valid_from: day(16_500 + dice.below(3000)),
            valid_to: None,
        };
        let details = Details {
            name,
            ethnicity: Ethnicity::Han,
            sex,
            birth_date: birth,
            address: address.parse().map_err(|_| Cause::Corrupt("an invented address"))?,
            pinyin,
            household: if dice.chance(0.7) { Household::Resident } else { Household::Agricultural },
            political: if dice.chance(0.6) { PoliticalStatus::Masses } else { PoliticalStatus::YouthLeagueMember },
            postcode: None,
            occupation: None,
            email: None,
            region: region.code.clone(),
            major: major(profile, dice)?,
            education: if dice.chance(0.8) { Education::HighSchool } else { Education::SpecialisedSecondary },
            former: None,
            earlier: None,
        };
        Ok(Self { phone, document, details, card })
    }
}

/// So many days after 1970-01-01.
fn day(days: usize) -> Day {
    Day((Timestamp(0) + Span::days(days as i64)).beijing().date())
}

/// `1991…`, by which it is found out how many there are already.
pub(super) fn phone(n: usize) -> Result<PhoneNumber, Cause> {
    format!("1991{n:07}").parse().map_err(|_| Cause::Corrupt("an invented phone number"))
}

fn document(body: &str) -> Result<DocumentNumber, Cause> {
    let fits = |last| DocumentNumber::parse(DocumentType::ResidentIdCard, &format!("{body}{last}")).ok();
    "0123456789X".chars().find_map(fits).ok_or(Cause::Corrupt("an invented document number"))
}

fn name(dice: &Dice) -> Result<(PersonName, RomanisedName), Cause> {
    // few surnames are frequent, many are rare
    let rank = dice.share() * dice.share() * SURNAMES.len() as f64;
    let (surname, letters) = SURNAMES[rank as usize];
    let count = if dice.chance(0.8) { 2 } else { 1 };
    let given: Vec<_> = (0..count).map(|_| GIVEN[dice.below(GIVEN.len())]).collect();
    let chinese: String = std::iter::once(surname).chain(given.iter().map(|(sign, _)| *sign)).collect();
    let latin: String = given.iter().map(|(_, letters)| *letters).collect();
    let name = chinese.parse().map_err(|_| Cause::Corrupt("an invented name"))?;
    let pinyin = format!("{letters} {latin}").parse().map_err(|_| Cause::Corrupt("an invented name"))?;
    Ok((name, pinyin))
}

fn address(profile: &Profile, region: &Region, dice: &Dice) -> String {
    let above = region.parent.as_deref().and_then(|code| profile.region(code)).map_or("", |above| above.name.as_str());
    let street = STREETS[dice.below(STREETS.len())];
    format!("{}省{above}{}{street}{}号", profile.name.zh, region.name, 1 + dice.below(400))
}

/// One that demands no proof.
fn major(profile: &Profile, dice: &Dice) -> Result<MajorChosen, Cause> {
    let free: Vec<&Major> =
        profile.majors.iter().filter(|major| major.level == Level::College && major.proofs.is_empty()).collect();
    let all: Vec<&Major> = profile.majors.iter().collect();
    let rank = |from: &[&Major]| ((dice.share() * dice.share()) * from.len() as f64) as usize;
    let from = if free.is_empty() { &all } else { &free };
    let major = from.get(rank(from)).ok_or(Cause::Corrupt("a profile without majors"))?;
    Ok(MajorChosen { code: major.code.clone(), name: major.name.clone(), level: major.level })
}
