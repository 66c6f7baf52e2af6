//! What somebody does before the camera so that a film of another day is of no use: four digits read aloud, or movements in an
//! order that is drawn by lot. Drawing is pure: chance is handed in.

use serde::{Deserialize, Serialize};

/// What a province asks of a live capture.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Liveness {
    /// Four digits read aloud; movements for those who do not speak or hear.
    Digits,
    /// Being there, moving a little.
    #[default]
    Presence,
}

/// Which of the two a candidate does where a province asks for digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Speaking,
    Moving,
}

impl Way {
    pub const ALL: [Self; 2] = [Self::Speaking, Self::Moving];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Speaking => "speaking",
            Self::Moving => "moving",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }
}

/// One movement, left and right as the candidate's own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    TurnLeft,
    TurnRight,
    Blink,
}

impl Movement {
    pub const ALL: [Self; 3] = [Self::TurnLeft, Self::TurnRight, Self::Blink];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TurnLeft => "turn_left",
            Self::TurnRight => "turn_right",
            Self::Blink => "blink",
        }
    }
}

/// What has to be seen or heard in a capture.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expected {
    /// Read aloud in this order.
    Digits([u8; DIGITS]),
    /// In this order.
    Movements(Vec<Movement>),
    #[default]
    Presence,
}

/// Digits of a challenge.
pub const DIGITS: usize = 4;

/// The digits that are asked for: all but 1. 一 and 七 (yī, qī) are taken for one another, which is why many people say 幺 for 1 on the
/// telephone, and others do not.
const ASKED: [u8; 9] = [0, 2, 3, 4, 5, 6, 7, 8, 9];

/// Whether a challenge, or its beginning, may read so: see [`Expected::draw`].
pub fn may_be_asked(digits: &[u8]) -> bool {
    digits.iter().all(|digit| ASKED.contains(digit)) && digits.windows(2).all(|pair| pair[0] != pair[1])
}

/// Random bytes that one drawing needs at most: enough that running out is as likely as a collision of hashes.
pub const DRAW_BYTES: usize = 64;

impl Expected {
    /// Draws by lot from random bytes. Of digits there is no 1, and equal ones never follow each other: two of the same run together in
    /// speech. That leaves 4608 strings. Of the movements one at least is a blink, and none follows itself.
    pub fn draw(way: Way, random: &[u8; DRAW_BYTES]) -> Self {
        let mut random = random.iter().copied();
        match way {
            Way::Speaking => {
                let mut places = [0; DIGITS];
                places[0] = below(ASKED.len() as u8, &mut random);
                for at in 1..DIGITS {
                    let other = below(ASKED.len() as u8 - 1, &mut random);
                    places[at] = if other >= places[at - 1] { other + 1 } else { other };
                }
                Self::Digits(places.map(|place| ASKED[usize::from(place)]))
            }
            Way::Moving => {
                let orders = movements();
                Self::Movements(orders[usize::from(below(orders.len() as u8, &mut random))].to_vec())
            }
        }
    }
}

/// Every order of three that may be asked for.
fn movements() -> Vec<[Movement; 3]> {
    let mut orders = Vec::new();
    for first in Movement::ALL {
        for second in Movement::ALL.into_iter().filter(|second| *second != first) {
            for third in Movement::ALL.into_iter().filter(|third| *third != second) {
                let order = [first, second, third];
                if order.contains(&Movement::Blink) {
                    orders.push(order);
                }
            }
        }
    }
    orders
}

/// From 0 to `limit` − 1, each as likely as the others: bytes that would favour some are passed over.
fn below(limit: u8, random: &mut impl Iterator<Item = u8>) -> u8 {
    let fair = u8::MAX - u8::MAX % limit;
    random.find(|byte| *byte < fair).unwrap_or_default() % limit
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn drawn(way: Way, n: u32) -> Expected {
        let mut state = n.wrapping_mul(2_654_435_761).wrapping_add(12345);
        let random = std::array::from_fn(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        Expected::draw(way, &random)
    }

    #[test]
    fn equal_digits_never_follow_each_other_and_all_but_one_come_everywhere() {
        let mut seen: [BTreeSet<u8>; 4] = std::array::from_fn(|_| BTreeSet::new());
        for n in 0..2000 {
            let Expected::Digits(digits) = drawn(Way::Speaking, n) else { panic!("digits") };
            assert!(digits.windows(2).all(|pair| pair[0] != pair[1]) && may_be_asked(&digits), "{digits:?}");
            for (seen, digit) in seen.iter_mut().zip(digits) {
                seen.insert(digit);
            }
        }
        assert!(seen.iter().all(|digits| digits.iter().copied().eq([0, 2, 3, 4, 5, 6, 7, 8, 9])));
        assert!(!may_be_asked(&[7, 7]) && !may_be_asked(&[3, 1]) && may_be_asked(&[]));
    }

    #[test]
    fn movements_change_and_one_is_a_blink() {
        let mut seen = BTreeSet::new();
        for n in 0..500 {
            let Expected::Movements(order) = drawn(Way::Moving, n) else { panic!("movements") };
            assert!(order.len() == 3 && order.contains(&Movement::Blink));
            assert!(order.windows(2).all(|pair| pair[0] != pair[1]));
            seen.insert(order.iter().map(|movement| movement.as_str()).collect::<Vec<_>>());
        }
        assert_eq!(seen.len(), 10, "every order comes");
    }

    #[test]
    fn chance_that_runs_out_still_gives_an_answer() {
        let Expected::Digits(digits) = Expected::draw(Way::Speaking, &[255; DRAW_BYTES]) else { panic!("digits") };
        assert_eq!(digits, [0, 2, 0, 2]);
    }
}
