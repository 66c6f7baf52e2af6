//! The side with portrait and number, of the resident identity card and of the residence permits, which follow it: labels in a
//! column on the left, what they name beside them.

use super::{
    CardField, CardSide, Field,
    letters::{Letter, confidence, letters, text},
    number,
    page::{Page, Row},
    words::{address, day_of, ethnicity, may_stand, name},
};
use jiff::civil::Date;
use shared::{
    document::{DocumentNumber, DocumentType},
    evidence::Day,
    person::{CodeTable as _, Ethnicity, Sex, number as held},
};

/// A labelled row: the characters of its label, and where it stands in millimetres.
struct Label {
    letters: &'static str,
    y: f32,
}

const NAME: Label = Label { letters: "姓名", y: 7.7 };
const SEX: Label = Label { letters: "性别", y: 14.4 };
const BORN: Label = Label { letters: "出生", y: 20.8 };
const ADDRESS: Label = Label { letters: "住址", y: 27.4 };
const NUMBER: Label = Label { letters: "公民身份号码", y: 46.0 };
/// Where labels end and what they name begins.
const VALUES: f32 = 14.2;
/// The same of the number.
const NUMBER_FROM: f32 = 26.5;
/// Where text ends and the portrait begins.
const TEXT_TO: f32 = 53.5;
/// By how much a row may be off.
const ROW_OFF: f32 = 2.6;
/// Where the portrait is: left, top, right, bottom.
const PORTRAIT: [f32; 4] = [53.5, 5.5, 82.0, 41.5];

/// What was found of a portrait side.
#[derive(Default)]
pub(super) struct Portrait {
    pub(super) fields: Vec<Field>,
    /// Labels that were read, whole or in part: none on what is no such side.
    pub(super) labels: usize,
    pub(super) region: Option<[f32; 4]>,
    /// The number says otherwise than date of birth or sex as they are printed.
    pub(super) contradicts: bool,
}

pub(super) fn read(page: &Page, kind: DocumentType) -> Portrait {
    let column = Column::of(page);
    let mut found = Portrait { labels: column.seen, ..Portrait::default() };
    let mut born = column.row(&BORN).and_then(|row| born(page, row));
    let sex = column.row(&SEX).and_then(|row| sex(page, row));
    let printed_sex = sex.as_ref().map(|read| read.0);
    let printed_born = born.as_ref().map(|read| read.0);
    let number = column.row(&NUMBER).and_then(|row| the_number(page, row, kind, printed_born, printed_sex));
    found.fields.extend(column.row(&NAME).and_then(|row| the_name(page, row)));
    if CardField::Ethnicity.stands_on(kind) {
        found.fields.extend(column.row(&SEX).and_then(|row| the_ethnicity(page, row)));
    }
    found.fields.extend(the_address(page, &column));
    if let Some((read, field)) = &number {
        born = born.map(|born| settled(&column, &read.number, born));
        let printed_born = born.as_ref().map(|read| read.0);
        found.contradicts = !held::mismatches(&read.number, printed_born, printed_sex).is_empty();
        // What could not be read stands in the number too.
        let also = |field: CardField, text: String| Field { field, text, confidence: read.confidence, region: None };
        if born.is_none() {
            found.fields.extend(read.number.birth_date().map(|date| also(CardField::BirthDate, Day(date).to_string())));
        }
        if sex.is_none() {
            found.fields.extend(held::sex(&read.number).map(|sex| also(CardField::Sex, sex.words().zh.to_owned())));
        }
        found.fields.push(field.clone());
    }
    found.fields.extend(born.map(|(_, field)| field));
    found.fields.extend(sex.map(|(_, field)| field));
    if found.labels > 0 {
        let [left, top, right, bottom] = PORTRAIT;
        found.region = Some(page.region([left, top], [right, bottom]));
    }
    found.fields.sort_by_key(|field| field.field);
    found
}

/// The rows by their labels.
struct Column<'a> {
    rows: Vec<(&'a Row, Vec<Letter>)>,
    /// How much lower the rows stand than they should.
    lower: f32,
    seen: usize,
}

impl<'a> Column<'a> {
    fn of(page: &'a Page) -> Self {
        let rows: Vec<_> = page.rows.iter().map(|row| (row, row.letters())).collect();
        let mut off: Vec<f32> = Vec::new();
        for label in [&NAME, &SEX, &BORN, &ADDRESS, &NUMBER] {
            let labelled = rows.iter().filter(|(_, letters)| is_labelled(letters, label));
            off.extend(labelled.map(|(row, _)| row.y - label.y).filter(|off| off.abs() < 5.0));
        }
        off.sort_by(f32::total_cmp);
        Self { lower: off.get(off.len() / 2).copied().unwrap_or_default(), seen: off.len(), rows }
    }

    /// The row with this label; else, where others are labelled, the one that stands where it should.
    fn row(&self, label: &Label) -> Option<&'a Row> {
        let off = |row: &Row| (row.y - label.y - self.lower).abs();
        let near = self.rows.iter().filter(|(row, _)| self.seen > 0 && off(row) < ROW_OFF);
        let labelled = self.rows.iter().filter(|(_, letters)| is_labelled(letters, label));
        let nearest = |(a, _): &&(&Row, Vec<Letter>), (b, _): &&(&Row, Vec<Letter>)| off(a).total_cmp(&off(b));
        labelled.min_by(nearest).or_else(|| near.min_by(nearest)).map(|(row, _)| *row)
    }
}

/// At least half of the label's characters stand in its column.
fn is_labelled(letters: &[Letter], label: &Label) -> bool {
    let wide = if label.letters.len() > 6 { NUMBER_FROM } else { VALUES };
    let seen = label.letters.chars().filter(|wanted| letters.iter().any(|l| l.char == *wanted && l.middle() < wide));
    seen.count() * 2 >= label.letters.chars().count()
}

/// Where what a label names begins: behind the last of its characters.
fn behind(letters: &[Letter], label: &str, usual: f32) -> f32 {
    let last = letters
        .iter()
        .filter(|l| label.contains(l.char) && (l.middle() - usual).abs() < 6.0 && l.middle() < usual + 1.0);
    last.map(|l| l.to + 0.6).fold(f32::MIN, f32::max).max(usual - 3.0)
}

/// Letters of a row that belong to what stands there.
fn value(row: &Row, from: f32, to: f32) -> Vec<Letter> {
    letters(row.between(from, to))
}

fn field(page: &Page, row: &Row, of: CardField, text: String, letters: &[Letter]) -> Option<Field> {
    let (first, last) = (letters.first()?, letters.last()?);
    let top = [first.from - 1.5, row.y - row.high * 0.6];
    let region = page.region(top, [last.to + 1.5, row.y + row.high * 0.6]);
    Some(Field { field: of, text, confidence: confidence(letters), region: Some((CardSide::Portrait, region)) })
}

fn the_name(page: &Page, row: &Row) -> Option<Field> {
    let letters = value(row, behind(&row.letters(), NAME.letters, VALUES), TEXT_TO);
    field(page, row, CardField::Name, name(&text(&letters))?, &letters)
}

fn sex(page: &Page, row: &Row) -> Option<(Sex, Field)> {
    let found = row.letters().into_iter().find(|l| matches!(l.char, '男' | '女') && l.middle() < TEXT_TO)?;
    let sex = if found.char == '男' { Sex::Male } else { Sex::Female };
    Some((sex, field(page, row, CardField::Sex, sex.words().zh.to_owned(), &[found])?))
}

fn the_ethnicity(page: &Page, row: &Row) -> Option<Field> {
    let from = behind(&row.letters(), "民族", 32.0);
    let letters = value(row, from, TEXT_TO);
    let (group, certainty) = ethnicity(row.between(from, TEXT_TO), &text(&letters))?;
    let mut field = field(page, row, CardField::Ethnicity, Ethnicity::words(group).zh.to_owned(), &letters)?;
    field.confidence = field.confidence.min(certainty);
    Some(field)
}

fn born(page: &Page, row: &Row) -> Option<(Date, Field)> {
    let letters = value(row, behind(&row.letters(), BORN.letters, VALUES), TEXT_TO);
    let date = day_of(&text(&letters))?;
    Some((date, field(page, row, CardField::BirthDate, Day(date).to_string(), &letters)?))
}

/// The date of the number, which has a check character, where it may be what is printed; else the date as it was read.
fn settled(column: &Column, number: &DocumentNumber, (date, read): (Date, Field)) -> (Date, Field) {
    let printed = |date: Date| format!("{}年{}月{}日", date.year(), date.month(), date.day());
    let Some((row, held)) = column.row(&BORN).zip(number.birth_date().filter(|held| *held != date)) else {
        return (date, read);
    };
    let letters = row.letters();
    let marks = row.between(behind(&letters, BORN.letters, VALUES), TEXT_TO);
    if may_stand(marks, &printed(held), &printed(date)) {
        let confidence = read.confidence * 0.5;
        (held, Field { text: Day(held).to_string(), confidence, ..read })
    } else {
        (date, read)
    }
}

fn the_number(
    page: &Page,
    row: &Row,
    kind: DocumentType,
    born: Option<Date>,
    sex: Option<Sex>,
) -> Option<(number::Read, Field)> {
    let from = behind(&row.letters(), NUMBER.letters, NUMBER_FROM);
    let marks = row.between(from, f32::MAX);
    let read = number::read(marks, kind, born, sex)?;
    let letters = letters(marks);
    let mut field = field(page, row, CardField::Number, read.number.expose().to_owned(), &letters)?;
    field.confidence = read.confidence;
    Some((read, field))
}

/// From the labelled row down to the number.
fn the_address(page: &Page, column: &Column) -> Option<Field> {
    let first = column.row(&ADDRESS)?;
    let end = column.row(&NUMBER).map_or(NUMBER.y + column.lower, |row| row.y) - 3.0;
    let mut all = Vec::new();
    let mut region: Option<[f32; 4]> = None;
    for (row, _) in &column.rows {
        if row.y < first.y - 1.0 || row.y > end {
            continue;
        }
        let from = if std::ptr::eq(*row, first) { behind(&row.letters(), ADDRESS.letters, VALUES) } else { VALUES };
        let letters = value(row, from, TEXT_TO);
        let here = field(page, row, CardField::Address, String::new(), &letters).and_then(|field| field.region);
        region = here.map(|(_, here)| region.map_or(here, |all| union(all, here))).or(region);
        all.extend(letters);
    }
    let text = address(&text(&all))?;
    let confidence = confidence(&all);
    Some(Field {
        field: CardField::Address,
        text,
        confidence,
        region: region.map(|region| (CardSide::Portrait, region)),
    })
}

fn union(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    let (x, y) = (a[0].min(b[0]), a[1].min(b[1]));
    [x, y, (a[0] + a[2]).max(b[0] + b[2]) - x, (a[1] + a[3]).max(b[1] + b[3]) - y]
}
