//! Words about parts of a profile: what they are called, what is wrong with a draft, and what it may not take away.

use crate::{
    message::record,
    text::{Text, t},
};
use enrolment::administration::{Lost, LostReason, Part};
use shared::{
    enrolment::Item,
    locale::Locale,
    profile::{
        Level, RetentionRule,
        parse::{Fault, ProfileError},
    },
};

pub const fn part(part: Part) -> Text {
    match part {
        Part::Windows => t::console_admin::part::WINDOWS,
        Part::Notices => t::console_admin::part::NOTICES,
        Part::Retention => t::console_admin::part::RETENTION,
        Part::Majors => t::console_admin::part::MAJORS,
        Part::Regions => t::console_admin::part::REGIONS,
        Part::Offices => t::console_admin::part::OFFICES,
        Part::Institutions => t::console_admin::part::INSTITUTIONS,
        Part::Reasons => t::console_admin::part::REASONS,
    }
}

/// The head of a column; its own name where it has no words.
pub fn column(name: &str, locale: Locale) -> String {
    let words = match name {
        "code" => t::console_admin::col::CODE,
        "name" => t::console_admin::col::NAME,
        "parent" => t::console_admin::col::PARENT,
        "level" => t::console_admin::col::LEVEL,
        "restriction" => t::console_admin::col::RESTRICTION,
        "proofs" => t::console_admin::col::PROOFS,
        "item" => t::console_admin::col::ITEM,
        "zh" => t::console_admin::col::ZH,
        "en" => t::console_admin::col::EN,
        "address" => t::console_admin::col::ADDRESS,
        "phone" => t::console_admin::col::PHONE,
        "region" => t::console_admin::col::REGION,
        "days" => t::console_admin::col::DAYS,
        "closed" => t::console_admin::col::CLOSED,
        "hours" => t::console_admin::col::HOURS,
        "slot_minutes" => t::console_admin::col::SLOT_MINUTES,
        "capacity" => t::console_admin::col::CAPACITY,
        "map" => t::console_admin::col::MAP,
        "retired" => t::console_admin::RETIRED,
        other => return other.to_owned(),
    };
    words.get(locale).to_owned()
}

/// What the code in a cell stands for, where the column has codes.
pub fn coded(column: &str, cell: &str) -> Option<Text> {
    match column {
        "item" => Item::parse(cell).map(record::item),
        "level" => Level::parse(cell).map(record::level),
        _ => None,
    }
}

/// Where and what: `第 12 行，所属市州：…`.
pub fn fault(error: &ProfileError, locale: Locale) -> String {
    t::profile_fault::at(locale, place(&error.key, locale), what(&error.fault, locale))
}

/// `line 12, parent` in words, and what forms ask for; other TOML paths stay as they are.
fn place(key: &str, locale: Locale) -> String {
    if let Some((n, name)) = key.strip_prefix("windows[").and_then(|rest| rest.split_once("].")) {
        let n = n.parse::<usize>().map_or_else(|_| n.to_owned(), |n| (n + 1).to_string());
        return format!("{}, {}", t::profile_fault::window(locale, n), window_field(name, locale));
    }
    if let Some(rule) = RetentionRule::ALL.iter().find(|rule| key == format!("retention.{}", rule.key())) {
        return retention(*rule).get(locale).to_owned();
    }
    let Some(rest) = key.strip_prefix("line ") else { return key.to_owned() };
    match rest.split_once(", ") {
        Some((line, name)) => format!("{}, {}", t::profile_fault::line(locale, line), column(name, locale)),
        None => t::profile_fault::line(locale, rest),
    }
}

/// `closes_at`, or `regions[0].closes_at` of a place.
fn window_field(name: &str, locale: Locale) -> String {
    let words = match name.rsplit('.').next().unwrap_or(name) {
        "code" => t::console_admin::WINDOW_CODE,
        "opens_at" => t::console_admin::OPENS_AT,
        "closes_at" => t::console_admin::CLOSES_AT,
        "review_closes_at" => t::console_admin::REVIEW_CLOSES_AT,
        "grace_minutes" => t::console_admin::GRACE,
        "prefix" => t::console_admin::PREFIX,
        _ => return name.to_owned(),
    };
    let words = words.get(locale);
    if name.contains('.') {
        format!("{}: {words}", t::console_admin::REGION_DATES.get(locale))
    } else {
        words.to_owned()
    }
}

pub const fn retention(rule: RetentionRule) -> Text {
    match rule {
        RetentionRule::Unfinished => t::console_operation::rules::UNFINISHED,
        RetentionRule::Refused => t::console_operation::rules::REFUSED,
        RetentionRule::Face => t::console_operation::rules::FACE,
        RetentionRule::Card => t::console_operation::rules::CARD,
        RetentionRule::Export => t::console_operation::rules::EXPORT,
    }
}

fn what(fault: &Fault, locale: Locale) -> String {
    let words = match fault {
        Fault::FileMissing => t::profile_fault::FILE_MISSING,
        Fault::Syntax(_) => t::profile_fault::SYNTAX,
        Fault::Unknown => t::profile_fault::UNKNOWN,
        Fault::UnknownValue => t::profile_fault::UNKNOWN_VALUE,
        Fault::Missing => t::profile_fault::MISSING,
        Fault::Empty => t::profile_fault::EMPTY,
        Fault::Mistyped(_) => t::profile_fault::MISTYPED,
        Fault::Form(form) => return t::profile_fault::form(locale, form),
        Fault::Duplicate => t::profile_fault::DUPLICATE,
        Fault::Outside { min, max } => return t::profile_fault::outside(locale, min, max),
        Fault::Reversed => t::profile_fault::REVERSED,
        Fault::NotInside(_) => t::profile_fault::NOT_INSIDE,
        Fault::NotAbove(what) => return t::profile_fault::not_above(locale, window_field(what, locale)),
        Fault::Overlap(code) => return t::profile_fault::overlap(locale, code),
        Fault::Reserved => t::profile_fault::RESERVED,
        Fault::NotFileName => t::profile_fault::NOT_FILE_NAME,
        Fault::NoParent(code) => return t::profile_fault::no_parent(locale, code),
        Fault::NoRegion(code) => return t::profile_fault::no_region(locale, code),
        Fault::NoReason(what) => return t::profile_fault::no_reason(locale, what),
        Fault::NoNotice(code) => return t::profile_fault::no_notice(locale, code),
    };
    words.get(locale).to_owned()
}

/// What a draft may not take away, and why.
pub fn lost(lost: &Lost, locale: Locale) -> String {
    use t::profile_fault::lost as words;
    let code = &lost.code;
    match lost.why {
        LostReason::InUse(count) => words::in_use(locale, code, count),
        LostReason::Offered => words::offered(locale, code),
        LostReason::JustRetired => words::just_retired(locale, code),
        LostReason::Opened => words::opened(locale, code),
        LostReason::Kept => words::kept(locale, code),
        LostReason::OtherItem => words::other_item(locale, code),
        LostReason::SameVersion => words::same_version(locale, code),
    }
}
