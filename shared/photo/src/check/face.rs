//! `subject.*`, `geometry.*`, `pose.*`, `eyes.open`, `mouth.closed` (Hunan annex 2, parts 2 and 4).

use super::{Detail, measured, stated};
use crate::{
    analysis::Analysis,
    measure::{head::Head, outline},
    picture::Picture,
};
use shared::photo::{Finding, Outcome, PhotoSpec, Region, Rule, Unit, verdict::Limit};

/// Everything about the face. Geometry is judged in pixels of the finished picture.
pub(crate) fn findings(picture: &Picture, analysis: &Analysis, spec: &PhotoSpec) -> Vec<Finding> {
    let mut out = subject(analysis);
    if let Some(head) = analysis.head.as_ref() {
        out.extend(geometry(picture, head, spec));
        let slope = analysis.mask.as_ref().and_then(|mask| outline::shoulder_slope(picture, mask, head));
        out.extend(pose(head, slope, spec));
        out.extend(slope.map(|slope| shoulders(slope, spec)));
        out.extend(openings(head, spec));
    }
    out
}

/// How many faces there are, and which way up. Never empty.
pub(crate) fn subject(analysis: &Analysis) -> Vec<Finding> {
    [Some(count(analysis)), orientation(analysis)].into_iter().flatten().collect()
}

fn count(analysis: &Analysis) -> Finding {
    let faces = analysis.faces.len();
    let one = Limit::between(1.0, 1.0);
    let finding = measured(Rule::SubjectCount, faces as f32, one, Unit::Count).hint_by_side("no_face", "many_faces");
    match analysis.faces.get(1) {
        Some(&other) => finding.region(other),
        None => finding,
    }
}

fn orientation(analysis: &Analysis) -> Option<Finding> {
    if analysis.faces.is_empty() {
        return None;
    }
    Some(stated(Rule::SubjectOrientation, !analysis.turned).hint("turned"))
}

fn geometry(picture: &Picture, head: &Head, spec: &PhotoSpec) -> [Finding; 5] {
    let scale = spec.file.height_px as f32 / picture.height as f32;
    let (width, face) = (picture.width as f32, &head.measures);
    let limits = &spec.geometry;
    let line = |y: f32| Region { x: 0.0, y, width, height: 0.0 };
    let cheeks =
        Region { x: face.cheek_left_x, y: head.eye_y(), width: head.width(), height: face.chin[1] - head.eye_y() };
    let offset = (head.centre_x() - width / 2.0) * scale;
    let side = if offset < 0.0 { "off_left" } else { "off_right" };
    [
        measured(Rule::GeometryHeadTop, face.head_top_y * scale, limits.head_top_px.limit(), Unit::Px)
            .hint_by_side("head_high", "head_low")
            .region(line(face.head_top_y)),
        measured(Rule::GeometryEyeLine, head.eye_y() * scale, limits.eye_line_px.limit(), Unit::Px)
            .hint_by_side("eyes_high", "eyes_low")
            .region(line(head.eye_y())),
        measured(Rule::GeometryFaceWidth, head.width() * scale, limits.face_width_px.limit(), Unit::Px)
            .hint_by_side("face_small", "face_large")
            .region(cheeks),
        measured(Rule::GeometryCentred, offset.abs(), Limit::at_most(limits.centre_tolerance_px), Unit::Px)
            .hint(side)
            .region(cheeks),
        measured(Rule::GeometryAspect, head.width() / head.eye_to_chin, limits.aspect_ratio.limit(), Unit::Ratio)
            .hint_by_side("squeezed", "stretched")
            .region(cheeks),
    ]
}

/// Turned, nodding or leaning heads, and pictures that are not level; near the limit it is advice.
fn pose(head: &Head, slope: Option<f32>, spec: &PhotoSpec) -> [Finding; 2] {
    let (face, limits) = (&head.measures, &spec.pose);
    let near = |rule: Rule, value: f32, max: f32, words: [&'static str; 2]| {
        let mut finding = measured(rule, value.abs(), Limit::at_most(max), Unit::Deg);
        if value.abs() > max * limits.advice_share && finding.outcome == Outcome::Pass {
            finding.outcome = Outcome::Advice;
        }
        finding.hint(words[usize::from(value > 0.0)])
    };
    let [yaw, pitch] = [face.yaw_deg / limits.yaw_deg_max, face.pitch_deg / limits.pitch_deg_max].map(f32::abs);
    let frontal = if yaw > pitch {
        near(Rule::PoseFrontal, face.yaw_deg, limits.yaw_deg_max, ["turned_left", "turned_right"])
    } else {
        near(Rule::PoseFrontal, face.pitch_deg, limits.pitch_deg_max, ["chin_down", "chin_up"])
    };
    let roll = face.roll_deg / limits.roll_deg_max;
    // A picture that is itself aslant shows it in the shoulders, even where the head makes up for it.
    let aslant = slope.filter(|slope| (slope / limits.shoulders_deg_max).abs() > roll.abs().max(1.0));
    let words = ["leaning_left", "leaning_right"];
    let level = match aslant {
        Some(slope) => near(Rule::PoseLevel, slope, limits.shoulders_deg_max, words),
        None => near(Rule::PoseLevel, face.roll_deg, limits.roll_deg_max, words),
    };
    [frontal, level]
}

fn shoulders(slope: f32, spec: &PhotoSpec) -> Finding {
    let limit = Limit::at_most(spec.pose.shoulders_deg_max);
    measured(Rule::ShouldersLevel, slope.abs(), limit, Unit::Deg).hint("shoulders_uneven")
}

fn openings(head: &Head, spec: &PhotoSpec) -> [Finding; 2] {
    let face = &head.measures;
    let t = head.eye_to_chin;
    let eyes = Region {
        x: face.left_eye[0] - 0.3 * t,
        y: head.eye_y() - 0.15 * t,
        width: face.right_eye[0] - face.left_eye[0] + 0.6 * t,
        height: 0.3 * t,
    };
    let [lip_x, lip_y] = head.mesh.middle(crate::mesh::index::INNER_LIPS[1]);
    let mouth = Region { x: lip_x - 0.3 * t, y: lip_y - 0.15 * t, width: 0.6 * t, height: 0.3 * t };
    [
        measured(Rule::EyesOpen, head.lids, Limit::at_least(spec.pose.eyes_open_min), Unit::Ratio)
            .hint("eyes_closed")
            .region(eyes),
        measured(Rule::MouthClosed, head.lips, Limit::at_most(spec.pose.mouth_open_max), Unit::Ratio)
            .hint("mouth_open")
            .region(mouth),
    ]
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{measure::head, mesh::Mesh, mesh::index};

    pub(crate) fn spec() -> PhotoSpec {
        let profile: toml::Table = include_str!("../../../profiles/hunan.toml").parse().expect("the profile is TOML");
        profile["photo"].clone().try_into().expect("the profile specifies the photograph")
    }

    fn blank() -> Picture {
        Picture::new(480, 640, vec![0; 480 * 640 * 3]).expect("the size is right")
    }

    /// A head that satisfies every rule: face 220 wide, eyes at 250, hair at 80.
    pub(crate) fn drawn_head() -> Head {
        let mut points = vec![[240.0, 300.0, 0.0]; 468];
        let mut put = |at: usize, x: f32, y: f32, z: f32| points[at] = [x, y, z];
        for (step, at) in crate::measure::light::OVAL.into_iter().enumerate() {
            let (sin, cos) = (step as f32 / 36.0 * std::f32::consts::TAU).sin_cos();
            put(at, 240.0 + 110.0 * sin, 292.5 - 132.5 * cos, 0.0);
        }
        put(index::CHEEK_LEFT, 130.0, 300.0, 0.0);
        put(index::CHEEK_RIGHT, 350.0, 300.0, 0.0);
        put(index::CHIN, 240.0, 425.0, 40.0);
        put(index::FOREHEAD, 240.0, 160.0, 0.0);
        for (outer, inner, x) in [(33, 133, 190.0), (263, 362, 290.0)] {
            put(outer, x - 15.0, 250.0, 0.0);
            put(inner, x + 15.0, 250.0, 0.0);
        }
        for (lids, x) in [(index::LIDS_LEFT, 190.0), (index::LIDS_RIGHT, 290.0)] {
            for ([upper, lower], x) in lids.into_iter().zip([x - 6.0, x, x + 6.0]) {
                put(upper, x, 243.0, 0.0);
                put(lower, x, 257.0, 0.0);
            }
        }
        for (opening, x) in crate::measure::eyes::OPENINGS.into_iter().zip([190.0, 290.0]) {
            let outwards = if x < 240.0 { -1.0 } else { 1.0 };
            for (step, at) in opening.into_iter().enumerate() {
                let (sin, cos) = (step as f32 / 8.0 * std::f32::consts::PI).sin_cos();
                put(at, x + outwards * 15.0 * cos, 250.0 + 7.0 * sin, 0.0);
            }
        }
        put(61, 203.0, 370.0, 0.0);
        put(291, 277.0, 370.0, 0.0);
        let mut head = head::measure(Mesh { points, face: 1.0, angle: 0.0 }, None, &blank());
        head.measures.head_top_y = 80.0;
        head
    }

    fn judged(change: impl Fn(&mut PhotoSpec), alter: impl Fn(&mut Head)) -> Vec<Finding> {
        let (mut spec, mut head) = (spec(), drawn_head());
        change(&mut spec);
        alter(&mut head);
        let face = Region::default();
        findings(&blank(), &Analysis { faces: vec![face], head: Some(head), ..Analysis::default() }, &spec)
    }

    fn failed(findings: &[Finding]) -> Vec<(Rule, &str)> {
        let failed = findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
        failed.map(|finding| (finding.rule, finding.hint.as_deref().unwrap_or_default())).collect()
    }

    #[test]
    fn a_well_placed_head_breaks_no_rule() {
        let all = judged(|_| {}, |_| {});
        assert_eq!(failed(&all), []);
        assert_eq!(all.len(), 11);
    }

    #[test]
    fn every_limit_decides() {
        use shared::photo::spec::Range;
        type Change = fn(&mut PhotoSpec);
        let cases: [(Change, Rule, &str); 9] = [
            (|spec| spec.geometry.head_top_px = Range(90.0, 110.0), Rule::GeometryHeadTop, "head_high"),
            (|spec| spec.geometry.eye_line_px = Range(200.0, 240.0), Rule::GeometryEyeLine, "eyes_low"),
            (|spec| spec.geometry.face_width_px = Range(180.0, 200.0), Rule::GeometryFaceWidth, "face_large"),
            (|spec| spec.geometry.centre_tolerance_px = -1.0, Rule::GeometryCentred, "off_right"),
            (|spec| spec.geometry.aspect_ratio = Range(1.3, 1.6), Rule::GeometryAspect, "squeezed"),
            (|spec| spec.pose.pitch_deg_max = -0.1, Rule::PoseFrontal, "chin_down"),
            (|spec| spec.pose.roll_deg_max = -0.1, Rule::PoseLevel, "leaning_left"),
            (|spec| spec.pose.eyes_open_min = 0.1, Rule::EyesOpen, "eyes_closed"),
            (|spec| spec.pose.mouth_open_max = -0.1, Rule::MouthClosed, "mouth_open"),
        ];
        for (change, rule, hint) in cases {
            assert_eq!(failed(&judged(change, |_| {})), [(rule, hint)]);
        }
    }

    #[test]
    fn a_turned_head_is_advised_near_the_limit_and_fails_beyond_it() {
        let outcome = |yaw: f32| {
            let all = judged(|_| {}, |head| head.measures.yaw_deg = yaw);
            all.iter().find(|finding| finding.rule == Rule::PoseFrontal).map(|finding| finding.outcome)
        };
        assert_eq!(outcome(2.0), Some(Outcome::Pass));
        assert_eq!(outcome(-10.0), Some(Outcome::Advice));
        assert_eq!(outcome(14.0), Some(Outcome::Fail));
    }

    #[test]
    fn geometry_is_judged_in_pixels_of_the_finished_picture() {
        let half = Picture::new(240, 320, vec![0; 240 * 320 * 3]).expect("the size is right");
        let mut head = drawn_head();
        head.measures.head_top_y = 40.0;
        let found = geometry(&half, &head, &spec());
        assert_eq!(found[0].measured, Some(80.0));
        assert_eq!(found[2].measured, Some(440.0));
    }

    #[test]
    fn nobody_several_and_turned_are_told_apart() {
        let of = |faces: usize, turned: bool| {
            let analysis = Analysis { faces: vec![Region::default(); faces], turned, ..Analysis::default() };
            let all = subject(&analysis);
            failed(&all).into_iter().map(|(_, hint)| hint.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of(0, false), ["no_face"]);
        assert_eq!(of(3, false), ["many_faces"]);
        assert_eq!(of(1, true), ["turned"]);
        assert!(of(1, false).is_empty());
    }
}
