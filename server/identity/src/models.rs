//! The model files of these engines: where they lie, and that they are what `models.toml` says.

use rten::{Model, ModelOptions, NodeId};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{
    fmt::Write as _,
    io,
    path::{Path, PathBuf},
};

/// The list as it stood when this was compiled.
const LIST: &str = include_str!("../../../models.toml");
/// The folder below that of the photo models.
const BELOW: &str = "identity";

/// A model cannot be had. Names files, never persons.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("the identity model {} cannot be read: {cause}; run: cargo xtask models", path.display())]
    Missing { path: PathBuf, cause: io::Error },
    #[error("the identity model {} has sha256 {found} where {expected} is expected; run: cargo xtask models", path.display())]
    Altered { path: PathBuf, expected: String, found: String },
    #[error("the identity model {name} is not in models.toml")]
    Unknown { name: String },
    #[error("the identity model {name} cannot be run: {reason}")]
    Unsuitable { name: String, reason: String },
}

/// The folder `identity` below that of the photo models.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

/// A model that was read, and what it was.
pub struct Loaded {
    pub model: Model,
    /// Of the file, hexadecimal.
    pub sha256: String,
}

#[derive(Deserialize)]
struct List {
    model: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    sha256: String,
    converted: Option<Placed>,
    taken: Option<Placed>,
}

#[derive(Deserialize)]
struct Placed {
    file: String,
    sha256: Option<String>,
}

impl Folder {
    /// `models`: the folder of all models, as `cargo xtask models` fills it.
    pub fn of(models: &Path) -> Self {
        Self { path: models.join(BELOW) }
    }

    /// What `RUJI_MODELS_DIR` names, else the nearest `models` above where the process runs. For tests and tools; the server is
    /// told.
    pub fn from_environment() -> Self {
        let above = || {
            let here = std::env::current_dir().unwrap_or_default();
            let models =
                here.ancestors().map(|folder| folder.join("models")).find(|models| models.join(BELOW).is_dir());
            models.unwrap_or_else(|| PathBuf::from("models"))
        };
        Self::of(&std::env::var_os("RUJI_MODELS_DIR").map_or_else(above, PathBuf::from))
    }

    /// Reads a model's file and checks its hash: that of `models.toml`, or that of a deployer's own file, which lies beside it.
    pub fn read(&self, name: &str) -> Result<(Vec<u8>, String), ModelError> {
        let (file, expected) = listed(name).ok_or_else(|| ModelError::Unknown { name: name.to_owned() })?;
        let path = self.path.join(file);
        let bytes = std::fs::read(&path).map_err(|cause| ModelError::Missing { path: path.clone(), cause })?;
        let found = hexadecimal(&Sha256::digest(&bytes));
        let own = std::fs::read_to_string(path.with_extension("own.sha256")).ok();
        let expected = own.map_or(expected, |own| own.trim().to_owned());
        if found == expected { Ok((bytes, found)) } else { Err(ModelError::Altered { path, expected, found }) }
    }

    /// Reads a model and makes it ready to run.
    pub fn load(&self, name: &str) -> Result<Loaded, ModelError> {
        let (bytes, sha256) = self.read(name)?;
        let unsuitable = |reason: String| ModelError::Unsuitable { name: name.to_owned(), reason };
        let model = ModelOptions::with_all_ops().load(bytes).map_err(|error| unsuitable(error.to_string()))?;
        Ok(Loaded { model, sha256 })
    }
}

impl Loaded {
    /// An input or output of the model called `name`.
    pub fn node(&self, name: &str, value: &str) -> Result<NodeId, ModelError> {
        self.model
            .find_node(value)
            .ok_or_else(|| ModelError::Unsuitable { name: name.to_owned(), reason: format!("it has no {value}") })
    }
}

/// One hash over the hashes of several models, for an engine's stamp.
pub fn hash_of_all<'a>(hashes: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = Sha256::new();
    hashes.into_iter().for_each(|hash| all.update(hash));
    hexadecimal(&all.finalize())
}

/// The finished file's name and hash.
fn listed(name: &str) -> Option<(String, String)> {
    let list: List = toml::from_str(LIST).expect("models.toml was read by the tests");
    let entry = list.model.into_iter().find(|entry| entry.name == name)?;
    let placed = entry.converted.or(entry.taken)?;
    Some((placed.file, placed.sha256.unwrap_or(entry.sha256)))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_of_the_list_loads() {
        for name in ["card_det", "card_rec", "card_cls", "face_embedding", "anti_spoof", "voice_activity"] {
            let loaded = Folder::from_environment().load(name).unwrap();
            assert_eq!(loaded.sha256, listed(name).unwrap().1, "{name}");
        }
    }

    #[test]
    fn an_altered_file_is_refused_unless_it_is_meant() {
        let models = std::env::temp_dir().join(format!("ruji-identity-models-{}", std::process::id()));
        std::fs::create_dir_all(models.join(BELOW)).unwrap();
        let folder = Folder::of(&models);
        assert!(matches!(folder.read("card_cls"), Err(ModelError::Missing { .. })));
        std::fs::write(models.join(BELOW).join("card_cls.onnx"), b"mine").unwrap();
        assert!(matches!(folder.read("card_cls"), Err(ModelError::Altered { .. })));
        std::fs::write(models.join(BELOW).join("card_cls.own.sha256"), hexadecimal(&Sha256::digest(b"mine"))).unwrap();
        assert_eq!(folder.read("card_cls").unwrap().0, b"mine");
        assert!(matches!(folder.load("card_cls"), Err(ModelError::Unsuitable { .. })));
        assert!(matches!(folder.read("card_reader"), Err(ModelError::Unknown { .. })));
        std::fs::remove_dir_all(models).unwrap();
    }
}
