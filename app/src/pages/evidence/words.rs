//! Texts that the scripts show, as JSON for a data attribute. Holes of texts are `{n}`.

use crate::{
    message::{self, card},
    text::{Text, t},
};
use serde_json::{Map, Value, json};
use shared::{
    liveness::Movement,
    locale::Locale,
    photo::{CardRule, card::CARD_HINTS},
    problem::{Field, Problem, ProblemCode},
};

/// Of an upload: for `app/scripts/upload.js` and `card.js`.
pub(super) fn upload(locale: Locale) -> String {
    let own = [("queued", t::line::QUEUED), ("next", t::line::NEXT), ("judging", t::line::READING)];
    texts(locale, &upload_words().into_iter().chain(own).collect::<Vec<_>>())
}

/// What may be found of a card's picture: for `app/scripts/judged.js`. By rule its name and what to do, by hint what is wrong.
pub(super) fn findings(locale: Locale) -> String {
    let rule = |rule: &CardRule| {
        (rule.code().to_owned(), json!([card::rule(*rule).get(locale), card::mend(*rule).get(locale)]))
    };
    let hint = |hint: &&str| Some(((*hint).to_owned(), card::hint(hint)?.get(locale).into()));
    let rules: Map<String, Value> = CardRule::ALL.iter().map(rule).collect();
    let hints: Map<String, Value> = CARD_HINTS.iter().filter_map(hint).collect();
    json!({
        "rules": rules,
        "hints": hints,
        "advice": t::card::ADVICE.get(locale),
        "refused": t::card::REFUSED.get(locale),
        "refused_text": t::card_judged::REFUSED_TEXT.get(locale),
        "advised": t::card_judged::ADVISED.get(locale),
        "advised_text": t::card_judged::ADVISED_TEXT.get(locale),
        "again": t::card_judged::AGAIN.get(locale),
        "use": t::card_judged::USE.get(locale),
    })
    .to_string()
}

/// Why a proof may be refused after it was sent.
const PROOF_REFUSALS: [ProblemCode; 9] = [
    ProblemCode::FileEmpty,
    ProblemCode::FileFormat,
    ProblemCode::FileUnreadable,
    ProblemCode::FileUnsafe,
    ProblemCode::FileTooMany,
    ProblemCode::FieldTooLong,
    ProblemCode::AttachmentMissing,
    ProblemCode::ItemClosed,
    ProblemCode::WindowClosed,
];

/// Of proofs on their way: for `app/scripts/attachments.js`.
pub(in crate::pages) fn proofs(locale: Locale) -> String {
    let own = [
        ("queued", t::proof_upload::QUEUED),
        ("cancel_what", t::proof_upload::CANCEL_WHAT),
        ("busy", t::proof_upload::BUSY),
        ("unsent", t::proof_upload::UNSENT),
        ("not_all", t::proof_upload::NOT_ALL),
        ("unknown", t::proof_upload::UNKNOWN),
    ];
    let refusal = |code: ProblemCode| {
        let words = message::sentence(&Problem::at(code, Field::Attachment), locale);
        (code.as_str().to_owned(), words.into())
    };
    let mut refusals: Map<String, Value> = PROOF_REFUSALS.map(refusal).into_iter().collect();
    let too_large = t::proof_upload::TOO_LARGE.get(locale);
    refusals.insert(ProblemCode::FileTooLarge.as_str().to_owned(), too_large.into());
    let mut all = map(locale, &upload_words().into_iter().chain(own).collect::<Vec<_>>());
    all.insert("refusals".to_owned(), refusals.into());
    Value::Object(all).to_string()
}

/// Of the live capture: for `app/scripts/face.js`, with those of its upload. `asks`: digits or movements are asked for.
pub(super) fn face(locale: Locale, asks: bool) -> String {
    let own = [
        ("get_ready", t::face::GET_READY),
        ("instruction", t::face::INSTRUCTION),
        ("queued", t::line::QUEUED),
        ("next", t::line::NEXT),
        ("judging", t::line::JUDGING),
    ];
    let presence = [
        ("asking", t::face::ASKING),
        ("no_camera", t::face::NO_CAMERA),
        ("recording", t::face::RECORDING),
        ("preview", t::face::PREVIEW),
    ];
    let asked = [
        ("asking", t::face_asked::ASKING),
        ("asking_camera", t::face_asked::ASKING_CAMERA),
        ("no_camera", t::face_asked::NO_CAMERA),
        ("recording", t::face_asked::RECORDING),
        ("preview", t::face_asked::PREVIEW),
        ("preview_moving", t::face_asked::PREVIEW_MOVING),
        ("digits", t::face_asked::DIGITS),
        ("digits_how", t::face_asked::DIGITS_HOW),
        ("movements", t::face_asked::MOVEMENTS),
        ("movements_how", t::face_asked::MOVEMENTS_HOW),
        ("say_now", t::face_asked::SAY_NOW),
        ("move_now", t::face_asked::MOVE_NOW),
        ("expired", t::face_asked::EXPIRED),
    ];
    let movements = Movement::ALL.map(|one| (one.as_str(), card::movement(one)));
    let way: Vec<_> = if asks { asked.into_iter().chain(movements).collect() } else { presence.to_vec() };
    texts(locale, &upload_words().into_iter().chain(own).chain(way).collect::<Vec<_>>())
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
    Value::Object(map(locale, words)).to_string()
}

fn map(locale: Locale, words: &[(&str, Text)]) -> Map<String, Value> {
    words.iter().map(|(key, text)| ((*key).to_owned(), text.get(locale).into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_that_a_script_asks_for_is_there() {
        let scripts = [
            (upload(Locale::Chinese), include_str!("../../../scripts/card.js")),
            (findings(Locale::Chinese), include_str!("../../../scripts/judged.js")),
            (face(Locale::Chinese, true), include_str!("../../../scripts/face.js")),
            (proofs(Locale::Chinese), include_str!("../../../scripts/attachments.js")),
        ];
        for (texts, script) in scripts {
            let texts: Value = serde_json::from_str(&texts).expect("JSON");
            let asked = script
                .split("words.")
                .skip(1)
                .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next());
            let missing: Vec<&str> = asked.filter(|key| texts.get(key).is_none()).collect();
            assert_eq!(missing, Vec::<&str>::new());
        }
    }
}
