//! The file store in a bucket of an object store that speaks S3 (requests signed with Signature Version 4). What is stored is
//! already sealed.

use super::FilesError;
use crate::config::S3;
use async_trait::async_trait;
use enrolment::ports::FileStore;
use futures_util::StreamExt as _;
use object_store::{
    BackoffConfig, ClientOptions, Error, ObjectStore as _, ObjectStoreExt as _, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    client::{HttpClient, HttpConnector},
    path::Path,
};
use secrecy::ExposeSecret as _;
use shared::id::FileId;
use std::{
    io,
    sync::Mutex,
    time::{Duration, Instant},
};

/// How often a request is repeated that the store did not answer, or answered with a fault of its own.
const REPEATS: usize = 2;
/// That the store takes files is believed for so long: whoever asks for readiness makes no more requests than this.
const BELIEVED: Duration = Duration::from_secs(5);
/// Written to see whether the store takes files; no id.
const PROBE: &str = ".probe";

/// Objects `prefix ab/…cdab`, as `LocalFiles` names its files.
pub(super) struct S3Files {
    store: AmazonS3,
    /// Without the slash at its end.
    prefix: String,
    took_a_file: Mutex<Option<Instant>>,
}

impl S3Files {
    pub(super) fn open(settings: &S3, development: bool) -> Result<Self, FilesError> {
        let secret = settings.resolved_secret()?.ok_or(FilesError::Missing("secret_access_key"))?;
        let endpoint = address(settings, development)?;
        let timeout = settings.timeout.duration();
        let backoff = BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(2),
            ..BackoffConfig::default()
        };
        let store = AmazonS3Builder::new()
            .with_endpoint(endpoint)
            .with_virtual_hosted_style_request(!settings.path_style)
            .with_region(&settings.region)
            .with_bucket_name(&settings.bucket)
            .with_access_key_id(&settings.access_key_id)
            .with_secret_access_key(secret.expose_secret())
            .with_http_connector(Straight { timeout })
            .with_allow_http(settings.endpoint.starts_with("http://"))
            // one request each, which every store knows; deleting many at once is not known everywhere
            .with_disable_bulk_delete(true)
            .with_retry(RetryConfig { backoff, max_retries: REPEATS, retry_timeout: 2 * timeout })
            .build()
            .map_err(|error| FilesError::Client(error.to_string()))?;
        let prefix = settings.prefix.trim_end_matches('/').to_owned();
        Ok(Self { store, prefix, took_a_file: Mutex::new(None) })
    }

    fn at(&self, name: &str) -> Path {
        Path::from(format!("{}/{name}", self.prefix))
    }

    fn place(&self, id: FileId) -> Path {
        let name = id.to_string();
        self.at(&format!("{}/{name}", &name[name.len() - 2..]))
    }

    fn believed(&self) -> bool {
        let took = self.took_a_file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        took.is_some_and(|at| at.elapsed() < BELIEVED)
    }
}

/// What the library takes as the endpoint, which is the whole address of a bucket that stands before the host; where all that is needed
/// is there and makes sense.
fn address(settings: &S3, development: bool) -> Result<String, FilesError> {
    complete(settings)?;
    let shape = FilesError::Endpoint("is https://host[:port] without a path");
    let Some((scheme, host)) = settings.endpoint.split_once("://") else { return Err(shape) };
    if !["https", "http"].contains(&scheme) || host.is_empty() || host.contains(['/', '?', '#', '@']) {
        return Err(shape);
    }
    let Some(url) = reqwest::Url::parse(&settings.endpoint).ok().filter(reqwest::Url::has_host) else {
        return Err(shape);
    };
    let name = url.host_str().unwrap_or_default();
    if scheme == "http" && !development && !matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
        return Err(FilesError::Endpoint("must start with https:// in production mode"));
    }
    if settings.path_style {
        return Ok(settings.endpoint.clone());
    }
    if url.domain().is_none() {
        return Err(FilesError::Endpoint("is an address in numbers, which needs files.s3.path_style = true"));
    }
    Ok(format!("{scheme}://{}.{host}", settings.bucket))
}

fn complete(settings: &S3) -> Result<(), FilesError> {
    let needed = [
        ("endpoint", &settings.endpoint),
        ("region", &settings.region),
        ("bucket", &settings.bucket),
        ("access_key_id", &settings.access_key_id),
    ];
    if let Some((name, _)) = needed.into_iter().find(|(_, value)| value.is_empty()) {
        return Err(FilesError::Missing(name));
    }
    let letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '.');
    if !(3..=63).contains(&settings.bucket.len()) || !settings.bucket.chars().all(letter) {
        return Err(FilesError::Bucket(settings.bucket.clone()));
    }
    let parts: Vec<&str> = settings.prefix.trim_end_matches('/').split('/').collect();
    if !settings.prefix.is_empty() && (!settings.prefix.ends_with('/') || parts.contains(&"")) {
        return Err(FilesError::Prefix);
    }
    Ok(())
}

#[async_trait]
impl FileStore for S3Files {
    async fn put(&self, id: FileId, sealed: &[u8]) -> io::Result<()> {
        self.store.put(&self.place(id), sealed.to_vec().into()).await.map(drop).map_err(plain)
    }

    async fn get(&self, id: FileId) -> io::Result<Vec<u8>> {
        let found = self.store.get(&self.place(id)).await.map_err(plain)?;
        Ok(found.bytes().await.map_err(plain)?.to_vec())
    }

    async fn list(&self) -> io::Result<Vec<FileId>> {
        let prefix = Path::from(self.prefix.as_str());
        let mut objects = self.store.list((!self.prefix.is_empty()).then_some(&prefix));
        let mut ids = Vec::new();
        while let Some(object) = objects.next().await {
            let object = object.map_err(plain)?;
            ids.extend(object.location.filename().and_then(|name| name.parse::<FileId>().ok()));
        }
        Ok(ids)
    }

    async fn delete(&self, id: FileId) -> io::Result<()> {
        match self.store.delete(&self.place(id)).await {
            Err(error) if !matches!(error, Error::NotFound { .. }) => Err(plain(error)),
            _ => Ok(()),
        }
    }

    async fn check(&self) -> io::Result<()> {
        if self.believed() {
            return Ok(());
        }
        self.store.put(&self.at(PROBE), b"ready?".to_vec().into()).await.map_err(plain)?;
        *self.took_a_file.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Instant::now());
        Ok(())
    }
}

/// What went wrong, as the folder's store would say it.
fn plain(error: Error) -> io::Error {
    let kind = match &error {
        Error::NotFound { .. } => io::ErrorKind::NotFound,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => io::ErrorKind::PermissionDenied,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

/// Speaks to the store itself, past any proxy of the environment, and follows nobody elsewhere, as all calls of the service do.
#[derive(Debug)]
struct Straight {
    timeout: Duration,
}

impl HttpConnector for Straight {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        // Of several that start at once one wins; all are the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.timeout.min(Duration::from_secs(5)))
            .timeout(self.timeout)
            .build()
            .map_err(|error| Error::Generic { store: "S3", source: Box::new(error) })?;
        Ok(HttpClient::new(client))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(endpoint: &str, path_style: bool) -> S3 {
        let [region, bucket, access_key_id] = ["cn-test", "candidates", "id"].map(str::to_owned);
        S3 { endpoint: endpoint.to_owned(), region, bucket, access_key_id, path_style, ..S3::default() }
    }

    #[test]
    fn the_bucket_stands_before_the_host_or_in_the_path() {
        let at = |endpoint, path_style| address(&settings(endpoint, path_style), false).ok();
        assert_eq!(at("https://oss.example", false).as_deref(), Some("https://candidates.oss.example"));
        assert_eq!(at("https://store.example:9000", true).as_deref(), Some("https://store.example:9000"));
        assert_eq!(at("http://127.0.0.1:9000", true).as_deref(), Some("http://127.0.0.1:9000"), "on this machine");
        for refused in ["http://store.example", "http://127.0.0.1.example", "https://a@b.example", "https://", "s3://x"]
        {
            assert_eq!(at(refused, true), None, "{refused}");
        }
        for numbers in ["https://10.0.0.1", "https://[fd00::1]:9000"] {
            assert_eq!(at(numbers, false), None, "{numbers}");
            assert_eq!(at(numbers, true).as_deref(), Some(numbers));
        }
    }
}
