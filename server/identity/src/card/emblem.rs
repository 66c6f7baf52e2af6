//! The side with issuer and validity, of the resident identity card and of the residence permits; these have the number of the
//! travel permit and the count of issues too.

use super::{
    CardField, CardSide, Extra, ExtraField, Field,
    letters::{Letter, confidence, letters, numbers, text},
    page::{Mark, Page, Row},
    words::{issuer, pass_number},
};
use jiff::civil::Date;
use shared::{
    document::DocumentType,
    evidence::{Day, FOR_EVER},
};

const VALIDITY: &str = "有效期限";
const ISSUER: &str = "签发机关";
const PASS: &str = "通行证号码";
const ISSUES: &str = "签发次数";
/// Years for which these documents are valid.
const YEARS: [i16; 3] = [5, 10, 20];
/// How much less likely than the likeliest row of digits a period may be, and how much likelier than the next, as logarithms.
const CORRECTED: f32 = 8.0;
const CLEAR: f32 = 1.5;

/// What was found of an emblem side.
#[derive(Default)]
pub(super) struct Emblem {
    pub(super) fields: Vec<Field>,
    pub(super) others: Vec<ExtraField>,
    pub(super) labels: usize,
    /// The title, where it was read, is that of another kind of document.
    pub(super) other_kind: bool,
}

pub(super) fn read(page: &Page, kind: DocumentType) -> Emblem {
    let mut found = Emblem::default();
    for row in &page.rows {
        let all = row.letters();
        let label = |label: &str| labelled(&all, label);
        if let Some(from) = label(VALIDITY) {
            found.labels += 1;
            validity(page, row, from, &mut found);
        } else if let Some(from) = label(ISSUES) {
            extra(
                page,
                row,
                from,
                Extra::Issues,
                |text| text.parse::<u8>().ok().map(|count| count.to_string()),
                &mut found,
            );
        } else if let Some(from) = label(ISSUER) {
            found.labels += 1;
            extra(page, row, from, Extra::Issuer, issuer, &mut found);
        } else if let Some(from) = label(PASS) {
            extra(page, row, from, Extra::PassNumber, |text| pass_number(text, kind), &mut found);
        } else if let Some(other) = title(&text(&all), kind) {
            found.labels += 1;
            found.other_kind |= other;
        }
    }
    found
}

/// Where the label ends, if at least three quarters of its characters stand there in order.
fn labelled(letters: &[Letter], label: &str) -> Option<f32> {
    let mut from = 0;
    let mut last = None;
    let mut count = 0;
    for wanted in label.chars() {
        if let Some(at) = letters[from..].iter().take(label.chars().count() + 2).position(|l| l.char == wanted) {
            last = Some(letters[from + at].to);
            (from, count) = (from + at + 1, count + 1);
        }
    }
    let whole = label.chars().count();
    last.filter(|_| count * 4 >= whole * 3)
}

/// Whether a title is that of another kind; `None` where it is no title.
fn title(text: &str, kind: DocumentType) -> Option<bool> {
    let of = if text.contains("港澳居民") {
        matches!(kind, DocumentType::HongKongMacaoResidencePermit | DocumentType::HongKongMacaoTravelPermit)
    } else if text.contains("台湾居民") || text.contains("臺灣居民") {
        matches!(kind, DocumentType::TaiwanResidencePermit | DocumentType::TaiwanTravelPermit)
    } else if text.contains("居民身份证") || text.contains("居民身分證") {
        kind == DocumentType::ResidentIdCard
    } else {
        return text.contains("中华人民共和国").then_some(false);
    };
    Some(!of)
}

fn region(page: &Page, row: &Row, letters: &[Letter]) -> Option<(CardSide, [f32; 4])> {
    let (first, last) = (letters.first()?, letters.last()?);
    let half = row.high * 0.6;
    Some((CardSide::Emblem, page.region([first.from - half, row.y - half], [last.to + half, row.y + half])))
}

/// Marks behind a label.
fn behind(row: &Row, from: f32) -> &[Mark] {
    let start = row.marks.iter().position(|mark| mark.x > from).unwrap_or(row.marks.len());
    &row.marks[start..]
}

fn extra(page: &Page, row: &Row, from: f32, of: Extra, told: impl Fn(&str) -> Option<String>, found: &mut Emblem) {
    let letters = letters(behind(row, from));
    if let Some(text) = told(&text(&letters)) {
        found.others.push(ExtraField {
            field: of,
            text,
            confidence: confidence(&letters),
            region: region(page, row, &letters),
        });
    }
}

fn validity(page: &Page, row: &Row, from: f32, found: &mut Emblem) {
    let marks = behind(row, from);
    let letters = letters(marks);
    let for_ever = letters.iter().any(|l| matches!(l.char, '长' | '期' | '長'));
    let region = region(page, row, &letters);
    let Some((start, until, certain)) = period(marks, for_ever) else { return };
    let confidence = confidence(&letters).min(certain);
    let field = |field: CardField, text: String| Field { field, text, confidence, region };
    found.fields.push(field(CardField::ValidFrom, Day(start).to_string()));
    let to = until.map_or_else(|| FOR_EVER.to_owned(), |until| Day(until).to_string());
    found.fields.push(field(CardField::ValidTo, to));
}

/// The likeliest row of digits that is a period of so many whole years; where none is, the likeliest that is two days.
fn period(marks: &[Mark], for_ever: bool) -> Option<(Date, Option<Date>, f32)> {
    let readings = numbers(marks, if for_ever { 8 } else { 16 });
    let best = readings.first()?.log;
    let periods = readings.iter().filter_map(|reading| {
        let start = date(&reading.text[..8])?;
        let until = if for_ever { None } else { Some(date(&reading.text[8..])?) };
        let sensible = until.is_none_or(|until| is_term(start, until));
        Some((reading.log - if sensible { 0.0 } else { 5.0 }, start, until, sensible))
    });
    let mut all: Vec<_> = periods.collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let &(log, start, until, sensible) = all.first()?;
    let second = all.get(1).map_or(f32::MIN, |other| other.0);
    if best - log > CORRECTED || log - second < CLEAR {
        return None;
    }
    Some((start, until, if sensible { (log - best).exp().max(0.5) } else { 0.3 }))
}

fn date(digits: &str) -> Option<Date> {
    digits.parse::<Day>().ok().map(|day| day.0).filter(|date| (1984..=2120).contains(&date.year()))
}

/// The last day is that of the first some years later; the 29th of February may end on the 28th or the 1st.
fn is_term(from: Date, to: Date) -> bool {
    let leap = from.month() == 2 && from.day() == 29 && matches!((to.month(), to.day()), (2, 28) | (3, 1));
    let same = from.month() == to.month() && from.day() == to.day();
    YEARS.contains(&(to.year() - from.year())) && (same || leap)
}
