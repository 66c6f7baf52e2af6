//! The sections of docs/benchmarks.md and docs/query-plans.md that say how the console does with many enrolments.

use std::fmt::Write as _;

use super::median_and_least;
use super::queue::{Measured, Plan, Sample, Series, Whole};
use super::report::Marks;

pub(super) const MARKS: Marks = Marks {
    begin: "<!-- cargo xtask bench queue: written by machine -->",
    end: "<!-- end of cargo xtask bench queue -->",
};

/// Tables that stay small however many enrolments there are.
const SMALL: [&str; 9] = [
    "queue_count",
    "staff",
    "audit_head",
    "figure_cursor",
    "saved_filter",
    "staff_notice",
    "revision",
    "banner",
    "holder",
];

/// Both texts in Markdown.
pub(super) fn write(all: &[Series], load: Option<f64>) -> (String, String) {
    let busy = load.map(|load| format!(" (load {load:.0} at the end)")).unwrap_or_default();
    let mut text = format!(
        "## The console with many enrolments\n\n\
         `cargo xtask bench queue --postgres`: release build over real HTTP, one request at a time, a senior reviewer of the prefecture with \
         the most waiting cases, two cores{busy}; data by `ruji demo seed --enrolments N`. Milliseconds, median / least; in brackets ours over \
         a bare axum handler on the same database that repeats in one transaction the statements which the console was seen to send (what \
         it repeats of them stands in the last column; it renders, unseals and writes no audit entry). PostgreSQL runs without `fsync`, SQLite \
         with `synchronous=FULL`. [Plans of the statements](query-plans.md).\n"
    );
    let mut plans = String::from(
        "# Query plans\n\nWritten by `cargo xtask bench queue`: how each statement of the console finds its rows with the most enrolments \
         that were measured. Statements are shortened.\n",
    );
    for series in all {
        one(&mut text, series);
        if let Some(last) = series.runs.last() {
            write!(plans, "\n## {}, {} enrolments\n", series.name, last.enrolments).ok();
            explain(&mut plans, &last.report.plans);
        }
    }
    (text, plans)
}

fn one(text: &mut String, series: &Series) {
    let Some(last) = series.runs.last() else { return };
    write!(text, "\n### {}\n\n| |", series.name).ok();
    for run in &series.runs {
        write!(text, " {} |", run.enrolments).ok();
    }
    write!(text, " statements, repeated | page |\n|---|{}---|---|\n", "---|".repeat(series.runs.len())).ok();
    for (what, entry) in &last.report.measured {
        write!(text, "| {} |", what.split_once(' ').map_or(what.as_str(), |(_, name)| name)).ok();
        for run in &series.runs {
            write!(text, " {} |", run.report.measured.get(what).map(cell).unwrap_or_default()).ok();
        }
        writeln!(text, " {}, {} | {} |", entry.statements, entry.repeated, kilobytes(entry.bytes)).ok();
    }
    write!(text, "| seeding, enrolments a second |").ok();
    for run in &series.runs {
        write!(text, " {:.0} |", per_second(run)).ok();
    }
    text.push_str(" | |\n");
    whole(text, &series.runs);
    let counts: Vec<_> = last.report.counts.iter().map(|(what, count)| format!("{count} {what}")).collect();
    writeln!(text, "\nAt the end: {}.", counts.join(", ")).ok();
    let whole: Vec<_> = last.report.plans.iter().filter(|plan| looks_at_everything(plan)).collect();
    if whole.is_empty() {
        text.push_str("No statement looks at a whole table that grows with the enrolments.\n");
    } else {
        let shortened: Vec<_> = whole.iter().map(|plan| format!("`{}`", short(&plan.sql))).collect();
        writeln!(text, "Looking at a whole table: {}.", shortened.join(", ")).ok();
    }
}

/// Work on everything there is.
fn whole(text: &mut String, runs: &[Sample]) {
    let mut row = |what: &str, cell: &dyn Fn(&Sample) -> String| {
        let cells: Vec<_> = runs.iter().map(|run| format!(" {} |", cell(run))).collect();
        writeln!(text, "| {what} |{} | |", cells.concat()).ok();
    };
    row("export of everything, seven columns: enrolments a second", &|run| {
        format!("{:.0}", run.whole.export_lines as f64 / run.whole.export_made.max(0.001))
    });
    row("its download, MB a second", &|run| {
        let Whole { export_bytes, export_read, .. } = run.whole;
        format!("{:.0} ({:.1} MB)", export_bytes as f64 / 1e6 / export_read.max(0.001), export_bytes as f64 / 1e6)
    });
    row("what retention would delete, ms", &|run| format!("{:.0}", run.whole.retention * 1e3));
    row("all invariant checks and the audit trail, s", &|run| format!("{:.1}", run.whole.checks));
    row("most memory of the server meanwhile, MB", &|run| {
        run.whole.peak_bytes.map(|bytes| format!("{:.0}", bytes as f64 / 1e6)).unwrap_or_default()
    });
}

fn cell(entry: &Measured) -> String {
    let ([ours, least], [bare, _]) = (median_and_least(entry.ours.clone()), median_and_least(entry.bare.clone()));
    let ratio = if bare > 0.0 { format!(" ({:.1}×)", ours / bare) } else { String::new() };
    format!("{ours:.1} / {least:.1}{ratio}")
}

fn kilobytes(bytes: usize) -> String {
    if bytes == 0 { String::new() } else { format!("{} KB", bytes.div_ceil(1024)) }
}

fn per_second(run: &Sample) -> f64 {
    run.added as f64 / run.seeding.as_secs_f64().max(0.001)
}

fn explain(text: &mut String, plans: &[Plan]) {
    let mut before = "";
    for plan in plans {
        if plan.what != before {
            let name = plan.what.split_once(' ').map_or(plan.what.as_str(), |(_, name)| name);
            write!(text, "\n### {name}\n\n").ok();
            before = &plan.what;
        }
        writeln!(text, "* `{}`", short(&plan.sql)).ok();
        for line in plan.lines.iter().filter(|line| !line.trim().is_empty()) {
            writeln!(text, "  * {}", line.trim().replace('|', "\\|")).ok();
        }
    }
}

/// A scan of a table that grows; one that an index gives in order counts as well.
fn looks_at_everything(plan: &Plan) -> bool {
    plan.lines.iter().any(|line| {
        let line = line.trim().trim_start_matches("->").trim();
        let table = line.strip_prefix("SCAN ").or_else(|| line.strip_prefix("Seq Scan on "));
        table.and_then(|rest| rest.split_whitespace().next()).is_some_and(|table| !SMALL.contains(&table))
    })
}

/// Up to its most telling words.
fn short(sql: &str) -> String {
    const LONGEST: usize = 200;
    match sql.find(" FROM ").filter(|_| sql.starts_with("SELECT")) {
        Some(from) if sql.len() > LONGEST => {
            let rest: String = sql[from..].chars().take(LONGEST).collect();
            format!("SELECT …{rest}{}", if sql.len() - from > LONGEST { " …" } else { "" })
        }
        _ => sql.chars().take(LONGEST).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Plan, looks_at_everything};

    fn whole(line: &str) -> bool {
        looks_at_everything(&Plan { what: String::new(), sql: String::new(), lines: vec![line.to_owned()] })
    }

    #[test]
    fn scans_of_growing_tables_are_found_in_both_databases_words() {
        assert!(whole("SCAN enrolment") && whole("  ->  Seq Scan on enrolment e"));
        assert!(!whole("SEARCH e USING INDEX enrolment_queue_county (province=?)") && !whole("SCAN queue_count"));
        assert!(!whole("->  Index Scan using enrolment_pkey on enrolment"));
    }
}
