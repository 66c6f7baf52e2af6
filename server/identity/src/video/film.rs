//! Follows the face through a film: what every frame shows, and now and then a closer look that costs more.

use super::{AntiSpoof, Frame, Limits, series::correlation};
use crate::face::{Face, FaceMatcher, NotJudged};
use photo::{Pixels, Search, SeenFace, Square};

/// Closer looks in a second: the whole picture is searched, the face is embedded.
const LOOKS_PER_SECOND: usize = 2;
/// Looks up to which a change of the scene calls for another one: a film that flickers shall not cost more than others.
const LOOKS_MAX: usize = 24;
/// Frames that are kept for the reviewer, of all of the film, and their quality.
const KEPT_MAX: usize = 8;
const KEPT_QUALITY: u8 = 75;
/// Side of the small grey picture by which scenes are compared.
const SCENE_SIDE: usize = 24;
/// A face besides counts from this share of the first one's width.
const OTHER_FACE: f32 = 0.4;
/// The face that was followed is the one found, when their centres are nearer than this, over its width.
const SAME_PLACE: f32 = 0.6;

/// What one frame shows.
pub(super) struct Moment {
    pub(super) at_s: f32,
    pub(super) face: Option<SeenFace>,
    /// Likeness to the frame before, -1 to 1.
    pub(super) continuity: f32,
    /// Distance of the face from where it was in the frame before, and by how much it grew, over the distance of the eyes.
    pub(super) jump: f32,
}

/// A closer look.
pub(super) struct Look {
    pub(super) others: usize,
    /// `Err` where the face could not be judged.
    pub(super) face: Result<Face, NotJudged>,
    /// How likely it is alive.
    pub(super) live: Option<f32>,
    /// Degrees from straight ahead.
    pub(super) turned: f32,
}

pub(super) struct Film<'a> {
    matcher: &'a FaceMatcher,
    anti_spoof: Option<&'a AntiSpoof>,
    limits: &'a Limits,
    scene: Option<Vec<f32>>,
    pub(super) moments: Vec<Moment>,
    pub(super) looks: Vec<Look>,
    kept: Vec<Frame>,
}

impl<'a> Film<'a> {
    pub(super) fn new(matcher: &'a FaceMatcher, anti_spoof: Option<&'a AntiSpoof>, limits: &'a Limits) -> Self {
        Self { matcher, anti_spoof, limits, scene: None, moments: Vec::new(), looks: Vec::new(), kept: Vec::new() }
    }

    /// Takes in the next frame.
    pub(super) fn see(&mut self, pixels: &Pixels) {
        let at = self.moments.len();
        let every = (self.limits.frames_per_second / LOOKS_PER_SECOND).max(1);
        let scene = scene_of(pixels);
        let continuity = self.scene.as_ref().map_or(1.0, |before| likeness(before, &scene));
        self.scene = Some(scene);
        let before = self.moments.last().and_then(|moment| moment.face.as_ref());
        let followed = before.and_then(|face| self.matcher.engine().follow(pixels, face));
        let changed = continuity < self.limits.continuity_min && self.looks.len() < LOOKS_MAX;
        let close = at.is_multiple_of(every) || changed;
        let (face, others) =
            if close || followed.is_none() { self.search(pixels, followed.as_ref(), close) } else { (followed, 0) };
        let jump = before.zip(face.as_ref()).map_or(0.0, |(before, face)| jump(before, face));
        let at_s = at as f32 / self.limits.frames_per_second.max(1) as f32;
        if close {
            self.look(pixels, face.as_ref(), others, at_s);
        }
        self.moments.push(Moment { at_s, face, continuity, jump });
    }

    /// All faces: the one that was followed, where it is among them, and how many others are as good as as large.
    fn search(&self, pixels: &Pixels, followed: Option<&SeenFace>, thorough: bool) -> (Option<SeenFace>, usize) {
        let search = if thorough { Search::Thorough } else { Search::Quick };
        let mut faces = self.matcher.engine().faces(pixels, search);
        let place = followed.and_then(|followed| {
            let near = |face: &SeenFace| distance(face, followed) < SAME_PLACE * followed.area[2];
            faces.iter().position(near)
        });
        let first = match (place, followed) {
            (Some(place), _) => faces.remove(place),
            (None, Some(followed)) => followed.clone(),
            (None, None) if faces.is_empty() => return (None, 0),
            (None, None) => faces.remove(0),
        };
        let others = faces.iter().filter(|other| other.area[2] > OTHER_FACE * first.area[2]).count();
        (Some(first), others)
    }

    fn look(&mut self, pixels: &Pixels, face: Option<&SeenFace>, others: usize, at_s: f32) {
        self.kept.push(Frame { at_s, jpeg: pixels.jpeg(KEPT_QUALITY) });
        let Some(face) = face else { return };
        let [yaw, pitch, _] = face.pose();
        self.looks.push(Look {
            others,
            face: self.matcher.describe_seen(pixels, face),
            live: self.anti_spoof.and_then(|model| model.live(pixels, face)),
            turned: yaw.hypot(pitch),
        });
    }

    /// The frames for the reviewer, in order.
    pub(super) fn into_kept(self) -> Vec<Frame> {
        thinned(self.kept)
    }

    /// Faces of the closer looks that could be judged, the straightest first.
    pub(super) fn faces(&self) -> Vec<&Face> {
        let mut judged: Vec<(f32, &Face)> =
            self.looks.iter().filter_map(|look| Some((look.turned, look.face.as_ref().ok()?))).collect();
        judged.sort_by(|a, b| a.0.total_cmp(&b.0));
        judged.into_iter().map(|(_, face)| face).collect()
    }
}

/// As many as are kept, evenly over all.
fn thinned<T>(all: Vec<T>) -> Vec<T> {
    let count = all.len();
    let stays = |at: usize| count <= KEPT_MAX || (at + 1) * KEPT_MAX / count > at * KEPT_MAX / count;
    all.into_iter().enumerate().filter(|&(at, _)| stays(at)).map(|(_, one)| one).collect()
}

fn centre(face: &SeenFace) -> [f32; 2] {
    let [x, y, width, height] = face.area;
    [x + width / 2.0, y + height / 2.0]
}

fn distance(one: &SeenFace, other: &SeenFace) -> f32 {
    let ([ax, ay], [bx, by]) = (centre(one), centre(other));
    (ax - bx).hypot(ay - by)
}

fn jump(before: &SeenFace, face: &SeenFace) -> f32 {
    let unit = before.eye_distance().max(1.0);
    distance(before, face) / unit + (face.eye_distance() / unit - 1.0).abs()
}

/// The picture in small, grey.
fn scene_of(pixels: &Pixels) -> Vec<f32> {
    let (width, height) = (pixels.width() as f32, pixels.height() as f32);
    let square = Square { centre: [width / 2.0, height / 2.0], side: width.max(height), angle: 0.0 };
    let planes = pixels.planes(square, SCENE_SIDE, 1.0, 0.0);
    let size = SCENE_SIDE * SCENE_SIDE;
    (0..size).map(|at| 0.299 * planes[at] + 0.587 * planes[at + size] + 0.114 * planes[at + 2 * size]).collect()
}

/// Two scenes without any drawing are alike.
fn likeness(one: &[f32], other: &[f32]) -> f32 {
    correlation(one, other).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_kept_of_all_of_a_film() {
        assert_eq!(thinned(vec![1, 2, 3]), [1, 2, 3]);
        for count in [8, 9, 16, 17, 100] {
            let kept = thinned((0..count).collect::<Vec<usize>>());
            assert_eq!(kept.len(), KEPT_MAX, "{count}");
            assert!(kept[0] <= count / 4 && kept[KEPT_MAX - 1] >= count * 3 / 4, "{kept:?}");
        }
    }

    #[test]
    fn scenes_without_any_drawing_are_alike() {
        assert_eq!(likeness(&[7.0; 9], &[9.0; 9]), 1.0);
        let one: Vec<f32> = (0..9_u8).map(f32::from).collect();
        let other: Vec<f32> = one.iter().rev().copied().collect();
        assert!(likeness(&one, &other) < -0.9);
    }
}
