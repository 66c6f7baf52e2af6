//! `[number]`: how and when admission numbers are allotted. Left out where a province allots none here.

use super::{Fault, Report, reader::Reader};
use crate::number::{Allotment, NumberRule, NumberTemplate};

pub(super) fn read(reader: &mut Reader<'_>, report: &mut Report) -> Option<NumberRule> {
    if !reader.has("number") {
        return None;
    }
    let mut table = reader.take_table(report, "number")?;
    let template = table.take_text(report, "template").and_then(|text| match text.parse::<NumberTemplate>() {
        Ok(template) => Some(template),
        Err(bad) => {
            table.fault(report, "template", Fault::Mistyped(bad.to_string()));
            None
        }
    });
    let allotment = table.take_text(report, "allotment").and_then(|text| {
        let known = match text.as_str() {
            "at_once" => Some(Allotment::AtOnce),
            "after_review" => Some(Allotment::AfterReview),
            _ => None,
        };
        if known.is_none() {
            table.fault(report, "allotment", Fault::UnknownValue);
        }
        known
    });
    table.finish(report);
    Some(NumberRule { template: template?, allotment: allotment? })
}
