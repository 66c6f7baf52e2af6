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

/// Answer to a frame of the live camera.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Guidance {
    /// What this frame asks for.
    pub now: Instruction,
    /// What to tell: the last instruction that held long enough not to flicker.
    pub say: Instruction,
    /// Share of the time before the automatic shutter that has passed, 0 to 1. At 1 this frame is `Ready` too.
    pub held: f32,
    /// The face: left, top, width and height in shares of the frame, as the camera sees it (not mirrored).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub face: Option<[f32; 4]>,
}

macro_rules! instructions {
    ($($(#[$doc:meta])* $variant:ident = $code:literal),* $(,)?) => {
        /// What somebody before the camera should do next. Codes are stable; earlier ones matter more, and of several
        /// only the first is said. Left and right are those of the picture as the camera sees it.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Instruction {
            $($(#[$doc])* #[serde(rename = $code)] $variant),*
        }

        impl Instruction {
            /// Every instruction, the most important first.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }
    };
}

instructions! {
    SeveralFaces = "several_faces",
    TooDark = "too_dark",
    TooBright = "too_bright",
    NoFace = "no_face",
    ComeCloser = "come_closer",
    GoBack = "go_back",
    MoveLeft = "move_left",
    MoveRight = "move_right",
    MoveUp = "move_up",
    MoveDown = "move_down",
    BackgroundColour = "background_colour",
    /// Objects, other colours, shadows or a gradient behind the person.
    BackgroundPlain = "background_plain",
    /// The head leans, the shoulders are aslant, or the picture lies on its side.
    LevelHead = "level_head",
    FaceForward = "face_forward",
    OpenEyes = "open_eyes",
    CloseMouth = "close_mouth",
    HeadCovering = "head_covering",
    HairOverEyes = "hair_over_eyes",
    Glasses = "glasses",
    UnevenLight = "uneven_light",
    /// Bright spots on the skin.
    BrightSpots = "bright_spots",
    LightColour = "light_colour",
    /// They have nearly the colour of the background.
    Clothes = "clothes",
    HoldStill = "hold_still",
    Ready = "ready",
}
