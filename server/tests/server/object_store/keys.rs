//! The master key belongs to a database: it is not made anew while anything needs the old one, and no other is taken.

use super::{bucket::Bucket, new_id, store};
use crate::postgres::Database;
use server::{
    config::Settings,
    keys::KeyError,
    start::{StartError, start_without_engine},
};
use std::{fs, path::Path};

/// Settings of a machine with a folder of its own, on a database that others use too.
fn machine(folder: &Path, database: &str) -> Settings {
    let mut settings = Settings::default();
    settings.service.profiles = crate::world::root("shared/profiles");
    settings.files.directory = folder.join("files");
    settings.keys.master_key_file = folder.join("master.key");
    database.clone_into(&mut settings.database.url);
    settings
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

async fn refused(settings: &Settings) -> KeyError {
    match start_without_engine(settings).await.expect_err("refused") {
        StartError::Keys(error) => error,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_second_machine_without_the_key_or_with_another_is_refused() {
    let Some(database) = Database::create().await else { return };
    let (one, two) = (folder(), folder());
    let first = machine(one.path(), &database.url);
    start_without_engine(&first).await.expect("the first makes the key").db().close().await;

    let second = machine(two.path(), &database.url);
    let lost = refused(&second).await;
    assert!(matches!(&lost, KeyError::Lost { .. }) && lost.to_string().contains("the database"), "{lost}");
    assert!(!second.keys.master_key_file.exists(), "no key is made beside a database that has one");

    let elsewhere = folder();
    let other = machine(elsewhere.path(), &format!("sqlite:{}", elsewhere.path().join("other.sqlite").display()));
    start_without_engine(&other).await.expect("a database of its own").db().close().await;
    fs::copy(&other.keys.master_key_file, &second.keys.master_key_file).expect("the wrong key");
    assert!(matches!(refused(&second).await, KeyError::Other(_)));

    fs::copy(&first.keys.master_key_file, &second.keys.master_key_file).expect("the right key");
    start_without_engine(&second).await.expect("it starts").db().close().await;
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_machines_that_begin_at_once_with_keys_of_their_own_one_stays() {
    let Some(database) = Database::create().await else { return };
    let folders: Vec<_> = std::iter::repeat_with(folder).take(4).collect();
    let starting: Vec<_> = folders
        .iter()
        .map(|folder| machine(folder.path(), &database.url))
        .map(|settings| tokio::spawn(async move { start_without_engine(&settings).await }))
        .collect();
    let mut begun = 0;
    for start in starting {
        match start.await.expect("no panic") {
            Ok(enrolment) => {
                begun += 1;
                enrolment.db().close().await;
            }
            Err(StartError::Keys(KeyError::Other(_) | KeyError::Lost { .. })) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(begun, 1);
    database.drop().await;
}

#[tokio::test]
async fn a_lost_key_is_not_replaced_where_files_need_it() {
    let bucket = Bucket::serve().await;
    store(&bucket, |_| {}).await.put(new_id(), b"sealed").await.expect("kept");
    let folder = folder();
    let mut settings = machine(folder.path(), &format!("sqlite:{}", folder.path().join("new.sqlite").display()));
    bucket.settings(&mut settings);
    let lost = refused(&settings).await;
    assert!(lost.to_string().contains("the bucket candidates"), "{lost}");
    assert!(!settings.keys.master_key_file.exists());
}
