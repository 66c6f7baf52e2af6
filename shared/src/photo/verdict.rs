//! Findings and verdicts: stable rule codes, measured values and limits, and where in the picture they were measured.

use serde::{Deserialize, Serialize};

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $code:literal),* $(,)?) => {
        /// A rule of the authority's photograph specification. Codes are stable: they are stored, shown and evaluated.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Rule {
            $($(#[$doc])* #[serde(rename = $code)] $variant),*
        }

        impl Rule {
            /// Every rule, files first, in the order of PHOTO §1.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|rule| rule.code() == code)
            }
        }
    };
}

rules! {
    FileReadable = "file.readable",
    FileFormat = "file.format",
    FileExtension = "file.extension",
    FileDimensions = "file.dimensions",
    FileDpi = "file.dpi",
    FileColourDepth = "file.colour_depth",
    FileQuality = "file.quality",
    FileSize = "file.size",
    SubjectCount = "subject.count",
    SubjectOrientation = "subject.orientation",
    GeometryHeadTop = "geometry.head_top",
    GeometryEyeLine = "geometry.eye_line",
    GeometryFaceWidth = "geometry.face_width",
    GeometryCentred = "geometry.centred",
    GeometryAspect = "geometry.aspect",
    PoseFrontal = "pose.frontal",
    PoseLevel = "pose.level",
    EyesOpen = "eyes.open",
    MouthClosed = "mouth.closed",
    ExpressionNeutral = "expression.neutral",
    ShouldersLevel = "shoulders.level",
    GlassesTinted = "glasses.tinted",
    GlassesFrameOverEyes = "glasses.frame_over_eyes",
    GlassesReflection = "glasses.reflection",
    HeadCovering = "head.covering",
    HairOverEyes = "hair.over_eyes",
    Accessories = "accessories",
    BackgroundColour = "background.colour",
    BackgroundUniform = "background.uniform",
    BackgroundShadow = "background.shadow",
    BackgroundObjects = "background.objects",
    ClothesDistinct = "clothes.distinct",
    ClothesPattern = "clothes.pattern",
    LightEven = "light.even",
    LightExposure = "light.exposure",
    LightHighlight = "light.highlight",
    EyesRed = "eyes.red",
    ColourNatural = "colour.natural",
    FocusSharp = "focus.sharp",
    FrameBorder = "frame.border",
    FrameText = "frame.text",
}

/// Every hint word a finding can carry; the app has words for each.
pub const HINTS: &[&str] = &[
    // file.*
    "png",
    "gif",
    "animated",
    "webp",
    "heic",
    "avif",
    "bmp",
    "tiff",
    "pdf",
    "empty",
    "not_picture",
    "truncated",
    "corrupt",
    "too_large",
    "jpeg_extension",
    "extension",
    "pixels_few",
    "pixels_many",
    "no_density",
    "density",
    "grey",
    "cmyk",
    "bits",
    "quality_low",
    "file_small",
    "file_large",
    // subject.*
    "no_face",
    "many_faces",
    "turned",
    // geometry.* of a finished picture
    "head_high",
    "head_low",
    "eyes_high",
    "eyes_low",
    "face_small",
    "face_large",
    "off_left",
    "off_right",
    "squeezed",
    "stretched",
    // Why no crop of a source satisfies geometry.*
    "too_close",
    "too_small",
    "space_above",
    "space_below",
    "space_left",
    "space_right",
    "head_shape",
    // pose, eyes, mouth
    "turned_left",
    "turned_right",
    "chin_up",
    "chin_down",
    "leaning_left",
    "leaning_right",
    "eyes_closed",
    "mouth_open",
    "shoulders_uneven",
    // background, clothes, frame, light, colour, focus
    "background_colour",
    "background_uneven",
    "too_dark",
    "too_bright",
    "blurred",
    "noisy",
    "light_fringe",
    "shadow",
    "object",
    "other_person",
    "border",
    "clothes_like_background",
    "light_uneven",
    "bright_spots",
    "colour_cast",
    // eyes, glasses, hair, coverings, expression, clothes, letters
    "background_hidden",
    "lenses_dark",
    "rim_over_eyes",
    "lens_reflection",
    "red_eyes",
    "hair_over_eyes",
    "face_covered",
    "hat",
    "at_the_ears",
    "smile",
    "pattern",
    "text",
];

/// What an examination found for one rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Pass,
    Advice,
    Fail,
}

/// Unit of `measured` and `limit`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Pixels of the finished picture (e.g. of 480×640).
    Px,
    Bytes,
    Dpi,
    /// Degrees of arc.
    Deg,
    /// CIEDE2000 colour difference.
    DeltaE,
    /// Share of pixels or ratio of lengths, 0 to 1 unless the rule says otherwise.
    Ratio,
    /// A count of things (faces, components).
    Count,
    /// Standard JPEG quality, 1 to 100.
    Quality,
    /// A plain number whose scale the rule defines.
    Score,
}

/// The allowed range; an absent end is open.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Limit {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f32>,
}

impl Limit {
    pub const fn at_least(min: f32) -> Self {
        Self { min: Some(min), max: None }
    }

    pub const fn at_most(max: f32) -> Self {
        Self { min: None, max: Some(max) }
    }

    pub const fn between(min: f32, max: f32) -> Self {
        Self { min: Some(min), max: Some(max) }
    }

    /// NaN is outside every limit.
    pub fn holds(&self, value: f32) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max) && !value.is_nan()
    }
}

/// A rectangle in pixels of the upright picture, x to the right, y down.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Region {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// The result for one rule.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Finding {
    pub rule: Rule,
    pub outcome: Outcome,
    /// Absent where the rule is not a number (e.g. the format).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// A stable word that says more than the number, e.g. `png`, `heic`, `too_close`; the app has words for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
}

/// Landmarks and angles of the one face, in pixels of the upright picture. `left` is left in the picture.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FaceMeasures {
    pub left_eye: [f32; 2],
    pub right_eye: [f32; 2],
    pub chin: [f32; 2],
    /// Upper edge of the hair.
    pub head_top_y: f32,
    /// The cheeks; of a head turned away the jaw, where it stands out beyond them.
    pub cheek_left_x: f32,
    pub cheek_right_x: f32,
    pub yaw_deg: f32,
    pub pitch_deg: f32,
    pub roll_deg: f32,
}

/// Everything one examination says about one file.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Verdict {
    pub findings: Vec<Finding>,
    /// Present when exactly one face was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<FaceMeasures>,
    /// Size of the upright picture that the coordinates refer to, in pixels.
    pub width_px: u32,
    pub height_px: u32,
}

impl Verdict {
    /// Fails if any finding fails. A verdict without findings has judged nothing and does not pass.
    pub fn outcome(&self) -> Outcome {
        self.findings.iter().map(|finding| finding.outcome).max().unwrap_or(Outcome::Fail)
    }

    pub fn passes(&self) -> bool {
        self.outcome() != Outcome::Fail
    }

    pub fn finding(&self, rule: Rule) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.rule == rule)
    }

    /// Findings with the worst first; equal ones in the order of the rules.
    pub fn worst_first(&self) -> Vec<&Finding> {
        let mut sorted: Vec<_> = self.findings.iter().collect();
        sorted.sort_by_key(|finding| (std::cmp::Reverse(finding.outcome), finding.rule));
        sorted
    }
}
