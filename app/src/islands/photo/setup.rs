//! What the page hands to the photo step: addresses, limits and every text, in the page's language.

use super::words::PhotoWords;
use serde::{Deserialize, Serialize};

/// Props of the island.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PhotoSetup {
    /// `shared::photo::PhotoSpec` in JSON, passed on to the worker unread.
    pub spec: String,
    /// Where the finished file is posted.
    pub upload_url: String,
    /// Where to go when the server has kept it.
    pub next_url: String,
    /// Folder of the worker, with a slash at the end.
    pub worker_base: String,
    /// Id of the file input of the plain form.
    pub plain_input: String,
    pub bands: Bands,
    pub texts: StepTexts,
    pub words: PhotoWords,
}

/// The limits that are drawn into the frame, in pixels of the finished picture.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bands {
    pub width: f32,
    pub height: f32,
    pub head_top: [f32; 2],
    pub eye_line: [f32; 2],
    pub face_width: [f32; 2],
    /// How far one pixel of the source may be enlarged.
    pub enlargement_max: f32,
}

/// Texts of the step. `{0}`, `{1}` are holes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StepTexts {
    pub camera: String,
    pub album: String,
    pub drop: String,
    /// Holes: loaded and total KB.
    pub downloading: String,
    pub measuring: String,
    pub checking: String,
    pub editor: String,
    pub editor_help: String,
    pub up: String,
    pub down: String,
    pub left: String,
    pub right: String,
    pub larger: String,
    pub smaller: String,
    pub reset: String,
    pub head_top: String,
    pub eyes: String,
    pub cheeks: String,
    pub allowed: String,
    pub refused: String,
    pub submit: String,
    pub submit_blocked: String,
    pub again: String,
    pub sending: String,
    /// Hole: the number of the try.
    pub sending_again: String,
    pub sent: String,
    pub unreachable: String,
    pub server_refused: String,
    /// The worker cannot run here; the plain form takes over.
    pub fallback: String,
    /// Hole: the sentence of a problem, by its code.
    pub problems: Vec<(String, String)>,
    pub problem_other: String,
}
