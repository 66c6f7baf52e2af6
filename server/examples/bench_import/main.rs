//! The bare half of `cargo xtask bench import`: writes the rows that an import made once more, by plain INSERTs into tables of the same
//! shape in transactions of the same size. Prints how many, and the seconds it took.
#![expect(clippy::print_stdout, reason = "what it prints is its result")]

mod store;

use anyhow::{Context as _, Result};
use enrolment::db::Db;
use std::time::Instant;

#[tokio::main]
async fn main() -> Result<()> {
    let url = std::env::args().nth(1).context("the address of the database")?;
    let db = Db::connect(&url).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let rows = store::rows(&db).await?;
    store::prepare(&db).await?;
    let since = Instant::now();
    for page in rows.chunks(1000) {
        store::write(&db, page).await?;
    }
    println!("{} {:.3}", rows.len(), since.elapsed().as_secs_f64());
    Ok(())
}
