//! Sums of what reviewers did, and how long applications waited, from which medians follow without looking at any application.

use std::ops::AddAssign;

/// Upper ends of the classes of waiting time, in hours; the last class has none.
const HOURS: [u32; 15] = [1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 120, 168, 240, 336, 504];
const CLASSES: usize = HOURS.len() + 1;

/// How many of what.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    pub submitted: u64,
    pub approved: u64,
    pub returned: u64,
    pub refused: u64,
    /// Approvals that a second reviewer checked, and how many of them they did not confirm. A reviewer's are those of their own.
    pub checked: u64,
    pub disputed: u64,
    /// Decisions by class of waiting time.
    waits: [u64; CLASSES],
}

impl Tally {
    pub fn decided(&self) -> u64 {
        self.approved + self.returned + self.refused
    }

    /// Hours that half of the decided applications waited at most.
    pub fn median_hours(&self) -> Option<f64> {
        self.quantile(0.5)
    }

    /// Hours that nine of ten waited at most.
    pub fn p90_hours(&self) -> Option<f64> {
        self.quantile(0.9)
    }

    /// Within a class, waiting times are taken to be spread evenly.
    fn quantile(&self, share: f64) -> Option<f64> {
        let all: u64 = self.waits.iter().sum();
        let wanted = all as f64 * share;
        let mut before = 0.0;
        for (class, count) in self.waits.iter().enumerate().filter(|(_, count)| **count > 0) {
            let count = *count as f64;
            if before + count >= wanted {
                let start = class.checked_sub(1).map_or(0.0, |below| f64::from(HOURS[below]));
                let end = HOURS.get(class).map_or(start, |end| f64::from(*end));
                return Some(start + (end - start) * ((wanted - before) / count));
            }
            before += count;
        }
        None
    }

    /// Adds a row of figures.
    pub(super) fn count(&mut self, measure: &str, key: &str, cases: u64) {
        match (measure, key) {
            ("submitted", _) => self.submitted += cases,
            ("decided", "approved") => self.approved += cases,
            ("decided", "returned") => self.returned += cases,
            ("decided", "refused") => self.refused += cases,
            ("checked", key) => {
                self.checked += cases;
                self.disputed += if key == "disputed" { cases } else { 0 };
            }
            ("wait", class) => {
                if let Some(wait) = class.parse().ok().and_then(|class: usize| self.waits.get_mut(class)) {
                    *wait += cases;
                }
            }
            _ => {}
        }
    }
}

impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.submitted += other.submitted;
        self.approved += other.approved;
        self.returned += other.returned;
        self.refused += other.refused;
        self.checked += other.checked;
        self.disputed += other.disputed;
        self.waits.iter_mut().zip(other.waits).for_each(|(own, other)| *own += other);
    }
}

/// The class that a waiting time belongs to.
pub(super) fn class_of(hours: f64) -> usize {
    HOURS.iter().position(|end| hours <= f64::from(*end)).unwrap_or(HOURS.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_lie_in_the_class_that_holds_the_middle() {
        let mut tally = Tally::default();
        assert_eq!(tally.median_hours(), None);
        for hours in [0.5, 1.5, 3.0, 3.5, 100.0] {
            tally.count("wait", &class_of(hours).to_string(), 1);
        }
        let median = tally.median_hours().unwrap();
        assert!((2.0..=4.0).contains(&median), "{median}");
        let p90 = tally.p90_hours().unwrap();
        assert!((96.0..=120.0).contains(&p90), "{p90}");
        tally.count("wait", &class_of(10_000.0).to_string(), 100);
        assert_eq!(tally.p90_hours(), Some(504.0), "of the last class only the beginning is known");
    }
}
