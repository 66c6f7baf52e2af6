//! The file store of the settings: a folder, or a bucket that speaks S3. Both keep the same objects under the same names, so that
//! any tool that copies between them moves a store.

mod s3;

use crate::config::{Files, SecretError, Settings, StoreKind};
use enrolment::{files::LocalFiles, ports::FileStore};
use s3::S3Files;
use std::{io, sync::Arc};

/// The file store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("the folder {0} cannot be made: {1}")]
    Folder(String, io::Error),
    #[error("files.store is \"s3\", and files.s3.{0} is missing (see [files.s3] in config.example.toml)")]
    Missing(&'static str),
    #[error("files.s3.endpoint {0}")]
    Endpoint(&'static str),
    #[error("files.s3.bucket {0:?} is no bucket's name: 3 to 63 small letters, digits, dots and hyphens")]
    Bucket(String),
    #[error("files.s3.prefix ends with / and has no empty parts, e.g. \"ruji/\"")]
    Prefix,
    #[error("the object store cannot be spoken to: {0}")]
    Client(String),
    #[error(transparent)]
    Secret(#[from] SecretError),
}

/// Opens the store; makes the folder where it is one. Whether a bucket answers is seen when it is used.
pub async fn open(settings: &Settings) -> Result<Arc<dyn FileStore>, FilesError> {
    let Files { store, directory, s3 } = &settings.files;
    Ok(match store {
        StoreKind::S3 => Arc::new(S3Files::open(s3, settings.service.is_development())?),
        StoreKind::Directory => {
            let opened = LocalFiles::open(directory).await;
            Arc::new(opened.map_err(|cause| FilesError::Folder(directory.display().to_string(), cause))?)
        }
    })
}

/// Where the files are, for whoever runs the service.
pub fn place(files: &Files) -> String {
    match files.store {
        StoreKind::Directory => files.directory.display().to_string(),
        StoreKind::S3 => format!("the bucket {} at {}", files.s3.bucket, files.s3.endpoint),
    }
}
