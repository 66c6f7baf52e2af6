//! Spoken digits: recordings of a synthetic voice, and what is none. `cargo xtask setup --tests` makes the recordings.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use identity::models::Folder;
use identity::speech::{DigitReader, RATE, Unheard, Voice, WINDOW};
use std::{env, path::PathBuf, sync::OnceLock};

fn reader() -> &'static DigitReader {
    static READER: OnceLock<DigitReader> = OnceLock::new();
    READER.get_or_init(|| DigitReader::load(&Folder::from_environment()).unwrap())
}

fn recorded(name: &str) -> Vec<f32> {
    let home = || PathBuf::from(env::var_os("HOME").unwrap()).join(".cache/ruji/assets");
    let assets = env::var_os("RUJI_TEST_ASSETS").map_or_else(home, PathBuf::from);
    let file = assets.join(voice_maker::FOLDER).join(format!("{name}.wav"));
    voice_maker::read(&file).unwrap_or_else(|_| panic!("{}: run `cargo xtask setup --tests`", file.display()))
}

#[test]
fn digits_that_were_said_are_accepted_and_others_are_not() {
    for place in [0, 3] {
        let recording = &voice_maker::recordings()[place];
        let samples = recorded(&recording.name);
        let heard = reader().read(&samples, recording.digits).unwrap();
        assert!(heard.matches && heard.margin > 0.0, "{}: {heard:?}", recording.name);
        assert_eq!(heard.said.bytes().map(|digit| digit - b'0').collect::<Vec<_>>(), recording.digits);
        let other = recording.digits.map(|digit| (digit + 5) % 10);
        let heard = reader().read(&samples, other).unwrap();
        assert!(!heard.matches && heard.margin < -2.0, "{}: {heard:?}", recording.name);
    }
}

#[test]
fn other_words_are_no_digits() {
    let heard = reader().read(&recorded(voice_maker::OTHER_WORDS), [1, 2, 3, 4]).unwrap();
    assert!(!heard.matches && heard.problem == Some(Unheard::Unclear), "{heard:?}");
}

#[test]
fn without_a_voice_nothing_is_heard() {
    let mut recordings = vec![vec![0.0; 3 * RATE], Vec::new(), vec![0.5; 100], vec![f32::NAN; RATE]];
    recordings.push(voice_maker::noise(3 * RATE, 1).into_iter().map(|sample| sample * 0.05).collect());
    for samples in recordings {
        let heard = reader().read(&samples, [1, 2, 3, 4]).unwrap();
        assert!(!heard.matches && heard.said.is_empty(), "{heard:?}");
        assert_eq!(heard.problem, Some(Unheard::Silent));
    }
}

#[test]
fn a_moment_of_speech_is_too_short() {
    let samples = recorded(&voice_maker::recordings()[0].name);
    let activity = reader().voice().activity(&samples).unwrap();
    let start = Voice::spoken(&activity).unwrap().start;
    let heard = reader().read(&samples[start..start + RATE / 4], [1, 2, 3, 4]).unwrap();
    assert!(matches!(heard.problem, Some(Unheard::TooShort | Unheard::Silent)), "{heard:?}");
}

#[test]
fn speech_is_found_where_it_is() {
    let samples = [vec![0.0; 2 * RATE], recorded(&voice_maker::recordings()[0].name), vec![0.0; RATE]].concat();
    let activity = reader().voice().activity(&samples).unwrap();
    assert_eq!(activity.len(), samples.len() / WINDOW);
    let spoken = Voice::spoken(&activity).unwrap();
    assert!(spoken.start > 2 * RATE && spoken.end < samples.len() - RATE / 2, "{spoken:?}");
}

#[test]
fn nonsense_does_not_break_it() {
    let speech = recorded(&voice_maker::recordings()[0].name);
    let wild = speech.iter().enumerate().map(|(place, sample)| match place % 7 {
        0 => f32::INFINITY,
        1 => f32::NAN,
        2 => sample * 1e30,
        _ => *sample,
    });
    let heard = reader().read(&wild.collect::<Vec<_>>(), [9, 9, 9, 9]).unwrap();
    assert!(!heard.matches, "{heard:?}");
    let endless = speech.iter().copied().cycle().take(90 * RATE).collect::<Vec<_>>();
    assert!(reader().read(&endless, [255, 0, 17, 4]).is_ok());
}
