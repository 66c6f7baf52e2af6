//! The challenge without speech: a head that turns and blinks in the order asked for, and everything else that it may do.

use super::studio::studio;
use identity::video::{Action, CueName, Expected, Judgement, Limits, Reason, Verdict};
use photo::Search;
use video_maker::{Format, Move, Pose, mirrored, moving};
use {Action::Blink, Action::TurnLeft, Action::TurnRight};

/// Degrees. Who is asked to turn the head turns it about so far.
const FAR: f32 = 28.0;
const SWAY: f32 = 4.0;
const LEFT: Move = Move::Turn(FAR);
const RIGHT: Move = Move::Turn(-FAR);

fn film(format: Format, moves: &[Move]) -> Vec<u8> {
    let studio = studio();
    studio.record(format, moving(&studio.astronaut, moves), None)
}

fn judged(film: &[u8], asked: &[Action]) -> Judgement {
    let studio = studio();
    studio.judge().judge(film, &Expected::Actions(asked.to_vec()), Some(&studio.card)).unwrap()
}

#[track_caller]
fn passes(film: &[u8], asked: &[Action]) {
    let judged = judged(film, asked);
    assert_eq!((judged.verdict, &judged.reasons[..]), (Verdict::Pass, &[][..]), "{asked:?} {judged:?}");
}

/// Refused because of the movements alone, beside doubts; so many of them were done.
#[track_caller]
fn refused(film: &[u8], asked: &[Action], done: f32) {
    let judged = judged(film, asked);
    let grave: Vec<Reason> = judged.reasons.iter().copied().filter(|reason| !reason.is_doubt()).collect();
    assert_eq!((judged.verdict, &grave[..]), (Verdict::Fail, &[Reason::WrongActions][..]), "{judged:?}");
    let cue = judged.cues.iter().find(|cue| cue.name == CueName::Actions).unwrap();
    assert_eq!((cue.score, cue.limit), (done, asked.len() as f32), "{asked:?}");
}

#[test]
fn the_engine_sees_the_drawn_head_turn() {
    let studio = studio();
    let enough = Limits::default().action_turn_deg;
    for puppet in [&studio.astronaut, &studio.franck] {
        let yaw = |yaw: f32| {
            let frame = puppet.frame(&Pose { yaw, ..Pose::default() });
            studio.engine.faces(&frame, Search::Thorough)[0].pose()[0]
        };
        let straight = yaw(0.0);
        assert!(straight - yaw(FAR) > enough, "{} from {straight}", yaw(FAR));
        assert!(yaw(-FAR) - straight > enough, "{} from {straight}", yaw(-FAR));
        assert!((yaw(SWAY) - straight).abs() < enough / 2.0, "nobody can keep stiller than that");
    }
}

#[test]
fn turns_and_blinks_in_the_order_asked_for_pass() {
    passes(&film(Format::Mp4, &[LEFT, Move::Blink]), &[TurnLeft, Blink]);
    passes(&film(Format::WebM, &[RIGHT, Move::Blink, LEFT]), &[TurnRight, Blink, TurnLeft]);
}

#[test]
fn another_order_is_refused() {
    let film = film(Format::WebM, &[LEFT, Move::Blink, RIGHT]);
    refused(&film, &[Blink, TurnLeft, Blink], 0.0);
    refused(&film, &[TurnRight, Blink, TurnLeft], 0.0);
    refused(&film, &[TurnLeft, TurnRight, Blink], 2.0);
}

#[test]
fn one_of_them_alone_is_refused() {
    let asked = [TurnLeft, Blink];
    refused(&film(Format::Mp4, &[LEFT]), &asked, 1.0);
    refused(&film(Format::Mp4, &[Move::Blink]), &asked, 0.0);
    refused(&film(Format::WebM, &[LEFT, Move::Blink, RIGHT]), &asked, 1.0);
}

#[test]
fn turning_to_the_wrong_side_is_refused() {
    let studio = studio();
    refused(&film(Format::WebM, &[RIGHT, Move::Blink]), &[TurnLeft, Blink], 0.0);
    // A camera that mirrors what it takes shows a turn to the left as one to the right.
    let frames = moving(&studio.astronaut, &[LEFT, Move::Blink]).map(|frame| mirrored(&frame));
    let mirror = studio.record(Format::Mp4, frames, None);
    refused(&mirror, &[TurnLeft, Blink], 0.0);
    passes(&mirror, &[TurnRight, Blink]);
}
