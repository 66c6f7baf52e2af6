//! `[[windows]]`: enrolment windows in the civil time of Beijing, in order, not overlapping.

use super::{Fault, Report, reader::Reader};
use crate::{profile::Window, time::Timestamp};

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
    let window =
        Window { code: code?, opens_at: opens_at?, closes_at: closes_at?, review_closes_at: review_closes_at? };
    if window.closes_at <= window.opens_at {
        table.fault(report, "closes_at", Fault::NotAbove("opens_at"));
    }
    if window.review_closes_at < window.closes_at {
        table.fault(report, "review_closes_at", Fault::NotAbove("closes_at"));
    }
    Some(window)
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
