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
