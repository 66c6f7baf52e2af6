//! `ruji migrate`: brings the tables up to date.

use crate::{config::Settings, start};
use std::process::ExitCode;

pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let db = start::open_database(&settings).await?;
    db.migrate().await.map_err(super::plain)?;
    db.close().await;
    println!("the tables of {db:?} are up to date");
    Ok(ExitCode::SUCCESS)
}
