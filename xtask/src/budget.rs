//! `cargo xtask budget`: what crosses the line, with brotli, against the limits of the developers' guide.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::build::{File, Manifest, brotli_bytes};
use crate::serving::Server;
use crate::workshop::{Workshop, files_below};

/// 1 KB = 1024 bytes.
const KB: u64 = 1024;
const ISLANDS_LIMIT: u64 = 120 * KB;
/// Everything the photo step downloads besides its page.
const PHOTO_LIMIT: u64 = 1024 * KB;
/// HTML of a page with the style sheet.
const PAGE_LIMIT: u64 = 30 * KB;

/// Pages anybody can open without a session; the others are measured by the end-to-end tests (`end2end/support/budget.ts`).
const PAGES: [&str; 3] = ["/hunan/", "/hunan/register", "/hunan/photo/guide"];

struct Row {
    what: String,
    bytes: u64,
    limit: u64,
}

/// Prints the table; an error if something is over its limit.
pub(crate) fn check(shop: &Workshop) -> Result<()> {
    let rows = measure(shop)?;
    println!("{:<44} {:>10} {:>10}", "brotli", "actual", "limit");
    for row in &rows {
        let verdict = if row.bytes > row.limit { "  OVER" } else { "" };
        println!("{:<44} {:>10} {:>10}{verdict}", row.what, kilobytes(row.bytes), kilobytes(row.limit));
    }
    let over = rows.iter().filter(|row| row.bytes > row.limit).count();
    ensure!(over == 0, "{over} over the byte budget");
    Ok(())
}

fn measure(shop: &Workshop) -> Result<Vec<Row>> {
    let pkg = shop.dist().join("pkg");
    let islands = packed(&pkg, &["js", "wasm"])?;
    let style = packed(&pkg, &["css"])?;
    let mut rows = vec![Row { what: "islands: WASM and glue".to_owned(), bytes: islands, limit: ISLANDS_LIMIT }];
    rows.extend(photo_steps(shop, islands)?);
    let server = Server::start(shop)?;
    for page in PAGES {
        let html = brotli_bytes(&server.get(page)?)?;
        rows.push(Row { what: format!("page {page} with style sheet"), bytes: html + style, limit: PAGE_LIMIT });
    }
    Ok(rows)
}

/// All that the photo step downloads besides its page: islands, worker, glue and models (PHOTO §5), with either build of
/// the worker.
fn photo_steps(shop: &Workshop, islands: u64) -> Result<[Row; 2]> {
    let path = shop.dist().join("photo/manifest.json");
    let text = fs::read_to_string(&path).with_context(|| format!("{} is missing: build first", path.display()))?;
    let files = serde_json::from_str::<Manifest>(&text).context("dist/photo/manifest.json")?.files;
    let models: u64 = files.models.values().map(|model| model.br_bytes).sum();
    println!("of which the models: {}", kilobytes(models));
    let always = islands + brotli_bytes(text.as_bytes())? + files.loader.br_bytes + files.camera.br_bytes + models;
    let glue = |own: Option<&File>| own.map_or(0, |file| file.br_bytes);
    let (glue, baseline_glue) = (glue(files.glue.as_ref()), glue(files.glue_baseline.as_ref()));
    let row = |what: &str, bytes| Row { what: what.to_owned(), bytes: always + bytes, limit: PHOTO_LIMIT };
    Ok([
        row("photo step: islands, worker, models", files.simd.br_bytes + glue),
        row("photo step without SIMD", files.baseline.br_bytes + baseline_glue),
    ])
}

/// Sum of the `.br` files beside files of these kinds.
fn packed(dir: &Path, kinds: &[&str]) -> Result<u64> {
    let of_kind = |file: &std::path::PathBuf| file.extension().is_some_and(|e| kinds.iter().any(|kind| e == *kind));
    files_below(dir)?.iter().filter(|file| of_kind(file)).map(|file| packed_size(file)).sum()
}

fn packed_size(file: &Path) -> Result<u64> {
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    let metadata = fs::metadata(&name).with_context(|| format!("{} is missing: build first", name.display()))?;
    Ok(metadata.len())
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.1} KB", bytes as f64 / KB as f64)
}
