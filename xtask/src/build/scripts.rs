//! The small scripts of pages, written by hand: every `app/scripts/*.js` is copied to `dist/scripts/` as it is.

use std::fs;

use anyhow::{Context, Result};

use super::{compress, is_current};
use crate::fingerprint::Inputs;
use crate::workshop::{Workshop, files_below};

const SOURCE: &str = "app/scripts";
const INPUTS: [&str; 2] = [SOURCE, "xtask/src/build/scripts.rs"];

pub(super) fn build(shop: &Workshop) -> Result<()> {
    let scripts = shop.dist().join("scripts");
    let stamp = shop.dist().join("scripts.stamp");
    let wanted = Inputs::new().paths(&shop.root, &INPUTS)?.finish();
    if is_current(&stamp, &wanted, std::slice::from_ref(&scripts)) {
        eprintln!("  up to date");
        return Ok(());
    }
    if scripts.exists() {
        fs::remove_dir_all(&scripts).with_context(|| format!("cannot empty {}", scripts.display()))?;
    }
    fs::create_dir_all(&scripts)?;
    for script in
        files_below(&shop.root.join(SOURCE))?.iter().filter(|file| file.extension().is_some_and(|e| e == "js"))
    {
        let name = script.file_name().context("a script has a name")?;
        fs::copy(script, scripts.join(name)).with_context(|| format!("cannot copy {}", script.display()))?;
    }
    compress::folder(&scripts)?;
    fs::write(&stamp, wanted).context("cannot mark dist/scripts as built")
}
