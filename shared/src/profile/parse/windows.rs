//! `[[windows]]`: enrolment windows in the civil time of Beijing, in order, not overlapping.

use super::{Fault, Report, reader::Reader};
use crate::{
    profile::{RegionDates, Window},
    time::Timestamp,
};

/// Longer than a day it would be no grace but another window.
const GRACE_MINUTES_MAX: u32 = 24 * 60;
const CIVIL_TIME: &str = "a civil time in Beijing such as 2026-10-01T08:30";

pub(super) fn read(reader: &mut Reader<'_>, report: &mut Report) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for mut table in reader.take_tables(report, "windows") {
        let window = window(&mut table, report);
        if let (Some(window), Some(previous)) = (&window, windows.last())
            && window.opens_at < previous.closes_at
        {
            table.fault(report, "opens_at", Fault::Overlap(previous.code.clone()));
        }
        if window.as_ref().is_some_and(|window| windows.iter().any(|other| other.code == window.code)) {
            table.fault(report, "code", Fault::Duplicate);
        }
        table.finish(report);
        windows.extend(window);
    }
    windows
}

fn window(table: &mut Reader<'_>, report: &mut Report) -> Option<Window> {
    let code = table.take_text(report, "code");
    let opens_at = instant(table, report, "opens_at");
    let closes_at = instant(table, report, "closes_at");
    let review_closes_at = instant(table, report, "review_closes_at");
    let grace_secs = grace(table, report);
    let regions = regions(table, report);
    let window = Window {
        code: code?,
        opens_at: opens_at?,
        closes_at: closes_at?,
        review_closes_at: review_closes_at?,
        grace_secs,
        regions,
    };
    for (index, dates) in window.regions.iter().enumerate() {
        if dates.closes_at > window.review_closes_at {
            table.fault(report, &format!("regions[{index}].closes_at"), Fault::NotInside("the review period"));
        }
    }
    if window.closes_at <= window.opens_at {
        table.fault(report, "closes_at", Fault::NotAbove("opens_at"));
    }
    if window.review_closes_at < window.closes_at {
        table.fault(report, "review_closes_at", Fault::NotAbove("closes_at"));
    }
    Some(window)
}

/// Nothing unless the profile says otherwise.
fn grace(table: &mut Reader<'_>, report: &mut Report) -> u32 {
    if !table.has("grace_minutes") {
        return 0;
    }
    let minutes: u32 = table.take(report, "grace_minutes").unwrap_or_default();
    if minutes > GRACE_MINUTES_MAX {
        table.fault(report, "grace_minutes", Fault::Outside { min: 0.0, max: f64::from(GRACE_MINUTES_MAX) });
    }
    minutes.min(GRACE_MINUTES_MAX) * 60
}

/// Places with dates of their own; none unless the profile says otherwise.
fn regions(table: &mut Reader<'_>, report: &mut Report) -> Vec<RegionDates> {
    if !table.has("regions") {
        return Vec::new();
    }
    let mut regions = Vec::new();
    for mut place in table.take_tables(report, "regions") {
        let prefix = place.take_text(report, "prefix");
        let (opens_at, closes_at) = (instant(&mut place, report, "opens_at"), instant(&mut place, report, "closes_at"));
        if prefix.as_ref().is_some_and(|prefix| !is_prefix(prefix)) {
            place.fault(report, "prefix", Fault::Form("four or six digits (GB/T 2260)"));
        }
        if let (Some(prefix), Some(opens_at), Some(closes_at)) = (prefix, opens_at, closes_at) {
            if closes_at <= opens_at {
                place.fault(report, "closes_at", Fault::NotAbove("opens_at"));
            }
            regions.push(RegionDates { prefix, opens_at, closes_at });
        }
        place.finish(report);
    }
    regions
}

fn is_prefix(text: &str) -> bool {
    matches!(text.len(), 4 | 6) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// To the minute, without an offset: the authority announces its dates that way.
fn instant(table: &mut Reader<'_>, report: &mut Report, key: &str) -> Option<Timestamp> {
    let text: String = table.take(report, key)?;
    let civil = (text.len() == "2026-10-01T08:30".len()).then(|| text.parse().ok()).flatten();
    let instant = civil.and_then(Timestamp::from_beijing);
    if instant.is_none() {
        table.fault(report, key, Fault::Form(CIVIL_TIME));
    }
    instant
}
