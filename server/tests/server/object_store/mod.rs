//! Files in a bucket: the same service, whatever keeps its files. The bucket is served by a real S3 implementation that refuses a
//! signature that is not right.

mod bucket;
mod keys;
mod process;

use crate::{
    client::{Answer, Client},
    pictures,
    postgres::Database,
    world::{Setup, World},
};
use bucket::{Bucket, Mood, PATIENCE, SECRET};
use enrolment::{
    clock::{OsRandomness, Randomness as _},
    ports::FileStore,
};
use server::{
    config::{Mode, Settings, Span},
    files,
};
use shared::id::FileId;
use std::{collections::BTreeSet, fs, io, sync::Arc};
use uuid::Uuid;

const PHONE: &str = "13800138000";
const DOCUMENT: &str = "11010519491231002X";

async fn world(bucket: &Bucket, database: Option<&Database>) -> World {
    patient(bucket, database, PATIENCE).await
}

async fn patient(bucket: &Bucket, database: Option<&Database>, timeout: Span) -> World {
    let files = Some(store(bucket, |settings| settings.files.s3.timeout = timeout).await);
    World::with(Setup { files, database: database.map(|one| one.url.clone()), ..Setup::default() }).await
}

async fn store(bucket: &Bucket, change: impl FnOnce(&mut Settings)) -> Arc<dyn FileStore> {
    let mut settings = Settings::default();
    bucket.settings(&mut settings);
    change(&mut settings);
    files::open(&settings).await.expect("a store")
}

async fn send(client: &mut Client) -> Answer {
    client.upload("/short/photo", "application/json", "one.jpg", &pictures::jpeg()).await
}

/// Hands a photograph in; gives its address.
async fn upload(client: &mut Client) -> String {
    let kept = send(client).await;
    format!("/photo/{}", kept.json()["photo"].as_str().unwrap_or_else(|| panic!("no photograph: {}", kept.text())))
}

async fn is_shown(client: &mut Client, address: &str) {
    let answer = client.get(address).await;
    assert_eq!((answer.status.as_u16(), answer.body), (200, pictures::jpeg()), "{address}");
}

fn new_id() -> FileId {
    let mut random = [0; 16];
    OsRandomness.fill(&mut random);
    FileId(Uuid::from_bytes(random))
}

#[tokio::test]
async fn two_servers_share_what_is_in_the_bucket_and_only_sealed_bytes_are_there() {
    let Some(database) = Database::create().await else { return };
    let bucket = Bucket::serve().await;
    let (one, other) = (world(&bucket, Some(&database)).await, world(&bucket, Some(&database)).await);
    let mut client = one.registered(PHONE, DOCUMENT).await;
    let address = upload(&mut client).await;
    let mut elsewhere = other.client();
    elsewhere.hold_session(client.session().expect("a session"));
    is_shown(&mut elsewhere, &address).await;
    let objects = bucket.objects();
    assert!(!objects.is_empty());
    for (name, content) in objects {
        let (folder, id) = name.split_once('/').expect("below a folder");
        assert!(id.parse::<FileId>().is_ok() && id.ends_with(folder) && folder.len() == 2, "{name}");
        assert!(!content.windows(3).any(|three| three == [0xff, 0xd8, 0xff]), "{name} is sealed");
    }
    for world in [one, other] {
        world.enrolment.db().close().await;
    }
    database.drop().await;
}

#[tokio::test]
async fn a_store_that_falters_is_asked_again() {
    let bucket = Bucket::serve().await;
    let world = world(&bucket, None).await;
    let mut client = world.registered(PHONE, DOCUMENT).await;
    bucket.set(Mood::Falters(2));
    let address = upload(&mut client).await;
    bucket.set(Mood::Falters(2));
    is_shown(&mut client, &address).await;
}

#[tokio::test]
async fn while_the_store_is_away_people_are_asked_to_come_again_and_nothing_is_lost() {
    for (mood, timeout) in [(Mood::Down, PATIENCE), (Mood::Silent, Span::secs(2))] {
        let bucket = Bucket::serve().await;
        let world = patient(&bucket, None, timeout).await;
        let mut client = world.registered(PHONE, DOCUMENT).await;
        let address = upload(&mut client).await;
        let before = bucket.objects();

        bucket.set(mood);
        let refused = send(&mut client).await;
        let code = refused.json()["code"].as_str().map(str::to_owned);
        assert_eq!((refused.status.as_u16(), code.as_deref()), (503, Some("service.unavailable")), "{mood:?}");
        let page = client.upload("/short/photo", "text/html", "one.jpg", &pictures::jpeg()).await;
        assert_eq!(page.status.as_u16(), 503, "{mood:?}");
        assert_eq!(client.get(&address).await.status.as_u16(), 503);

        bucket.set(Mood::Well);
        assert_eq!(bucket.objects(), before, "what was there is there");
        is_shown(&mut client, &address).await;
        let next = upload(&mut client).await;
        is_shown(&mut client, &next).await;
    }
}

#[tokio::test]
async fn it_is_ready_while_the_store_takes_files() {
    let bucket = Bucket::serve().await;
    bucket.set(Mood::Down);
    let world = world(&bucket, None).await;
    assert_eq!(world.client().get("/health/ready").await.status.as_u16(), 503);
    bucket.set(Mood::Well);
    assert_eq!(world.client().get("/health/ready").await.status.as_u16(), 200);
    assert_eq!(bucket.objects(), [], "the probe is no file");
}

#[tokio::test]
async fn a_key_that_the_store_does_not_know_is_refused_by_it() {
    let bucket = Bucket::serve().await;
    let right = store(&bucket, |_| {}).await;
    let id = new_id();
    right.put(id, b"sealed").await.expect("kept");
    let wrong = store(&bucket, |settings| "another".clone_into(&mut settings.files.s3.secret_access_key)).await;
    let nobody = store(&bucket, |settings| "nobody".clone_into(&mut settings.files.s3.access_key_id)).await;
    for store in [wrong, nobody] {
        for tried in [store.put(id, b"other").await, store.delete(id).await, store.check().await] {
            let error = tried.expect_err("refused");
            assert_eq!(error.kind(), io::ErrorKind::PermissionDenied, "{error}");
            assert!(!error.to_string().contains(SECRET), "{error}");
        }
        assert!(store.get(id).await.is_err() && store.list().await.is_err());
    }
    assert_eq!(right.get(id).await.expect("there"), b"sealed");
}

#[tokio::test]
async fn every_own_file_is_listed_and_nobody_elses_touched() {
    let bucket = Bucket::serve().await;
    let store = store(&bucket, |_| {}).await;
    let stranger = bucket.root().join("others").join(new_id().to_string());
    fs::create_dir_all(stranger.parent().expect("a folder")).expect("made");
    fs::write(&stranger, b"theirs").expect("written");
    store.check().await.expect("writable");
    // more than a page of a listing, which is a thousand
    let ids: BTreeSet<FileId> = std::iter::repeat_with(new_id).take(1100).collect();
    let kept = *ids.first().expect("one");
    store.put(kept, b"sealed").await.expect("kept");
    for id in &ids {
        let name = id.to_string();
        let folder = bucket.root().join(bucket::PREFIX).join(&name[name.len() - 2..]);
        fs::create_dir_all(&folder).expect("made");
        fs::write(folder.join(name), b"sealed").expect("written");
    }
    let listed = store.list().await.expect("listed");
    assert_eq!((listed.len(), listed.into_iter().collect::<BTreeSet<_>>()), (ids.len(), ids));
    store.delete(kept).await.expect("deleted");
    store.delete(kept).await.expect("deleting twice is deleting");
    assert_eq!(store.get(kept).await.expect_err("gone").kind(), io::ErrorKind::NotFound);
    assert!(stranger.exists());
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused_by_name() {
    let bucket = Bucket::serve().await;
    let refused = async |change: fn(&mut Settings)| {
        let mut settings = Settings::default();
        bucket.settings(&mut settings);
        change(&mut settings);
        files::open(&settings).await.err().expect("refused").to_string()
    };
    for (name, change) in [
        ("endpoint", (|settings: &mut Settings| settings.files.s3.endpoint.clear()) as fn(&mut Settings)),
        ("region", |settings| settings.files.s3.region.clear()),
        ("bucket", |settings| settings.files.s3.bucket.clear()),
        ("access_key_id", |settings| settings.files.s3.access_key_id.clear()),
        ("secret_access_key", |settings| settings.files.s3.secret_access_key.clear()),
        ("bucket", |settings| "Has Spaces".clone_into(&mut settings.files.s3.bucket)),
        ("prefix", |settings| "no-slash".clone_into(&mut settings.files.s3.prefix)),
        ("endpoint", |settings| "https://store.example/bucket".clone_into(&mut settings.files.s3.endpoint)),
        ("path_style", |settings| settings.files.s3.path_style = false),
        ("endpoint", |settings| "https://not a host".clone_into(&mut settings.files.s3.endpoint)),
        ("https://", |settings| {
            settings.service.mode = Mode::Production;
            "http://store.example".clone_into(&mut settings.files.s3.endpoint);
        }),
    ] {
        let said = refused(change).await;
        assert!(said.contains(name) && said.lines().count() == 1, "{name}: {said}");
    }
}
