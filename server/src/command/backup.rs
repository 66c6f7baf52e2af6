//! `ruji backup FOLDER`: a consistent copy of an SQLite database and of the file store, checked after it is made. The master
//! key is not in it: keep that apart. PostgreSQL has tools of its own for its part.

use crate::{config::Settings, files};
use anyhow::{Context as _, bail, ensure};
use enrolment::{files::LocalFiles, ports::FileStore};
use secrecy::ExposeSecret as _;
use std::{fs, io, path::Path, process::ExitCode};

pub(super) async fn run(settings: &Settings, into: &Path) -> anyhow::Result<ExitCode> {
    let url = settings.database.resolved_url()?;
    let Some(source) = url.expose_secret().strip_prefix("sqlite:") else {
        bail!("for PostgreSQL use pg_dump or a base backup, and copy {} after it", files::place(&settings.files));
    };
    ensure!(Path::new(source).exists(), "there is no database at {source}");
    fs::create_dir(into).with_context(|| format!("cannot make {}; it must not be there yet", into.display()))?;
    // The database first: files are written before the rows that name them, so that every row of the copy has its file.
    let db = crate::start::open_database(settings).await?;
    let copy = into.join("ruji.sqlite");
    db.copy_into(&copy).await.map_err(super::plain)?;
    db.close().await;
    let from = files::open(settings).await?;
    let to = LocalFiles::open(into.join("files")).await?;
    let (count, bytes) = copy_files(&*from, &to).await?;
    check_database(&copy).await?;
    println!("copied the database and {count} files ({bytes} bytes) into {}; both were checked", into.display());
    println!("keep {} apart from it: without it the copy cannot be read", settings.keys.master_key_file.display());
    Ok(ExitCode::SUCCESS)
}

async fn check_database(copy: &Path) -> anyhow::Result<()> {
    let db = enrolment::db::Db::connect(&format!("sqlite:{}", copy.display())).await.map_err(super::plain)?;
    let sound = db.check_integrity().await.map_err(super::plain)?;
    db.close().await;
    ensure!(sound, "the copy of the database is damaged");
    Ok(())
}

/// Copies every file and compares what arrived. Files that vanish meanwhile were deleted on purpose.
async fn copy_files(from: &dyn FileStore, to: &LocalFiles) -> anyhow::Result<(u64, u64)> {
    let (mut count, mut bytes) = (0, 0);
    for id in from.list().await.context("cannot list the files")? {
        let content = match from.get(id).await {
            Ok(content) => content,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("cannot read the file {id}")),
        };
        to.put(id, &content).await.with_context(|| format!("cannot write the file {id}"))?;
        ensure!(to.get(id).await? == content, "the file {id} arrived damaged");
        count += 1;
        bytes += content.len() as u64;
    }
    Ok((count, bytes))
}
