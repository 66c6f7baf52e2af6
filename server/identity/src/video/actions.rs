//! What somebody does before the camera, in order: the challenge for those who cannot speak or hear.

use super::{Limits, eyes, film::Moment, series::percentile};
use serde::{Deserialize, Serialize};

/// Left and right are the person's own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    TurnLeft,
    TurnRight,
    Blink,
    OpenMouth,
}

impl Action {
    pub const ALL: [Self; 4] = [Self::TurnLeft, Self::TurnRight, Self::Blink, Self::OpenMouth];
}

/// How many of `asked` were done one after the other. Turns of the head that nobody asked for break the order: a recording
/// that shows everything in every order answers no challenge. Blinks and an open mouth in between do not.
pub(super) fn done(asked: &[Action], seen: &[Action]) -> usize {
    let is_turn = |action: &Action| matches!(action, Action::TurnLeft | Action::TurnRight);
    let mut seen = seen.iter();
    for (count, wanted) in asked.iter().enumerate() {
        loop {
            match seen.next() {
                Some(action) if action == wanted => break,
                Some(action) if is_turn(action) => return count,
                Some(_) => {}
                None => return count,
            }
        }
    }
    if seen.any(is_turn) { asked.len().saturating_sub(1) } else { asked.len() }
}

/// What was done, in order of time.
pub(super) fn seen(moments: &[Moment], limits: &Limits) -> Vec<Action> {
    let measures: Vec<(f32, f32, f32)> = moments
        .iter()
        .filter_map(|moment| moment.face.as_ref().map(|face| (moment.at_s, face.pose()[0], face.lip_opening())))
        .collect();
    let straight = percentile(&measures.iter().map(|one| one.1).collect::<Vec<_>>(), 0.5);
    // A picture that is not mirrored shows the person's left at its right, where yaw is negative.
    let turns =
        |sign: f32| crossings(measures.iter().map(|one| (one.0, sign * (one.1 - straight))), limits.action_turn_deg);
    let mouth = crossings(measures.iter().map(|one| (one.0, one.2)), limits.action_lips);
    let mut all: Vec<(f32, Action)> = Vec::new();
    all.extend(turns(-1.0).into_iter().map(|at| (at, Action::TurnLeft)));
    all.extend(turns(1.0).into_iter().map(|at| (at, Action::TurnRight)));
    all.extend(mouth.into_iter().map(|at| (at, Action::OpenMouth)));
    all.extend(eyes::blinks(moments).into_iter().map(|at| (at, Action::Blink)));
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.into_iter().map(|(_, action)| action).collect()
}

/// Times at which a value rises above a limit, having been below half of it before.
fn crossings(values: impl Iterator<Item = (f32, f32)>, limit: f32) -> Vec<f32> {
    let (mut armed, mut found) = (false, Vec::new());
    for (at, value) in values {
        if value < limit / 2.0 {
            armed = true;
        } else if value >= limit && armed {
            found.push(at);
            armed = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use Action::{Blink, OpenMouth, TurnLeft, TurnRight};

    #[test]
    fn actions_count_in_the_order_asked_for() {
        let asked = [TurnLeft, Blink, TurnRight];
        assert_eq!(done(&asked, &[TurnLeft, Blink, TurnRight]), 3);
        assert_eq!(done(&asked, &[Blink, TurnLeft, OpenMouth, Blink, Blink, TurnRight, Blink]), 3);
        assert_eq!(done(&asked, &[TurnRight, Blink, TurnLeft]), 0);
        assert_eq!(done(&asked, &[TurnLeft, TurnRight]), 1);
        assert_eq!(done(&asked, &[TurnLeft, Blink]), 2);
        assert_eq!(done(&asked, &[]), 0);
    }

    #[test]
    fn a_film_that_shows_everything_answers_nothing() {
        let everything = [TurnLeft, Blink, TurnRight, Blink, TurnLeft, Blink, TurnRight];
        assert!(done(&[TurnLeft, Blink, TurnRight], &everything) < 3);
        assert!(done(&[TurnRight, Blink], &everything) < 2);
    }

    #[test]
    fn a_turn_is_counted_once() {
        let yaw = [0.0, 5.0, 12.0, 18.0, 22.0, 16.0, 15.5, 9.0, 3.0, 1.0, 17.0, 2.0];
        let at: Vec<(f32, f32)> = yaw.iter().enumerate().map(|(at, &yaw)| (at as f32, yaw)).collect();
        assert_eq!(crossings(at.into_iter(), 15.0), [3.0, 10.0]);
        assert!(crossings([(0.0, 20.0), (1.0, 19.0)].into_iter(), 15.0).is_empty(), "it was never straight");
    }
}
