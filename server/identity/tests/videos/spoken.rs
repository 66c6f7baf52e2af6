//! Films in which a synthetic voice says digits, judged with the ears that the service has. All scenes with all reasons are in
//! `cargo xtask identity-eval spoken`; here are those in which the ears decide.

use super::studio::{Studio, frames, path, pose_of, speaking, studio};
use identity::{
    models::Folder,
    speech::DigitReader,
    video::{Expected, Judgement, Reason, Verdict},
};
use std::sync::{Arc, OnceLock};
use video_maker::{Format, Pose, Voice};
use voice_maker::Recording;

const BEFORE_S: f32 = 0.7;
const SECONDS: f32 = 3.6;

fn ears() -> Arc<DigitReader> {
    static EARS: OnceLock<Arc<DigitReader>> = OnceLock::new();
    EARS.get_or_init(|| Arc::new(DigitReader::load(&Folder::from_environment()).unwrap())).clone()
}

fn voice(name: &str) -> Voice {
    let file = path(voice_maker::FOLDER).join(format!("{name}.wav"));
    Voice { samples: voice_maker::read(&file).expect("run `cargo xtask setup --tests`") }.placed(BEFORE_S, SECONDS)
}

/// Digits run together, which the voice says well.
fn said() -> (Recording, Voice) {
    let recording = voice_maker::recordings().swap_remove(3);
    let voice = voice(&recording.name);
    (recording, voice)
}

fn judged(studio: &Studio, film: &[u8], digits: [u8; 4]) -> Judgement {
    let judge = studio.judge().with_ears(ears());
    judge.judge(film, &Expected::Digits(digits), Some(&studio.card)).unwrap()
}

#[test]
fn digits_that_a_voice_says_are_heard_through_both_kinds_of_phone() {
    let studio = studio();
    let (recording, voice) = said();
    for format in [Format::Mp4, Format::WebM] {
        let film = studio.record(format, speaking(&studio.astronaut, &voice, SECONDS), Some(&voice));
        let right = judged(studio, &film, recording.digits);
        assert_eq!((right.verdict, &right.reasons[..]), (Verdict::Pass, &[][..]), "{format:?} {right:?}");
        let other = recording.digits.map(|digit| (digit + 5) % 10);
        assert_eq!(judged(studio, &film, other).reasons, [Reason::WrongDigits], "{format:?}");
    }
}

#[test]
fn other_words_are_not_the_digits() {
    let studio = studio();
    let voice = voice(voice_maker::OTHER_WORDS);
    let film = studio.record(Format::Mp4, speaking(&studio.astronaut, &voice, SECONDS), Some(&voice));
    let judged = judged(studio, &film, [1, 2, 3, 4]);
    assert_eq!(judged.reasons, [Reason::WrongDigits], "{judged:?}");
}

#[test]
fn a_room_in_which_nobody_speaks_is_silent() {
    let studio = studio();
    let (recording, voice) = said();
    let room = voice_maker::noise(voice.samples.len(), 3).into_iter().map(|sample| sample * 0.05);
    let room = Voice { samples: room.collect() };
    let film = studio.record(Format::WebM, speaking(&studio.astronaut, &voice, SECONDS), Some(&room));
    assert_eq!(judged(studio, &film, recording.digits).reasons, [Reason::NoVoice]);
}

#[test]
fn the_right_digits_do_not_bring_a_picture_to_life() {
    let studio = studio();
    let (recording, voice) = said();
    let picture = studio.astronaut.frame(&Pose::default());
    let still = studio.record(Format::WebM, frames(SECONDS, |_| picture.clone()), Some(&voice));
    let judged_still = judged(studio, &still, recording.digits);
    assert_eq!(judged_still.verdict, Verdict::Fail);
    assert_eq!(judged_still.reasons[..2], [Reason::NotLive, Reason::MouthStill], "{judged_still:?}");
    let other = frames(SECONDS, |at| studio.franck.frame(&pose_of(&voice, at)));
    let other = studio.record(Format::Mp4, other, Some(&voice));
    assert_eq!(judged(studio, &other, recording.digits).reasons, [Reason::OtherPerson]);
}
