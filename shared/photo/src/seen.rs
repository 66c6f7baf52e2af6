//! Faces of any picture with their meshes, for engines that compare faces and follow one through a video. Measures only;
//! what may be concluded is theirs.

use crate::{
    Engine,
    analysis::{FACE_MIN, bust},
    decode::decode,
    encode::plain,
    faces::detect,
    mask::segment,
    measure::{
        cover, eyes, focus,
        head::{self, Head},
        light,
    },
    mesh::{self, index},
    picture::Picture,
    resample::{Frame, planes},
};

/// Most faces whose meshes are fitted; more than this need no exact count.
const FACES_MAX: usize = 6;
/// Corners of the mouth and the tip of the nose in the mesh.
const MOUTH_CORNERS: [usize; 2] = [61, 291];
const NOSE_TIP: usize = 4;

/// Upright sRGB pixels.
#[derive(Clone)]
pub struct Pixels(Picture);

/// A square of a picture, turned clockwise about its centre; pixels and radians. It may reach outside, where all is black.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Square {
    pub centre: [f32; 2],
    pub side: f32,
    pub angle: f32,
}

/// Which faces are looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Search {
    /// Small ones too, in every part of the picture.
    Thorough,
    /// Small ones only where there is no large one.
    Quick,
}

/// A face with its mesh; coordinates in pixels of the picture.
#[derive(Clone)]
pub struct SeenFace {
    /// x, y, width, height of the detector's box: brows to chin.
    pub area: [f32; 4],
    head: Head,
}

impl Pixels {
    /// Rows of R, G, B from the top. `None` where the sizes do not agree.
    pub fn new(width: usize, height: usize, rgb: Vec<u8>) -> Option<Self> {
        Picture::new(width, height, rgb).map(Self)
    }

    /// A JPEG, PNG or WebP file, upright, reduced to a longer side of `longest` to just under twice that. `None` where it is none,
    /// is damaged, or is larger than the engine decodes.
    pub fn decode(bytes: &[u8], longest: usize) -> Option<Self> {
        decode(bytes, longest).ok().map(|decoded| Self(decoded.picture.reduced(longest).0))
    }

    /// As `decode`, but of a part only: x, y, width, height in pixels of the upright file.
    pub fn decode_part(bytes: &[u8], part: [f32; 4], longest: usize) -> Option<Self> {
        let decoded = decode(bytes, usize::MAX).ok()?;
        let cut = Self(decoded.picture).cut(part)?;
        Some(Self(cut.0.reduced(longest).0))
    }

    pub fn width(&self) -> usize {
        self.0.width
    }

    pub fn height(&self) -> usize {
        self.0.height
    }

    /// `width * height * 3` bytes.
    pub fn rgb(&self) -> &[u8] {
        &self.0.rgb
    }

    /// The part inside the picture of x, y, width, height; `None` where that is nothing.
    pub fn cut(&self, [x, y, width, height]: [f32; 4]) -> Option<Self> {
        let place = |at: f32, most: usize| at.max(0.0).min(most as f32) as usize;
        let (left, right) = (place(x, self.width()), place((x + width).ceil(), self.width()));
        let (top, bottom) = (place(y, self.height()), place((y + height).ceil(), self.height()));
        let row = |line: usize| &self.0.rgb[(line * self.width() + left) * 3..(line * self.width() + right) * 3];
        if left >= right || top >= bottom {
            return None;
        }
        Self::new(right - left, bottom - top, (top..bottom).flat_map(row).copied().collect())
    }

    /// A JPEG file of a quality from 1 to 100.
    pub fn jpeg(&self, quality: u8) -> Vec<u8> {
        plain(&self.0, quality)
    }

    /// A square as `side` by `side` planes R, G, B, each value mapped by `value * scale + offset`.
    pub fn planes(&self, square: Square, side: usize, scale: f32, offset: f32) -> Vec<f32> {
        let Square { centre, side: length, angle } = square;
        planes(&self.0, &Frame { centre, width: length, height: length, angle }, side, side, scale, offset)
    }
}

impl Engine {
    /// The upright faces of a picture, largest first.
    pub fn faces(&self, pixels: &Pixels, search: Search) -> Vec<SeenFace> {
        let picture = &pixels.0;
        let network = &self.networks.face_mesh;
        detect(&self.networks.face_box, picture, search == Search::Thorough)
            .into_iter()
            .take(FACES_MAX)
            .filter_map(|face| Some((face, mesh::fit(network, picture, &face).filter(|mesh| mesh.face > FACE_MIN)?)))
            .map(|(face, mesh)| {
                let (width, height) = (face.width, face.height);
                let area = [face.centre[0] - width / 2.0, face.centre[1] - height / 2.0, width, height];
                let mesh = mesh::settled(network, picture, mesh);
                SeenFace { area, head: head::measure(mesh, None, picture) }
            })
            .collect()
    }

    /// The same face in the next picture of a film, fitted from where it was; `None` where it is no longer there.
    pub fn follow(&self, pixels: &Pixels, before: &SeenFace) -> Option<SeenFace> {
        let picture = &pixels.0;
        let mesh = mesh::follow(&self.networks.face_mesh, picture, &before.head.mesh)?;
        let mesh = mesh::settled(&self.networks.face_mesh, picture, Some(mesh).filter(|mesh| mesh.face > FACE_MIN)?);
        let head = head::measure(mesh, None, picture);
        let [x, y] = [0, 1].map(|axis: usize| centre(&head)[axis] - centre(&before.head)[axis]);
        let grown = (head.eye_distance / before.head.eye_distance.max(1.0)).clamp(0.25, 4.0);
        let [left, top, width, height] = before.area;
        let area = [
            left + x - width * (grown - 1.0) / 2.0,
            top + y - height * (grown - 1.0) / 2.0,
            width * grown,
            height * grown,
        ];
        Some(SeenFace { area, head })
    }

    /// By how much the colour of nose, lips and chin differs from the skin around (a* and b*): a mask shows. `None` where the
    /// person cannot be set off.
    pub fn cover_of(&self, pixels: &Pixels, face: &SeenFace) -> Option<f32> {
        let frame = bust(&face.head.mesh, &pixels.0);
        let mask = segment(&self.networks.person_mask, &pixels.0, frame)?;
        Some(cover::measure(&pixels.0, &mask, &face.head).lower_face)
    }
}

fn centre(head: &Head) -> [f32; 2] {
    head.mesh.middle([index::CHEEK_LEFT, index::CHEEK_RIGHT])
}

impl SeenFace {
    /// 468 points: x, y, and z in the same unit, smaller nearer to the camera.
    pub fn points(&self) -> &[[f32; 3]] {
        &self.head.mesh.points
    }

    /// Turned to the left of the picture, chin up, clockwise; degrees.
    pub fn pose(&self) -> [f32; 3] {
        let measures = &self.head.measures;
        [measures.yaw_deg, measures.pitch_deg, measures.roll_deg]
    }

    /// Distance of the eyes' centres, pixels.
    pub fn eye_distance(&self) -> f32 {
        self.head.eye_distance
    }

    /// Left eye, right eye (of the picture), tip of the nose, left and right corner of the mouth.
    pub fn five_points(&self) -> [[f32; 2]; 5] {
        let [left, right] = MOUTH_CORNERS.map(|at| self.head.mesh.xy(at));
        [self.head.measures.left_eye, self.head.measures.right_eye, self.head.mesh.xy(NOSE_TIP), left, right]
    }

    /// Height of each eye between the lids over its width, left in the picture first.
    pub fn eye_openings(&self) -> [f32; 2] {
        let mesh = &self.head.mesh;
        let of =
            |lids: &[[usize; 2]], [outer, inner]: [usize; 2]| mesh.opening(lids) / mesh.distance(outer, inner).max(1.0);
        [of(&index::LIDS_LEFT, index::EYE_LEFT), of(&index::LIDS_RIGHT, index::EYE_RIGHT)]
    }

    /// Opening of the inner lips over the distance from eyes to chin.
    pub fn lip_opening(&self) -> f32 {
        self.head.lips
    }

    /// Share of the variation of the face that a blur would remove, 0..1; `None` where the face is too small.
    pub fn sharpness(&self, pixels: &Pixels) -> Option<f32> {
        focus::measure(&pixels.0, &self.head.mesh)
    }

    /// Median linear luminance of the face and share of it that is blown, 0..255 and 0..1; `None` where it is too small.
    pub fn light(&self, pixels: &Pixels) -> Option<[f32; 2]> {
        light::measure(&pixels.0, &self.head.mesh).map(|light| [light.middle, light.over])
    }

    /// Light around the eyes over that of the cheeks: dark lenses take it away. `None` where the eyes are too small.
    pub fn lens_light(&self, pixels: &Pixels) -> Option<f32> {
        eyes::measure(&pixels.0, &self.head).map(|eyes| eyes.lens_light)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_cut_at_the_edges_of_the_picture() {
        let pixels = Pixels::new(4, 2, (0..8).flat_map(|at| [at; 3]).collect()).unwrap();
        let part = pixels.cut([2.0, -3.0, 9.0, 4.5]).unwrap();
        assert_eq!((part.width(), part.height()), (2, 2));
        assert_eq!(part.rgb().iter().step_by(3).copied().collect::<Vec<_>>(), [2, 3, 6, 7]);
        for nothing in [[4.0, 0.0, 3.0, 3.0], [0.0, 0.0, 0.0, 1.0], [f32::NAN; 4], [0.0, -9.0, 4.0, 2.0]] {
            assert!(pixels.cut(nothing).is_none(), "{nothing:?}");
        }
    }

    #[test]
    fn what_is_no_picture_is_not_decoded() {
        assert!(Pixels::decode(b"no picture", 640).is_none());
        let pixels = Pixels::new(40, 30, vec![90; 40 * 30 * 3]).unwrap();
        let file = pixels.jpeg(80);
        let again = Pixels::decode(&file, 640).unwrap();
        assert_eq!((again.width(), again.height()), (40, 30));
        assert!(Pixels::decode(&file[..file.len() / 2], 640).is_none());
    }
}
