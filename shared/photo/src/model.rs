//! The three converted models and how they are loaded.

/// Bytes of the converted models (see `models.toml`): BlazeFace, Face Mesh, Selfie Segmentation.
#[derive(Clone, Debug)]
pub struct Models {
    pub face_box: Vec<u8>,
    pub face_mesh: Vec<u8>,
    pub person_mask: Vec<u8>,
}

/// A model's bytes could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// Not a model, or one that needs operators this engine does not carry.
    #[error("the model {name} could not be loaded: {reason}")]
    Unreadable { name: &'static str, reason: String },
}
