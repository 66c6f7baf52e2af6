//! The authority's photograph specification: every limit, with its unit in its name. Loaded from a province profile,
//! handed to the engine, shown to the candidate.

use super::verdict::Limit;
use serde::{Deserialize, Serialize};

/// A closed range of numbers, `[min, max]` in the profile.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Range(pub f32, pub f32);

impl Range {
    pub const fn limit(self) -> Limit {
        Limit::between(self.0, self.1)
    }

    pub const fn middle(self) -> f32 {
        f32::midpoint(self.0, self.1)
    }
}

/// What a certificate photograph must be. Pixels are those of the finished picture.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotoSpec {
    pub file: FileSpec,
    pub geometry: GeometrySpec,
    pub pose: PoseSpec,
    pub background: BackgroundSpec,
    pub light: LightSpec,
    pub appearance: AppearanceSpec,
}

/// The electronic file (Hunan annex 2, part 4, no. 1).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileSpec {
    pub width_px: u32,
    pub height_px: u32,
    pub dpi: u16,
    /// Accepted size of a finished file; 1 KB = 1024 bytes.
    pub size_bytes: [u32; 2],
    /// What `prepare` aims at, inside `size_bytes`.
    pub write_bytes: [u32; 2],
    /// Lowest standard JPEG quality, 1 to 100.
    pub quality_min: u8,
    /// Greatest enlargement when a file is made; a smaller source is refused as too small.
    pub upscale_max: f32,
}

/// Where the head is in the picture (Hunan annex 2, part 4, no. 2).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeometrySpec {
    /// Upper edge of the hair to the upper edge of the picture.
    pub head_top_px: Range,
    /// Middle between the eyes to the upper edge.
    pub eye_line_px: Range,
    /// Cheek to cheek.
    pub face_width_px: Range,
    /// Face width that `prepare` aims at, inside `face_width_px`.
    pub aim_face_width_px: Range,
    /// Greatest distance of the face's centre from the vertical axis.
    pub centre_tolerance_px: f32,
    /// Allowed face width over eye-to-chin height; outside it the picture was squeezed or stretched.
    pub aspect_ratio: Range,
}

/// How the head is held, and lids and lips (openings over T, the distance from the eyes' midpoint to the chin).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoseSpec {
    pub yaw_deg_max: f32,
    pub pitch_deg_max: f32,
    pub roll_deg_max: f32,
    /// From this share of a limit on, the finding is advice.
    pub advice_share: f32,
    pub eyes_open_min: f32,
    pub mouth_open_max: f32,
    /// Greatest slope of the line from shoulder to shoulder.
    pub shoulders_deg_max: f32,
}

/// The background (Hunan annex 2, part 2, no. 1).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackgroundSpec {
    /// Reference colour, sRGB.
    pub rgb: [u8; 3],
    /// Greatest CIEDE2000 distance of the background's colour from the reference.
    pub delta_e_max: f32,
    /// Greatest CIEDE2000 spread within the background.
    pub uniform_delta_e_max: f32,
    /// Greatest share of the head's outline with a light fringe, as careless cutting-out leaves it.
    pub fringe_share_max: f32,
    /// Greatest share of the background that is shaded beside the person.
    pub shadow_share_max: f32,
    /// Greatest share of the background that is something else.
    pub object_share_max: f32,
    /// CIEDE2000 from which an edge of the picture counts as a border.
    pub border_delta_e_min: f32,
    /// Greatest share of the clothes with nearly the colour of the background.
    pub clothes_share_max: f32,
}

/// Light and focus, measured on the face.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightSpec {
    /// Greatest share of face pixels with linear luminance 0–25 of 255.
    pub under_exposed_max: f32,
    /// Greatest share of face pixels with linear luminance 247–255 of 255.
    pub over_exposed_max: f32,
    /// Least luminance (linear, 0–255) of the lightest twentieth of the face: dark skin in good light exceeds it.
    pub bright_luminance_min: f32,
    /// Luminance (linear, 0–255) of the whites of the eyes from which a face is not too dark, whatever its skin.
    pub eye_white_luminance_min: f32,
    /// Least ratio of the darker cheek to the lighter, linear luminance.
    pub evenness_min: f32,
    /// Greatest share of the face that is a bright spot.
    pub highlight_share_max: f32,
    /// Greatest Lab distance of the cheeks' colour from the natural range of skin (ISO/IEC 29794-5: a* 5–25, b* 5–35).
    pub skin_distance_max: f32,
    /// Least sharpness of the face, 0–1 (Crété-Roffet et al. 2007: one minus their blur measure).
    pub sharpness_min: f32,
    /// Greatest noise, standard deviation within small parts of the background in levels of 255.
    pub noise_max: f32,
}

/// The person's looks: eyes, glasses, hair, coverings, expression, clothes; and letters in the picture.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppearanceSpec {
    /// Greatest share of an eye, between the lids, that is red.
    pub red_eye_share_max: f32,
    /// Least light around an eye over that of the cheek below it: dark lenses take it away.
    pub lens_light_min: f32,
    /// Greatest contrast (0–1) of a dark line across an eye, from corner to corner and beyond.
    pub rim_contrast_max: f32,
    /// Greatest share of an eye's surroundings that reflects.
    pub reflection_share_max: f32,
    /// Greatest share of the part between lid and brow, with the brow, that has the hair's colour.
    pub hair_share_max: f32,
    /// Greatest distance in Lab's a* and b* of nose, lip and chin alike from the rest of the skin: a mask exceeds it.
    pub covered_distance_max: f32,
    /// Greatest share of the crown with a colour neither of hair nor of skin.
    pub crown_share_max: f32,
    /// Greatest share of the ears' lobes that shines or has a foreign colour.
    pub accessory_share_max: f32,
    /// Greatest width of the mouth over the distance of the eyes.
    pub smile_width_max: f32,
    /// Greatest number of changes between light and dark along the clothes for each hundredth of the picture's width.
    pub pattern_swings_max: f32,
    /// Greatest number of parts in a row that look like letters.
    pub text_parts_max: f32,
}
