//! What the photo worker answers to the page, as JSON. A crop is `[x, y, width, height]` in pixels of the upright source.

use super::verdict::{FaceMeasures, Verdict};
use serde::{Deserialize, Serialize};

/// Answer to a picture that was opened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Opened {
    /// It can become a certificate photograph; `crop` is the proposal.
    Ready { width_px: u32, height_px: u32, face: Option<FaceMeasures>, crop: [f32; 4] },
    /// It cannot; the findings say why.
    Refused { verdict: Verdict },
}

/// Answer to a crop: the verdict on the file it makes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Finished {
    pub crop: [f32; 4],
    pub verdict: Verdict,
}
