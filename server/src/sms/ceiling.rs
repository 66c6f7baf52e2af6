//! The daily ceiling: an alarm when a day's messages or their price are more than was expected, and a stop where that is wanted.

use super::counters;
use crate::config::DailyLimit;
use shared::time::{Span, Timestamp};
use std::sync::{Mutex, PoisonError};

const ALARM_EVERY: Span = Span::hours(1);

/// Counts what this process sent today, by the calendar of Beijing; several processes count each for themselves.
pub struct Ceiling {
    limit: DailyLimit,
    today: Mutex<Today>,
}

#[derive(Default)]
struct Today {
    day: Option<jiff::civil::Date>,
    messages: u64,
    cost_fen: u64,
    alarmed_at: Option<Timestamp>,
}

impl Ceiling {
    pub fn new(limit: DailyLimit) -> Self {
        Self { limit, today: Mutex::default() }
    }

    /// Whether one more message may go out.
    pub(super) fn lets_through(&self, now: Timestamp) -> bool {
        self.with_today(now, |today| {
            let reached = self.reached(today);
            if reached {
                self.alarm(today, now);
            }
            !(reached && self.limit.stop)
        })
    }

    pub(super) fn count(&self, now: Timestamp, price_fen: u32) {
        self.with_today(now, |today| {
            today.messages += 1;
            today.cost_fen += u64::from(price_fen);
            if self.reached(today) {
                self.alarm(today, now);
            }
        });
    }

    fn with_today<T>(&self, now: Timestamp, act: impl FnOnce(&mut Today) -> T) -> T {
        let mut today = self.today.lock().unwrap_or_else(PoisonError::into_inner);
        let day = Some(now.beijing().date());
        if today.day != day {
            *today = Today { day, ..Today::default() };
            counters::daily_limit_reached(false);
        }
        act(&mut today)
    }

    fn reached(&self, today: &Today) -> bool {
        let over = |limit: u64, value: u64| limit > 0 && value >= limit;
        over(self.limit.messages, today.messages) || over(self.limit.cost_fen, today.cost_fen)
    }

    fn alarm(&self, today: &mut Today, now: Timestamp) {
        counters::daily_limit_reached(true);
        if today.alarmed_at.is_some_and(|at| now - at < ALARM_EVERY) {
            return;
        }
        today.alarmed_at = Some(now);
        let (messages, cost_fen, stopped) = (today.messages, today.cost_fen, self.limit.stop);
        tracing::error!(messages, cost_fen, stopped, "today's text messages have reached sms.daily_limit");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-12-01 10:00 in Beijing.
    const START: Timestamp = Timestamp(1_796_090_400_000);

    #[test]
    fn it_stops_only_where_that_is_wanted_and_only_today() {
        for (stop, messages, cost_fen) in [(true, 2, 0), (false, 2, 0), (true, 0, 10), (false, 0, 10), (true, 0, 0)] {
            let ceiling = Ceiling::new(DailyLimit { messages, cost_fen, stop });
            for _ in 0..2 {
                assert!(ceiling.lets_through(START));
                ceiling.count(START, 5);
            }
            assert_eq!(ceiling.lets_through(START), !stop || messages + cost_fen == 0);
            assert!(ceiling.lets_through(START + Span::hours(14)), "the next day has begun in Beijing");
        }
    }

    #[test]
    fn the_alarm_comes_once_an_hour() {
        let ceiling = Ceiling::new(DailyLimit { messages: 1, cost_fen: 0, stop: false });
        let alarmed = |ceiling: &Ceiling| ceiling.today.lock().expect("not poisoned").alarmed_at;
        ceiling.count(START, 5);
        assert_eq!(alarmed(&ceiling), Some(START));
        ceiling.count(START + Span::minutes(59), 5);
        assert_eq!(alarmed(&ceiling), Some(START));
        ceiling.count(START + Span::minutes(60), 5);
        assert_eq!(alarmed(&ceiling), Some(START + Span::minutes(60)));
    }
}
