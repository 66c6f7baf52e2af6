//! A bucket served by an S3 service that checks every signature, and that can be told to misbehave.

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use s3s::{
    auth::SimpleAuth,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use server::config::{Settings, Span, StoreKind};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub(super) const ACCESS_KEY: &str = "AKIARUJI";
pub(super) const SECRET: &str = "the secret of the bucket";
const NAME: &str = "candidates";
pub(super) const PREFIX: &str = "ruji/";
/// For a machine that does much else meanwhile.
pub(super) const PATIENCE: Span = Span::secs(60);

/// How the store behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mood {
    Well,
    /// 503 that often, then well.
    Falters(u32),
    /// 503 always.
    Down,
    /// Never answers.
    Silent,
}

pub(super) struct Bucket {
    /// `http://127.0.0.1:port`.
    pub(super) endpoint: String,
    folder: TempDir,
    mood: Arc<Mutex<Mood>>,
    server: tokio::task::JoinHandle<()>,
}

#[derive(Clone)]
struct Front {
    service: S3Service,
    mood: Arc<Mutex<Mood>>,
}

impl Bucket {
    pub(super) async fn serve() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join(NAME)).expect("made");
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).expect("a store"));
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET));
        let mood = Arc::new(Mutex::new(Mood::Well));
        let front = Front { service: builder.build(), mood: mood.clone() };
        let router = Router::new().fallback(answer).with_state(front);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.expect("served") });
        Self { endpoint, folder, mood, server }
    }

    pub(super) fn set(&self, mood: Mood) {
        *self.mood.lock().expect("no panic meanwhile") = mood;
    }

    /// Settings of a service that keeps its files here.
    pub(super) fn settings(&self, settings: &mut Settings) {
        settings.files.store = StoreKind::S3;
        let s3 = &mut settings.files.s3;
        self.endpoint.clone_into(&mut s3.endpoint);
        "cn-test".clone_into(&mut s3.region);
        NAME.clone_into(&mut s3.bucket);
        PREFIX.clone_into(&mut s3.prefix);
        s3.path_style = true;
        ACCESS_KEY.clone_into(&mut s3.access_key_id);
        SECRET.clone_into(&mut s3.secret_access_key);
        s3.timeout = PATIENCE;
    }

    pub(super) fn root(&self) -> PathBuf {
        self.folder.path().join(NAME)
    }

    /// Names and contents of what the service keeps here, the probe of readiness left out.
    pub(super) fn objects(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = BTreeSet::new();
        let own = self.root().join(PREFIX);
        if own.exists() {
            collect(&own, &own, &mut found);
        }
        let read = |name: String| (fs::read(own.join(&name)).expect("readable"), name);
        found.into_iter().map(read).map(|(content, name)| (name, content)).collect()
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn collect(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.strip_prefix(root).expect("below it").to_str().expect("UTF-8").to_owned();
        if path.is_dir() {
            collect(root, &path, found);
        } else if !name.starts_with('.') {
            found.insert(name);
        }
    }
}

async fn answer(State(front): State<Front>, request: Request) -> Response {
    let mood = *front.mood.lock().expect("no panic meanwhile");
    let down = || (StatusCode::SERVICE_UNAVAILABLE, "<Error><Code>SlowDown</Code></Error>").into_response();
    match mood {
        Mood::Silent => std::future::pending().await,
        Mood::Down => down(),
        Mood::Falters(left) => {
            *front.mood.lock().expect("no panic meanwhile") =
                if left > 1 { Mood::Falters(left - 1) } else { Mood::Well };
            down()
        }
        Mood::Well => front.service.oneshot(request).await.expect("answered").map(Body::new),
    }
}
