//! Follows a face through the frames of a live camera. In every frame the mesh is placed where it was before; every
//! few frames the person is set off from the background anew, and now and then the whole frame is searched for faces. What the measures ask for is for `guidance`, how steadily it is said for `steadiness`.

use crate::portable::Portable;
use crate::{
    analysis::{Analysis, FACE_MIN, Networks, Purpose, analyse, bust},
    check, faces, guidance,
    mask::segment,
    measure::{
        colour::Linear,
        head::{self, Head},
        percentile,
    },
    mesh,
    picture::Picture,
    steadiness::Steadiness,
};
use shared::photo::{
    PhotoSpec,
    exchange::{Guidance, Instruction},
};

/// Frames from one mask of the person, and what is judged by it, to the next.
const LOOK_EVERY: u32 = 5;
/// Frames from one search for all faces to the next while one is followed: it costs as much as ten frames.
const SEARCH_EVERY: u32 = 4 * LOOK_EVERY;
/// Time in which the remembered place follows the head by two thirds, milliseconds.
const REMEMBERED_MS: f64 = 300.0;
/// Distance from the remembered place, over the distance of the eyes, from which the head moves. A mesh on a still picture
/// trembles by about a fiftieth.
const MOVING: f32 = 0.08;
/// A frame whose lightest twentieth has less than this share of the light that a face needs shows nobody because it is dark.
const DARK_SHARE: f32 = 0.5;

/// One frame of a live camera: `width * height * 4` bytes of sRGB and alpha, rows from the top, not mirrored.
#[derive(Clone, Copy)]
pub struct Shot<'a> {
    pub rgba: &'a [u8],
    pub width: usize,
    pub height: usize,
    /// Milliseconds of any clock that only goes forward.
    pub at_ms: f64,
}

/// What is remembered from frame to frame; `default` begins anew.
#[derive(Default)]
pub struct Watch {
    seen: Analysis,
    /// Frames since the last search for faces; `None` before the first.
    age: Option<u32>,
    /// What the last look found about light, background and clothes.
    scene: Option<Instruction>,
    /// Eyes' midpoint as it was a moment ago, in pixels, and when.
    place: Option<([f32; 2], f64)>,
    steadiness: Steadiness,
}

impl Watch {
    /// Takes in the next frame.
    pub(crate) fn follow(&mut self, networks: &Networks, shot: Shot, spec: &PhotoSpec) -> Option<Guidance> {
        let picture = picture(&shot)?;
        let search_every = if self.seen.head.is_some() { SEARCH_EVERY } else { LOOK_EVERY };
        let age = self.age.map(|age| age + 1).filter(|&age| age < search_every);
        let kept = age.filter(|_| self.followed(networks, &picture) || self.stands(networks, &picture));
        if kept.is_none() {
            self.seen = analyse(networks, &picture, Purpose::Frame);
        }
        let age = kept.unwrap_or(0);
        if age.is_multiple_of(LOOK_EVERY) {
            self.look(networks, &picture, age > 0, spec);
        }
        self.age = Some(age);
        let now = self.instruction(&picture, shot.at_ms, spec);
        let (say, held) = self.steadiness.hear(now, shot.at_ms);
        let [width, height] = [picture.width as f32, picture.height as f32];
        let face = self
            .seen
            .faces
            .first()
            .map(|face| [face.x / width, face.y / height, face.width / width, face.height / height]);
        Some(Guidance { now, say, held, face })
    }

    /// Places the mesh of the frame before in this one; `false` if there was none, or it is lost.
    fn followed(&mut self, networks: &Networks, picture: &Picture) -> bool {
        let Some(before) = self.seen.head.as_ref() else { return false };
        let mesh = mesh::follow(&networks.face_mesh, picture, &before.mesh).filter(|mesh| mesh.face > FACE_MIN);
        let Some(mesh) = mesh else { return false };
        let head = head::measure(mesh, self.seen.mask.as_ref(), picture);
        if let Some(face) = self.seen.faces.first_mut() {
            let (now, before) = (middle(&head), middle(before));
            face.x += now[0] - before[0];
            face.y += now[1] - before[1];
        }
        self.seen.head = Some(head);
        true
    }

    /// Nobody was there, and at a glance nobody is; or several or lying faces, of which the next whole analysis will tell.
    fn stands(&self, networks: &Networks, picture: &Picture) -> bool {
        let seen = &self.seen;
        seen.head.is_none() && (!seen.faces.is_empty() || !faces::glance(&networks.face_box, picture))
    }

    /// Judges light, background and what else the mask shows; `renew`: after making it anew.
    fn look(&mut self, networks: &Networks, picture: &Picture, renew: bool, spec: &PhotoSpec) {
        if let Some(head) = self.seen.head.take_if(|_| renew) {
            self.seen.mask = segment(&networks.person_mask, picture, bust(&head.mesh, picture));
            self.seen.head = Some(head::measure(head.mesh, self.seen.mask.as_ref(), picture));
        }
        self.scene = if self.seen.head.is_some() {
            let scene = guidance::first(&check::scene::findings(picture, &self.seen, spec));
            scene.into_iter().chain(guidance::first(&check::appearance::findings(picture, &self.seen, spec))).min()
        } else {
            None
        };
    }

    /// The most important thing to say of this frame.
    fn instruction(&mut self, picture: &Picture, at_ms: f64, spec: &PhotoSpec) -> Instruction {
        let moving = self.moving(at_ms);
        let subject = guidance::subject(self.seen.faces.len(), self.seen.turned);
        let Some(head) = self.seen.head.as_ref() else {
            let dark = subject == Some(Instruction::NoFace) && is_dark(picture, spec);
            return if dark { Instruction::TooDark } else { subject.unwrap_or(Instruction::NoFace) };
        };
        let face = guidance::first(&check::face::findings(picture, &self.seen, spec));
        let place = guidance::place(head, picture.width, picture.height, spec);
        let still = moving.then_some(Instruction::HoldStill);
        [subject, self.scene, face, place, still].into_iter().flatten().min().unwrap_or(Instruction::Ready)
    }

    /// Whether the head is away from where it was a moment ago.
    fn moving(&mut self, at_ms: f64) -> bool {
        let Some(head) = self.seen.head.as_ref() else {
            self.place = None;
            return false;
        };
        let now = middle(head);
        let Some((before, before_ms)) = self.place else {
            self.place = Some((now, at_ms));
            return true;
        };
        let share = (1.0 - (-(at_ms - before_ms).max(0.0) / REMEMBERED_MS).exp()) as f32;
        let follow = |axis: usize| before[axis] + (now[axis] - before[axis]) * share;
        self.place = Some(([follow(0), follow(1)], at_ms));
        (now[0] - before[0]).portable_hypot(now[1] - before[1]) > MOVING * head.eye_distance
    }
}

/// The midpoint of the eyes.
fn middle(head: &Head) -> [f32; 2] {
    let [left, right] = [head.measures.left_eye, head.measures.right_eye];
    [f32::midpoint(left[0], right[0]), f32::midpoint(left[1], right[1])]
}

/// The frame without its alpha; `None` if the sizes do not agree.
fn picture(shot: &Shot) -> Option<Picture> {
    let count = shot.width.checked_mul(shot.height)?;
    if shot.rgba.len() != count.checked_mul(4)? {
        return None;
    }
    let rgb = shot.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    Picture::new(shot.width, shot.height, rgb)
}

/// Too dark to tell whether anybody is there.
fn is_dark(picture: &Picture, spec: &PhotoSpec) -> bool {
    let linear = Linear::new();
    let light = |pixel: &[u8]| linear.luminance([pixel[0], pixel[1], pixel[2]]) * 255.0;
    let mut lights: Vec<f32> = picture.rgb.chunks_exact(3).step_by(23).map(light).collect();
    percentile(&mut lights, 0.95) < spec.light.bright_luminance_min * DARK_SHARE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::face::tests::{drawn_head, spec};
    use shared::photo::Region;

    fn blank() -> Picture {
        Picture::new(480, 640, vec![0; 480 * 640 * 3]).expect("the size is right")
    }

    /// A watch that has just seen a head which satisfies every rule.
    fn watching() -> Watch {
        let seen = Analysis { faces: vec![Region::default()], head: Some(drawn_head()), ..Analysis::default() };
        Watch { seen, ..Watch::default() }
    }

    #[test]
    fn a_head_is_ready_once_it_rests() {
        let mut watch = watching();
        let asked: Vec<_> = (0..3).map(|at| watch.instruction(&blank(), f64::from(at) * 100.0, &spec())).collect();
        assert_eq!(asked, [Instruction::HoldStill, Instruction::Ready, Instruction::Ready]);
    }

    #[test]
    fn a_head_that_moves_is_told_to_hold_still() {
        let mut watch = watching();
        watch.instruction(&blank(), 0.0, &spec());
        for eye in [&mut |head: &mut Head| head.measures.left_eye[0] += 10.0, &mut |head: &mut Head| {
            head.measures.right_eye[0] += 10.0;
        }] as [&mut dyn FnMut(&mut Head); 2]
        {
            watch.seen.head.as_mut().map(eye).expect("there is a head");
        }
        assert_eq!(watch.instruction(&blank(), 100.0, &spec()), Instruction::HoldStill);
        let rested = (2..20).map(|at| watch.instruction(&blank(), f64::from(at) * 100.0, &spec())).last();
        assert_eq!(rested, Some(Instruction::Ready));
    }

    #[test]
    fn what_the_last_look_found_wrong_about_the_scene_stands_until_the_next() {
        let mut watch = watching();
        watch.scene = Some(Instruction::BackgroundColour);
        watch.instruction(&blank(), 0.0, &spec());
        assert_eq!(watch.instruction(&blank(), 100.0, &spec()), Instruction::BackgroundColour);
    }

    #[test]
    fn a_second_person_is_said_before_anything_about_the_first() {
        let mut watch = watching();
        watch.seen.faces.push(Region::default());
        watch.scene = Some(Instruction::TooDark);
        assert_eq!(watch.instruction(&blank(), 0.0, &spec()), Instruction::SeveralFaces);
    }

    #[test]
    fn frames_of_the_wrong_size_are_refused() {
        assert!(picture(&Shot { rgba: &[0; 15], width: 2, height: 2, at_ms: 0.0 }).is_none());
        assert!(picture(&Shot { rgba: &[], width: 0, height: 0, at_ms: 0.0 }).is_none());
        assert!(picture(&Shot { rgba: &[0; 16], width: usize::MAX, height: 2, at_ms: 0.0 }).is_none());
        let two = picture(&Shot { rgba: &[1, 2, 3, 255, 4, 5, 6, 255], width: 2, height: 1, at_ms: 0.0 });
        assert_eq!(two.expect("the size is right").rgb, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn darkness_is_measured_by_the_limit_of_the_profile() {
        let grey = |value: u8| Picture::new(60, 80, vec![value; 60 * 80 * 3]).expect("the size is right");
        assert!(is_dark(&grey(20), &spec()) && !is_dark(&grey(180), &spec()));
        let mut lenient = spec();
        lenient.light.bright_luminance_min = 0.0;
        assert!(!is_dark(&grey(20), &lenient));
    }
}
