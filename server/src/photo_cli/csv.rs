//! `--csv`: one row a file for a school that opens it in a spreadsheet. UTF-8 with a byte-order mark, which Excel needs, and
//! no cell that a spreadsheet would take for a formula. The words are the app's.

use super::report::{FileOutcome, Report};
use app::{
    message::photo::{figure, mend, numbers, rule_name, unit_name},
    text::{Text, t},
};
use shared::{
    locale::Locale,
    photo::{Finding, Outcome, Rule, Unit},
};
use std::{
    borrow::Cow,
    fs::File,
    io::{self, Write},
    path::Path,
};

/// Measures with a column of their own, each with the unit that the engine states it in.
const MEASURES: [(Rule, Unit); 7] = [
    (Rule::FileSize, Unit::Bytes),
    (Rule::GeometryHeadTop, Unit::Px),
    (Rule::GeometryEyeLine, Unit::Px),
    (Rule::GeometryFaceWidth, Unit::Px),
    (Rule::GeometryCentred, Unit::Px),
    (Rule::PoseLevel, Unit::Deg),
    (Rule::BackgroundColour, Unit::DeltaE),
];

/// A table being written.
pub(super) struct Table<W: Write = Box<dyn Write>> {
    writer: csv::Writer<W>,
    locale: Locale,
}

impl Table {
    /// `-` is the standard output. A file of that name is replaced.
    pub(super) fn create(path: &Path, locale: Locale) -> io::Result<Self> {
        let sink: Box<dyn Write> =
            if path.as_os_str() == "-" { Box::new(io::stdout()) } else { Box::new(File::create(path)?) };
        Self::to(sink, locale)
    }
}

impl<W: Write> Table<W> {
    fn to(mut sink: W, locale: Locale) -> io::Result<Self> {
        sink.write_all("\u{feff}".as_bytes())?;
        // Every cell in quotes: a spreadsheet that separates by semicolons must not find cells inside of ours.
        let mut style = csv::WriterBuilder::new();
        style.quote_style(csv::QuoteStyle::Always).terminator(csv::Terminator::CRLF);
        let mut writer = style.from_writer(sink);
        let word = |text: Text| text.get(locale).to_owned();
        let start = [t::photo_table::FILE, t::photo_table::OUTCOME, t::photo_table::WORST, t::photo_table::FAILED];
        let measures = MEASURES
            .map(|(rule, unit)| t::photo_table::measure(locale, word(rule_name(rule)), unit_name(unit, locale)));
        let end = [t::photo_table::MEND, t::photo_table::CODES].map(word);
        writer.write_record(start.map(word).into_iter().chain(measures).chain(end))?;
        Ok(Self { writer, locale })
    }

    /// Adds the row of one file.
    pub(super) fn add(&mut self, report: &Report) -> io::Result<()> {
        let locale = self.locale;
        let failed = failed(report);
        let name = |finding: &&Finding| rule_name(finding.rule).get(locale);
        let names: Vec<_> = failed.iter().map(name).collect();
        let codes: Vec<_> = failed.iter().map(|finding| finding.rule.code()).collect();
        let mut cells = vec![
            text_cell(&report.file).into_owned(),
            outcome_name(report.outcome).get(locale).to_owned(),
            names.first().copied().unwrap_or_default().to_owned(),
            names.join(t::photo_table::COMMA.get(locale)),
        ];
        cells.extend(MEASURES.map(|(rule, unit)| measured(report, rule, unit)));
        cells.push(text_cell(&what_to_do(report, &failed, locale)).into_owned());
        cells.push(codes.join(" "));
        Ok(self.writer.write_record(cells)?)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The outcome as it stands in the table and in the summary.
pub(super) const fn outcome_name(outcome: FileOutcome) -> Text {
    match outcome {
        FileOutcome::Pass => t::outcome::PASS,
        FileOutcome::Fail => t::outcome::FAIL,
        FileOutcome::Unreadable => t::photo_table::UNREADABLE,
    }
}

/// Findings that failed, the worst first.
fn failed(report: &Report) -> Vec<&Finding> {
    report.worst_first().into_iter().filter(|finding| finding.outcome == Outcome::Fail).collect()
}

/// The number alone; empty where nothing was measured, or in another unit than the column's.
fn measured(report: &Report, rule: Rule, unit: Unit) -> String {
    let finding = report.findings.iter().find(|finding| finding.rule == rule && finding.unit == Some(unit));
    finding.and_then(|finding| finding.measured).map(|value| figure(value, unit)).unwrap_or_default()
}

/// What to do about each failure, with what was measured and what is required.
fn what_to_do(report: &Report, failed: &[&Finding], locale: Locale) -> String {
    if let Some(error) = &report.error {
        return t::photo_table::cannot_open(locale, error);
    }
    let one = |finding: &&Finding| match numbers(finding, locale) {
        Some(numbers) => t::photo_table::with_numbers(locale, mend(finding).get(locale), numbers),
        None => mend(finding).get(locale).to_owned(),
    };
    failed.iter().map(one).collect::<Vec<_>>().join(t::photo_table::SEMICOLON.get(locale))
}

/// Text that no spreadsheet takes for a formula: an apostrophe before signs that begin one, full-width ones included.
fn text_cell(text: &str) -> Cow<'_, str> {
    let begins = text.trim_start().chars().next().or(text.chars().next());
    let formula = |sign| matches!(sign, '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}');
    if begins.is_some_and(formula) || text.starts_with(['\t', '\r', '\n']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::photo::{Verdict, verdict::Limit};

    fn finding(rule: Rule, outcome: Outcome, measured: f32, unit: Unit) -> Finding {
        let limit = Some(Limit::between(50.0, 110.0));
        Finding { rule, outcome, measured: Some(measured), limit, unit: Some(unit), hint: None, region: None }
    }

    fn written(reports: &[Report], locale: Locale) -> String {
        let mut bytes = Vec::new();
        let mut table = Table::to(&mut bytes, locale).expect("memory takes everything");
        for report in reports {
            table.add(report).expect("memory takes everything");
        }
        table.finish().expect("memory takes everything");
        String::from_utf8(bytes).expect("UTF-8")
    }

    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|row| row.expect("CSV").iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn a_row_says_what_is_wrong_how_wrong_and_what_to_do() {
        let findings = vec![
            finding(Rule::FileSize, Outcome::Pass, 30_720.0, Unit::Bytes),
            finding(Rule::GeometryHeadTop, Outcome::Fail, 38.0, Unit::Px),
            finding(Rule::GeometryEyeLine, Outcome::Fail, 180.4, Unit::Px),
            finding(Rule::ExpressionNeutral, Outcome::Advice, 1.0, Unit::Score),
        ];
        let verdict = Verdict { findings, face: None, width_px: 480, height_px: 640 };
        let text = written(&[Report::of(Path::new("a.jpg"), verdict)], Locale::English);
        assert!(text.starts_with("\u{feff}\"File\",") && text.contains("\r\n"));
        let row = &rows(&text)[1];
        assert_eq!(row[..4], ["a.jpg", "Not accepted", "Hair to upper edge", "Hair to upper edge, Eyes to upper edge"]);
        assert_eq!(row[4..8], ["30", "38", "180", ""]);
        assert!(row[11].contains("step back") && row[11].contains("measured 38 px"), "{}", row[11]);
        assert_eq!(row[12], "geometry.head_top geometry.eye_line");
    }

    #[test]
    fn every_row_has_the_cells_of_the_head_in_both_languages() {
        let reports = || {
            [
                Report::unreadable(Path::new("b.jpg"), "permission denied"),
                Report::of(Path::new("c.jpg"), Verdict::default()),
            ]
        };
        for locale in [Locale::Chinese, Locale::English] {
            let rows = rows(&written(&reports(), locale));
            assert!(rows.len() == 3 && rows.iter().all(|row| row.len() == rows[0].len()));
            assert!(rows[1][11].contains("permission denied"));
        }
        assert!(written(&reports(), Locale::Chinese).contains("不合格项"));
    }

    #[test]
    fn a_name_that_begins_like_a_formula_is_text() {
        for name in ["=1+1.jpg", "+1.jpg", "-1.jpg", "@SUM(A1).jpg", "\t=1.jpg", " =1.jpg", "\u{ff1d}1.jpg", "\r=1.jpg"]
        {
            let text = written(&[Report::unreadable(Path::new(name), "x")], Locale::Chinese);
            assert_eq!(rows(&text)[1][0], format!("'{name}"));
        }
        let quoted = written(&[Report::unreadable(Path::new("a\",=1.jpg"), "x")], Locale::Chinese);
        assert!(quoted.contains("\"a\"\",=1.jpg\""), "{quoted}");
    }
}
