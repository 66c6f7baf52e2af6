//! The report of `cargo xtask bench photo`, and its place in docs/benchmarks.md.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::browser::{Contestant, Large, Warm};
use super::{Measured, Times, median_and_least};

/// Between them stands what a machine wrote.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    pub(super) begin: &'static str,
    pub(super) end: &'static str,
}

pub(super) const PHOTO: Marks = Marks {
    begin: "<!-- cargo xtask bench photo: written by machine -->",
    end: "<!-- end of cargo xtask bench photo -->",
};

/// The section in Markdown. Ratios are theirs over ours: above one, ours is smaller or quicker.
pub(super) fn write(measured: &Measured) -> String {
    let mut text = String::new();
    in_browser(&mut text, measured);
    at_ten_megapixels(&mut text, &measured.browser.large);
    natively(&mut text, measured);
    text
}

/// Puts the section between its marks, or at the end of the file.
pub(super) fn place(page: &Path, marks: Marks, section: &str) -> Result<()> {
    let text = fs::read_to_string(page).with_context(|| format!("cannot read {}", page.display()))?;
    fs::write(page, placed(&text, marks, section)).with_context(|| format!("cannot write {}", page.display()))
}

fn placed(page: &str, Marks { begin, end }: Marks, section: &str) -> String {
    let whole = format!("{begin}\n{}\n{end}", section.trim_end());
    match page.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1))) {
        Some((before, after)) => format!("{before}{whole}{after}"),
        None => format!("{}\n\n{whole}\n", page.trim_end()),
    }
}

fn in_browser(text: &mut String, measured: &Measured) {
    let browser = &measured.browser;
    let Some(ours) = browser.contestants.first() else { return };
    write!(
        text,
        "### In the same Chromium\n\n\
         `cargo xtask bench photo`: Chromium {}, {} cores{}, no threads in WASM, WebGL by the processor; {}. Median / least; in brackets the peer's \
         over ours. Bytes: all files that a page asked for, with Brotli. First result: from navigation, nothing cached. Repeated: from the \
         picture's bytes, page warm, contestants in turn. The peers find landmarks; ours judges every rule, cuts, encodes and judges the \
         finished file.\n\n\
         | | a result is | runs on | bytes | first result | repeated | found |\n|---|---|---|---|---|---|---|\n",
        browser.chromium, measured.native.cores, busy(measured), measured.pictures
    )
    .ok();
    for one in &browser.contestants {
        let against = |ours_is: f64, theirs: f64| {
            if one.name == ours.name { String::new() } else { format!(" ({})", ratio(theirs, ours_is)) }
        };
        let bytes = against(ours.bytes as f64, one.bytes as f64);
        let (first, repeated) = (one.first(), one.repeated());
        writeln!(
            text,
            "| {} | {} | {} | {} KB{bytes} | {}{} | {}{} | {} |",
            one.name,
            one.what,
            one.backend,
            one.bytes / 1024,
            times(&first, 0),
            against(ours.first()[0], first[0]),
            times(&repeated, 0),
            against(ours.repeated()[0], repeated[0]),
            found(one),
        )
        .ok();
    }
    let opened = times(&ours.opened(), 0);
    writeln!(text, "\nOf our repeated result, up to the measures (what a peer does, and the person's mask): {opened}.")
        .ok();
}

/// A load beyond the cores means that other work slowed the measuring down.
fn busy(measured: &Measured) -> String {
    measured.load.map(|load| format!(" (load {load:.0} at the end)")).unwrap_or_default()
}

/// What was found, and in how many of the pictures.
fn found(one: &Contestant) -> String {
    let with_one = one.found.iter().filter(|found| found.starts_with("one face") || *found == "1 faces").count();
    format!("one face in {with_one} of {}", one.found.len())
}

fn at_ten_megapixels(text: &mut String, large: &Large) {
    text.push_str("\n### Ours with a JPEG of ten megapixels\n\n");
    match large {
        Large::Missing { missing } => writeln!(text, "Not measured: {missing}."),
        Large::Measured { bytes, found, first, warm } => {
            let of = |part: fn(&Warm) -> f64| times(&median_and_least(warm.iter().map(part).collect()), 0);
            writeln!(
                text,
                "{} KB ({found}). Median / least.\n\n| what | measured | aim |\n|---|---|---|\n\
                 | navigation to first verdict | {} | 1500 ms |\n\
                 | warm: choice to finished file and verdict | {} | 500 ms |\n\
                 | — decoding, faces, measures (`open`) | {} | |\n\
                 | — cutting, encoding, judging (`finish`) | {} | |",
                bytes / 1024,
                times(&median_and_least(first.clone()), 0),
                of(|one| one.ms),
                of(|one| one.open_ms),
                of(|one| one.finish_ms),
            )
        }
    }
    .ok();
}

fn natively(text: &mut String, measured: &Measured) {
    let native = &measured.native;
    write!(
        text,
        "\n### Natively\n\nRelease build, one thread each, against onnxruntime {} in Python with the same model files. Median / least.\n\n\
         | what | ours | onnxruntime | theirs over ours |\n|---|---|---|---|\n",
        native.version
    )
    .ok();
    for (name, (ours, theirs)) in &native.inference {
        inference(text, &format!("inference: {name}"), ours, theirs);
    }
    let sum = |mut all: Times, one: &Times| {
        all.iter_mut().zip(one).for_each(|(all, one)| *all += one);
        all
    };
    let ours = native.inference.values().map(|(ours, _)| ours).fold([0.0; 2], sum);
    let theirs = native.inference.values().map(|(_, theirs)| theirs).fold([0.0; 2], sum);
    inference(text, "all three", &ours, &theirs);
    if let (Some(check), Some(batch)) = (native.check, native.batch) {
        writeln!(text, "| a finished 480×640 file judged, warm, one core (aim 60 ms) | {} | | |", times(&check, 1))
            .ok();
        let more = ratio(check[0], batch);
        writeln!(text, "| the same in a batch on {} cores, a file | {batch:.1} ms | | {more} as many |", native.cores)
            .ok();
    }
}

fn inference(text: &mut String, what: &str, ours: &Times, theirs: &Times) {
    let ratios = format!("{} / {}", ratio(theirs[0], ours[0]), ratio(theirs[1], ours[1]));
    writeln!(text, "| {what} | {} | {} | {ratios} |", times(ours, 1), times(theirs, 1)).ok();
}

fn times([median, least]: &Times, places: usize) -> String {
    format!("{median:.places$} / {least:.places$} ms")
}

fn ratio(theirs: f64, ours: f64) -> String {
    if ours > 0.0 { format!("{:.2}×", theirs / ours) } else { "—".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{PHOTO, placed};

    #[test]
    fn a_second_run_replaces_the_first_and_leaves_the_rest() {
        let first = placed("# What was measured\n\nBefore.\n", PHOTO, "one\n");
        let (begin, end) = (PHOTO.begin, PHOTO.end);
        assert_eq!(first, format!("# What was measured\n\nBefore.\n\n{begin}\none\n{end}\n"));
        let with_more = format!("{first}\nAfter.\n");
        assert_eq!(placed(&with_more, PHOTO, "two"), with_more.replace("one", "two"));
    }
}
