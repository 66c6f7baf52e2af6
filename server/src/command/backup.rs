//! `ruji backup FOLDER`: a consistent copy of an SQLite database and of the file store, checked after it is made. The master
//! key is not in it: keep that apart. PostgreSQL has tools of its own for its part.

use crate::config::Settings;
use anyhow::{Context as _, bail, ensure};
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

pub(super) async fn run(settings: &Settings, into: &Path) -> anyhow::Result<ExitCode> {
    let url = settings.database.resolved_url()?;
    let Some(source) = url.expose_secret().strip_prefix("sqlite:") else {
        bail!("for PostgreSQL use pg_dump or a base backup, and copy {} after it", settings.files.directory.display());
    };
    ensure!(Path::new(source).exists(), "there is no database at {source}");
    fs::create_dir(into).with_context(|| format!("cannot make {}; it must not be there yet", into.display()))?;
    // The database first: files are written before the rows that name them, so that every row of the copy has its file.
    let db = crate::start::open_database(settings).await?;
    let copy = into.join("ruji.sqlite");
    db.copy_into(&copy).await.map_err(super::plain)?;
    db.close().await;
    let (from, to) = (settings.files.directory.clone(), into.join("files"));
    let (files, bytes) = tokio::task::spawn_blocking(move || copy_folder(&from, &to)).await??;
    check_database(&copy).await?;
    println!("copied the database and {files} files ({bytes} bytes) into {}; both were checked", into.display());
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

/// Copies every finished file and compares what arrived. Files that vanish meanwhile were deleted on purpose.
fn copy_folder(from: &Path, to: &Path) -> anyhow::Result<(u64, u64)> {
    let (mut files, mut bytes) = (0, 0);
    fs::create_dir(to)?;
    let mut folders: Vec<(PathBuf, PathBuf)> = vec![(from.to_owned(), to.to_owned())];
    while let Some((from, to)) = folders.pop() {
        for entry in fs::read_dir(&from).with_context(|| format!("cannot read {}", from.display()))? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                fs::create_dir(&target)?;
                folders.push((entry.path(), target));
            } else if entry.path().extension().is_none()
                && let Some(size) = copy_file(&entry.path(), &target)?
            {
                files += 1;
                bytes += size;
            }
        }
    }
    Ok((files, bytes))
}

fn copy_file(from: &Path, to: &Path) -> anyhow::Result<Option<u64>> {
    let content = match fs::read(from) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", from.display())),
    };
    fs::write(to, &content)?;
    fs::File::open(to)?.sync_all()?;
    ensure!(Sha256::digest(&content) == Sha256::digest(fs::read(to)?), "{} arrived damaged", to.display());
    Ok(Some(content.len() as u64))
}
