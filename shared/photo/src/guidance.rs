//! From the findings about a frame of the live camera to the one instruction that matters most. No measures and no limits
//! of its own: those of the finished picture hold, but for the place of the head, where it is enough that a crop exists.

use crate::{
    crop::{HeadBox, propose},
    measure::head::Head,
};
use shared::photo::{Finding, Outcome, PhotoSpec, Rule, exchange::Instruction};

/// Share of its limit from which a pose is not right yet: nearer, it would hold in this frame and fail in the next.
const NEAR: f32 = 0.9;

/// The most important instruction of these findings.
pub(crate) fn first(findings: &[Finding]) -> Option<Instruction> {
    findings.iter().filter_map(of).min()
}

/// What a finding asks of somebody before the camera; `None` if it holds, or if nobody can act on it there (the file, the
/// focus of a small frame) or it is for `place` to say.
fn of(finding: &Finding) -> Option<Instruction> {
    let most = finding.limit.and_then(|limit| limit.max);
    let near = matches!(finding.rule, Rule::PoseFrontal | Rule::PoseLevel)
        && finding.measured.zip(most).is_some_and(|(value, max)| value > max * NEAR);
    if finding.outcome != Outcome::Fail && !near {
        return None;
    }
    let least = finding.limit.and_then(|limit| limit.min);
    let low = finding.measured.zip(least).is_some_and(|(value, min)| value < min);
    Some(match finding.rule {
        Rule::GeometryFaceWidth if low => Instruction::ComeCloser,
        Rule::GeometryFaceWidth => Instruction::GoBack,
        Rule::PoseLevel | Rule::ShouldersLevel => Instruction::LevelHead,
        Rule::PoseFrontal => Instruction::FaceForward,
        Rule::EyesOpen => Instruction::OpenEyes,
        Rule::MouthClosed => Instruction::CloseMouth,
        Rule::HeadCovering => Instruction::HeadCovering,
        Rule::HairOverEyes => Instruction::HairOverEyes,
        Rule::GlassesTinted | Rule::GlassesFrameOverEyes | Rule::GlassesReflection => Instruction::Glasses,
        Rule::LightExposure if finding.hint.as_deref() == Some("too_dark") => Instruction::TooDark,
        Rule::LightExposure => Instruction::TooBright,
        Rule::LightEven => Instruction::UnevenLight,
        Rule::LightHighlight => Instruction::BrightSpots,
        Rule::ColourNatural => Instruction::LightColour,
        Rule::BackgroundColour => Instruction::BackgroundColour,
        Rule::BackgroundUniform | Rule::BackgroundShadow | Rule::BackgroundObjects => Instruction::BackgroundPlain,
        Rule::ClothesDistinct => Instruction::Clothes,
        _ => return None,
    })
}

/// Where the head must go so that a crop of this frame, `width`×`height` pixels, satisfies the geometry; `None` if one
/// exists already.
pub(crate) fn place(head: &Head, width: usize, height: usize, spec: &PhotoSpec) -> Option<Instruction> {
    // In pixels of the finished picture: the still has more of them than this frame, and must not be called too small.
    let scale = spec.file.height_px as f32 / height as f32;
    let head = HeadBox {
        head_top: head.measures.head_top_y * scale,
        eye_y: head.eye_y() * scale,
        centre_x: head.centre_x() * scale,
        face_width: head.width() * scale,
    };
    let obstacle = propose(&head, width as f32 * scale, spec.file.height_px as f32, spec).err()?;
    Some(match obstacle.hint.as_deref()? {
        "space_left" => Instruction::MoveRight,
        "space_right" => Instruction::MoveLeft,
        "space_above" => Instruction::MoveDown,
        "space_below" => Instruction::MoveUp,
        "too_small" => Instruction::ComeCloser,
        "too_close" => Instruction::GoBack,
        // Hair and eyes too far apart or too near for any crop: the head is bent.
        _ => Instruction::FaceForward,
    })
}

/// What the number and the turn of the faces ask for, before anything is said about one of them.
pub(crate) fn subject(faces: usize, turned: bool) -> Option<Instruction> {
    match faces {
        0 => Some(Instruction::NoFace),
        1 => turned.then_some(Instruction::LevelHead),
        _ => Some(Instruction::SeveralFaces),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::Analysis,
        check::{
            self,
            face::tests::{drawn_head, spec},
        },
        picture::Picture,
    };
    use shared::photo::{Region, spec::Range};

    /// What a drawn head asks for under a changed specification, in a frame of `width`×`height` pixels.
    fn asked(change: impl Fn(&mut PhotoSpec), alter: impl Fn(&mut Head), scale: usize) -> Option<Instruction> {
        let (mut spec, mut head) = (spec(), drawn_head());
        change(&mut spec);
        alter(&mut head);
        let (width, height) = (480 * scale / 4, 640 * scale / 4);
        let picture = Picture::new(width, height, vec![0; width * height * 3]).expect("the size is right");
        let place = place(&head, width, height, &spec);
        let analysis = Analysis { faces: vec![Region::default()], head: Some(head), ..Analysis::default() };
        first(&check::face::findings(&picture, &analysis, &spec)).into_iter().chain(place).min()
    }

    fn moved(by: [f32; 2]) -> impl Fn(&mut Head) {
        move |head| {
            let face = &mut head.measures;
            for x in [&mut face.left_eye[0], &mut face.right_eye[0], &mut face.cheek_left_x, &mut face.cheek_right_x] {
                *x += by[0];
            }
            for y in [&mut face.left_eye[1], &mut face.right_eye[1], &mut face.chin[1], &mut face.head_top_y] {
                *y += by[1];
            }
        }
    }

    #[test]
    fn a_well_placed_head_asks_for_nothing() {
        assert_eq!(asked(|_| {}, |_| {}, 4), None);
    }

    #[test]
    fn a_head_at_the_edge_is_sent_to_the_middle() {
        for (by, instruction) in [
            ([-130.0, 0.0], Instruction::MoveRight),
            ([130.0, 0.0], Instruction::MoveLeft),
            ([0.0, -75.0], Instruction::MoveDown),
            ([0.0, 180.0], Instruction::MoveUp),
        ] {
            assert_eq!(asked(|_| {}, moved(by), 4), Some(instruction), "{by:?}");
        }
    }

    #[test]
    fn a_little_off_the_middle_is_left_to_the_crop() {
        assert_eq!(asked(|_| {}, moved([30.0, 0.0]), 4), None);
        assert_eq!(asked(|_| {}, moved([0.0, 20.0]), 4), None);
    }

    #[test]
    fn the_profile_decides_how_near_to_come() {
        let nearer = |spec: &mut PhotoSpec| spec.geometry.face_width_px = Range(230.0, 300.0);
        let farther = |spec: &mut PhotoSpec| spec.geometry.face_width_px = Range(180.0, 210.0);
        assert_eq!(asked(nearer, |_| {}, 4), Some(Instruction::ComeCloser));
        assert_eq!(asked(farther, |_| {}, 4), Some(Instruction::GoBack));
        // The same head in a frame twice as large covers half as much of it.
        assert_eq!(asked(|_| {}, |_| {}, 8), Some(Instruction::ComeCloser));
    }

    #[test]
    fn every_limit_of_the_pose_is_that_of_the_profile() {
        type Change = fn(&mut PhotoSpec);
        let cases: [(Change, Instruction); 4] = [
            (|spec| spec.pose.pitch_deg_max = -0.1, Instruction::FaceForward),
            (|spec| spec.pose.roll_deg_max = -0.1, Instruction::LevelHead),
            (|spec| spec.pose.eyes_open_min = 0.2, Instruction::OpenEyes),
            (|spec| spec.pose.mouth_open_max = -0.1, Instruction::CloseMouth),
        ];
        for (change, instruction) in cases {
            assert_eq!(asked(change, |_| {}, 4), Some(instruction));
        }
    }

    #[test]
    fn a_pose_near_its_limit_is_not_ready_yet() {
        let yaw = |degrees: f32| asked(|_| {}, move |head| head.measures.yaw_deg = degrees, 4);
        assert_eq!(yaw(2.0), None);
        assert_eq!(yaw(10.0), None);
        assert_eq!(yaw(-11.5), Some(Instruction::FaceForward));
    }

    #[test]
    fn of_several_faults_the_first_to_mend_is_said() {
        let closed_and_far = |spec: &mut PhotoSpec| {
            spec.pose.eyes_open_min = 0.2;
            spec.geometry.face_width_px = Range(230.0, 300.0);
        };
        assert_eq!(asked(closed_and_far, |_| {}, 4), Some(Instruction::ComeCloser));
    }

    #[test]
    fn light_and_background_have_words_of_their_own() {
        let failed = |rule: Rule, hint: &str| Finding {
            hint: Some(hint.to_owned()),
            ..check::measured(rule, 2.0, shared::photo::verdict::Limit::at_most(1.0), shared::photo::Unit::Ratio)
        };
        for (finding, instruction) in [
            (failed(Rule::LightExposure, "too_dark"), Some(Instruction::TooDark)),
            (failed(Rule::LightExposure, "too_bright"), Some(Instruction::TooBright)),
            (failed(Rule::LightEven, "light_uneven"), Some(Instruction::UnevenLight)),
            (failed(Rule::BackgroundColour, "background_colour"), Some(Instruction::BackgroundColour)),
            (failed(Rule::BackgroundObjects, "object"), Some(Instruction::BackgroundPlain)),
            (failed(Rule::FocusSharp, "blurred"), None),
        ] {
            assert_eq!(first(std::slice::from_ref(&finding)), instruction, "{finding:?}");
        }
    }

    #[test]
    fn nobody_several_and_lying_are_told_apart() {
        assert_eq!(subject(0, false), Some(Instruction::NoFace));
        assert_eq!(subject(2, false), Some(Instruction::SeveralFaces));
        assert_eq!(subject(1, true), Some(Instruction::LevelHead));
        assert_eq!(subject(1, false), None);
    }
}
