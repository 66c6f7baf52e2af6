//! Brotli (quality 11) by Node's own library: a `.br` beside every file of `dist/`, and sizes for the budget.

use std::path::Path;

use anyhow::{Context, Result};

use crate::command::{Run, tempfile_path};
use crate::workshop::files_below;

/// Reads file names, writes `NAME.br` beside each.
const SCRIPT: &str = "
const fs = require('fs'), z = require('zlib');
for (const name of process.argv.slice(1)) {
  const bytes = fs.readFileSync(name);
  fs.writeFileSync(name + '.br', z.brotliCompressSync(bytes, { params: {
    [z.constants.BROTLI_PARAM_QUALITY]: 11,
    [z.constants.BROTLI_PARAM_LGWIN]: 24,
    [z.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  } }));
}";

/// Compresses every file below a folder, replacing older `.br` files.
pub(super) fn folder(dir: &Path) -> Result<()> {
    let files = files_below(dir)?;
    let (old, plain): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.extension().is_some_and(|e| e == "br"));
    for file in old {
        std::fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    Run::new("node").args(["-e", SCRIPT, "--"]).args(plain).run()
}

/// How many bytes these would take compressed.
pub(crate) fn brotli_bytes(bytes: &[u8]) -> Result<u64> {
    let file = tempfile_path("brotli");
    std::fs::write(&file, bytes)?;
    let mut packed = file.clone().into_os_string();
    packed.push(".br");
    let done = Run::new("node").args(["-e", SCRIPT, "--"]).arg(&file).run();
    let length = std::fs::metadata(&packed).map(|packed| packed.len());
    std::fs::remove_file(&file).ok();
    std::fs::remove_file(&packed).ok();
    done?;
    length.context("node left no compressed file")
}
