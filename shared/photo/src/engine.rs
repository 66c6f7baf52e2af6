//! The public face of the crate.

use crate::{Crop, ModelError, Models};
use shared::photo::{FaceMeasures, Finding, PhotoSpec, Verdict};

/// Loaded models; cheap to share in an `Arc`.
pub struct Engine {}

/// A decoded, upright picture with the faces found in it.
pub struct Source {
    width: u32,
    height: u32,
}

/// A finished file, or why none could be made.
#[derive(Clone, PartialEq, Debug)]
pub struct Prepared {
    pub file: Option<Vec<u8>>,
    /// Of the finished file; of the source where none could be made.
    pub verdict: Verdict,
    pub crop: Option<Crop>,
    pub source_width: u32,
    pub source_height: u32,
}

/// Rules that need only the bytes; spends no memory on pixels.
pub fn check_file_only(_bytes: &[u8], _file_name: Option<&str>, _spec: &PhotoSpec) -> Verdict {
    Verdict::default()
}

impl Engine {
    pub fn load(_models: Models) -> Result<Self, ModelError> {
        Ok(Self {})
    }

    /// Judges a finished file.
    pub fn check(&self, bytes: &[u8], file_name: Option<&str>, spec: &PhotoSpec) -> Verdict {
        check_file_only(bytes, file_name, spec)
    }

    /// Any phone picture to a compliant file; `crop` overrides the proposal.
    pub fn prepare(&self, bytes: &[u8], spec: &PhotoSpec, crop: Option<Crop>) -> Prepared {
        match self.open(bytes, spec) {
            Ok(source) => {
                let crop = crop.unwrap_or(Crop { x: 0.0, y: 0.0, width: 1.0, height: 1.0 });
                self.finish(&source, spec, crop)
            }
            Err(verdict) => Prepared { file: None, verdict, crop: None, source_width: 0, source_height: 0 },
        }
    }

    /// Decodes once, applies the EXIF orientation, finds the faces and measures.
    pub fn open(&self, bytes: &[u8], spec: &PhotoSpec) -> Result<Source, Verdict> {
        Err(check_file_only(bytes, None, spec))
    }

    /// Cuts, scales, encodes and judges; cheap enough for interactive use.
    pub fn finish(&self, source: &Source, _spec: &PhotoSpec, crop: Crop) -> Prepared {
        let verdict = Verdict::default();
        let (source_width, source_height) = (source.width, source.height);
        Prepared { file: None, verdict, crop: Some(crop), source_width, source_height }
    }
}

impl Source {
    /// The best crop, or the finding that says why there is none.
    pub fn proposal(&self, _spec: &PhotoSpec) -> Result<Crop, Finding> {
        Ok(Crop { x: 0.0, y: 0.0, width: self.width as f32, height: self.height as f32 })
    }

    /// Present when exactly one face was found.
    pub fn face(&self) -> Option<&FaceMeasures> {
        None
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn height(&self) -> u32 {
        self.height
    }
}
