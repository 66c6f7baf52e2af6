//! Makes a steady voice of instructions that change with every frame: what is said must have held, and the shutter waits
//! until everything held. Time is handed in, in milliseconds of any clock that only goes forward.

use shared::photo::exchange::Instruction;

/// How long an instruction must hold before it is said.
const SAID_AFTER_MS: f64 = 700.0;
/// After so long without a frame that asks for what was said last, the newest instruction is said, held or not.
const STALE_MS: f64 = 2_500.0;
/// How long everything must be right before the automatic shutter: that it is gets said first, then there is time to hear it.
const SHUTTER_MS: f64 = 1_500.0;
/// A fault shorter than this, such as one misjudged frame, does not start the wait anew.
const FORGIVEN_MS: f64 = 250.0;
/// Without frames for so long nothing is known of what happened between.
const LOST_MS: f64 = 1_500.0;

/// What was said, and since when what holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steadiness {
    last_ms: Option<f64>,
    said: Option<Said>,
    /// The instruction of the latest frames that is not said yet, and since when.
    next: Option<(Instruction, f64)>,
    ready_since: Option<f64>,
    faulty_since: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Said {
    instruction: Instruction,
    /// When a frame last asked for it.
    seen_ms: f64,
}

impl Steadiness {
    /// Takes in what a frame asks for; gives what to say, and the share of the wait for the shutter that has passed, 0 to
    /// 1. It is 1 only on a frame that is ready.
    pub(crate) fn hear(&mut self, now: Instruction, at_ms: f64) -> (Instruction, f32) {
        if self.last_ms.is_some_and(|last| at_ms - last > LOST_MS) {
            (self.next, self.ready_since, self.faulty_since) = (None, None, None);
        }
        self.last_ms = Some(at_ms);
        (self.voice(now, at_ms), self.held(now == Instruction::Ready, at_ms))
    }

    fn voice(&mut self, now: Instruction, at_ms: f64) -> Instruction {
        let said = self.said.get_or_insert(Said { instruction: now, seen_ms: at_ms });
        if said.instruction == now {
            said.seen_ms = at_ms;
            self.next = None;
            return now;
        }
        let since = match self.next {
            Some((next, since)) if next == now => since,
            _ => at_ms,
        };
        self.next = Some((now, since));
        if at_ms - since >= SAID_AFTER_MS || at_ms - said.seen_ms >= STALE_MS {
            *said = Said { instruction: now, seen_ms: at_ms };
            self.next = None;
        }
        said.instruction
    }

    fn held(&mut self, ready: bool, at_ms: f64) -> f32 {
        if ready {
            self.faulty_since = None;
            let since = *self.ready_since.get_or_insert(at_ms);
            return ((at_ms - since) / SHUTTER_MS).clamp(0.0, 1.0) as f32;
        }
        let faulty_since = *self.faulty_since.get_or_insert(at_ms);
        if at_ms - faulty_since > FORGIVEN_MS {
            self.ready_since = None;
        }
        self.ready_since.map_or(0.0, |since| ((at_ms - since) / SHUTTER_MS).clamp(0.0, 0.95) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Instruction::{ComeCloser, MoveLeft, OpenEyes, Ready};

    /// Hears one frame each tenth of a second; gives what was said and held at each.
    fn heard(frames: &[Instruction]) -> Vec<(Instruction, f32)> {
        let mut steadiness = Steadiness::default();
        frames.iter().enumerate().map(|(at, &now)| steadiness.hear(now, at as f64 * 100.0)).collect()
    }

    fn said(frames: &[Instruction]) -> Vec<Instruction> {
        let mut said: Vec<Instruction> = heard(frames).into_iter().map(|(say, _)| say).collect();
        said.dedup();
        said
    }

    #[test]
    fn the_first_instruction_is_said_at_once_and_the_next_when_it_has_held() {
        let frames = [[ComeCloser; 3].as_slice(), &[MoveLeft; 9]].concat();
        let all = heard(&frames);
        assert_eq!(all[0].0, ComeCloser);
        assert_eq!((all[9].0, all[10].0), (ComeCloser, MoveLeft), "seven tenths of a second after the change");
    }

    #[test]
    fn what_flickers_is_not_said() {
        let flicker = [ComeCloser, ComeCloser, MoveLeft, OpenEyes, ComeCloser, MoveLeft].repeat(10);
        assert_eq!(said(&flicker), [ComeCloser]);
    }

    #[test]
    fn what_no_longer_holds_is_not_said_for_ever() {
        let frames = [[ComeCloser].as_slice(), &[MoveLeft, OpenEyes].repeat(20)].concat();
        assert!(said(&frames).len() > 1);
    }

    #[test]
    fn the_shutter_waits_until_everything_held_and_that_was_said() {
        let all = heard(&[[ComeCloser].as_slice(), &[Ready; 16]].concat());
        assert!(all[15].1 < 1.0 && all[16].1 == 1.0, "{all:?}");
        assert_eq!(all[8].0, Ready, "said seven tenths of a second before");
    }

    #[test]
    fn a_misjudged_frame_is_forgiven_and_a_real_fault_is_not() {
        let blip = heard(&[[Ready; 5].as_slice(), &[OpenEyes; 2], &[Ready; 9]].concat());
        assert_eq!(blip[15].1, 1.0);
        let fault = heard(&[[Ready; 5].as_slice(), &[OpenEyes; 5], &[Ready; 6]].concat());
        assert!(fault[15].1 < 0.5, "{fault:?}");
    }

    #[test]
    fn the_shutter_never_falls_on_a_frame_that_is_not_ready() {
        let mut steadiness = Steadiness::default();
        for at_ms in [0.0, 1_400.0] {
            steadiness.hear(Ready, at_ms);
        }
        let (_, held) = steadiness.hear(OpenEyes, 1_600.0);
        assert!(held < 1.0);
    }

    #[test]
    fn a_pause_without_frames_counts_for_nothing() {
        let mut steadiness = Steadiness::default();
        steadiness.hear(Ready, 0.0);
        assert_eq!(steadiness.hear(Ready, 10_000.0).1, 0.0);
    }
}
