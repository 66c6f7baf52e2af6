//! Agreement on finished pictures: per rule, how many broken ones were found and how many good pictures were failed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::labels::Finished;
use super::verdicts::{Verdict, Verdicts};

/// Rules that advise and never fail (PHOTO §1): advice is their way of finding something.
const ADVISORY: [&str; 4] = ["expression.neutral", "glasses.reflection", "accessories", "clothes.pattern"];

#[derive(Debug, Default, Serialize)]
pub(super) struct RuleScore {
    /// Pictures whose label says that the rule is broken.
    pub(super) broken: u32,
    /// How many of those the engine found.
    pub(super) found: u32,
    /// Good pictures that it failed.
    pub(super) good_failed: u32,
    /// Pictures failed for it whose label names only other rules; the labels need not be complete there.
    pub(super) failed_elsewhere: u32,
    /// Whether the engine gave any finding for it at all.
    pub(super) implemented: bool,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Agreement {
    pub(super) rules: BTreeMap<String, RuleScore>,
    pub(super) good: u32,
    pub(super) good_failed: u32,
    /// Broken and found by severity, over implemented rules.
    pub(super) by_severity: BTreeMap<String, (u32, u32)>,
    /// `file: rule` that was not found, over implemented rules.
    pub(super) missed: Vec<String>,
    /// `file: rules` of good pictures that failed.
    pub(super) wronged: Vec<String>,
    /// Files without any verdict.
    pub(super) silent: Vec<String>,
}

impl Agreement {
    /// Broken and found over the rules that the engine implements.
    pub(super) fn total(&self) -> (u32, u32) {
        let implemented = self.rules.values().filter(|score| score.implemented);
        implemented.fold((0, 0), |(broken, found), score| (broken + score.broken, found + score.found))
    }
}

pub(super) fn score(labels: &[Finished], verdicts: &Verdicts) -> Agreement {
    let mut agreement = Agreement::default();
    for finding in verdicts.values().flat_map(|verdict| &verdict.findings) {
        agreement.rules.entry(finding.rule.clone()).or_default().implemented = true;
    }
    for label in labels {
        let Some(verdict) = verdicts.get(&label.file) else {
            agreement.silent.push(label.file.clone());
            continue;
        };
        count_broken(&mut agreement, label, verdict);
        count_failed(&mut agreement, label, verdict);
    }
    agreement
}

fn count_broken(agreement: &mut Agreement, label: &Finished, verdict: &Verdict) {
    for rule in label.broken() {
        let found = verdict.finding(rule).is_some_and(|finding| counts_as_found(rule, &finding.outcome));
        let score = agreement.rules.entry(rule.to_owned()).or_default();
        score.broken += 1;
        score.found += u32::from(found);
        if !score.implemented {
            continue;
        }
        let severity = agreement.by_severity.entry(label.severity.clone()).or_default();
        severity.0 += 1;
        severity.1 += u32::from(found);
        if !found {
            agreement.missed.push(format!("{}: {rule}", label.file));
        }
    }
}

fn count_failed(agreement: &mut Agreement, label: &Finished, verdict: &Verdict) {
    let broken: BTreeSet<&str> = label.broken().collect();
    let failed = verdict.findings.iter().filter(|finding| finding.outcome == "fail").map(|finding| &finding.rule);
    let unlabelled: Vec<&String> =
        failed.filter(|rule| !broken.contains(rule.as_str()) && !label.ignores(rule)).collect();
    for rule in &unlabelled {
        let score = agreement.rules.entry((*rule).clone()).or_default();
        if label.is_good() {
            score.good_failed += 1;
        } else {
            score.failed_elsewhere += 1;
        }
    }
    if label.is_good() {
        agreement.good += 1;
        if !unlabelled.is_empty() {
            agreement.good_failed += 1;
            let rules: Vec<&str> = unlabelled.iter().map(|rule| rule.as_str()).collect();
            agreement.wronged.push(format!("{}: {}", label.file, rules.join(", ")));
        }
    }
}

fn counts_as_found(rule: &str, outcome: &str) -> bool {
    outcome == "fail" || (outcome == "advice" && ADVISORY.contains(&rule))
}

#[cfg(test)]
mod tests {
    use super::super::verdicts::{Verdicts, parse_for_tests};
    use super::{Finished, score};

    fn labels(rows: &str) -> Vec<Finished> {
        let table = format!("file,profile,expected,rules,severity,ignore\n{rows}");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        reader.deserialize().map(|row| row.expect("a row")).collect()
    }

    fn verdicts(list: &[(&str, &[(&str, &str)])]) -> Verdicts {
        let one = |(file, findings): &(&str, &[(&str, &str)])| {
            let findings: Vec<String> = findings
                .iter()
                .map(|(rule, outcome)| format!(r#"{{"rule":"{rule}","outcome":"{outcome}"}}"#))
                .collect();
            let json = format!(r#"{{"file":"{file}","outcome":"x","findings":[{}]}}"#, findings.join(","));
            ((*file).to_owned(), parse_for_tests(&json).remove(0))
        };
        list.iter().map(one).collect()
    }

    #[test]
    fn counts_found_missed_and_wronged() {
        let labels = labels(
            "a,hunan,fail,focus.sharp;light.even,strong,\nb,hunan,fail,focus.sharp,mid,\nc,hunan,pass,,,\nd,hunan,pass,,,soft\n",
        );
        let verdicts = verdicts(&[
            ("a", &[("focus.sharp", "fail"), ("eyes.red", "fail")]),
            ("b", &[("focus.sharp", "advice")]),
            ("c", &[("focus.sharp", "fail")]),
            ("d", &[("hair.over_eyes", "fail"), ("focus.sharp", "pass")]),
        ]);
        let agreement = score(&labels, &verdicts);
        assert_eq!(agreement.total(), (2, 1), "light.even is not implemented and stays out of the total");
        assert_eq!((agreement.good, agreement.good_failed), (2, 1));
        assert_eq!(agreement.rules["focus.sharp"].good_failed, 1);
        assert_eq!(agreement.rules["eyes.red"].failed_elsewhere, 1);
        assert_eq!(agreement.rules["light.even"].broken, 1);
        assert_eq!(agreement.missed, ["b: focus.sharp"]);
    }

    #[test]
    fn advice_finds_a_rule_that_only_advises() {
        let labels = labels("a,hunan,fail,clothes.pattern,strong,\nb,hunan,fail,clothes.pattern,strong,\n");
        let agreement = score(&labels, &verdicts(&[("a", &[("clothes.pattern", "advice")])]));
        assert_eq!(agreement.total(), (1, 1));
        assert_eq!(agreement.silent, ["b"]);
    }
}
