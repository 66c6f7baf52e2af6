//! Texts that the scripts show, as JSON for a data attribute. Holes of texts are `{n}`.

use crate::text::{Text, t};
use serde_json::{Map, Value};
use shared::locale::Locale;

/// Of an upload: for `app/scripts/upload.js` and `card.js`.
pub(super) fn upload(locale: Locale) -> String {
    texts(locale, &upload_words())
}

/// Of the live capture: for `app/scripts/face.js`, with those of its upload.
pub(super) fn face(locale: Locale) -> String {
    let own = [
        ("asking", t::face::ASKING),
        ("no_camera", t::face::NO_CAMERA),
        ("get_ready", t::face::GET_READY),
        ("recording", t::face::RECORDING),
        ("preview", t::face::PREVIEW),
        ("instruction", t::face::INSTRUCTION),
    ];
    let all: Vec<_> = upload_words().into_iter().chain(own).collect();
    texts(locale, &all)
}

fn upload_words() -> Vec<(&'static str, Text)> {
    vec![
        ("checking", t::upload::CHECKING),
        ("sending", t::upload::SENDING),
        ("finishing", t::upload::FINISHING),
        ("waiting", t::upload::WAITING),
        ("offline", t::upload::OFFLINE),
        ("done", t::upload::DONE),
        ("failed", t::upload::FAILED),
        ("too_large", t::upload::TOO_LARGE),
        ("session", t::upload::SESSION),
    ]
}

fn texts(locale: Locale, words: &[(&str, Text)]) -> String {
    let texts: Map<String, Value> =
        words.iter().map(|(key, text)| ((*key).to_owned(), text.get(locale).into())).collect();
    Value::Object(texts).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_that_a_script_asks_for_is_there() {
        let texts: Value = serde_json::from_str(&face(Locale::Chinese)).expect("JSON");
        let scripts = [
            include_str!("../../../scripts/upload.js"),
            include_str!("../../../scripts/card.js"),
            include_str!("../../../scripts/face.js"),
        ];
        let asked = scripts.iter().flat_map(|script| {
            script
                .split("words.")
                .skip(1)
                .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next())
        });
        let missing: Vec<&str> = asked.filter(|key| texts.get(key).is_none()).collect();
        assert_eq!(missing, Vec::<&str>::new());
    }
}
