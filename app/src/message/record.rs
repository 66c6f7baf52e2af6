//! Words about records: documents, states, milestones; dates, times and numbers as people write them.

use crate::text::{Text, t};
use enrolment::submission::Milestone;
use shared::{
    details::MajorChosen,
    document::DocumentType,
    enrolment::{Item, ItemState, State},
    locale::Locale,
    profile::Level,
    registration::Registration,
    time::Timestamp,
};

pub const fn document_type(kind: DocumentType) -> Text {
    match kind {
        DocumentType::ResidentIdCard => t::document_type::RESIDENT_ID_CARD,
        DocumentType::HongKongMacaoTravelPermit => t::document_type::HONG_KONG_MACAO_TRAVEL_PERMIT,
        DocumentType::HongKongMacaoResidencePermit => t::document_type::HONG_KONG_MACAO_RESIDENCE_PERMIT,
        DocumentType::TaiwanTravelPermit => t::document_type::TAIWAN_TRAVEL_PERMIT,
        DocumentType::TaiwanResidencePermit => t::document_type::TAIWAN_RESIDENCE_PERMIT,
    }
}

pub const fn item(item: Item) -> Text {
    match item {
        Item::Document => t::item::DOCUMENT,
        Item::Card => t::item::CARD,
        Item::Photo => t::item::PHOTO,
        Item::Face => t::item::FACE,
        Item::Details => t::item::DETAILS,
        Item::Attachments => t::item::ATTACHMENTS,
        Item::Signature => t::item::SIGNATURE,
    }
}

pub const fn item_state(state: ItemState) -> Text {
    match state {
        ItemState::Missing => t::item_state::MISSING,
        ItemState::Provided => t::item_state::PROVIDED,
        ItemState::Accepted => t::item_state::ACCEPTED,
        ItemState::Returned => t::item_state::RETURNED,
    }
}

pub const fn state(state: State) -> Text {
    match state {
        State::Draft => t::state::DRAFT,
        State::Submitted => t::state::SUBMITTED,
        State::InReview => t::state::IN_REVIEW,
        State::Returned => t::state::RETURNED,
        State::Approved => t::state::APPROVED,
        State::Refused => t::state::REFUSED,
    }
}

/// 注册状态
pub const fn registration(stage: Registration) -> Text {
    match stage {
        Registration::Entering => t::joining::ENTERING,
        Registration::Preliminary => t::joining::PRELIMINARY,
        Registration::Complete => t::joining::COMPLETE,
    }
}

pub const fn milestone(milestone: Milestone) -> Text {
    match milestone {
        Milestone::Registered => t::milestone::REGISTERED,
        Milestone::DocumentChanged => t::milestone::DOCUMENT_CHANGED,
        Milestone::PhotoProvided => t::milestone::PHOTO_PROVIDED,
        Milestone::CardConfirmed => t::milestone::CARD_CONFIRMED,
        Milestone::FaceProvided => t::milestone::FACE_PROVIDED,
        Milestone::FaceLeftToPeople => t::milestone::FACE_LEFT_TO_PEOPLE,
        Milestone::Signed => t::milestone::SIGNED,
        Milestone::Submitted => t::milestone::SUBMITTED,
        Milestone::ReviewStarted => t::milestone::REVIEW_STARTED,
        Milestone::Returned => t::milestone::RETURNED,
        Milestone::ItemsReopened => t::milestone::ITEMS_REOPENED,
        Milestone::Approved => t::milestone::APPROVED,
        Milestone::Refused => t::milestone::REFUSED,
        Milestone::ConfirmedInPerson => t::milestone::CONFIRMED_IN_PERSON,
        Milestone::RefusedInPerson => t::milestone::REFUSED_IN_PERSON,
        Milestone::NumberAllotted => t::milestone::NUMBER_ALLOTTED,
        Milestone::RegionChanged => t::milestone::REGION_CHANGED,
        Milestone::NumberTaken => t::milestone::NUMBER_TAKEN,
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2026年3月2日`, `2 March 2026`.
pub fn date(date: jiff::civil::Date, locale: Locale) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match locale {
        Locale::Chinese => format!("{year}年{month}月{day}日"),
        Locale::English => format!("{day} {} {year}", MONTHS[month as usize - 1]),
    }
}

/// `2026年3月2日 17:00`, `2 March 2026, 17:00`; Beijing time, without saying so.
pub fn moment(at: Timestamp, locale: Locale) -> String {
    let civil = at.beijing();
    let separator = if locale == Locale::Chinese { " " } else { ", " };
    format!("{}{separator}{}", date(civil.date(), locale), clock_time(at))
}

/// The same, saying that it is Beijing time.
pub fn beijing(at: Timestamp, locale: Locale) -> String {
    t::frame::beijing(locale, moment(at, locale))
}

/// `17:05`.
pub fn clock_time(at: Timestamp) -> String {
    let civil = at.beijing();
    format!("{:02}:{:02}", civil.hour(), civil.minute())
}

/// For `<time datetime>`: the instant with Beijing's offset.
pub fn machine_time(at: Timestamp) -> String {
    format!("{}+08:00", at.beijing())
}

pub const fn level(level: Level) -> Text {
    match level {
        Level::College => t::details::COLLEGE,
        Level::Bachelor => t::details::BACHELOR,
    }
}

/// `101101 护理学 · 本科`.
pub fn major(major: &MajorChosen, locale: Locale) -> String {
    format!("{} {} · {}", major.code, major.name, level(major.level).get(locale))
}

/// A document number in groups that can be read out: 18 digits as 6-8-4, others in fours.
pub fn grouped(number: &str) -> String {
    let widths: &[usize] = if number.chars().count() == 18 { &[6, 8, 4] } else { &[4, 4, 4] };
    let mut rest: Vec<char> = number.chars().collect();
    let mut groups = Vec::new();
    for width in widths {
        let tail = rest.split_off((*width).min(rest.len()));
        groups.push(rest.into_iter().collect::<String>());
        rest = tail;
    }
    groups.push(rest.into_iter().collect());
    groups.retain(|group| !group.is_empty());
    groups.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_written_as_people_write_them() {
        let at = Timestamp(1_772_442_300_000); // 2026-03-02T09:05:00Z
        assert_eq!(moment(at, Locale::Chinese), "2026年3月2日 17:05");
        assert_eq!(beijing(at, Locale::English), "2 March 2026, 17:05 Beijing time");
        assert_eq!(machine_time(at), "2026-03-02T17:05:00+08:00");
    }

    #[test]
    fn document_numbers_are_grouped() {
        assert_eq!(grouped("11010519491231002X"), "110105 19491231 002X");
        assert_eq!(grouped("H12345678"), "H123 4567 8");
    }
}
