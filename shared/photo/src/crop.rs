//! Where to cut: finds the rectangle of the source that becomes the finished picture, or says why there is none.

use crate::check::{Detail, measured};
use serde::{Deserialize, Serialize};
use shared::photo::{Finding, Outcome, PhotoSpec, Rule, Unit, spec::Range, verdict::Limit};

/// Face widths tried between the ends of the aimed range.
const STEPS: usize = 40;
/// Share of each range kept free at its ends, so that the finished picture, measured anew, still holds: what is aimed
/// at, and what is accepted of heads that need more room, at last almost none.
const MARGINS: [f32; 3] = [0.08, 0.03, 0.01];
/// Share of the centre tolerance that a crop may use up.
const CENTRE_SHARE: f32 = 0.5;

/// A rectangle in pixels of the upright source, x to the right, y down, with the aspect of the specification.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Crop {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Crop {
    /// The nearest rectangle that has the aspect of the specification and lies inside the source.
    pub(crate) fn fitted(self, width: f32, height: f32, spec: &PhotoSpec) -> Self {
        let aspect = spec.file.width_px as f32 / spec.file.height_px as f32;
        let sane = |value: f32, fallback: f32| if value.is_finite() { value } else { fallback };
        let most = width.min(height * aspect);
        let crop_width = sane(self.width, most).clamp(1.0_f32.min(most), most);
        let crop_height = crop_width / aspect;
        Self {
            x: sane(self.x, 0.0).clamp(0.0, width - crop_width),
            y: sane(self.y, 0.0).clamp(0.0, (height - crop_height).max(0.0)),
            width: crop_width,
            height: crop_height,
        }
    }
}

/// The lengths of a head that decide about a crop, in pixels of the source.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct HeadBox {
    pub(crate) head_top: f32,
    pub(crate) eye_y: f32,
    pub(crate) centre_x: f32,
    pub(crate) face_width: f32,
}

/// A crop under consideration: the interval in which its upper edge satisfies the rules, and where it ends up.
#[derive(Clone, Copy)]
struct Candidate {
    crop: Crop,
    /// Missing at the left, above, right and below, in pixels of the finished picture.
    missing: [f32; 4],
    cost: f32,
    scale: f32,
}

/// The best crop of a source of `width`×`height` pixels.
pub(crate) fn propose(head: &HeadBox, width: f32, height: f32, spec: &PhotoSpec) -> Result<Crop, Finding> {
    let mut candidates = Vec::new();
    let geometry = &spec.geometry;
    let ranges = [geometry.aim_face_width_px, geometry.face_width_px, geometry.face_width_px];
    for (margin, range) in MARGINS.into_iter().zip(ranges) {
        candidates = widths(inset(range, margin))
            .filter_map(|face_width| candidate(head, face_width, [width, height], margin, spec))
            .collect();
        let fitting = candidates.iter().filter(|one| one.missing.iter().all(|&side| side <= 0.0));
        match fitting.min_by(|a, b| a.cost.total_cmp(&b.cost)) {
            Some(best) if best.scale > spec.file.upscale_max => return Err(too_small(best.scale, spec)),
            Some(best) => return Ok(best.crop),
            None => {}
        }
    }
    Err(obstacle(&candidates, head, spec))
}

fn widths(Range(low, high): Range) -> impl Iterator<Item = f32> {
    (0..=STEPS).map(move |step| low + (high - low) * step as f32 / STEPS as f32)
}

/// The range without margins at its ends.
fn inset(Range(low, high): Range, share: f32) -> Range {
    let margin = (high - low) * share;
    Range(low + margin, high - margin)
}

/// The crop for one width of the face; `None` where hair and eyes cannot both be in place.
fn candidate(
    head: &HeadBox,
    face_width: f32,
    [width, height]: [f32; 2],
    margin: f32,
    spec: &PhotoSpec,
) -> Option<Candidate> {
    let geometry = &spec.geometry;
    let scale = face_width / head.face_width;
    let (crop_width, crop_height) = (spec.file.width_px as f32 / scale, spec.file.height_px as f32 / scale);
    let (tops, eyes) = (inset(geometry.head_top_px, margin), inset(geometry.eye_line_px, margin));
    let low = (head.head_top - tops.1 / scale).max(head.eye_y - eyes.1 / scale);
    let high = (head.head_top - tops.0 / scale).min(head.eye_y - eyes.0 / scale);
    if low > high {
        return None;
    }
    let wish = f32::midpoint(
        head.head_top - geometry.head_top_px.middle() / scale,
        head.eye_y - geometry.eye_line_px.middle() / scale,
    );
    let y = nearest(wish, [low, high], [0.0, height - crop_height]);
    let tolerance = geometry.centre_tolerance_px * CENTRE_SHARE / scale;
    let middle = head.centre_x - crop_width / 2.0;
    let x = nearest(middle, [middle - tolerance, middle + tolerance], [0.0, width - crop_width]);
    let missing = [-x, -y, x + crop_width - width, y + crop_height - height].map(|side| side * scale - 0.01);
    let off = |value: f32, range: Range| ((value - range.middle()) / (range.1 - range.0)).powi(2);
    let cost = off(face_width, geometry.face_width_px)
        + off((head.head_top - y) * scale, geometry.head_top_px)
        + off((head.eye_y - y) * scale, geometry.eye_line_px)
        + ((x - middle) * scale / geometry.centre_tolerance_px).powi(2);
    Some(Candidate { crop: Crop { x, y, width: crop_width, height: crop_height }, missing, cost, scale })
}

/// The point nearest to `wish` in `must`, moved into `inside` as far as `must` allows.
fn nearest(wish: f32, must: [f32; 2], inside: [f32; 2]) -> f32 {
    wish.min(inside[1]).max(inside[0]).clamp(must[0], must[1])
}

/// Which side of the source is in the way.
fn obstacle(candidates: &[Candidate], head: &HeadBox, spec: &PhotoSpec) -> Finding {
    let least = candidates.iter().min_by(|a, b| total_missing(a).total_cmp(&total_missing(b)));
    let Some(least) = least else {
        let ratio = (head.eye_y - head.head_top) / head.face_width;
        return refusal(Rule::GeometryHeadTop, ratio, reachable_ratio(spec), Unit::Ratio, "head_shape");
    };
    let [left, above, right, below] = least.missing;
    let lacking =
        |rule: Rule, pixels: f32, word: &'static str| measured(rule, pixels, Limit::at_most(0.0), Unit::Px).hint(word);
    let sides = least.missing.iter().filter(|&&side| side > 0.0).count();
    if sides > 1 {
        return lacking(Rule::GeometryFaceWidth, total_missing(least), "too_close");
    }
    if above > 0.0 {
        lacking(Rule::GeometryHeadTop, above, "space_above")
    } else if left > 0.0 {
        lacking(Rule::GeometryCentred, left, "space_left")
    } else if right > 0.0 {
        lacking(Rule::GeometryCentred, right, "space_right")
    } else {
        lacking(Rule::GeometryEyeLine, below, "space_below")
    }
}

fn total_missing(candidate: &Candidate) -> f32 {
    candidate.missing.iter().map(|side| side.max(0.0)).sum()
}

/// Heights of hair over eyes, in widths of the face, for which the ranges leave room.
fn reachable_ratio(spec: &PhotoSpec) -> Limit {
    let geometry = &spec.geometry;
    let (widths, tops, eyes) = (geometry.face_width_px, geometry.head_top_px, geometry.eye_line_px);
    Limit::between((eyes.0 - tops.1) / widths.1, (eyes.1 - tops.0) / widths.0)
}

fn too_small(scale: f32, spec: &PhotoSpec) -> Finding {
    refusal(Rule::GeometryFaceWidth, scale, Limit::at_most(spec.file.upscale_max), Unit::Ratio, "too_small")
}

/// A refusal fails even where the number alone would just hold (the margins are taken from the limits).
fn refusal(rule: Rule, value: f32, limit: Limit, unit: Unit, word: &'static str) -> Finding {
    Finding { outcome: Outcome::Fail, ..measured(rule, value, limit, unit) }.hint(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spec() -> PhotoSpec {
        let profile: toml::Table = include_str!("../../profiles/hunan.toml").parse().expect("the profile is TOML");
        profile["photo"].clone().try_into().expect("the profile specifies the photograph")
    }

    /// A head in the middle of a picture, of the proportions of an adult.
    fn head(centre_x: f32, eye_y: f32, face_width: f32) -> HeadBox {
        HeadBox { head_top: eye_y - face_width, eye_y, centre_x, face_width }
    }

    /// Head top, eye line, face width and offset from the middle in pixels of the finished picture.
    fn finished(head: &HeadBox, crop: Crop) -> [f32; 4] {
        let scale = 480.0 / crop.width;
        let offset = head.centre_x - (crop.x + crop.width / 2.0);
        [head.head_top - crop.y, head.eye_y - crop.y, head.face_width, offset].map(|length| length * scale)
    }

    fn satisfies(head: &HeadBox, crop: Crop, width: f32, height: f32) -> bool {
        let [top, eyes, face, offset] = finished(head, crop);
        let geometry = spec().geometry;
        let inside = crop.x >= -0.1
            && crop.y >= -0.1
            && crop.x + crop.width <= width + 0.1
            && crop.y + crop.height <= height + 0.1;
        inside
            && geometry.head_top_px.limit().holds(top)
            && geometry.eye_line_px.limit().holds(eyes)
            && geometry.face_width_px.limit().holds(face)
            && offset.abs() <= geometry.centre_tolerance_px
            && (crop.width / crop.height - 0.75).abs() < 1e-3
    }

    fn hint(result: Result<Crop, Finding>) -> String {
        result.expect_err("there is no crop").hint.expect("a refusal says why")
    }

    #[test]
    fn with_room_all_around_the_ranges_are_met_near_their_middles() {
        let head = head(1500.0, 1700.0, 600.0);
        let crop = propose(&head, 3000.0, 4000.0, &spec()).unwrap();
        let [top, eyes, face, offset] = finished(&head, crop);
        assert!((60.0..=100.0).contains(&top) && (260.0..=298.0).contains(&eyes), "{top} {eyes}");
        assert!((200.0..=280.0).contains(&face) && offset.abs() < 1.0);
    }

    #[test]
    fn what_is_missing_is_named() {
        let spec = spec();
        assert_eq!(hint(propose(&head(1500.0, 620.0, 600.0), 3000.0, 4000.0, &spec)), "space_above");
        assert_eq!(hint(propose(&head(320.0, 1700.0, 600.0), 3000.0, 4000.0, &spec)), "space_left");
        assert_eq!(hint(propose(&head(2700.0, 1700.0, 600.0), 3000.0, 4000.0, &spec)), "space_right");
        assert_eq!(hint(propose(&head(1500.0, 3600.0, 600.0), 3000.0, 4000.0, &spec)), "space_below");
        assert_eq!(hint(propose(&head(500.0, 700.0, 700.0), 1000.0, 1300.0, &spec)), "too_close");
        assert_eq!(hint(propose(&head(300.0, 300.0, 80.0), 600.0, 800.0, &spec)), "too_small");
        let tall = HeadBox { head_top: 100.0, eye_y: 1300.0, centre_x: 1500.0, face_width: 600.0 };
        assert_eq!(hint(propose(&tall, 3000.0, 4000.0, &spec)), "head_shape");
    }

    #[test]
    fn a_change_of_a_limit_moves_or_forbids_the_crop() {
        let head = head(1500.0, 1700.0, 600.0);
        let crop = |change: fn(&mut PhotoSpec)| {
            let mut spec = spec();
            change(&mut spec);
            propose(&head, 3000.0, 4000.0, &spec)
        };
        let before = crop(|_| {}).unwrap();
        assert_ne!(crop(|spec| spec.geometry.aim_face_width_px = Range(260.0, 280.0)).unwrap(), before);
        assert_ne!(crop(|spec| spec.geometry.head_top_px = Range(55.0, 60.0)).unwrap(), before);
        assert!(crop(|spec| spec.geometry.eye_line_px = Range(100.0, 150.0)).is_err());
        assert!(crop(|spec| spec.file.upscale_max = 0.1).is_err());
    }

    proptest! {
        #[test]
        fn a_proposed_crop_satisfies_every_rule(
            x in 0.0_f32..3000.0, y in 0.0_f32..4000.0, face in 50.0_f32..1500.0, hair in 0.7_f32..1.4,
        ) {
            let head = HeadBox { head_top: y - face * hair, eye_y: y, centre_x: x, face_width: face };
            if let Ok(crop) = propose(&head, 3000.0, 4000.0, &spec()) {
                prop_assert!(satisfies(&head, crop, 3000.0, 4000.0), "{:?} {:?}", crop, finished(&head, crop));
            }
        }

        #[test]
        fn any_crop_is_fitted_into_the_source(
            x in any::<f32>(), y in any::<f32>(), w in any::<f32>(), h in any::<f32>(),
            width in 1.0_f32..5000.0, height in 1.0_f32..5000.0,
        ) {
            let crop = Crop { x, y, width: w, height: h }.fitted(width, height, &spec());
            prop_assert!(crop.x >= 0.0 && crop.y >= 0.0 && crop.width > 0.0);
            prop_assert!(crop.x + crop.width <= width * 1.001 && crop.y + crop.height <= height * 1.001);
        }
    }
}
