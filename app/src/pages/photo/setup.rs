//! What the island gets, as JSON: addresses, the profile's limits, and every text it may show, in one language. Holes of
//! texts are `{0}` and `{1}`.

use super::live;
use crate::{
    components::Example,
    drawings::Ground,
    message,
    text::{Text, t},
};
use leptos::prelude::*;
use serde_json::{Map, Value, json};
use shared::{
    locale::Locale,
    photo::{
        Finding, Outcome, PhotoSpec, Rule, Unit,
        verdict::{HINTS, Limit},
    },
    problem::{Field, ProblemCode},
    profile::Profile,
};

/// Problems that an upload can meet and that say more than “try again”.
const PROBLEMS: [ProblemCode; 7] = [
    ProblemCode::PageOfAnother,
    ProblemCode::SessionNeeded,
    ProblemCode::SessionExpired,
    ProblemCode::ItemClosed,
    ProblemCode::WindowClosed,
    ProblemCode::FileTooLarge,
    ProblemCode::TooManyRequests,
];

/// `upload_url`: where the finished file is posted. `next_url`: where to go when it is kept. `worker_base`: folder of the
/// worker, with a slash at the end.
pub(in crate::pages) fn setup(
    profile: &Profile,
    locale: Locale,
    upload_url: &str,
    next_url: &str,
    worker_base: &str,
) -> String {
    let setup = json!({
        // For the worker, which alone understands it.
        "spec": serde_json::to_string(&profile.photo).expect("numbers and names always serialise"),
        "upload_url": upload_url,
        "next_url": next_url,
        "worker_base": worker_base,
        "plain_input": Field::Photo.as_str(),
        "bands": bands(&profile.photo),
        "texts": texts(locale),
        "words": words(Ground::of(&profile.photo), locale),
    });
    setup.to_string()
}

/// The limits that are drawn into the frame, in pixels of the finished picture.
fn bands(spec: &PhotoSpec) -> Value {
    let geometry = &spec.geometry;
    json!({
        "width": spec.file.width_px,
        "height": spec.file.height_px,
        "head_top": geometry.head_top_px,
        "eye_line": geometry.eye_line_px,
        "face_width": geometry.face_width_px,
        "enlargement_max": spec.file.upscale_max,
    })
}

fn texts(locale: Locale) -> Value {
    let problems = PROBLEMS.map(|code| (code.as_str().to_owned(), message::problem(code).get(locale).into()));
    let fixed = [
        ("camera", t::photo_step::CAMERA),
        ("album", t::photo_step::ALBUM),
        ("drop", t::photo_step::DROP),
        ("measuring", t::photo_step::MEASURING),
        ("checking", t::photo_step::CHECKING),
        ("editor", t::photo_step::EDITOR),
        ("editor_help", t::photo_step::EDITOR_HELP),
        ("up", t::photo_step::UP),
        ("down", t::photo_step::DOWN),
        ("left", t::photo_step::LEFT),
        ("right", t::photo_step::RIGHT),
        ("larger", t::photo_step::LARGER),
        ("smaller", t::photo_step::SMALLER),
        ("reset", t::photo_step::RESET),
        ("head_top", t::measures::HEAD_TOP),
        ("eyes", t::measures::EYES),
        ("cheeks", t::measures::CHEEKS),
        ("allowed", t::measures::ALLOWED),
        ("refused", t::photo_step::THIS_REFUSED),
        ("submit", t::photo_step::USE),
        ("submit_blocked", t::photo_step::SUBMIT_BLOCKED),
        ("again", t::photo_step::AGAIN),
        ("sending", t::photo_step::SENDING),
        ("sent", t::photo_step::SENT),
        ("unreachable", t::photo_step::UNREACHABLE),
        ("server_refused", t::photo_step::SERVER_REFUSED),
        ("fallback", t::photo_step::FALLBACK),
        ("problem_other", t::photo_step::PROBLEM_OTHER),
    ];
    let mut texts: Map<String, Value> =
        fixed.into_iter().map(|(key, text)| (key.to_owned(), text.get(locale).into())).collect();
    texts.insert("downloading".to_owned(), t::photo_step::downloading(locale, "{0}", "{1}").into());
    texts.insert("sending_again".to_owned(), t::photo_step::sending_again(locale, "{0}").into());
    texts.insert("live".to_owned(), live::texts(locale));
    texts.insert("problems".to_owned(), Value::Object(problems.into_iter().collect()));
    Value::Object(texts)
}

/// Words about findings, for `islands::photo`.
fn words(ground: Ground, locale: Locale) -> Value {
    let word = |text: Text| Value::from(text.get(locale));
    let hint = |code: &str| message::photo::hint(code).map(|text| (code.to_owned(), word(text)));
    let outcome = |outcome| word(message::photo::outcome(outcome));
    let rule = |rule: &Rule| (rule.code().to_owned(), rule_words(*rule, ground, locale));
    let rules: Map<_, _> = Rule::ALL.iter().map(rule).collect();
    let hints: Map<_, _> = HINTS.iter().copied().filter_map(hint).collect();
    json!({
        "rules": rules,
        "hints": hints,
        "outcomes": {
            "pass": outcome(Outcome::Pass), "advice": outcome(Outcome::Advice), "fail": outcome(Outcome::Fail),
        },
        "units": {
            "px": t::unit::px(locale, "{0}"),
            "bytes": t::unit::bytes(locale, "{0}"),
            "dpi": t::unit::dpi(locale, "{0}"),
            "deg": t::unit::deg(locale, "{0}"),
            "delta_e": t::unit::delta_e(locale, "{0}"),
            "ratio": t::unit::ratio(locale, "{0}"),
            "count": t::unit::count(locale, "{0}"),
            "quality": t::unit::quality(locale, "{0}"),
            "score": t::unit::score(locale, "{0}"),
        },
        "measured": t::finding::measured(locale, "{0}"),
        "both": t::finding::both(locale, "{0}", "{1}"),
        "between": t::finding::between(locale, "{0}", "{1}"),
        "at_least": t::finding::at_least(locale, "{0}"),
        "at_most": t::finding::at_most(locale, "{0}"),
        "failed": t::finding::failed(locale, "{0}"),
        "all_passed": word(t::finding::ALL_PASSED),
        "passed": t::finding::passed(locale, "{0}"),
    })
}

fn rule_words(rule: Rule, ground: Ground, locale: Locale) -> Value {
    let mend = |measured: Option<f32>| {
        let limit = measured.map(|_| Limit::between(0.0, 1.0));
        let (unit, outcome) = (Some(Unit::Px), Outcome::Fail);
        message::photo::mend(&Finding { rule, outcome, measured, limit, unit, hint: None, region: None }).get(locale)
    };
    let (low, high, general) = (mend(Some(-1.0)), mend(Some(2.0)), mend(None));
    let mut words = json!({ "name": message::photo::rule_name(rule).get(locale), "mend": general });
    if low != general || high != general {
        words["low"] = low.into();
        words["high"] = high.into();
    }
    words["drawing"] = view! { <Example rule=rule ground=ground locale=locale /> }.to_html().into();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::islands::photo::said;

    const GROUND: Ground = Ground([67, 142, 219]);

    const UNITS: [Unit; 9] = [
        Unit::Px,
        Unit::Bytes,
        Unit::Dpi,
        Unit::Deg,
        Unit::DeltaE,
        Unit::Ratio,
        Unit::Count,
        Unit::Quality,
        Unit::Score,
    ];

    /// The browser's words and the server's must not drift apart.
    #[test]
    fn the_island_says_what_the_server_says() {
        let limits = [Limit::default(), Limit::at_least(0.5), Limit::at_most(61_440.0), Limit::between(50.0, 110.25)];
        for locale in [Locale::Chinese, Locale::English] {
            let words = words(GROUND, locale);
            for (rule, unit) in Rule::ALL.iter().zip(UNITS.iter().cycle()) {
                for (limit, measured) in
                    limits.iter().flat_map(|limit| [0.123_4, 87.63, 30_000.0].map(|it| (*limit, it)))
                {
                    let (outcome, hint) = (Outcome::Fail, Some("many_faces".to_owned()));
                    let (measured, limit, unit) = (Some(measured), Some(limit), Some(*unit));
                    let finding = Finding { rule: *rule, outcome, measured, limit, unit, hint, region: None };
                    let (numbers, mend) = said(&json!(finding), &words);
                    assert_eq!(numbers, message::photo::numbers(&finding, locale));
                    assert_eq!(mend, message::photo::mend(&finding).get(locale));
                }
            }
        }
    }

    #[test]
    fn every_hint_has_words() {
        assert_eq!(words(GROUND, Locale::Chinese)["hints"].as_object().map(Map::len), Some(HINTS.len()));
    }
}
