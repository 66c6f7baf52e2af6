//! Instants as milliseconds since the Unix epoch, UTC: the same meaning and order in both databases. No "now" here.

use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A length of time in milliseconds; may be negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    pub const fn secs(secs: i64) -> Self {
        Self(secs * 1000)
    }

    pub const fn minutes(minutes: i64) -> Self {
        Self::secs(minutes * 60)
    }

    pub const fn hours(hours: i64) -> Self {
        Self::minutes(hours * 60)
    }

    pub const fn days(days: i64) -> Self {
        Self::hours(days * 24)
    }

    /// Whole seconds, rounded up, from zero to `u32::MAX`: what a “retry after” says.
    pub const fn whole_secs(self) -> u32 {
        match self.0.saturating_add(999) / 1000 {
            secs if secs <= 0 => 0,
            secs if secs >= u32::MAX as i64 => u32::MAX,
            secs => secs as u32,
        }
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Timestamp {
    type Output = Span;

    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

/// China Standard Time has had no daylight saving since 1991: a fixed offset of eight hours.
const BEIJING_OFFSET_MS: i64 = 8 * 3600 * 1000;

impl Timestamp {
    /// The civil date and time in Beijing (Asia/Shanghai); 1970 where the instant is outside the years -9999 to 9999.
    pub fn beijing(self) -> jiff::civil::DateTime {
        let shifted = jiff::Timestamp::from_millisecond(self.0.saturating_add(BEIJING_OFFSET_MS));
        jiff::tz::Offset::UTC.to_datetime(shifted.unwrap_or(jiff::Timestamp::UNIX_EPOCH))
    }

    /// The instant at which a clock in Beijing shows `civil`.
    pub fn from_beijing(civil: jiff::civil::DateTime) -> Option<Self> {
        let utc = jiff::tz::Offset::UTC.to_timestamp(civil).ok()?;
        Some(Self(utc.as_millisecond() - BEIJING_OFFSET_MS))
    }
}
