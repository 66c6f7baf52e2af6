//! Playwright drives a real Chromium against the built `ruji`, which it starts itself on a free port with its own data.

use anyhow::{Context, Result};

use super::counts::Counts;
use crate::assets;
use crate::command::{Run, free_port};
use crate::setup::TestTools;
use crate::workshop::Workshop;

pub(super) fn run(shop: &Workshop, tests: &TestTools, arguments: &[String]) -> Result<Counts> {
    let end2end = shop.root.join("end2end");
    let report = end2end.join("report/results.json");
    if report.exists() {
        std::fs::remove_file(&report).context("cannot remove the last report")?;
    }
    let assets = assets::ensure(shop).context("a face and a voice for the tests")?;
    Run::new("cargo")
        .args(["build", "--package", "video_maker"])
        .env("CARGO_TARGET_DIR", &shop.target)
        .dir(&shop.root)
        .run()
        .context("what plays before a camera")?;
    // Its exit status says nothing that the report does not; without a report it is an error.
    Run::new(shop.node_bin().join("playwright"))
        .args(["test", "--config", "end2end/playwright.config.ts"])
        .args(arguments)
        .env("RUJI_E2E_WHOLE", if arguments.is_empty() { "1" } else { "" })
        .env("RUJI_CHROMIUM", &tests.chromium)
        .env("RUJI_E2E_SERVER", shop.ruji())
        .env("RUJI_E2E_PORT", free_port()?.to_string())
        .env("RUJI_E2E_REPORT", &report)
        .env("RUJI_TEST_ASSETS", &assets.folder)
        .env("RUJI_TEST_VOICE", assets::voice(shop))
        .env("RUJI_FFMPEG", &assets.ffmpeg)
        .dir(&shop.root)
        .run()
        .or_else(|error| if report.exists() { Ok(()) } else { Err(error) })?;
    Counts::of_playwright(&report)
}
