//! What is done to all enrolments at once, by those of the whole province: it grows with them, and must do so evenly.

use crate::{PASSWORD, browser::Browser};
use anyhow::{Context as _, Result};
use serde::Serialize;
use std::time::{Duration, Instant};

/// Seconds of each.
#[derive(Serialize, Default)]
pub(crate) struct Whole {
    /// An export of everything, from asking for it until it is made, and its download.
    export_made: f64,
    export_read: f64,
    export_lines: u64,
    export_bytes: u64,
    /// The page that says what the rules of retention would delete.
    retention: f64,
    /// All checks of what must always hold, the trail of the audit among them.
    checks: f64,
}

/// Columns of the export: sealed ones among them.
const COLUMNS: [&str; 7] = ["receipt", "region", "state", "major", "name", "document_number", "phone"];
const PATIENCE: Duration = Duration::from_millis(200);

pub(crate) async fn measure(base: &str) -> Result<Whole> {
    let mut administrator = Browser::sign_in(base, "hunan.admin", PASSWORD).await?;
    let mut whole = Whole::default();
    let since = Instant::now();
    administrator.get("/console/admin/retention").await?;
    whole.retention = since.elapsed().as_secs_f64();
    let since = Instant::now();
    administrator.post("/api/admin-request-export", export()).await?;
    let file = loop {
        let page = administrator.get("/console/admin/exports").await?;
        if let Some(file) = newest(&page) {
            break file.to_owned();
        }
        tokio::time::sleep(PATIENCE).await;
    };
    whole.export_made = since.elapsed().as_secs_f64();
    let since = Instant::now();
    (whole.export_bytes, whole.export_lines) = administrator.download(&file).await?;
    whole.export_read = since.elapsed().as_secs_f64();
    let mut operator = Browser::sign_in(base, "hunan.operator", PASSWORD).await?;
    let since = Instant::now();
    operator.post("/api/run-checks", String::new()).await.context("the checks were not run")?;
    whole.checks = since.elapsed().as_secs_f64();
    Ok(whole)
}

fn export() -> String {
    let columns = COLUMNS.iter().enumerate().map(|(n, name)| format!("&form[columns][{n}]={name}"));
    let columns: Vec<_> = columns.collect();
    format!("form[window]=&form[region]=&form[state]=&form[note]=bench{}", columns.concat())
}

/// The address of the newest export, if it is made: the first row of the table shows either a link or how far it is.
fn newest(page: &str) -> Option<&str> {
    let rows = page.split_once("<tbody>")?.1;
    let row = rows.split("</tr>").next()?;
    row.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).find(|place| place.ends_with("/file"))
}
