//! How fast records of existing candidates are taken in: `ruji admin import-existing` beside plain INSERTs of the same rows
//! (`server/examples/bench_import`), in one run on one SQLite database.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::report::{self, Marks};
use crate::cleanup::Cleanup;
use crate::command::{Run, tempfile_path};
use crate::phases::Phases;
use crate::serving;
use crate::workshop::Workshop;

const MARKS: Marks = Marks {
    begin: "<!-- cargo xtask bench import: written by machine -->",
    end: "<!-- end of cargo xtask bench import -->",
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Rows of the file
    #[arg(long, default_value_t = 200_000)]
    rows: u32,
    /// Measure what lies in `target/release`, without building it first
    #[arg(long)]
    no_build: bool,
}

pub(super) fn run(arguments: &Arguments, shop: &Workshop, phases: &mut Phases) -> Result<()> {
    ensure!((1000..=9_999_999).contains(&arguments.rows), "--rows must be from 1000 to 9999999");
    if !arguments.no_build {
        phases.run("build: server for release", || build(shop))?;
    }
    let data = tempfile_path("bench-import");
    fs::create_dir_all(&data)?;
    let removal = data.clone();
    let _remove = Cleanup::later(move || drop(fs::remove_dir_all(removal)));
    let file = data.join("existing.csv");
    fs::write(&file, sheet(arguments.rows))?;
    let text = phases.run("bench: import", || measure(shop, &data, &file, arguments.rows))?;
    println!("{text}");
    report::place(&shop.root.join("docs/benchmarks.md"), MARKS, &text)
}

fn build(shop: &Workshop) -> Result<()> {
    Run::new("cargo")
        .args(["build", "--release", "--package", "server", "--bin", "ruji", "--example", "bench_import"])
        .env("CARGO_TARGET_DIR", &shop.target)
        .dir(&shop.root)
        .run()
}

fn measure(shop: &Workshop, data: &Path, file: &Path, rows: u32) -> Result<String> {
    let database = format!("sqlite:{}", data.join("ruji.sqlite").display());
    let (first, said) = timed(|| import(shop, data, &database, file))?;
    ensure!(said.contains(&format!("added {rows},")), "not every row was taken in: {said}");
    let (again, said) = timed(|| import(shop, data, &database, file))?;
    ensure!(said.contains(&format!("unchanged {rows},")), "the same file changed something: {said}");
    let bare = Run::new(program(shop, "examples/bench_import")?).args([database.as_str()]).output()?;
    let (written, bare) = bare.trim().split_once(' ').context("the program of the bench answered something else")?;
    ensure!(written == rows.to_string(), "the bare rows are others");
    let bare: f64 = bare.parse()?;
    let busy = super::load().map(|load| format!(", load {load:.0} at the end")).unwrap_or_default();
    let each = |secs: f64| f64::from(rows) / secs;
    let mut text = format!(
        "## Importing existing candidates\n\n\
         `cargo xtask bench import`: {rows} rows, release build, two cores{busy}, SQLite with `synchronous=FULL`; the whole of `ruji admin \
         import-existing` from start to end, beside plain INSERTs of the rows that it made into tables of the same shape and indexes, 1000 \
         in a transaction, in the same run. In brackets how many times as long as these.\n\n\
         | | rows a second | seconds |\n|---|---|---|\n"
    );
    writeln!(text, "| import of a new file | {:.0} | {first:.1} ({:.1}×) |", each(first), first / bare)?;
    writeln!(text, "| the same file again | {:.0} | {again:.1} ({:.1}×) |", each(again), again / bare)?;
    writeln!(text, "| bare INSERT | {:.0} | {bare:.1} |", each(bare))?;
    Ok(text)
}

fn timed(work: impl FnOnce() -> Result<String>) -> Result<(f64, String)> {
    let since = Instant::now();
    let said = work()?;
    Ok((since.elapsed().as_secs_f64(), said))
}

fn import(shop: &Workshop, data: &Path, database: &str, file: &Path) -> Result<String> {
    let run = serving::command_of(&program(shop, "ruji")?, shop, data, 0).env("RUJI_DATABASE__URL", database);
    run.args(["admin", "import-existing"]).arg(file.display().to_string()).args(["--province", "hubei"]).output()
}

fn program(shop: &Workshop, name: &str) -> Result<PathBuf> {
    let program = shop.target.join("release").join(name);
    ensure!(program.is_file(), "no {}", program.display());
    Ok(program)
}

/// Records of people that there are not: 武汉江岸, born on ten thousand days, with the check digit of GB 11643.
fn sheet(rows: u32) -> String {
    let mut text = String::from("number,name,document_number,region,phone,email\r\n");
    for row in 0..rows {
        let (day, order) = (row / 1000, row % 1000);
        let (year, month, day) = (1950 + day / 336 % 50, 1 + day / 28 % 12, 1 + day % 28);
        let digits = format!("420102{year}{month:02}{day:02}{order:03}");
        let check = check_digit(&digits);
        writeln!(text, "4201{row:08},张三,{digits}{check},420102,138{row:08},{row}@example.com\r").ok();
    }
    text
}

/// ISO 7064 MOD 11-2.
fn check_digit(digits: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_that_of_the_standard() {
        assert_eq!(check_digit("11010519491231002"), 'X');
        assert_eq!(check_digit("44052418800101001"), '4');
    }

    #[test]
    fn every_row_has_a_number_of_its_own() {
        let text = sheet(3000);
        let numbers: std::collections::BTreeSet<_> = text.lines().skip(1).map(|line| &line[..12]).collect();
        assert_eq!(numbers.len(), 3000);
    }
}
