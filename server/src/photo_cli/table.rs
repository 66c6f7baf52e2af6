//! Reports for reading on a terminal: every finding of one file, or one line for each of many.

use super::report::Report;
use shared::photo::{Finding, Outcome, Unit, verdict::Limit};

/// Every finding, the worst first.
pub(super) fn whole(report: &Report) -> String {
    let mut text = format!("{}  {}\n", report.outcome.as_str(), report.file);
    if let Some(error) = &report.error {
        text.extend(["  ", error, "\n"]);
    }
    for finding in report.worst_first() {
        text.push_str(&line(finding));
    }
    text
}

/// Outcome, file, and the rules that failed.
pub(super) fn brief(report: &Report) -> String {
    let failed: Vec<_> = report
        .worst_first()
        .into_iter()
        .filter(|finding| finding.outcome == Outcome::Fail)
        .map(|finding| finding.rule.code())
        .collect();
    let why = report.error.clone().unwrap_or_else(|| failed.join(" "));
    format!("{:<11}{}  {why}", report.outcome.as_str(), report.file)
}

fn line(finding: &Finding) -> String {
    let hint = finding.hint.as_deref().unwrap_or_default();
    row(finding.outcome, finding.rule.code(), finding.measured, finding.limit, &unit(finding), hint)
}

/// One finding: outcome, rule, measured and required, unit, hint.
pub(super) fn row(
    outcome: Outcome,
    rule: &str,
    measured: Option<f32>,
    limit: Option<Limit>,
    unit: &str,
    hint: &str,
) -> String {
    let outcome = match outcome {
        Outcome::Pass => "pass",
        Outcome::Advice => "advice",
        Outcome::Fail => "FAIL",
    };
    let measured = measured.map(number).unwrap_or_default();
    let limit = limit.as_ref().map(range).unwrap_or_default();
    let line = format!("  {outcome:<7}{rule:<24}{measured:>9} {limit:<16}{unit:<8}{hint}");
    format!("{}\n", line.trim_end())
}

/// The unit as the JSON writes it.
pub(super) fn unit(finding: &Finding) -> String {
    finding.unit.map(unit_word).unwrap_or_default()
}

pub(super) fn unit_word(unit: Unit) -> String {
    let word = serde_json::to_value(unit).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn range(limit: &Limit) -> String {
    match (limit.min, limit.max) {
        (Some(min), Some(max)) => format!("{}–{}", number(min), number(max)),
        (Some(min), None) => format!("≥ {}", number(min)),
        (None, Some(max)) => format!("≤ {}", number(max)),
        (None, None) => String::new(),
    }
}

/// At most three decimals, none where they are zero.
fn number(value: f32) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::photo::Rule;

    #[test]
    fn a_finding_shows_measured_and_required() {
        let finding = Finding {
            rule: Rule::GeometryHeadTop,
            outcome: Outcome::Fail,
            measured: Some(38.0),
            limit: Some(Limit::between(50.0, 110.0)),
            unit: Some(Unit::Px),
            hint: None,
            region: None,
        };
        let line = line(&finding);
        let words: Vec<_> = line.split_whitespace().collect();
        assert_eq!(words, ["FAIL", "geometry.head_top", "38", "50–110", "px"]);
    }
}
