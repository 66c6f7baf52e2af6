//! The public face of the crate: one engine for checking finished files and for making them.

use crate::{
    Crop, ModelError, Models,
    analysis::{Analysis, Networks, Purpose, analyse},
    check::{self, stated},
    crop::{HeadBox, propose},
    decode::{Decoded, decode},
    encode::encode,
    net::Network,
    picture::Picture,
    resample::lanczos,
    watch::{Shot, Watch},
};
use shared::photo::{FaceMeasures, Finding, PhotoSpec, Rule, Verdict, exchange::Guidance, spec::FileSpec};

/// Longest side on which pictures are measured, within a factor of two.
const MEASURED_SIDE: usize = 1200;
/// Longest side to which large pictures are decoded, within a factor of two.
const DECODED_SIDE: usize = 1600;
/// Pixels of the decoded crop for one of the finished file from which a finer decoding gains nothing.
const FINE: f32 = 1.2;

/// Loaded models; cheap to share in an `Arc`.
pub struct Engine {
    pub(crate) networks: Networks,
}

/// A decoded, upright picture with the faces found in it.
pub struct Source {
    decoded: Decoded,
    /// The file, where it was decoded smaller than it is: a small crop needs it again.
    file: Option<Vec<u8>>,
    analysis: Analysis,
    /// Pixels of the source for one pixel of the analysed picture.
    factor: f32,
    face: Option<FaceMeasures>,
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
pub fn check_file_only(bytes: &[u8], file_name: Option<&str>, spec: &PhotoSpec) -> Verdict {
    Verdict { findings: check::file::findings(bytes, file_name, spec), ..Verdict::default() }
}

impl Engine {
    /// Fails where the bytes are not the converted models of `models.toml`.
    pub fn load(models: Models) -> Result<Self, ModelError> {
        let networks = Networks {
            face_box: Network::load("face_box", &models.face_box, 128, &["boxes", "scores"])?,
            face_mesh: Network::load("face_mesh", &models.face_mesh, 192, &["points", "face"])?,
            person_mask: Network::load("person_mask", &models.person_mask, 256, &["person"])?,
        };
        Ok(Self { networks })
    }

    /// Judges a finished file. Coordinates of the verdict are pixels of the upright picture.
    pub fn check(&self, bytes: &[u8], file_name: Option<&str>, spec: &PhotoSpec) -> Verdict {
        let mut verdict = check_file_only(bytes, file_name, spec);
        if verdict.finding(Rule::FileReadable).is_some() {
            return verdict;
        }
        let decoded = match decode(bytes, DECODED_SIDE) {
            Ok(decoded) => decoded,
            Err(reason) => {
                verdict.findings.push(check::file::unreadable(reason));
                return verdict;
            }
        };
        verdict.findings.push(stated(Rule::FileReadable, true));
        if verdict.finding(Rule::FileDimensions).is_none() {
            verdict.findings.push(check::file::dimensions(decoded.full[0], decoded.full[1], &spec.file));
        }
        let (small, factor) = decoded.picture.reduced(MEASURED_SIDE);
        let factor = factor as f32 * decoded.scale;
        let analysis = analyse(&self.networks, &small, Purpose::Finished);
        verdict.findings.extend(judged(&small, &analysis, factor, spec));
        verdict.findings.sort_by_key(|finding| finding.rule);
        verdict.face = analysis.head.map(|head| scaled(&head.measures, factor));
        [verdict.width_px, verdict.height_px] = decoded.full;
        verdict
    }

    /// Any phone picture to a compliant file; `crop` overrides the proposal.
    pub fn prepare(&self, bytes: &[u8], spec: &PhotoSpec, crop: Option<Crop>) -> Prepared {
        let source = match self.open(bytes) {
            Ok(source) => source,
            Err(verdict) => {
                let (source_width, source_height) = (verdict.width_px, verdict.height_px);
                return Prepared { file: None, verdict, crop: None, source_width, source_height };
            }
        };
        match crop.map_or_else(|| source.proposal(spec), Ok) {
            Ok(crop) => self.finish(&source, spec, crop),
            Err(reason) => Prepared {
                file: None,
                verdict: source.verdict(reason),
                crop: None,
                source_width: source.width(),
                source_height: source.height(),
            },
        }
    }

    /// Decodes once, applies the EXIF orientation, finds the faces and measures. The error is the verdict of a file
    /// that cannot be decoded.
    pub fn open(&self, bytes: &[u8]) -> Result<Source, Verdict> {
        let decoded = decode(bytes, DECODED_SIDE)
            .map_err(|reason| Verdict { findings: vec![check::file::unreadable(reason)], ..Verdict::default() })?;
        let file = (decoded.scale > 1.0).then(|| bytes.to_vec());
        Ok(self.source(decoded, file))
    }

    /// A picture that something else decoded (a browser, a camera): `rgba` holds four bytes for each of `width` by
    /// `height` upright pixels, opaque or over white. `full_width` and `full_height` are the file's, which may be larger.
    /// `None` where the numbers do not match.
    pub fn open_pixels(&self, rgba: &[u8], [width, height]: [u32; 2], full: [u32; 2]) -> Option<Source> {
        let rgb = rgba.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, _]| [r, g, b]).collect();
        let picture = Picture::new(width as usize, height as usize, rgb)?;
        let scale = (full[0] as f32 / width as f32).max(1.0);
        Some(self.source(Decoded { picture, scale, full }, None))
    }

    fn source(&self, decoded: Decoded, file: Option<Vec<u8>>) -> Source {
        let (small, factor) = decoded.picture.reduced(MEASURED_SIDE);
        let factor = factor as f32 * decoded.scale;
        let analysis = analyse(&self.networks, &small, Purpose::Source);
        let face = analysis.head.as_ref().map(|head| scaled(&head.measures, factor));
        Source { decoded, file, analysis, factor, face }
    }

    /// Cuts, scales, encodes and judges the finished file; cheap enough for interactive use. A crop that leaves the
    /// source or has another aspect is moved to the nearest that does not.
    pub fn finish(&self, source: &Source, spec: &PhotoSpec, crop: Crop) -> Prepared {
        let crop = crop.fitted(source.width() as f32, source.height() as f32, spec);
        let file = encode(&source.cut(&crop, &spec.file), &spec.file);
        let verdict = self.check(&file, Some("photo.jpg"), spec);
        let (source_width, source_height) = (source.width(), source.height());
        Prepared { file: Some(file), verdict, crop: Some(crop), source_width, source_height }
    }
}

/// Findings about the pixels, with regions in pixels of the full picture.
fn judged(picture: &Picture, analysis: &Analysis, factor: f32, spec: &PhotoSpec) -> Vec<Finding> {
    let mut findings = check::face::findings(picture, analysis, spec);
    if !analysis.turned {
        findings.extend(check::scene::findings(picture, analysis, spec));
        findings.extend(check::appearance::findings(picture, analysis, spec));
    }
    for region in findings.iter_mut().filter_map(|finding| finding.region.as_mut()) {
        for value in [&mut region.x, &mut region.y, &mut region.width, &mut region.height] {
            *value *= factor;
        }
    }
    findings
}

fn scaled(face: &FaceMeasures, factor: f32) -> FaceMeasures {
    let point = |[x, y]: [f32; 2]| [x * factor, y * factor];
    FaceMeasures {
        left_eye: point(face.left_eye),
        right_eye: point(face.right_eye),
        chin: point(face.chin),
        head_top_y: face.head_top_y * factor,
        cheek_left_x: face.cheek_left_x * factor,
        cheek_right_x: face.cheek_right_x * factor,
        ..*face
    }
}

impl Source {
    /// The best crop, or the finding that says why there is none.
    pub fn proposal(&self, spec: &PhotoSpec) -> Result<Crop, Finding> {
        let Some(head) = self.analysis.head.as_ref() else {
            let mut obstacles = check::face::subject(&self.analysis);
            obstacles.sort_by_key(|finding| std::cmp::Reverse(finding.outcome));
            return Err(obstacles.swap_remove(0));
        };
        let head = HeadBox {
            head_top: head.measures.head_top_y * self.factor,
            eye_y: head.eye_y() * self.factor,
            centre_x: head.centre_x() * self.factor,
            face_width: head.width() * self.factor,
        };
        propose(&head, self.width() as f32, self.height() as f32, spec)
    }

    /// The crop at the finished size. A crop so small that the reduced picture would show it is decoded in full.
    fn cut(&self, crop: &Crop, file: &FileSpec) -> Picture {
        let (width, height) = (file.width_px as usize, file.height_px as usize);
        let from = |decoded: &Decoded| {
            let area = [crop.x, crop.y, crop.width, crop.height].map(|length| length / decoded.scale);
            lanczos(&decoded.picture, area, width, height)
        };
        let coarse = crop.width / self.decoded.scale < FINE * width as f32;
        let finer = self.file.as_ref().filter(|_| coarse).and_then(|file| {
            let enough = FINE * width as f32 / crop.width * self.width().max(self.height()) as f32;
            decode(file, enough as usize).ok()
        });
        from(finer.as_ref().unwrap_or(&self.decoded))
    }

    /// Present when exactly one face was found; pixels of the upright source.
    pub fn face(&self) -> Option<&FaceMeasures> {
        self.face.as_ref()
    }

    /// Pixels, upright.
    pub fn width(&self) -> u32 {
        self.decoded.full[0]
    }

    /// Pixels, upright.
    pub fn height(&self) -> u32 {
        self.decoded.full[1]
    }

    /// The verdict of a source of which no file can be made.
    fn verdict(&self, reason: Finding) -> Verdict {
        let mut findings = vec![stated(Rule::FileReadable, true)];
        findings.extend(check::face::subject(&self.analysis));
        if findings.iter().all(|finding| finding.rule != reason.rule) {
            findings.push(reason);
        }
        Verdict { findings, face: self.face.clone(), width_px: self.width(), height_px: self.height() }
    }
}

impl Engine {
    /// Judges the next frame of a live camera and says what to do; `watch` remembers the frames before. The frame is what
    /// the finished picture would show, about 480 pixels high. `None` where its sizes do not agree.
    pub fn watch(&self, watch: &mut Watch, shot: Shot, spec: &PhotoSpec) -> Option<Guidance> {
        watch.follow(&self.networks, shot, spec)
    }
}
