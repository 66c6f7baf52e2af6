//! `[retention]`: how many days what kind of data is kept. A rule that is left out deletes nothing.

use super::{Fault, Report, reader::Reader};
use crate::profile::{Retention, RetentionRule};

/// Ten years.
const DAYS_MAX: u32 = 3660;

pub(super) fn read(reader: &mut Reader<'_>, report: &mut Report) -> Retention {
    let mut retention = Retention::default();
    if !reader.has("retention") {
        return retention;
    }
    let Some(mut table) = reader.take_table(report, "retention") else { return retention };
    for rule in RetentionRule::ALL {
        let key = rule.key();
        if !table.has(&key) {
            continue;
        }
        let days: Option<u32> = table.take(report, &key);
        if let Some(days) = days
            && !(rule.days_min()..=DAYS_MAX).contains(&days)
        {
            table.fault(report, &key, Fault::Outside { min: f64::from(rule.days_min()), max: f64::from(DAYS_MAX) });
        }
        retention.set(*rule, days);
    }
    table.finish(report);
    retention
}
