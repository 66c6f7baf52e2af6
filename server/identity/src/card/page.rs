//! A side as it is read: straightened, upright, its text in rows. Places are millimetres of a card where its outline is known.

use super::{
    detect::{Detector, Patch, Stain},
    direction::Direction,
    network::Failed,
    problems::is_colourless,
    raster::{Projection, Quad, Raster, distance},
    recognise::{Recogniser, Step},
};

/// A card, ISO/IEC 7810 ID-1.
pub(super) const CARD_MM: [f32; 2] = [85.6, 54.0];
/// Pixels of a straightened card, and of that on which text is looked for (multiples of 32).
const STRAIGHT: [usize; 2] = [1280, 800];
pub(super) const SEARCHED: [usize; 2] = [512, 320];
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

/// A line as it was read, its corners in pixels of the raster that it was read from.
pub(super) struct Line {
    pub(super) corners: Quad,
    steps: Vec<Step>,
}

pub(super) struct Page {
    pub(super) rows: Vec<Row>,
    /// What was read is grey all over.
    pub(super) colourless: bool,
    /// From places to pixels of the picture.
    map: Projection,
    size: [f32; 2],
}

impl Page {
    /// Reads the card whose corners are known.
    pub(super) fn read(networks: &Networks, picture: &Raster, outline: Quad) -> Result<Self, Failed> {
        let mut corners = lying(outline);
        let mut raster = picture.straightened(&corners, STRAIGHT[0], STRAIGHT[1]);
        let mut patches = found(networks, &raster)?;
        if is_turned(networks, &raster, &patches)? {
            let [a, b, c, d] = corners;
            corners = [c, d, a, b];
            raster = raster.turned();
            for patch in &mut patches {
                turn(patch, &raster);
            }
        }
        let unit = [CARD_MM[0] / raster.width as f32, CARD_MM[1] / raster.height as f32];
        let place = |[x, y]: [f32; 2]| [x * unit[0], y * unit[1]];
        let lines = read_lines(networks, &raster, &patches, place)?;
        Ok(Self::of(&lines, place, &corners, CARD_MM, is_colourless(&raster)))
    }

    /// Lines where they stand: `corners` are those of a page of that size, in pixels of the picture.
    pub(super) fn of(
        lines: &[Line],
        place: impl Fn([f32; 2]) -> [f32; 2],
        corners: &Quad,
        size: [f32; 2],
        colourless: bool,
    ) -> Self {
        let marks = lines.iter().map(|line| line.marks(&place)).collect();
        Self { rows: rows(marks), colourless, map: Projection::from_unit(corners), size }
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

impl Line {
    fn marks(&self, place: &impl Fn([f32; 2]) -> [f32; 2]) -> Vec<Mark> {
        let [a, b, c, d] = self.corners.map(place);
        let (from, to) = (middle(a, d), middle(b, c));
        // What unclipping added is not the letters' height.
        let (y, high) = (f32::midpoint(from[1], to[1]), distance(a, d) * 0.65);
        let mark = |step: &Step| Mark { x: from[0] + (to[0] - from[0]) * step.along, y, high, step: step.clone() };
        self.steps.iter().map(mark).collect()
    }
}

fn middle(p: [f32; 2], q: [f32; 2]) -> [f32; 2] {
    [f32::midpoint(p[0], q[0]), f32::midpoint(p[1], q[1])]
}

/// Reads patches that stand level where `place` puts them.
pub(super) fn read_lines(
    networks: &Networks,
    raster: &Raster,
    patches: &[Patch],
    place: impl Fn([f32; 2]) -> [f32; 2],
) -> Result<Vec<Line>, Failed> {
    let mut lines = Vec::new();
    for &Patch { corners } in patches {
        let [a, b, c, d] = corners.map(&place);
        let (from, to) = (middle(a, d), middle(b, c));
        // Upright columns are no text of these documents.
        if (to[0] - from[0]).abs() >= (to[1] - from[1]).abs() {
            lines.push(Line { corners, steps: networks.recogniser.read(raster, &corners)? });
        }
    }
    Ok(lines)
}

/// Whether a page stands on its head: most of the longest lines say so.
pub(super) fn is_turned(networks: &Networks, raster: &Raster, patches: &[Patch]) -> Result<bool, Failed> {
    let length = |patch: &Patch| distance(patch.corners[0], patch.corners[1]);
    let mut longest: Vec<&Patch> = patches.iter().filter(|patch| length(patch) > LONG_ENOUGH).collect();
    longest.sort_by(|a, b| length(b).total_cmp(&length(a)));
    longest.truncate(ASKED);
    let mut sum = 0.0;
    for patch in &longest {
        sum += networks.direction.turned(raster, &patch.corners)?;
    }
    Ok(sum > 0.5 * longest.len() as f32 && !longest.is_empty())
}

/// A patch where it stands when its raster is turned upside down.
fn turn(patch: &mut Patch, raster: &Raster) {
    let [width, height] = [raster.width as f32, raster.height as f32];
    let [a, b, c, d] = patch.corners.map(|[x, y]| [width - x, height - y]);
    patch.corners = [c, d, a, b];
}

/// Text on a straightened card, looked for on a smaller one.
fn found(networks: &Networks, raster: &Raster) -> Result<Vec<Patch>, Failed> {
    let [width, height] = SEARCHED;
    let scale = [raster.width as f32 / width as f32, raster.height as f32 / height as f32];
    let stains = networks.detector.find(&raster.scaled(width, height))?;
    let patch = |stain: Stain| {
        let corners = stain.line()?.corners();
        Some(Patch { corners: corners.map(|[x, y]| [x * scale[0], y * scale[1]]) })
    };
    Ok(stains.into_iter().filter_map(patch).collect())
}

/// With the long side first: across.
fn lying(quad: Quad) -> Quad {
    let [a, b, c, d] = quad;
    let across = distance(a, b) + distance(d, c);
    if across >= distance(a, d) + distance(b, c) { quad } else { [d, a, b, c] }
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
