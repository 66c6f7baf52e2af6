//! Texts of the live camera's panel, for `app/photo_worker/camera.js`.

use crate::text::{Text, t::live_camera as words};
use serde_json::{Map, Value};
use shared::{locale::Locale, photo::exchange::Instruction};

/// Every text of the panel by the name that the script knows it by; instructions by their codes under `say`.
pub(super) fn texts(locale: Locale) -> Value {
    let fixed = [
        ("open", words::OPEN),
        ("missing", words::MISSING),
        ("title", words::TITLE),
        ("close", words::CLOSE),
        ("auto", words::AUTO),
        ("shoot", words::SHOOT),
        ("turn", words::TURN),
        ("preview", words::PREVIEW),
        ("asking", words::ASKING),
        ("loading", words::LOADING),
        ("unguided", words::UNGUIDED),
        ("ready_by_hand", words::READY_BY_HAND),
        ("taking", words::TAKING),
        ("timeout", words::TIMEOUT),
        ("denied", words::DENIED),
        ("absent", words::ABSENT),
        ("busy", words::BUSY),
        ("failed", words::FAILED),
        ("ended", words::ENDED),
        ("hidden", words::HIDDEN),
    ];
    let said = Instruction::ALL.iter().map(|it| (it.code().to_owned(), instruction(*it).get(locale).into()));
    let mut texts: Map<String, Value> =
        fixed.into_iter().map(|(key, text)| (key.to_owned(), text.get(locale).into())).collect();
    texts.insert("say".to_owned(), Value::Object(said.collect()));
    Value::Object(texts)
}

/// What is said to somebody before the camera.
fn instruction(instruction: Instruction) -> Text {
    use words::say;
    match instruction {
        Instruction::SeveralFaces => say::SEVERAL_FACES,
        Instruction::TooDark => say::TOO_DARK,
        Instruction::TooBright => say::TOO_BRIGHT,
        Instruction::NoFace => say::NO_FACE,
        Instruction::ComeCloser => say::COME_CLOSER,
        Instruction::GoBack => say::GO_BACK,
        Instruction::MoveLeft => say::MOVE_LEFT,
        Instruction::MoveRight => say::MOVE_RIGHT,
        Instruction::MoveUp => say::MOVE_UP,
        Instruction::MoveDown => say::MOVE_DOWN,
        Instruction::BackgroundColour => say::BACKGROUND_COLOUR,
        Instruction::BackgroundPlain => say::BACKGROUND_PLAIN,
        Instruction::LevelHead => say::LEVEL_HEAD,
        Instruction::FaceForward => say::FACE_FORWARD,
        Instruction::OpenEyes => say::OPEN_EYES,
        Instruction::CloseMouth => say::CLOSE_MOUTH,
        Instruction::HeadCovering => say::HEAD_COVERING,
        Instruction::HairOverEyes => say::HAIR_OVER_EYES,
        Instruction::Glasses => say::GLASSES,
        Instruction::UnevenLight => say::UNEVEN_LIGHT,
        Instruction::BrightSpots => say::BRIGHT_SPOTS,
        Instruction::LightColour => say::LIGHT_COLOUR,
        Instruction::Clothes => say::CLOTHES,
        Instruction::HoldStill => say::HOLD_STILL,
        Instruction::Ready => say::READY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = include_str!("../../../photo_worker/camera.js");

    #[test]
    fn every_text_that_the_panel_asks_for_is_there() {
        let texts = texts(Locale::English);
        let asked = ["this.texts.", "data-text=\""].into_iter().flat_map(|before| {
            SCRIPT
                .split(before)
                .skip(1)
                .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next())
        });
        let missing: Vec<&str> = asked.filter(|key| texts.get(key).is_none()).collect();
        assert_eq!(missing, Vec::<&str>::new());
    }

    #[test]
    fn every_reason_to_close_has_words() {
        let texts = texts(Locale::Chinese);
        for reason in ["denied", "absent", "busy", "failed", "ended", "hidden"] {
            assert!(SCRIPT.contains(&format!("'{reason}'")), "{reason} is a word of the script");
            assert!(texts[reason].as_str().is_some_and(|words| !words.is_empty()), "{reason}");
        }
    }

    #[test]
    fn the_script_mirrors_codes_that_exist() {
        for code in ["move_left", "move_right", "ready"] {
            assert!(SCRIPT.contains(code) && Instruction::ALL.iter().any(|it| it.code() == code), "{code}");
        }
    }
}
