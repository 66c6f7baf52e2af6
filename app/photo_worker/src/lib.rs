//! The photo engine as the Web Worker's loader (`worker_loader.js`) calls it: one picture at a time, answers as JSON
//! (`shared::photo::exchange`). No fetching, no messages, no rules: the loader and `photo` have those.

use photo::{Crop, Engine, Models, Shot, Source, Watch, card};
use shared::photo::exchange::{Finished, Opened};
use shared::photo::{CardSpec, Outcome, PhotoSpec, PreparedCard, Rule, Verdict};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// What can be said of a file before the models are there: a verdict in JSON if it cannot be used at all (HEIC, damaged,
/// too large), else nothing.
#[wasm_bindgen]
pub fn refuse_early(bytes: &[u8], spec: &str) -> Result<Option<String>, JsError> {
    let verdict = photo::check_file_only(bytes, None, &parse_spec(spec)?);
    let unusable = verdict.finding(Rule::FileReadable).is_some_and(|finding| finding.outcome == Outcome::Fail);
    if unusable { json(&verdict).map(Some) } else { Ok(None) }
}

/// A picture of an identity card, made into the file to keep. Needs no models.
#[wasm_bindgen]
pub struct CardWorker {
    made: PreparedCard,
}

#[wasm_bindgen]
impl CardWorker {
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Self {
        Self { made: card::prepare(bytes, &CardSpec::default()) }
    }

    /// The same for a picture that the browser decoded, because the code here cannot: `width` by `height` upright pixels
    /// of four bytes.
    pub fn of_pixels(rgba: &[u8], width: u32, height: u32) -> Result<Self, JsError> {
        let made = card::prepare_pixels(rgba, [width, height], &CardSpec::default());
        Ok(Self { made: made.ok_or_else(|| JsError::new("the pixels do not fill the picture"))? })
    }

    /// A `CardVerdict`.
    pub fn json(&self) -> Result<String, JsError> {
        json(&self.made.verdict)
    }

    /// The file, once.
    pub fn take_file(&mut self) -> Option<Vec<u8>> {
        self.made.file.take()
    }
}

/// The engine with the specification and the picture that is open.
#[wasm_bindgen]
pub struct PhotoWorker {
    engine: Engine,
    spec: PhotoSpec,
    source: Option<Source>,
    file: Option<Vec<u8>>,
    watch: Watch,
}

#[wasm_bindgen]
impl PhotoWorker {
    #[wasm_bindgen(constructor)]
    pub fn new(
        spec: &str,
        face_box: Vec<u8>,
        face_mesh: Vec<u8>,
        person_mask: Vec<u8>,
    ) -> Result<PhotoWorker, JsError> {
        let engine = Engine::load(Models { face_box, face_mesh, person_mask })?;
        Ok(Self { engine, spec: parse_spec(spec)?, source: None, file: None, watch: Watch::default() })
    }

    /// Decodes and measures a picture, which stays open for `finish`; returns an `Opened`.
    pub fn open(&mut self, bytes: Vec<u8>) -> Result<String, JsError> {
        self.source = None;
        self.file = None;
        match self.engine.open(&bytes) {
            Ok(source) => self.keep(source),
            Err(verdict) => json(&Opened::Refused { verdict }),
        }
    }

    /// The same for a picture that the browser decoded, because the engine here cannot: `width` by `height` upright
    /// pixels of four bytes, reduced from `full_width` by `full_height`.
    pub fn open_pixels(
        &mut self,
        rgba: &[u8],
        width: u32,
        height: u32,
        full_width: u32,
        full_height: u32,
    ) -> Result<String, JsError> {
        self.file = None;
        let source = self.engine.open_pixels(rgba, [width, height], [full_width, full_height]);
        self.keep(source.ok_or_else(|| JsError::new("the pixels do not fill the picture"))?)
    }

    /// Cuts, scales, encodes and judges the open picture; returns a `Finished`. The crop is in pixels of the upright
    /// picture.
    pub fn finish(&mut self, x: f32, y: f32, width: f32, height: f32) -> Result<String, JsError> {
        let source = self.source.as_ref().ok_or_else(|| JsError::new("no picture is open"))?;
        let prepared = self.engine.finish(source, &self.spec, Crop { x, y, width, height });
        self.file = prepared.file;
        let crop = prepared.crop.map_or([x, y, width, height], |crop| [crop.x, crop.y, crop.width, crop.height]);
        json(&Finished { crop, verdict: prepared.verdict })
    }

    fn keep(&mut self, source: Source) -> Result<String, JsError> {
        let opened = describe(&source, &self.spec);
        self.source = Some(source);
        json(&opened)
    }

    /// The file that the last `finish` made, once.
    pub fn take_file(&mut self) -> Option<Vec<u8>> {
        self.file.take()
    }

    /// Judges a frame of the live camera: `width`×`height` pixels of RGBA at `at_ms` of the page's clock; returns a
    /// `Guidance`.
    pub fn watch(&mut self, rgba: &[u8], width: usize, height: usize, at_ms: f64) -> Result<String, JsError> {
        let shot = Shot { rgba, width, height, at_ms };
        let guidance = self.engine.watch(&mut self.watch, shot, &self.spec);
        json(&guidance.ok_or_else(|| JsError::new("the frame's sizes do not agree"))?)
    }

    /// Forgets the frames so far: the camera was closed, or another one is used.
    pub fn watch_anew(&mut self) {
        self.watch = Watch::default();
    }
}

fn describe(source: &Source, spec: &PhotoSpec) -> Opened {
    let (width, height) = (source.width(), source.height());
    match source.proposal(spec) {
        Ok(crop) => Opened::Ready {
            width_px: width,
            height_px: height,
            face: source.face().cloned(),
            crop: [crop.x, crop.y, crop.width, crop.height],
        },
        Err(finding) => Opened::Refused {
            verdict: Verdict {
                findings: vec![finding],
                face: source.face().cloned(),
                width_px: width,
                height_px: height,
            },
        },
    }
}

fn parse_spec(spec: &str) -> Result<PhotoSpec, JsError> {
    Ok(serde_json::from_str(spec)?)
}

fn json(value: &impl serde::Serialize) -> Result<String, JsError> {
    Ok(serde_json::to_string(value)?)
}
