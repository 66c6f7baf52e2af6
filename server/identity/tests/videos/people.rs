//! Who is before the camera, and what they do.

use super::studio::{SECONDS, asset, frames, path, pose_of, speaking, studio, voice};
use identity::face::Face;
use identity::video::{Action, CueName, Expected, Judgement, Reason, Verdict};
use video_maker::{Format, Held, Pose, beside, print, zoomed};

fn cue(judgement: &Judgement, name: CueName) -> f32 {
    judgement.cues.iter().find(|cue| cue.name == name).map_or(f32::NAN, |cue| cue.score)
}

#[test]
fn the_right_person_who_says_the_digits_passes_from_both_kinds_of_phone() {
    let studio = studio();
    let sound = voice(SECONDS);
    let mp4 = studio.record(Format::Mp4, speaking(&studio.astronaut, &sound, SECONDS), Some(&sound));
    for (format, film) in [(Format::Mp4, &mp4), (Format::WebM, &studio.honest)] {
        let judged = studio.said(film);
        assert_eq!((judged.verdict, &judged.reasons[..]), (Verdict::Pass, &[][..]), "{format:?} {judged:?}");
        assert!((cue(&judged, CueName::Duration) - SECONDS).abs() < 0.2);
        assert!(judged.frames.len() >= 6 && judged.frames.iter().all(|frame| frame.jpeg.starts_with(&[0xFF, 0xD8])));
        assert!(judged.frames.windows(2).all(|pair| pair[0].at_s < pair[1].at_s));
        assert!(judged.sound.as_ref().is_some_and(|sound| sound.starts_with(b"RIFF") && sound.len() > 90_000));
        assert_eq!(judged.said.as_deref(), Some("4071"));
        let shown = format!("{judged:?}");
        assert!(!shown.contains("4071"), "a log must not hold what somebody said");
    }
}

#[test]
fn other_digits_and_no_voice_are_told_apart() {
    let studio = studio();
    let others = studio.judge().judge(&studio.honest, &Expected::Digits([1, 2, 3, 4]), Some(&studio.card)).unwrap();
    assert_eq!(others.reasons, [Reason::WrongDigits]);
    assert_eq!(others.said.as_deref(), Some("4071"), "a reviewer sees what was heard");
    let mute = studio.record(Format::WebM, speaking(&studio.astronaut, &voice(SECONDS), SECONDS), None);
    assert_eq!(studio.said(&mute).reasons, [Reason::NoVoice]);
    let silence = video_maker::Voice { samples: vec![0.0; 3 * 16_000] };
    let silent = studio.record(Format::Mp4, speaking(&studio.astronaut, &voice(SECONDS), SECONDS), Some(&silence));
    assert_eq!(studio.said(&silent).reasons, [Reason::NoVoice]);
}

#[test]
fn a_shut_mouth_does_not_speak() {
    let studio = studio();
    let nothing = video_maker::Voice::default();
    let film = studio.record(Format::WebM, speaking(&studio.astronaut, &nothing, SECONDS), Some(&voice(SECONDS)));
    assert!(studio.said(&film).reasons.contains(&Reason::MouthStill));
}

#[test]
fn a_picture_held_up_is_not_alive() {
    let studio = studio();
    let picture = studio.astronaut.frame(&Pose::default());
    let still = studio.record(Format::Mp4, frames(SECONDS, |_| picture.clone()), Some(&voice(SECONDS)));
    let moved = frames(SECONDS, |at| {
        let tilt = [0.25 * (at * 2.0).sin(), 0.15 * (at * 1.4).cos()];
        print(&picture, &Held { turn: 0.06 * (at * 2.3).sin(), tilt, fills: 0.9, moire: 0.0 })
    });
    let moved = studio.record(Format::Mp4, moved, Some(&voice(SECONDS)));
    for film in [still, moved] {
        let judged = studio.said(&film);
        assert_eq!(judged.verdict, Verdict::Fail, "{judged:?}");
        assert!(judged.reasons.contains(&Reason::NotLive), "{judged:?}");
    }
}

#[test]
fn another_person_is_not_the_one_of_the_card() {
    let studio = studio();
    let film = studio.record(Format::WebM, speaking(&studio.franck, &voice(SECONDS), SECONDS), Some(&voice(SECONDS)));
    assert_eq!(studio.said(&film).reasons, [Reason::OtherPerson]);
}

#[test]
fn without_a_portrait_to_compare_a_person_decides() {
    let studio = studio();
    let judged = studio.judge().judge(&studio.honest, &Expected::Presence, None).unwrap();
    assert_eq!((judged.verdict, &judged.reasons[..]), (Verdict::Doubtful, &[Reason::NotCompared][..]), "{judged:?}");
}

#[test]
fn two_people_before_one_camera_are_refused() {
    let studio = studio();
    let sound = voice(SECONDS);
    let both = frames(SECONDS, |at| {
        let pose = pose_of(&sound, at);
        beside(&studio.astronaut.frame(&pose), &studio.franck.frame(&pose))
    });
    let film = studio.record(Format::WebM, both, Some(&sound));
    let judged = studio.said(&film);
    assert!(judged.reasons.contains(&Reason::SeveralFaces), "{judged:?}");
}

#[test]
fn a_film_put_together_is_refused() {
    let studio = studio();
    let sound = voice(SECONDS);
    let elsewhere = frames(SECONDS, |at| {
        let frame = studio.astronaut.frame(&pose_of(&sound, at));
        if at < 2.0 { frame } else { zoomed(&frame, 1.3, [0.12, 0.02]) }
    });
    let judged = studio.said(&studio.record(Format::Mp4, elsewhere, Some(&sound)));
    assert!(judged.reasons.contains(&Reason::Cut), "{judged:?}");
    let somebody_else = frames(SECONDS, |at| {
        let puppet = if at < 2.0 { &studio.astronaut } else { &studio.franck };
        puppet.frame(&pose_of(&sound, at))
    });
    let judged = studio.said(&studio.record(Format::WebM, somebody_else, Some(&sound)));
    assert!(judged.reasons.contains(&Reason::FaceChanges), "{judged:?}");
}

#[test]
fn one_second_is_too_short_and_thirty_too_long() {
    let studio = studio();
    for (seconds, reason) in [(1.0, Reason::TooShort), (30.0, Reason::TooLong)] {
        let quarters: Vec<_> =
            (0..4_u8).map(|at| studio.astronaut.frame(&pose_of(&voice(1.0), f32::from(at) / 4.0))).collect();
        let frames = frames(seconds, move |at| quarters[(at * 4.0) as usize % 4].clone());
        let film = studio.record(Format::WebM, frames, Some(&voice(seconds)));
        let judged = studio.judge().judge(&film, &Expected::Presence, Some(&studio.card)).unwrap();
        assert!(judged.reasons.contains(&reason), "{seconds} {judged:?}");
        assert_eq!(judged.verdict, Verdict::Fail);
    }
}

#[test]
fn nobody_before_the_camera_is_nobody() {
    let studio = studio();
    let [width, height] = video_maker::SIZE;
    let wall = photo::Pixels::new(width, height, vec![128; width * height * 3]).unwrap();
    let film = studio.record(Format::WebM, frames(3.0, |_| wall.clone()), Some(&voice(3.0)));
    let judged = studio.said(&film);
    assert_eq!(judged.reasons, [Reason::NoFace], "{judged:?}");
}

/// A piece of a film of somebody real, and the face of a picture of the same day.
fn real(start_s: usize) -> (Vec<u8>, Face) {
    let studio = studio();
    let film = studio.recorder.cut(Format::Mp4, &path("franck.mp4"), start_s, 4.5).unwrap();
    (film, studio.matcher.describe(&asset("franck_01829.jpg"), None).unwrap())
}

#[test]
fn somebody_real_who_blinks_passes_without_a_word() {
    let (film, card) = real(55);
    let judged = studio().judge().judge(&film, &Expected::Presence, Some(&card)).unwrap();
    assert_eq!((judged.verdict, &judged.reasons[..]), (Verdict::Pass, &[][..]), "{judged:?}");
    assert!(cue(&judged, CueName::Blinks) >= 1.0);
}

#[test]
fn what_was_asked_for_has_to_be_done_and_needs_no_voice() {
    let (film, card) = real(105);
    let judged =
        |asked: &[Action]| studio().judge().judge(&film, &Expected::Actions(asked.to_vec()), Some(&card)).unwrap();
    let right = judged(&[Action::Blink]);
    assert_eq!((right.verdict, &right.reasons[..]), (Verdict::Pass, &[][..]), "{right:?}");
    let wrong = judged(&[Action::TurnRight, Action::Blink, Action::TurnLeft]);
    assert_eq!(wrong.reasons, [Reason::WrongActions], "{wrong:?}");
}
