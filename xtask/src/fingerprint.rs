//! Content hashes: of inputs, to skip work that is already done; of outputs, for manifests.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::workshop::files_below;

/// SHA-256 of bytes in lower-case hexadecimal.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn of_file(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(of_bytes(&bytes))
}

/// One hash over names and contents of files and folders, and over words such as flags and versions.
pub(crate) struct Inputs {
    hash: Sha256,
}

impl Inputs {
    pub(crate) fn new() -> Self {
        Self { hash: Sha256::new() }
    }

    pub(crate) fn word(mut self, word: &str) -> Self {
        self.hash.update(word.as_bytes());
        self.hash.update([0]);
        self
    }

    /// Adds files and folders below `root`; what does not exist counts as absent, not as an error.
    pub(crate) fn paths(mut self, root: &Path, names: &[&str]) -> Result<Self> {
        for name in names {
            for file in expand(&root.join(name))? {
                let shown = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
                self = self.word(&shown).word(&of_file(&file)?);
            }
        }
        Ok(self)
    }

    pub(crate) fn finish(self) -> String {
        hex(&self.hash.finalize())
    }
}

fn expand(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_dir() { files_below(path) } else { Ok(path.is_file().then(|| path.to_path_buf()).into_iter().collect()) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").ok();
        text
    })
}
