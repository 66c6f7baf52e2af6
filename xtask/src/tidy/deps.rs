//! Dependencies point one way: what each crate must never contain, by `cargo tree`.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::command::Run;
use crate::workshop::Workshop;

/// A build whose dependencies are restricted.
struct Rule {
    what: &'static str,
    tree: &'static [&'static str],
    never: &'static [&'static str],
}

const RULES: [Rule; 6] = [
    Rule {
        what: "app, hydrate build",
        tree: &["-p", "app", "--no-default-features", "--features", "hydrate", "--target", "wasm32-unknown-unknown"],
        never: &["enrolment", "identity", "sqlx", "photo", "rten", "pinyin", "tokio", "axum"],
    },
    // Its feature `sqlx` only derives, but brings the driver's runtime; the browser never turns it on.
    Rule { what: "shared", tree: &["-p", "shared", "--features", "profile,qr"], never: &["tokio", "sqlx", "leptos"] },
    Rule {
        what: "photo",
        tree: &["-p", "photo", "--all-features"],
        never: &["tokio", "sqlx", "leptos", "axum", "enrolment"],
    },
    Rule {
        what: "photo_worker",
        tree: &["-p", "photo_worker", "--target", "wasm32-unknown-unknown"],
        // Inference and decoders are the engine's own or the plainest there are: every kilobyte crosses a phone's line.
        never: &["leptos", "tokio", "sqlx", "axum", "enrolment", "app", "rten", "image", "image-webp", "rayon", "pinyin"],
    },
    Rule {
        what: "enrolment",
        tree: &["-p", "enrolment", "--all-features"],
        never: &["axum", "leptos", "app", "server", "photo_worker"],
    },
    Rule { what: "app, server build", tree: &["-p", "app", "--features", "ssr"], never: &["server", "photo", "rten"] },
];

/// One line per crate that stands where it must not.
pub(super) fn check(shop: &Workshop) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for rule in &RULES {
        let present = crates(shop, rule.tree)?;
        for never in rule.never {
            if present.contains(*never) {
                faults.push(format!(
                    "{}: contains `{never}` (cargo tree {} -i {never})",
                    rule.what,
                    rule.tree.join(" ")
                ));
            }
        }
    }
    Ok(faults)
}

fn crates(shop: &Workshop, tree: &[&str]) -> Result<BTreeSet<String>> {
    let run = Run::new("cargo").arg("tree").args(tree).args(["-e", "normal", "--prefix", "none", "--format", "{p}"]);
    let listed = run.dir(&shop.root).output()?;
    Ok(listed.lines().filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect())
}
