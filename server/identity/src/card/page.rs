//! A side as it is read: straightened, upright, its text in rows. Places are millimetres of a card where its outline is known.

use super::{
    detect::{Detector, Patch},
    direction::Direction,
    network::Failed,
    raster::{Projection, Quad, Raster, distance, whole},
    recognise::{Recogniser, Step},
};

/// A card, ISO/IEC 7810 ID-1.
pub(super) const CARD_MM: [f32; 2] = [85.6, 54.0];
/// Pixels of a straightened card, and of that on which text is looked for (multiples of 32).
const STRAIGHT: [usize; 2] = [1280, 800];
const SEARCHED: [usize; 2] = [512, 320];
/// Longest side on which text is looked for where no outline is known, and on which it is read.
const SEARCHED_WHOLE: usize = 832;
const READ_WHOLE: usize = 1600;
/// Slant of lines, in radians, that the reading bears.
const LEVEL: f32 = 0.03;
/// Least length of a patch in pixels by which it is told what is up.
const LONG_ENOUGH: f32 = 60.0;
/// Patches that are asked which way up they are.
const ASKED: usize = 5;

/// The networks that read.
pub(super) struct Networks {
    pub(super) detector: Detector,
    pub(super) recogniser: Recogniser,
    pub(super) direction: Direction,
}

/// A step of a line's lattice where it stands.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) step: Step,
    pub(super) x: f32,
    /// Of the line: the same for all of its marks.
    pub(super) y: f32,
    pub(super) high: f32,
}

/// Marks beside each other, from the left.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) marks: Vec<Mark>,
    pub(super) y: f32,
    pub(super) high: f32,
}

pub(super) struct Page {
    pub(super) rows: Vec<Row>,
    /// The outline was found: places are those of a card.
    pub(super) outlined: bool,
    /// Pixels as they were read.
    pub(super) raster: Raster,
    /// From places to pixels of the picture.
    map: Projection,
    size: [f32; 2],
}

impl Page {
    /// Reads a picture: the card where its corners are known, else all of it, turned so that its lines are level.
    pub(super) fn read(networks: &Networks, picture: &Raster, outline: Option<Quad>) -> Result<Self, Failed> {
        if let Some(outline) = outline {
            let corners = lying(outline);
            let raster = picture.straightened(&corners, STRAIGHT[0], STRAIGHT[1]);
            let patches = found(networks, &raster, SEARCHED)?;
            return Self::of(networks, raster, patches, corners, true);
        }
        let all = whole(picture.width as f32, picture.height as f32);
        let (raster, patches) = level(networks, picture, &all)?;
        let angle = slant(&patches);
        if angle.abs() < LEVEL {
            return Self::of(networks, raster, patches, all, false);
        }
        let corners = turned_by(&all, angle);
        let (raster, patches) = level(networks, picture, &corners)?;
        Self::of(networks, raster, patches, corners, false)
    }

    fn of(
        networks: &Networks,
        raster: Raster,
        patches: Vec<Patch>,
        corners: Quad,
        outlined: bool,
    ) -> Result<Self, Failed> {
        let size = if outlined { CARD_MM } else { [raster.width as f32, raster.height as f32] };
        let map = Projection::from_unit(&corners);
        let mut page = Self { rows: Vec::new(), outlined, raster, map, size };
        let mut patches = patches;
        if page.is_turned(networks, &patches)? {
            page.turn(&mut patches, corners);
        }
        page.read_rows(networks, &patches)?;
        Ok(page)
    }

    /// Most of the longest lines say so.
    fn is_turned(&self, networks: &Networks, patches: &[Patch]) -> Result<bool, Failed> {
        let length = |patch: &Patch| distance(patch.corners[0], patch.corners[1]);
        let mut longest: Vec<&Patch> = patches.iter().filter(|patch| length(patch) > LONG_ENOUGH).collect();
        longest.sort_by(|a, b| length(b).total_cmp(&length(a)));
        longest.truncate(ASKED);
        let mut sum = 0.0;
        for patch in &longest {
            sum += networks.direction.turned(&self.raster, &patch.corners)?;
        }
        Ok(sum > 0.5 * longest.len() as f32 && !longest.is_empty())
    }

    fn turn(&mut self, patches: &mut [Patch], [a, b, c, d]: Quad) {
        let [width, height] = [self.raster.width as f32, self.raster.height as f32];
        self.raster = self.raster.turned();
        self.map = Projection::from_unit(&[c, d, a, b]);
        for patch in patches {
            let [a, b, c, d] = patch.corners.map(|[x, y]| [width - x, height - y]);
            patch.corners = [c, d, a, b];
        }
    }

    fn read_rows(&mut self, networks: &Networks, patches: &[Patch]) -> Result<(), Failed> {
        let unit = [self.size[0] / self.raster.width as f32, self.size[1] / self.raster.height as f32];
        let place = |[x, y]: [f32; 2]| [x * unit[0], y * unit[1]];
        let mut lines = Vec::new();
        for patch in patches {
            let [a, b, c, d] = patch.corners.map(place);
            let middle = |p: [f32; 2], q: [f32; 2]| [f32::midpoint(p[0], q[0]), f32::midpoint(p[1], q[1])];
            let (from, to) = (middle(a, d), middle(b, c));
            // Upright columns are no text of these documents.
            if (to[0] - from[0]).abs() < (to[1] - from[1]).abs() {
                continue;
            }
            // What unclipping added is not the letters' height.
            let (y, high) = (f32::midpoint(from[1], to[1]), distance(a, d) * 0.65);
            let steps = networks.recogniser.read(&self.raster, &patch.corners)?;
            let mark = |step: Step| Mark { x: from[0] + (to[0] - from[0]) * step.along, y, high, step };
            lines.push(steps.into_iter().map(mark).collect::<Vec<_>>());
        }
        self.rows = rows(lines);
        Ok(())
    }

    /// A place in pixels of the picture.
    pub(super) fn in_picture(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        self.map.at([x / self.size[0], y / self.size[1]])
    }

    /// The upright rectangle of the picture around a rectangle of places: x, y, width, height.
    pub(super) fn region(&self, [left, top]: [f32; 2], [right, bottom]: [f32; 2]) -> [f32; 4] {
        let corners = [[left, top], [right, top], [right, bottom], [left, bottom]].map(|place| self.in_picture(place));
        let least = |axis: usize| corners.iter().map(|corner| corner[axis]).fold(f32::MAX, f32::min).max(0.0);
        let most = |axis: usize| corners.iter().map(|corner| corner[axis]).fold(f32::MIN, f32::max);
        let (x, y) = (least(0), least(1));
        [x, y, (most(0) - x).max(0.0), (most(1) - y).max(0.0)]
    }
}

/// Text on a raster, looked for on a smaller one.
fn found(networks: &Networks, raster: &Raster, [width, height]: [usize; 2]) -> Result<Vec<Patch>, Failed> {
    let scale = [raster.width as f32 / width as f32, raster.height as f32 / height as f32];
    let mut patches = networks.detector.find(&raster.scaled(width, height))?;
    for patch in &mut patches {
        patch.corners = patch.corners.map(|[x, y]| [x * scale[0], y * scale[1]]);
    }
    Ok(patches)
}

/// A part of a picture at the size at which text is read, with the text on it.
fn level(networks: &Networks, picture: &Raster, corners: &Quad) -> Result<(Raster, Vec<Patch>), Failed> {
    let size = [distance(corners[0], corners[1]), distance(corners[0], corners[3])];
    let [width, height] = within(size, READ_WHOLE, 1);
    let raster = picture.straightened(corners, width, height);
    let patches = found(networks, &raster, within(size, SEARCHED_WHOLE, 32))?;
    Ok((raster, patches))
}

/// Median direction of the longer lines, radians; an upright one's is about a right angle.
fn slant(patches: &[Patch]) -> f32 {
    let longer =
        patches.iter().map(|patch| &patch.corners).filter(|c| distance(c[0], c[1]) > 2.0 * distance(c[0], c[3]));
    let mut angles: Vec<f32> = longer.map(|c| (c[1][1] - c[0][1]).atan2(c[1][0] - c[0][0])).collect();
    angles.sort_by(f32::total_cmp);
    angles.get(angles.len() / 2).copied().unwrap_or_default()
}

/// The rectangle in that direction around another.
fn turned_by(corners: &Quad, angle: f32) -> Quad {
    let (sin, cos) = angle.sin_cos();
    let ends = |axis: [f32; 2]| {
        corners
            .iter()
            .map(|p| p[0] * axis[0] + p[1] * axis[1])
            .fold([f32::MAX, f32::MIN], |[a, b], at| [a.min(at), b.max(at)])
    };
    let ([u0, u1], [v0, v1]) = (ends([cos, sin]), ends([-sin, cos]));
    [[u0, v0], [u1, v0], [u1, v1], [u0, v1]].map(|[u, v]| [u * cos - v * sin, u * sin + v * cos])
}

/// With the long side first: across.
fn lying(quad: Quad) -> Quad {
    let [a, b, c, d] = quad;
    let across = distance(a, b) + distance(d, c);
    if across >= distance(a, d) + distance(b, c) { quad } else { [d, a, b, c] }
}

/// The size with a longer side of at most `longest`, in whole `multiples`.
fn within(size: [f32; 2], longest: usize, multiples: usize) -> [usize; 2] {
    let scale = (longest as f32 / size[0].max(size[1])).min(1.0);
    size.map(|side| ((side * scale / multiples as f32).round() as usize).max(1) * multiples)
}

/// Lines side by side become rows.
fn rows(mut lines: Vec<Vec<Mark>>) -> Vec<Row> {
    lines.retain(|line| !line.is_empty());
    lines.sort_by(|a, b| a[0].y.total_cmp(&b[0].y));
    let mut grouped: Vec<Vec<Vec<Mark>>> = Vec::new();
    for line in lines {
        let beside = |group: &Vec<Vec<Mark>>| {
            let near = |other: &Vec<Mark>| (other[0].y - line[0].y).abs() < 0.55 * other[0].high.min(line[0].high);
            group.iter().any(near)
        };
        match grouped.iter_mut().rev().find(|group| beside(group)) {
            Some(group) => group.push(line),
            None => grouped.push(vec![line]),
        }
    }
    grouped.into_iter().map(row).collect()
}

fn row(mut lines: Vec<Vec<Mark>>) -> Row {
    lines.sort_by(|a, b| a[0].x.total_cmp(&b[0].x));
    let longest = lines.iter().max_by_key(|line| line.len()).and_then(|line| line.first());
    let (y, high) = longest.map_or((0.0, 0.0), |mark| (mark.y, mark.high));
    let mut marks = Vec::new();
    for line in lines {
        // The same character at the end of one line and at the beginning of the next is two.
        let gap = line.first().map(|first| Mark { step: Step::gap(), ..first.clone() });
        marks.extend(gap);
        marks.extend(line);
    }
    Row { marks, y, high }
}
