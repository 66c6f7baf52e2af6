//! The citizen number: read only where its check character, its date and what else stands on the card leave no doubt.

use super::{
    letters::{Reading, numbers},
    page::Mark,
};
use jiff::civil::Date;
use shared::{
    document::{DocumentNumber, DocumentType},
    person::{Sex, number},
};

const LENGTH: usize = 18;
/// How much likelier the number has to be than the next that is possible, as a logarithm.
const CLEAR: f32 = 2.5;
/// How much less likely than the likeliest reading, right or not, it may be: without and with the rest of the card agreeing.
const CORRECTED: f32 = 1.0;
const CONFIRMED: f32 = 6.0;

/// A number and how sure it is.
pub(super) struct Read {
    pub(super) number: DocumentNumber,
    pub(super) confidence: f32,
}

/// The one possible number; `None` where none is, or two are about as likely.
pub(super) fn read(marks: &[Mark], kind: DocumentType, born: Option<Date>, sex: Option<Sex>) -> Option<Read> {
    let readings = numbers(marks, LENGTH);
    let best = readings.first()?.log;
    let agrees = |number: &DocumentNumber| number::mismatches(number, born, sex).is_empty();
    // What contradicts the rest of the card is as much less likely as a misread date would be.
    let weighed = |reading: &Reading, number: &DocumentNumber| reading.log - if agrees(number) { 0.0 } else { 4.0 };
    let mut possible: Vec<(f32, f32, DocumentNumber)> = readings
        .iter()
        .filter_map(|reading| Some((reading, DocumentNumber::parse(kind, &reading.text).ok()?)))
        .map(|(reading, number)| (weighed(reading, &number), reading.log, number))
        .collect();
    possible.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut possible = possible.into_iter();
    let (weight, log, number) = possible.next()?;
    let second = possible.next().map_or(f32::MIN, |(weight, ..)| weight);
    let confirmed = born.is_some() && agrees(&number);
    let allowed = if confirmed { CONFIRMED } else { CORRECTED };
    if weight - second < CLEAR || best - log > allowed {
        return None;
    }
    let all: f32 = readings.iter().map(|reading| (reading.log - log).exp()).sum();
    let confidence = (1.0 / all.max(1.0)) * log.max(-20.0).mul_add(1.0 / LENGTH as f32, 0.0).exp();
    let confidence = if agrees(&number) { confidence } else { confidence * 0.5 };
    Some(Read { number, confidence: confidence.clamp(0.0, 1.0) })
}
