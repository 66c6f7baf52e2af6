//! docs/identity-evaluation.md: a head, and a section for each part, which are replaced one by one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

const HEAD: &str = "\
# What the identity engines were measured to do

Written by `cargo xtask identity-eval`. The evidence belongs to nobody: cards that are drawn, voices that are synthetic, pictures that
packages ship. **Real cards, phones, faces and rooms are harder: expect less.** `docs/identity.md` says how the engines work.
Times are those of this run, whatever else the machine did; `docs/benchmarks.md` has them by themselves (`cargo xtask bench identity`).
";

/// One part's text, with its heading.
pub(crate) struct Section {
    /// By which it is found again.
    pub(crate) name: &'static str,
    pub(crate) text: String,
}

/// Puts a section in the place of the one before.
pub(crate) fn write(file: &Path, section: &Section) -> Result<()> {
    let old = fs::read_to_string(file).unwrap_or_else(|_| HEAD.to_owned());
    let [from, to] = ["", "/"].map(|end| format!("<!-- {end}{} -->", section.name));
    let fresh = format!("{from}\n{}\n{to}", section.text.trim_end());
    let text = match (old.find(&from), old.find(&to)) {
        (Some(start), Some(end)) if start < end => format!("{}{fresh}{}", &old[..start], &old[end + to.len()..]),
        _ => format!("{}\n{fresh}\n", old.trim_end()),
    };
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
