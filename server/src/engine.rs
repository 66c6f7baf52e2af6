//! The photo engine and the examination of cards behind the ports of the use cases, and reading the models. How pictures
//! are judged is the crate `photo`.

use enrolment::ports::{CardEngine, PhotoEngine, PreparedPhoto};
use photo::{Crop, Engine, ModelError, Models, card};
use shared::photo::{CardSpec, CardVerdict, PhotoSpec, PreparedCard, Verdict};
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The engine cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("the photo model {} cannot be read: {cause}; run: cargo xtask models", path.display())]
    Missing { path: PathBuf, cause: io::Error },
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// One loaded engine, shared by every request.
#[derive(Clone)]
pub struct LocalEngine(Arc<Engine>);

impl LocalEngine {
    /// Reads the three models of `folder`; takes some tens of milliseconds.
    pub fn load(folder: &Path) -> Result<Self, EngineError> {
        let models = Models {
            face_box: read(folder, "face_box")?,
            face_mesh: read(folder, "face_mesh")?,
            person_mask: read(folder, "person_mask")?,
        };
        Ok(Self(Arc::new(Engine::load(models)?)))
    }

    /// For engines that look at faces besides.
    pub fn shared(&self) -> Arc<Engine> {
        self.0.clone()
    }

    pub fn engine(&self) -> &Engine {
        &self.0
    }
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, EngineError> {
    let path = folder.join(format!("{name}.onnx"));
    std::fs::read(&path).map_err(|cause| EngineError::Missing { path, cause })
}

impl PhotoEngine for LocalEngine {
    fn without_metadata(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        photo::without_metadata(bytes)
    }

    fn thumbnail(&self, bytes: &[u8], longest_px: u32) -> Option<Vec<u8>> {
        photo::thumbnail(bytes, longest_px)
    }

    fn print(&self, bytes: &[u8]) -> Option<u64> {
        photo::print(bytes)
    }

    fn mark(&self, bytes: &[u8], text: &str) -> Option<Vec<u8>> {
        photo::mark(bytes, text)
    }

    fn check(&self, bytes: &[u8], file_name: Option<&str>, spec: &PhotoSpec) -> Verdict {
        self.0.check(bytes, file_name, spec)
    }

    fn prepare(&self, bytes: &[u8], spec: &PhotoSpec, crop: Option<[f32; 4]>) -> PreparedPhoto {
        let crop = crop.map(|[x, y, width, height]| Crop { x, y, width, height });
        let made = self.0.prepare(bytes, spec, crop);
        PreparedPhoto {
            file: made.file,
            verdict: made.verdict,
            crop: made.crop.map(|crop| [crop.x, crop.y, crop.width, crop.height]),
            source_width: made.source_width,
            source_height: made.source_height,
        }
    }
}

/// Examines cards in this process; needs no models.
#[derive(Clone, Debug, Default)]
pub struct LocalCards(pub CardSpec);

impl CardEngine for LocalCards {
    fn prepare(&self, bytes: &[u8]) -> PreparedCard {
        card::prepare(bytes, &self.0)
    }

    fn check(&self, bytes: &[u8]) -> CardVerdict {
        card::check(bytes, &self.0)
    }
}
