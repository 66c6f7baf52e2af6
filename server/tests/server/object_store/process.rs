//! The process with its files in a bucket: what `ruji doctor` says of it, and `ruji backup`, which brings database and files into a
//! folder that a service starts from.

use super::{
    DOCUMENT, PHONE,
    bucket::{self, Bucket, Mood},
    is_shown, upload, world,
};
use crate::{
    killed,
    world::{Setup, World, root},
};
use std::{path::Path, process::Command};

/// Runs a command of the process on a folder, its files in the bucket.
async fn ruji(folder: &Path, bucket: &Bucket, arguments: &[&str]) -> (bool, String) {
    let secret = folder.join("s3.secret");
    std::fs::write(&secret, bucket::SECRET).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ruji"));
    command
        .args(arguments)
        .env("RUJI_SERVICE__PROFILES", root("shared/profiles"))
        .env("RUJI_DATABASE__URL", format!("sqlite:{}", folder.join("ruji.sqlite").display()))
        .env("RUJI_KEYS__MASTER_KEY_FILE", folder.join("master.key"))
        .env("RUJI_FILES__STORE", "s3")
        .env("RUJI_FILES__S3__ENDPOINT", &bucket.endpoint)
        .env("RUJI_FILES__S3__REGION", "cn-test")
        .env("RUJI_FILES__S3__BUCKET", "candidates")
        .env("RUJI_FILES__S3__PREFIX", bucket::PREFIX)
        .env("RUJI_FILES__S3__PATH_STYLE", "true")
        .env("RUJI_FILES__S3__ACCESS_KEY_ID", bucket::ACCESS_KEY)
        .env("RUJI_FILES__S3__SECRET_ACCESS_KEY_FILE", &secret)
        .env("RUJI_FILES__S3__TIMEOUT", "60s");
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("no panic").expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).expect("UTF-8"))
}

fn line<'a>(said: &'a str, of: &str) -> &'a str {
    said.lines().find(|line| line.contains(of)).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_whether_the_bucket_can_be_used() {
    let (bucket, folder) = (Bucket::serve().await, tempfile::tempdir().expect("a temporary folder"));
    let (_, said) = ruji(folder.path(), &bucket, &["doctor"]).await;
    assert!(line(&said, "file store").starts_with("ok"), "{said}");
    assert!(line(&said, "keys (made on the first start)").starts_with("ok"), "{said}");
    bucket.set(Mood::Down);
    let (fine, said) = ruji(folder.path(), &bucket, &["doctor"]).await;
    let fault = line(&said, "file store");
    assert!(
        !fine && fault.starts_with("FAULT") && fault.contains("the bucket candidates at http://127.0.0.1"),
        "{said}"
    );
    assert!(said.contains("check [files.s3]") && !said.contains(bucket::SECRET), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_holds_the_files_of_the_bucket() {
    let bucket = Bucket::serve().await;
    let world = world(&bucket, None).await;
    let mut client = world.registered(PHONE, DOCUMENT).await;
    let address = upload(&mut client).await;
    killed::prepare(world.folder.path());
    let into = world.folder.path().join("backup");
    let (fine, said) = ruji(world.folder.path(), &bucket, &["backup", into.to_str().expect("UTF-8")]).await;
    assert!(fine, "{said}");
    drop(bucket);

    let database = Some(format!("sqlite:{}", into.join("ruji.sqlite").display()));
    let mut settings = server::config::Settings::default();
    settings.files.directory = into.join("files");
    let files = Some(server::files::open(&settings).await.expect("the folder of the backup"));
    let restored = World::with(Setup { database, files, ..Setup::default() }).await;
    let mut again = restored.client();
    again.hold_session(client.session().expect("a session"));
    is_shown(&mut again, &address).await;
}
