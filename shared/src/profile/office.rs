//! Where identities are confirmed in person (现场确认): offices with their days, hours and places, and the institutions (助学单位)
//! that confirm their own classes. Data of the profile; what is booked where is the server's.

use crate::evidence::Day;
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The digits that the codes of all places in a region begin with: `430100` gives `4301`.
pub fn region_prefix(code: &str) -> &str {
    let mut prefix = code;
    while let Some(shorter) = prefix.strip_suffix("00") {
        prefix = shorter;
    }
    prefix
}

/// An office where candidates show themselves and their document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Office {
    /// Stable; bookings refer to it.
    pub code: String,
    /// GB/T 2260: whose candidates it confirms.
    pub region: String,
    pub name: String,
    pub address: String,
    /// As the authority prints it; several are separated by `/`.
    pub phone: String,
    /// When it confirms.
    pub days: Vec<DaySpan>,
    /// Days within `days` on which it does not.
    pub closed: Vec<Closed>,
    /// Hours of a day; empty where the authority names none, and then nothing can be booked.
    pub hours: Vec<Hours>,
    /// Length of what is booked.
    pub slot_minutes: u16,
    /// How many may come in one slot; 0: come without booking.
    pub capacity: u32,
    /// Address of a map.
    pub map: Option<String>,
    /// No longer offered to candidates; what is booked there stays.
    #[serde(default)]
    pub retired: bool,
}

/// From one day to another, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DaySpan {
    pub first: Day,
    pub last: Day,
}

/// A day on which an office is closed: each of a weekday, or one date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Closed {
    /// 1 for Monday to 7 for Sunday.
    Weekday(i8),
    Date(Day),
}

/// Hours of a day, in minutes after midnight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hours {
    pub from: u16,
    pub to: u16,
}

/// What is booked: the start, in minutes after midnight, written `09:30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slot(pub u16);

/// A text of a table of offices that cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a day, weekday, time or hours")]
pub struct Unreadable;

/// An institution that teaches candidates and confirms its own classes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Institution {
    pub code: String,
    pub name: String,
    /// GB/T 2260
    pub region: String,
    /// Sends no more lists.
    #[serde(default)]
    pub retired: bool,
}

/// Longest span of days that is looked through: no window is longer.
const SPAN_DAYS_MAX: usize = 400;

impl Office {
    pub fn is_open_on(&self, day: Day) -> bool {
        let within = self.days.iter().any(|span| span.first <= day && day <= span.last);
        within && !self.closed.iter().any(|closed| closed.holds(day))
    }

    /// Days from `from` on, each once, in their order.
    pub fn open_days(&self, from: Day) -> Vec<Day> {
        let mut days: Vec<Day> = self.days.iter().flat_map(|span| span.days()).filter(|day| *day >= from).collect();
        days.retain(|day| self.is_open_on(*day));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// What can be booked on an open day.
    pub fn slots(&self) -> Vec<Slot> {
        if !self.takes_bookings() {
            return Vec::new();
        }
        let within = |hours: &Hours| (hours.from..hours.to).step_by(self.slot_minutes.into()).map(Slot);
        self.hours.iter().flat_map(within).collect()
    }

    pub const fn takes_bookings(&self) -> bool {
        self.capacity > 0 && self.slot_minutes > 0
    }

    /// Whether it confirms candidates of a region.
    pub fn serves(&self, region: &str) -> bool {
        region.starts_with(region_prefix(&self.region))
    }

    /// The numbers to call: as printed, and with their area code for a link.
    pub fn phones(&self) -> Vec<(String, String)> {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let area = self.phone.split_once('-').map(|(area, _)| digits(area)).unwrap_or_default();
        let parts = self.phone.split('/').map(str::trim).filter(|part| !part.is_empty());
        parts
            .map(|part| {
                let called =
                    if part.contains('-') || area.is_empty() { digits(part) } else { area.clone() + &digits(part) };
                (part.to_owned(), called)
            })
            .collect()
    }
}

impl DaySpan {
    fn days(self) -> impl Iterator<Item = Day> {
        self.first.0.series(1.day()).take(SPAN_DAYS_MAX).take_while(move |day| *day <= self.last.0).map(Day)
    }
}

impl FromStr for DaySpan {
    type Err = Unreadable;

    /// `2026-08-30..2026-08-31`, or one day.
    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let day = |text: &str| text.parse::<Day>().map_err(|_| Unreadable);
        let span = Self { first: day(first)?, last: day(last)? };
        if span.first <= span.last { Ok(span) } else { Err(Unreadable) }
    }
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Closed {
    fn holds(self, day: Day) -> bool {
        match self {
            Self::Weekday(weekday) => day.0.weekday().to_monday_one_offset() == weekday,
            Self::Date(date) => date == day,
        }
    }
}

impl FromStr for Closed {
    type Err = Unreadable;

    /// `sat` or `2026-10-01`.
    fn from_str(text: &str) -> Result<Self, Unreadable> {
        match WEEKDAYS.iter().position(|name| *name == text) {
            Some(at) => Ok(Self::Weekday(at as i8 + 1)),
            None => text.parse().map(Self::Date).map_err(|_| Unreadable),
        }
    }
}

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weekday(weekday) => f.write_str(WEEKDAYS[usize::from(weekday.unsigned_abs()) - 1]),
            Self::Date(day) => day.fmt(f),
        }
    }
}

impl FromStr for Hours {
    type Err = Unreadable;

    /// `09:00-12:00`
    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (from, to) = text.split_once('-').ok_or(Unreadable)?;
        let (from, to): (Slot, Slot) = (from.trim().parse()?, to.trim().parse()?);
        if from < to { Ok(Self { from: from.0, to: to.0 }) } else { Err(Unreadable) }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", Slot(self.from), Slot(self.to))
    }
}

impl FromStr for Slot {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (hour, minute) = text.split_once(':').ok_or(Unreadable)?;
        let two = |part: &str| (part.len() == 2).then(|| part.parse::<u16>().ok()).flatten().ok_or(Unreadable);
        let (hour, minute) = (two(hour)?, two(minute)?);
        if hour < 24 && minute < 60 { Ok(Self(hour * 60 + minute)) } else { Err(Unreadable) }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

macro_rules! as_text {
    ($($kind:ident),*) => {
        $(
            impl TryFrom<String> for $kind {
                type Error = Unreadable;

                fn try_from(text: String) -> Result<Self, Unreadable> {
                    text.parse()
                }
            }

            impl From<$kind> for String {
                fn from(value: $kind) -> Self {
                    value.to_string()
                }
            }
        )*
    };
}

as_text!(Closed, Hours, Slot);
