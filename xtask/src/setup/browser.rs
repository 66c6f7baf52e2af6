//! The real browsers that the end-to-end tests drive, and a font with Chinese characters for their screenshots.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::{self, Run};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

pub(crate) fn missing_packages() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if find().is_err() {
        missing.push("chromium");
    }
    if cfg!(target_os = "linux") && !has_chinese_font() {
        missing.extend(["fontconfig", "fonts-noto-cjk"]);
    }
    missing
}

/// WebKitGTK with what drives it, and a display for it (`end2end/support/webkit.ts`).
pub(crate) fn missing_webkit() -> Vec<&'static str> {
    let wanted = [("WebKitWebDriver", "webkit2gtk-driver"), ("Xvfb", "xvfb")];
    let wanted = wanted.into_iter().filter(|_| cfg!(target_os = "linux"));
    wanted.filter(|(program, _)| command::find(program).is_none()).map(|(_, package)| package).collect()
}

/// `RUJI_CHROMIUM`, else whatever Chromium or Chrome is installed.
pub(crate) fn find() -> Result<PathBuf> {
    if let Some(named) = env::var_os("RUJI_CHROMIUM") {
        return Ok(PathBuf::from(named));
    }
    let installed = NAMES.iter().find_map(|name| command::find(name));
    let installed = installed.or_else(|| Path::new(MAC).is_file().then(|| PathBuf::from(MAC)));
    installed.context("no Chromium or Chrome found: install one, or name it in RUJI_CHROMIUM")
}

fn has_chinese_font() -> bool {
    Run::new("fc-list").arg(":lang=zh").output().is_ok_and(|fonts| !fonts.trim().is_empty())
}
