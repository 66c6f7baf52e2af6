//! The file store on a local directory. What is stored is already sealed.

use crate::ports::FileStore;
use async_trait::async_trait;
use shared::id::FileId;
use std::{
    io,
    path::{Path, PathBuf},
};
use tokio::io::AsyncWriteExt;

/// Files in `root/ab/cd…`, the first folder taken from the random end of the id.
#[derive(Clone, Debug)]
pub struct LocalFiles {
    root: PathBuf,
}

impl LocalFiles {
    /// Makes the folder where it is missing.
    pub async fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        tokio::fs::create_dir_all(&root).await?;
        Ok(Self { root })
    }

    fn place(&self, id: FileId) -> (PathBuf, PathBuf) {
        let name = id.to_string();
        let folder = self.root.join(&name[name.len() - 2..]);
        let file = folder.join(&name);
        (folder, file)
    }
}

/// The files of every folder; unfinished ones have names that are no ids.
fn list(root: &Path) -> io::Result<Vec<FileId>> {
    let mut ids = Vec::new();
    for folder in std::fs::read_dir(root)? {
        let folder = folder?;
        if folder.file_type()?.is_dir() {
            for file in std::fs::read_dir(folder.path())? {
                ids.extend(file?.file_name().to_str().and_then(|name| name.parse::<FileId>().ok()));
            }
        }
    }
    Ok(ids)
}

/// Makes a rename or a new folder durable.
async fn sync_folder(folder: &Path) -> io::Result<()> {
    tokio::fs::File::open(folder).await?.sync_all().await
}

#[async_trait]
impl FileStore for LocalFiles {
    async fn put(&self, id: FileId, sealed: &[u8]) -> io::Result<()> {
        let (folder, path) = self.place(id);
        tokio::fs::create_dir_all(&folder).await?;
        let unfinished = path.with_extension("part");
        let mut file = tokio::fs::File::create(&unfinished).await?;
        file.write_all(sealed).await?;
        file.sync_all().await?;
        tokio::fs::rename(&unfinished, &path).await?;
        sync_folder(&folder).await?;
        sync_folder(&self.root).await
    }

    async fn get(&self, id: FileId) -> io::Result<Vec<u8>> {
        tokio::fs::read(self.place(id).1).await
    }

    async fn list(&self) -> io::Result<Vec<FileId>> {
        let root = self.root.clone();
        tokio::task::spawn_blocking(move || list(&root)).await.map_err(io::Error::other)?
    }

    async fn delete(&self, id: FileId) -> io::Result<()> {
        match tokio::fs::remove_file(self.place(id).1).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Writes and removes a file. One name, so that a crash leaves at most one behind.
    async fn check(&self) -> io::Result<()> {
        let file = self.root.join(".probe");
        tokio::fs::write(&file, b"ready?").await?;
        match tokio::fs::remove_file(&file).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[tokio::test]
    async fn files_come_back_and_go_for_good() {
        let folder = tempfile::tempdir().unwrap();
        let files = LocalFiles::open(folder.path().join("files")).await.unwrap();
        let id = FileId(Uuid::from_u128(0x1234));
        files.put(id, b"one").await.unwrap();
        files.put(id, b"two").await.unwrap();
        assert_eq!(files.get(id).await.unwrap(), b"two");
        files.delete(id).await.unwrap();
        files.delete(id).await.unwrap();
        assert_eq!(files.get(id).await.unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
