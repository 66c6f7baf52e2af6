//! `cargo xtask tidy`: the invariants of the source tree that no compiler checks. ARCHITECTURE.md lists them.

mod deps;
mod lexer;
mod text;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::Run;
use crate::workshop::Workshop;

/// Weights and photographs do not belong in the repository.
const LARGEST_FILE_BYTES: u64 = 600 * 1024;

/// A source file, by its path from the root.
struct Source {
    name: String,
    text: String,
}

impl Source {
    fn fault(&self, line: usize, what: &str) -> Fault {
        Fault(format!("{}:{line}: {what}", self.name))
    }
}

/// `path:line: what is wrong`.
struct Fault(String);

/// Prints every fault; an error if there is one.
pub(crate) fn check(shop: &Workshop) -> Result<()> {
    let names = source_names(&shop.root)?;
    let mut faults = Vec::new();
    for name in &names {
        faults.extend(too_large(&shop.root, name));
        if Path::new(name).extension().is_some_and(|e| e == "rs") {
            let text = std::fs::read_to_string(shop.root.join(name)).with_context(|| format!("cannot read {name}"))?;
            faults.extend(text::check(&Source { name: name.clone(), text }).into_iter().map(|fault| fault.0));
        }
    }
    faults.extend(unpaired_migrations(&names));
    faults.extend(deps::check(shop)?);
    for fault in &faults {
        eprintln!("  {fault}");
    }
    if faults.is_empty() { Ok(()) } else { bail!("{} faults in the source tree", faults.len()) }
}

/// What git tracks or would track, and that is still there.
fn source_names(root: &Path) -> Result<Vec<String>> {
    let listed = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let listed = Run::new("git").args(listed).dir(root).output().context("is this a git clone?")?;
    let names: BTreeSet<&str> = listed.split('\0').filter(|name| !name.is_empty()).collect();
    Ok(names.into_iter().filter(|name| root.join(name).is_file()).map(str::to_owned).collect())
}

fn too_large(root: &Path, name: &str) -> Option<String> {
    let bytes = std::fs::metadata(root.join(name)).map_or(0, |metadata| metadata.len());
    (bytes > LARGEST_FILE_BYTES).then(|| format!("{name}: {} KB, too large for the repository", bytes / 1024))
}

/// Both databases have migrations of the same names.
fn unpaired_migrations(names: &[String]) -> Vec<String> {
    let of = |kind: &str| -> BTreeSet<&str> {
        let prefix = format!("server/enrolment/migrations/{kind}/");
        names.iter().filter_map(|name| name.strip_prefix(&prefix)).collect()
    };
    let (sqlite, postgres) = (of("sqlite"), of("postgres"));
    let odd = sqlite.symmetric_difference(&postgres);
    odd.map(|name| format!("server/enrolment/migrations: {name} exists for one database only")).collect()
}
