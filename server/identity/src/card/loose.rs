//! A picture in which no outline was found, or something else's: the text of all of it, read once. Most of its lines run in one
//! direction; as a card seen from aside has lines that run together, the page is that on which they are level and parallel.

use super::{
    anchors::card_by_labels,
    detect::{Patch, Stain, grown},
    hull::Rectangle,
    network::Failed,
    page::{CARD_MM, Line, Networks, Page, SEARCHED, is_turned, read_lines},
    problems::is_colourless,
    raster::{Projection, Quad, Raster, distance},
};

/// Longest side on which text is looked for.
const SEARCHED_WHOLE: usize = 832;
/// From how many times as long as high a line shows a direction, and one that is weighed.
const LONG: f32 = 2.0;
const LONGER: f32 = 4.0;
/// Radians within which lines run in one direction, and lines of one card seen from aside.
const ALIKE: f32 = 0.1;
const ASIDE: f32 = 0.2;
/// By how much the lines' slant may change between the first and the last.
const KEYSTONE: f32 = 0.2;
/// A card so much smaller than those on which text is looked for is looked at again by itself.
const SMALL: f32 = 0.75;

pub(super) struct Loose<'a> {
    picture: &'a Raster,
    lines: Vec<Line>,
    /// Of the page: where it lies in the picture, and its size.
    corners: Quad,
    size: [f32; 2],
    /// Pixels of the picture for one on which text was looked for.
    scale: f32,
}

impl<'a> Loose<'a> {
    pub(super) fn read(networks: &Networks, picture: &'a Raster) -> Result<Self, Failed> {
        let size = [picture.width as f32, picture.height as f32];
        let [width, height] = within(size, SEARCHED_WHOLE);
        let scale = [size[0] / width as f32, size[1] / height as f32];
        let mut stains = networks.detector.find(&picture.scaled(width, height))?;
        for stain in &mut stains {
            for point in &mut stain.hull {
                *point = [point[0] * scale[0], point[1] * scale[1]];
            }
        }
        let frame = Frame::of(direction(&stains));
        let level: Vec<Rectangle> = stains.into_iter().filter_map(|stain| frame.line(&stain)).collect();
        let (mut corners, size) = frame.page(&level);
        let mut patches: Vec<Patch> = level.iter().map(|line| frame.patch(line)).collect();
        if is_turned(networks, picture, &patches)? {
            let turned = |[a, b, c, d]: Quad| [c, d, a, b];
            corners = turned(corners);
            for patch in &mut patches {
                patch.corners = turned(patch.corners);
            }
        }
        let lines = read_lines(networks, picture, &patches, places(&corners, size))?;
        Ok(Self { picture, lines, corners, size, scale: scale[0] })
    }

    /// All of it, in places that are pixels, more or less.
    pub(super) fn page(&self) -> Page {
        let place = places(&self.corners, self.size);
        Page::of(&self.lines, place, &self.corners, self.size, is_colourless(self.picture))
    }

    /// The card, where its labels say where it lies.
    pub(super) fn card(&self, networks: &Networks) -> Result<Option<Page>, Failed> {
        let Some(outline) = card_by_labels(&self.page()) else { return Ok(None) };
        let long = f32::midpoint(distance(outline[0], outline[1]), distance(outline[3], outline[2]));
        if long < SMALL * SEARCHED[0] as f32 * self.scale {
            return Page::read(networks, self.picture, outline).map(Some);
        }
        let colours = self.picture.straightened(&outline, SEARCHED[0], SEARCHED[1]);
        let place = places(&outline, CARD_MM);
        Ok(Some(Page::of(&self.lines, place, &outline, CARD_MM, is_colourless(&colours))))
    }
}

/// From pixels of the picture to places on a page of that size.
fn places(corners: &Quad, size: [f32; 2]) -> impl Fn([f32; 2]) -> [f32; 2] + use<> {
    let map = Projection::from_unit(corners).inverse();
    move |at| {
        let [u, v] = map.at(at);
        [u * size[0], v * size[1]]
    }
}

/// The angle, in radians, in which the greatest length of lines runs.
fn direction(stains: &[Stain]) -> f32 {
    let seen = |stain: &Stain| {
        let line = Rectangle::around(&mut stain.hull.clone())?;
        let [half, high] = line.half;
        (half > LONG * high).then(|| (line.along[1].atan2(line.along[0]), half))
    };
    let lines: Vec<(f32, f32)> = stains.iter().filter_map(seen).collect();
    let apart = |a: f32, b: f32| (a - b).sin().atan2((a - b).cos().abs());
    let near = |angle: f32| lines.iter().filter(move |line| apart(line.0, angle).abs() < ALIKE);
    let length = |angle: f32| near(angle).map(|line| line.1).sum::<f32>();
    let Some(&(angle, _)) = lines.iter().max_by(|a, b| length(a.0).total_cmp(&length(b.0))) else { return 0.0 };
    let off: f32 = near(angle).map(|line| apart(line.0, angle) * line.1).sum();
    angle + off / length(angle)
}

/// The picture turned so that a direction is level.
struct Frame {
    along: [f32; 2],
}

impl Frame {
    fn of(angle: f32) -> Self {
        Self { along: [angle.cos(), angle.sin()] }
    }

    fn turned(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [u, v] = self.along;
        [x * u + y * v, y * u - x * v]
    }

    fn back(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        let [u, v] = self.along;
        [x * u - y * v, x * v + y * u]
    }

    /// A line in this frame; `None` of one that runs in another direction.
    fn line(&self, stain: &Stain) -> Option<Rectangle> {
        let mut hull: Vec<[f32; 2]> = stain.hull.iter().map(|&point| self.turned(point)).collect();
        let found = Rectangle::around(&mut hull)?.level();
        if found.half[0] < LONG * found.half[1] {
            // One character or two show no direction of their own.
            return grown(Rectangle::along(&hull, [1.0, 0.0])?.level());
        }
        (slope(&found).abs() < ASIDE).then(|| grown(found)).flatten()
    }

    fn patch(&self, line: &Rectangle) -> Patch {
        Patch { corners: line.corners().map(|corner| self.back(corner)) }
    }

    /// Corners in the picture, and size, of a page around lines, on which they are level.
    fn page(&self, lines: &[Rectangle]) -> (Quad, [f32; 2]) {
        let corners = || lines.iter().flat_map(Rectangle::corners);
        let ends =
            |axis: usize| corners().map(|c| c[axis]).fold([f32::MAX, f32::MIN], |[a, b], at| [a.min(at), b.max(at)]);
        let ([left, right], [top, bottom]) =
            if lines.is_empty() { ([0.0, 1.0], [0.0, 1.0]) } else { (ends(0), ends(1)) };
        let slant = slants(lines, [top, bottom]);
        let [upper, lower] = slant.map(|slant| slant * (right - left) / 2.0);
        let page = [[left, top - upper], [right, top + upper], [right, bottom + lower], [left, bottom - lower]];
        (page.map(|corner| self.back(corner)), [right - left, bottom - top])
    }
}

fn slope(line: &Rectangle) -> f32 {
    line.along[1].atan2(line.along[0])
}

/// How lines slant at the top and at the bottom: the straight line through what the longer ones show, by least squares.
fn slants(lines: &[Rectangle], [top, bottom]: [f32; 2]) -> [f32; 2] {
    let longer: Vec<&Rectangle> = lines.iter().filter(|line| line.half[0] > LONGER * line.half[1]).collect();
    let weight = |line: &Rectangle| line.half[0] * line.half[0];
    let sum = |of: &dyn Fn(&Rectangle) -> f32| longer.iter().map(|line| weight(line) * of(line)).sum::<f32>();
    let total = sum(&|_| 1.0);
    if longer.len() < 2 || bottom - top < 1.0 {
        return [0.0; 2];
    }
    let (y, slant) = (sum(&|line| line.centre[1]) / total, sum(&slope) / total);
    let spread = sum(&|line| (line.centre[1] - y).powi(2)) / total;
    let together = sum(&|line| (line.centre[1] - y) * (slope(line) - slant)) / total;
    let most = KEYSTONE / (bottom - top);
    let change = if spread > 1.0 { (together / spread).clamp(-most, most) } else { 0.0 };
    [top, bottom].map(|end| slant + change * (end - y))
}

/// The size with a longer side of at most `longest`, in multiples of 32.
fn within(size: [f32; 2], longest: usize) -> [usize; 2] {
    let scale = (longest as f32 / size[0].max(size[1])).min(1.0);
    size.map(|side| ((side * scale / 32.0).round() as usize).max(1) * 32)
}
