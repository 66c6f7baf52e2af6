//! Lengths of time and sizes as people write them in settings: `90s`, `5m`, `8h`, `30d`; `64KB`, `25MB` (1 KB = 1024 bytes).

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr, time::Duration};

/// A length of time; whole seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span(u64);

/// A number of bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Size(u64);

/// The text is no number with one of the units.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadUnit {
    #[error("`{0}` is no length of time like 90s, 5m, 8h or 30d")]
    Span(String),
    #[error("`{0}` is no size like 512B, 64KB or 25MB")]
    Size(String),
}

const SPANS: [(&str, u64); 4] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)];
const SIZES: [(&str, u64); 4] = [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10), ("B", 1)];

impl Span {
    pub const fn secs(secs: u64) -> Self {
        Self(secs)
    }

    pub const fn duration(self) -> Duration {
        Duration::from_secs(self.0)
    }
}

impl Size {
    pub const fn mb(mb: u64) -> Self {
        Self(mb << 20)
    }

    pub const fn kb(kb: u64) -> Self {
        Self(kb << 10)
    }

    pub const fn bytes(self) -> u64 {
        self.0
    }
}

/// A number followed by one of `units`, the longest unit that fits.
fn parse(text: &str, units: &[(&str, u64)]) -> Option<u64> {
    let text = text.trim();
    let (number, factor) = units.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)))?;
    number.trim().parse::<u64>().ok()?.checked_mul(*factor)
}

/// The largest unit that divides the number.
fn write(value: u64, units: &[(&str, u64)]) -> String {
    let (unit, factor) =
        units.iter().find(|(_, factor)| value > 0 && value.is_multiple_of(*factor)).unwrap_or(&("", 1));
    if unit.is_empty() { format!("0{}", units[units.len() - 1].0) } else { format!("{}{unit}", value / factor) }
}

impl FromStr for Span {
    type Err = BadUnit;

    fn from_str(text: &str) -> Result<Self, BadUnit> {
        parse(text, &SPANS).map(Self).ok_or_else(|| BadUnit::Span(text.to_owned()))
    }
}

impl FromStr for Size {
    type Err = BadUnit;

    fn from_str(text: &str) -> Result<Self, BadUnit> {
        parse(text, &SIZES).map(Self).ok_or_else(|| BadUnit::Size(text.to_owned()))
    }
}

impl TryFrom<String> for Span {
    type Error = BadUnit;

    fn try_from(text: String) -> Result<Self, BadUnit> {
        text.parse()
    }
}

impl TryFrom<String> for Size {
    type Error = BadUnit;

    fn try_from(text: String) -> Result<Self, BadUnit> {
        text.parse()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(self.0, &SPANS))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&write(self.0, &SIZES))
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

impl From<Size> for String {
    fn from(size: Size) -> Self {
        size.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["0s", "1s", "90s", "5m", "8h", "30d"] {
            assert_eq!(text.parse::<Span>().map(|span| span.to_string()).as_deref(), Ok(text));
        }
        for text in ["0B", "1B", "512B", "64KB", "25MB", "1GB"] {
            assert_eq!(text.parse::<Size>().map(|size| size.to_string()).as_deref(), Ok(text));
        }
        assert_eq!("25 MB".parse::<Size>(), Ok(Size::mb(25)));
    }

    #[test]
    fn a_number_without_its_unit_is_refused() {
        for text in ["", "5", "m", "-5m", "5 weeks", "99999999999999999999d", "300000000000000d"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
        assert!("25".parse::<Size>().is_err());
    }
}
