//! Finds faces: BlazeFace over the whole picture and over tiles, so that small faces count too.

use crate::portable::Portable;
use crate::{
    net::{Network, sigmoid},
    picture::Picture,
    resample::Frame,
};
use std::f32::consts::FRAC_PI_2;

/// Score from which a detection counts (logistic).
const SCORE_MIN: f32 = 0.5;
/// Detections of the network that overlap more than this are one face.
const OVERLAP: f32 = 0.3;

/// One detected face, in pixels of the picture.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Detection {
    pub(crate) centre: [f32; 2],
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// Eyes as they stand in an upright face: left in the picture first.
    pub(crate) eyes: [[f32; 2]; 2],
    pub(crate) score: f32,
}

impl Detection {
    /// Clockwise turn of the eye line, radians.
    pub(crate) fn roll(&self) -> f32 {
        let [left, right] = self.eyes;
        (right[1] - left[1]).portable_atan2(right[0] - left[0])
    }

    fn area(&self) -> f32 {
        self.width * self.height
    }

    fn shared_area(&self, other: &Self) -> f32 {
        let reach = |axis: usize, a: f32, b: f32| {
            let low = (self.centre[axis] - a / 2.0).max(other.centre[axis] - b / 2.0);
            let high = (self.centre[axis] + a / 2.0).min(other.centre[axis] + b / 2.0);
            (high - low).max(0.0)
        };
        reach(0, self.width, other.width) * reach(1, self.height, other.height)
    }
}

/// The faces of an upright reading of the picture, largest first. `all`: small ones count too; else they are looked for
/// only where there is no large one.
pub(crate) fn detect(network: &Network, picture: &Picture, all: bool) -> Vec<Detection> {
    let mut found = pass(network, picture, &whole(picture, 0.0));
    if all || found.is_empty() {
        for frame in tiles(picture) {
            found.extend(pass(network, picture, &frame));
        }
    }
    let mut faces: Vec<Detection> = Vec::new();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    for one in found {
        let same = |other: &Detection| one.shared_area(other) > OVERLAP * one.area().min(other.area());
        if !faces.iter().any(same) {
            faces.push(one);
        }
    }
    faces.sort_by(|a, b| b.area().total_cmp(&a.area()));
    faces
}

/// The best face of the picture turned by a quarter, half and three quarters.
pub(crate) fn detect_turned(network: &Network, picture: &Picture) -> Option<Detection> {
    (1..4_u8)
        .flat_map(|quarter| pass(network, picture, &whole(picture, f32::from(quarter) * FRAC_PI_2)))
        .max_by(|a, b| a.score.total_cmp(&b.score))
}

/// Whether a glance at the whole picture shows a face; small and turned ones it may miss.
pub(crate) fn glance(network: &Network, picture: &Picture) -> bool {
    !pass(network, picture, &whole(picture, 0.0)).is_empty()
}

/// The square around the whole picture.
fn whole(picture: &Picture, angle: f32) -> Frame {
    let (w, h) = (picture.width as f32, picture.height as f32);
    let side = w.max(h);
    Frame { centre: [w / 2.0, h / 2.0], width: side, height: side, angle }
}

/// Squares somewhat longer than half the picture, which overlap by a third.
fn tiles(picture: &Picture) -> Vec<Frame> {
    let (w, h) = (picture.width as f32, picture.height as f32);
    let side = (w.max(h) * 0.6).min(w.min(h));
    let starts = |length: f32| {
        let steps = ((length - side) / (side * 2.0 / 3.0)).ceil().max(0.0);
        let stride = if steps > 0.0 { (length - side) / steps } else { 0.0 };
        (0..=steps as usize).map(move |step| step as f32 * stride)
    };
    starts(h).flat_map(|y| starts(w).map(move |x| Frame::rectangle(x, y, side, side))).collect()
}

/// One run of the network over a square frame.
fn pass(network: &Network, picture: &Picture, frame: &Frame) -> Vec<Detection> {
    let side = network.side();
    let input = crate::resample::planes(picture, frame, side, side, 1.0 / 127.5, -1.0);
    let Some(outputs) = network.run(input) else { return Vec::new() };
    let [boxes, scores] = outputs.as_slice() else { return Vec::new() };
    let raw = boxes
        .chunks_exact(16)
        .zip(scores)
        .zip(anchors())
        .filter_map(|((values, &logit), anchor)| {
            let score = sigmoid(logit);
            (score > SCORE_MIN).then(|| read(values, anchor, score, side as f32, frame))
        })
        .collect();
    blended(raw)
}

/// Centres of the 896 anchors, 0..1.
fn anchors() -> impl Iterator<Item = [f32; 2]> {
    let grid = |cells: usize, repeat: usize| {
        (0..cells * cells * repeat).map(move |index| {
            let cell = index / repeat;
            [(cell % cells) as f32 + 0.5, (cell / cells) as f32 + 0.5].map(|at| at / cells as f32)
        })
    };
    grid(16, 2).chain(grid(8, 6))
}

/// Sixteen numbers of the network, relative to the anchor, to a detection in the picture.
fn read(values: &[f32], anchor: [f32; 2], score: f32, side: f32, frame: &Frame) -> Detection {
    let point = |at: usize| frame.at(anchor[0] + values[at] / side, anchor[1] + values[at + 1] / side);
    Detection {
        centre: point(0),
        width: values[2] / side * frame.width,
        height: values[3] / side * frame.height,
        eyes: [point(4), point(6)],
        score,
    }
}

/// Non-maximum suppression with score-weighted blending, as in BlazeFace (Bazarevsky et al. 2019).
fn blended(mut raw: Vec<Detection>) -> Vec<Detection> {
    raw.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut out = Vec::new();
    while let Some(&best) = raw.first() {
        let union = |other: &Detection, shared: f32| best.area() + other.area() - shared;
        let (group, rest): (Vec<_>, Vec<_>) = raw.iter().partition(|other| {
            let shared = best.shared_area(other);
            shared > OVERLAP * union(other, shared)
        });
        raw = rest;
        let total: f32 = group.iter().map(|one| one.score).sum();
        if group.is_empty() || total.is_nan() {
            break;
        }
        let mean = |value: fn(&Detection) -> f32| group.iter().map(|one| value(one) * one.score).sum::<f32>() / total;
        out.push(Detection {
            centre: [mean(|one| one.centre[0]), mean(|one| one.centre[1])],
            width: mean(|one| one.width),
            height: mean(|one| one.height),
            eyes: [
                [mean(|one| one.eyes[0][0]), mean(|one| one.eyes[0][1])],
                [mean(|one| one.eyes[1][0]), mean(|one| one.eyes[1][1])],
            ],
            score: best.score,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(x: f32, score: f32) -> Detection {
        Detection { centre: [x, 50.0], width: 40.0, height: 40.0, eyes: [[x - 8.0, 45.0], [x + 8.0, 45.0]], score }
    }

    #[test]
    fn there_are_as_many_anchors_as_the_network_has_boxes() {
        assert_eq!(anchors().count(), 896);
        assert_eq!(anchors().next(), Some([0.5 / 16.0, 0.5 / 16.0]));
        assert_eq!(anchors().nth(512), Some([0.5 / 8.0, 0.5 / 8.0]));
    }

    #[test]
    fn overlapping_boxes_are_blended_and_distant_ones_kept() {
        let out = blended(vec![face(50.0, 0.9), face(54.0, 0.9), face(200.0, 0.8)]);
        assert_eq!(out.len(), 2);
        assert!((out[0].centre[0] - 52.0).abs() < 1e-3);
        assert!(out[0].roll().abs() < 1e-6);
    }

    #[test]
    fn tiles_cover_the_picture() {
        let picture = Picture::new(480, 640, vec![0; 480 * 640 * 3]).unwrap();
        let tiles = tiles(&picture);
        assert!(tiles.iter().any(|tile| tile.at(1.0, 1.0) == [480.0, 640.0]));
        assert_eq!(tiles[0].at(0.0, 0.0), [0.0, 0.0]);
        assert_eq!(tiles.len(), 4);
    }
}
