//! What covers the head or is worn on it: face masks, coloured hats, earrings; and the width of a smile.

use super::{
    colour::{Lab, ciede2000},
    head::Head,
    patch::Reader,
};
use crate::portable::Portable;
use crate::{mask::Mask, mesh::index, picture::Picture};

/// Corners of the mouth.
const MOUTH: [usize; 2] = [61, 291];

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Cover {
    /// Distance in a* and b*, so that shade does not count, by which nose, upper lip and chin all differ from the skin below
    /// the eyes and on the forehead.
    pub(crate) lower_face: f32,
    /// Share of the crown that has a colour neither of hair nor of skin.
    pub(crate) crown: f32,
    /// Share of what is seen of the ears' lobes that shines or has a colour neither of hair nor of skin.
    pub(crate) lobes: f32,
    /// Width of the mouth over the distance of the eyes.
    pub(crate) smile: f32,
}

pub(crate) fn measure(picture: &Picture, mask: &Mask, head: &Head) -> Cover {
    let reader = Reader::new(picture, head);
    let skin = [[-0.42, 0.2], [0.42, 0.2], [0.0, -0.42]].map(|place| reader.colour(place, [0.12, 0.04]));
    let off = |place: [f32; 2], half: [f32; 2]| {
        let colour = reader.colour(place, half);
        skin.iter().map(|&skin| (colour.a - skin.a).portable_hypot(colour.b - skin.b)).fold(f32::MAX, f32::min)
    };
    let lower_face = [off([0.0, 0.4], [0.1, 0.05]), off([0.0, 0.56], [0.2, 0.03]), off([0.0, 0.88], [0.25, 0.05])];
    Cover {
        lower_face: lower_face.into_iter().fold(f32::MAX, f32::min),
        crown: crown(&reader, mask, head, skin),
        lobes: lobes(&reader, mask, head, skin),
        smile: head.mesh.distance(MOUTH[0], MOUTH[1]) / head.eye_distance.max(1.0),
    }
}

/// Hair is dark, or grey of any lightness, or has a hue from red-brown to yellow.
fn could_be_hair(lab: Lab) -> bool {
    let chroma = lab.a.portable_hypot(lab.b);
    let hue = lab.b.portable_atan2(lab.a).to_degrees();
    chroma < 14.0 || (lab.l < 25.0 && chroma < 25.0) || (20.0..=95.0).contains(&hue)
}

fn foreign(lab: Lab, skin: [Lab; 3]) -> bool {
    !could_be_hair(lab) && skin.iter().all(|&skin| ciede2000(lab, skin) > 15.0)
}

fn crown(reader: &Reader, mask: &Mask, head: &Head, skin: [Lab; 3]) -> f32 {
    let top = reader.axes.of_point([head.centre_x(), head.measures.head_top_y])[1];
    let forehead = reader.axes.of_point(head.mesh.xy(index::FOREHEAD))[1];
    let middle = [0.0, f32::midpoint(top, forehead)];
    let half = [0.6, (forehead - top).max(0.0) * 0.4];
    share(reader, mask, middle, half, |lab| foreign(lab, skin))
}

fn lobes(reader: &Reader, mask: &Mask, head: &Head, skin: [Lab; 3]) -> f32 {
    let edges = [index::CHEEK_LEFT, index::CHEEK_RIGHT].map(|at| reader.axes.of_point(head.mesh.xy(at))[0]);
    let lightest = skin[0].l.max(skin[1].l);
    let shines = |lab: Lab| (lab.l > lightest + 14.0 && lab.l > 80.0) || foreign(lab, skin);
    let lobe = |x: f32| share(reader, mask, [x + x.signum() * 0.06, 0.46], [0.09, 0.12], shines);
    lobe(edges[0]).max(lobe(edges[1]))
}

/// Share of the person's pixels in a patch; 0 where hardly any of it is the person.
fn share(reader: &Reader, mask: &Mask, middle: [f32; 2], half: [f32; 2], test: impl Fn(Lab) -> bool) -> f32 {
    let person: Vec<Lab> = reader
        .axes
        .patch(middle, half)
        .filter(|&[x, y]| mask.at(x, y) > 0.95)
        .map(|at| reader.linear.lab(reader.pixel(at)))
        .collect();
    let found = person.iter().filter(|&&lab| test(lab)).count();
    if person.len() < 30 { 0.0 } else { found as f32 / person.len() as f32 }
}
