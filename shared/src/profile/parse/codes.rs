//! `[codes]`: one-time codes and the messages that carry them, within the ceilings of PRODUCT §7.

use super::{Fault, Report, reader::Reader};
use crate::contact::CodePolicy;

/// Messages to one number that the gateways allow at most, and the least time between two.
const PER_PHONE_HOUR: u32 = 5;
const PER_PHONE_DAY: u32 = 10;
const RESEND_SECS: u32 = 60;
/// A code lives at most five minutes and dies with the fifth wrong try.
const LIFETIME_SECS: u32 = 300;
const TRIES: u8 = 5;
/// Below six digits a code can be guessed within its tries too easily; above eight nobody types it.
const DIGITS: (u8, u8) = (6, 8);

pub(super) fn read(reader: &mut Reader<'_>, report: &mut Report) -> Option<CodePolicy> {
    let codes: CodePolicy = reader.take(report, "codes")?;
    let mut within = |key: &str, value: u32, min: u32, max: u32| {
        if !(min..=max).contains(&value) {
            let fault = Fault::Outside { min: f64::from(min), max: f64::from(max) };
            reader.fault(report, &format!("codes.{key}"), fault);
        }
    };
    within("digits", codes.digits.into(), DIGITS.0.into(), DIGITS.1.into());
    within("lifetime_secs", codes.lifetime_secs, 60, LIFETIME_SECS);
    within("tries", codes.tries.into(), 1, TRIES.into());
    within("resend_secs", codes.resend_secs, RESEND_SECS, 3600);
    within("per_phone_hour", codes.per_phone_hour, 1, PER_PHONE_HOUR);
    within("per_phone_day", codes.per_phone_day, 1, PER_PHONE_DAY);
    within("per_address_hour", codes.per_address_hour, 1, 10_000);
    within("per_address_day", codes.per_address_day, 1, 100_000);
    for (day, hour, per_day, per_hour) in [
        ("codes.per_phone_day", "codes.per_phone_hour", codes.per_phone_day, codes.per_phone_hour),
        ("codes.per_address_day", "codes.per_address_hour", codes.per_address_day, codes.per_address_hour),
    ] {
        if per_day < per_hour {
            reader.fault(report, day, Fault::NotAbove(hour));
        }
    }
    Some(codes)
}
