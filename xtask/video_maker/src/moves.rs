//! Movements that somebody makes one after the other because they were asked to.

use crate::{Pose, Puppet, RATE, noisy};
use photo::Pixels;

/// One movement, and back again.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Move {
    /// Of the head to the right of the picture, degrees; to the left where it is negative.
    Turn(f32),
    Blink,
}

/// Before the first movement and after each.
const REST_S: f32 = 0.9;
const BLINK_S: f32 = 0.34;
/// Of the way to the side and of that back, and how long the head stays there.
const TURN_S: f32 = 0.45;
const STAY_S: f32 = 0.3;

impl Move {
    fn seconds(self) -> f32 {
        match self {
            Self::Turn(_) => 2.0 * TURN_S + STAY_S,
            Self::Blink => BLINK_S,
        }
    }

    /// What it adds to a pose, so long after it began.
    fn add_to(self, pose: &mut Pose, since_s: f32) {
        let left = self.seconds() - since_s;
        if since_s < 0.0 || left < 0.0 {
            return;
        }
        match self {
            Self::Turn(degrees) => {
                let way = (since_s.min(left) / TURN_S).min(1.0);
                pose.yaw += degrees * way * way * (3.0 - 2.0 * way);
            }
            Self::Blink => pose.lids = (4.0 * since_s.min(left) / BLINK_S).min(1.0),
        }
    }
}

/// A film of them, with a camera's noise and the little that nobody can keep still.
pub fn moving<'p>(puppet: &'p Puppet, moves: &[Move]) -> impl Iterator<Item = Pixels> + use<'p> {
    let moves = moves.to_vec();
    let seconds = moves.iter().map(|one| one.seconds() + REST_S).sum::<f32>() + REST_S;
    (0..(seconds * RATE as f32) as usize).map(move |number| {
        let at = number as f32 / RATE as f32;
        let shift = [0.4 * (at * 0.9).sin(), 0.2 * (at * 1.7).cos()];
        let mut pose = Pose { yaw: 1.5 * (at * 1.3).sin(), shift, ..Pose::default() };
        let mut start = REST_S;
        for one in &moves {
            one.add_to(&mut pose, at - start);
            start += one.seconds() + REST_S;
        }
        noisy(&puppet.frame(&pose), number, 5.0)
    })
}
