//! Where files and keys are kept.

use super::{
    secret::{SecretError, resolve},
    units::Span,
};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::{fmt, path::PathBuf};

/// The encrypted file store.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    pub store: StoreKind,
    /// Where `store` is a folder.
    pub directory: PathBuf,
    pub s3: S3,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StoreKind {
    /// A folder of this machine, or one that several machines have mounted.
    Directory,
    /// A bucket of an object store that speaks the S3 protocol.
    S3,
}

/// A bucket. Without its parts `store = "s3"` is refused.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct S3 {
    /// `https://host[:port]` without the bucket's name.
    pub endpoint: String,
    /// As the store's operator names it; part of what is signed.
    pub region: String,
    pub bucket: String,
    /// What objects' names begin with, for a bucket that others use too; empty or ending in `/`.
    pub prefix: String,
    /// Whether the bucket's name stands in the path instead of before the host's name.
    pub path_style: bool,
    pub access_key_id: String,
    pub secret_access_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_access_key_file: Option<PathBuf>,
    /// Longest time for one request; it is repeated twice, within twice that time.
    pub timeout: Span,
}

/// Keys that protect rows and files.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Keys {
    /// The master key: 32 bytes in a file only the service may read; created where it is absent.
    pub master_key_file: PathBuf,
}

impl Default for Files {
    fn default() -> Self {
        Self { store: StoreKind::Directory, directory: PathBuf::from("data/files"), s3: S3::default() }
    }
}

impl Default for S3 {
    fn default() -> Self {
        Self {
            endpoint: String::new(),
            region: String::new(),
            bucket: String::new(),
            prefix: String::new(),
            path_style: false,
            access_key_id: String::new(),
            secret_access_key: String::new(),
            secret_access_key_file: None,
            timeout: Span::secs(10),
        }
    }
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("S3");
        shown.field("endpoint", &self.endpoint).field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

impl S3 {
    pub fn resolved_secret(&self) -> Result<Option<SecretString>, SecretError> {
        resolve(&self.secret_access_key, self.secret_access_key_file.as_deref())
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self { master_key_file: PathBuf::from("data/master.key") }
    }
}
