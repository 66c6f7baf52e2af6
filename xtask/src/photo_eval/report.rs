//! The tables that `photo-eval` prints.

use super::points::{Exactness, Summary};
use super::rules::Agreement;

pub(super) fn print(agreement: &Agreement, exactness: &Exactness) {
    if agreement.good > 0 || !agreement.rules.is_empty() {
        print_agreement(agreement);
    }
    if exactness.counted > 0 {
        print_exactness(exactness);
    }
}

fn print_agreement(agreement: &Agreement) {
    println!("\n{:<26} {:>7} {:>6} {:>7} {:>12} {:>10}", "rule", "broken", "found", "", "good failed", "elsewhere");
    for (rule, score) in &agreement.rules {
        let share = if score.implemented { percent(score.found, score.broken) } else { "no rule".to_owned() };
        println!(
            "{rule:<26} {:>7} {:>6} {share:>7} {:>12} {:>10}",
            score.broken, score.found, score.good_failed, score.failed_elsewhere
        );
    }
    let (broken, found) = agreement.total();
    println!("{:<26} {broken:>7} {found:>6} {:>7}", "all implemented rules", percent(found, broken));
    for (severity, (broken, found)) in &agreement.by_severity {
        let name = if severity.is_empty() { "unspecified" } else { severity };
        println!("{:<26} {broken:>7} {found:>6} {:>7}", format!("  severity {name}"), percent(*found, *broken));
    }
    println!(
        "good pictures failed: {} of {} ({})",
        agreement.good_failed,
        agreement.good,
        percent(agreement.good_failed, agreement.good)
    );
    list("not found", &agreement.missed);
    list("good, but failed", &agreement.wronged);
    list("no verdict", &agreement.silent);
    println!("(elsewhere: failed on pictures that are labelled with other rules only)");
}

fn print_exactness(exactness: &Exactness) {
    print_summaries("annotated pictures", &exactness.summaries);
    print_summaries("of those, turned by 20° at most", &exactness.frontal_summaries);
    list("no face found", &exactness.faceless);
    println!("\nfaces counted right: {} of {}", exactness.counted_right, exactness.counted);
    list("counted", &exactness.miscounted);
}

fn print_summaries(title: &str, summaries: &[Summary]) {
    println!("\n{title:<34} {:>3} {:>8} {:>8} {:>8} {:>8}  worst file", "n", "mean", "median", "worst", "aim");
    for summary in summaries {
        let aim = summary.aim.map_or_else(String::new, share);
        println!(
            "{:<34} {:>3} {:>8} {:>8} {:>8} {aim:>8}  {}",
            summary.what,
            summary.pictures,
            share(summary.mean),
            share(summary.median),
            share(summary.worst),
            summary.worst_file
        );
    }
}

fn list(title: &str, lines: &[String]) {
    for line in lines {
        println!("  {title}: {line}");
    }
}

fn percent(part: u32, whole: u32) -> String {
    if whole == 0 { String::new() } else { format!("{:.1} %", f64::from(part) * 100.0 / f64::from(whole)) }
}

fn share(value: f64) -> String {
    format!("{:.2} %", value * 100.0)
}
