//! What the island gets: the profile's limits and every text it may show, in one language.

use crate::{
    islands::photo::{Bands, PhotoSetup, PhotoWords, RuleWords, StepTexts, UNITS},
    message,
    text::{Text, t},
};
use shared::{
    locale::Locale,
    photo::{Finding, Outcome, PhotoSpec, Rule, Unit, verdict::Limit},
    problem::{Field, ProblemCode},
    profile::Profile,
};

/// Hints that the engine gives (`Finding::hint`).
const HINTS: [&str; 60] = [
    "png",
    "gif",
    "animated",
    "webp",
    "heic",
    "avif",
    "bmp",
    "tiff",
    "pdf",
    "empty",
    "not_picture",
    "truncated",
    "corrupt",
    "too_large",
    "jpeg_extension",
    "extension",
    "pixels_few",
    "pixels_many",
    "no_density",
    "density",
    "grey",
    "cmyk",
    "bits",
    "quality_low",
    "file_small",
    "file_large",
    "no_face",
    "many_faces",
    "turned",
    "head_high",
    "head_low",
    "eyes_high",
    "eyes_low",
    "face_small",
    "face_large",
    "off_left",
    "off_right",
    "squeezed",
    "stretched",
    "too_close",
    "too_small",
    "space_above",
    "space_below",
    "space_left",
    "space_right",
    "head_shape",
    "turned_left",
    "turned_right",
    "chin_up",
    "chin_down",
    "leaning_left",
    "leaning_right",
    "eyes_closed",
    "mouth_open",
    "background_colour",
    "background_uneven",
    "too_dark",
    "too_bright",
    "blurred",
    "noisy",
];

/// Problems that an upload can meet and that say more than “try again”.
const PROBLEMS: [ProblemCode; 6] = [
    ProblemCode::SessionNeeded,
    ProblemCode::SessionExpired,
    ProblemCode::ItemClosed,
    ProblemCode::WindowClosed,
    ProblemCode::FileTooLarge,
    ProblemCode::TooManyRequests,
];

pub(super) fn setup(
    profile: &Profile,
    locale: Locale,
    upload_url: String,
    next_url: String,
    worker_base: String,
) -> PhotoSetup {
    PhotoSetup {
        spec: serde_json::to_string(&profile.photo).expect("numbers and names always serialise"),
        upload_url,
        next_url,
        worker_base,
        plain_input: Field::Photo.as_str().to_owned(),
        bands: bands(&profile.photo),
        texts: texts(locale),
        words: words(locale),
    }
}

fn bands(spec: &PhotoSpec) -> Bands {
    let geometry = &spec.geometry;
    Bands {
        width: spec.file.width_px as f32,
        height: spec.file.height_px as f32,
        head_top: [geometry.head_top_px.0, geometry.head_top_px.1],
        eye_line: [geometry.eye_line_px.0, geometry.eye_line_px.1],
        face_width: [geometry.face_width_px.0, geometry.face_width_px.1],
        enlargement_max: spec.file.upscale_max,
    }
}

fn texts(locale: Locale) -> StepTexts {
    let words = |text: Text| text.get(locale).to_owned();
    StepTexts {
        camera: words(t::photo_step::CAMERA),
        album: words(t::photo_step::ALBUM),
        drop: words(t::photo_step::DROP),
        downloading: t::photo_step::downloading(locale, "{0}", "{1}"),
        measuring: words(t::photo_step::MEASURING),
        checking: words(t::photo_step::CHECKING),
        editor: words(t::photo_step::EDITOR),
        editor_help: words(t::photo_step::EDITOR_HELP),
        up: words(t::photo_step::UP),
        down: words(t::photo_step::DOWN),
        left: words(t::photo_step::LEFT),
        right: words(t::photo_step::RIGHT),
        larger: words(t::photo_step::LARGER),
        smaller: words(t::photo_step::SMALLER),
        reset: words(t::photo_step::RESET),
        head_top: words(t::measures::HEAD_TOP),
        eyes: words(t::measures::EYES),
        cheeks: words(t::measures::CHEEKS),
        allowed: words(t::measures::ALLOWED),
        refused: words(t::photo_step::THIS_REFUSED),
        submit: words(t::photo_step::USE),
        submit_blocked: words(t::photo_step::SUBMIT_BLOCKED),
        again: words(t::photo_step::AGAIN),
        sending: words(t::photo_step::SENDING),
        sending_again: t::photo_step::sending_again(locale, "{0}"),
        sent: words(t::photo_step::SENT),
        unreachable: words(t::photo_step::UNREACHABLE),
        server_refused: words(t::photo_step::SERVER_REFUSED),
        fallback: words(t::photo_step::FALLBACK),
        problems: PROBLEMS.map(|code| (code.as_str().to_owned(), words(message::problem(code)))).into(),
        problem_other: words(t::photo_step::PROBLEM_OTHER),
    }
}

fn words(locale: Locale) -> PhotoWords {
    let words = |text: Text| text.get(locale).to_owned();
    let hint = |code: &str| message::photo::hint(code).map(|text| (code.to_owned(), words(text)));
    PhotoWords {
        rules: Rule::ALL.iter().map(|rule| (*rule, rule_words(*rule, locale))).collect(),
        hints: HINTS.into_iter().filter_map(hint).collect(),
        outcomes: [Outcome::Fail, Outcome::Advice, Outcome::Pass]
            .map(|outcome| words(message::photo::outcome(outcome))),
        units: UNITS.map(|unit| unit_words(unit, locale)),
        measured: t::finding::measured(locale, "{0}"),
        both: t::finding::both(locale, "{0}", "{1}"),
        between: t::finding::between(locale, "{0}", "{1}"),
        at_least: t::finding::at_least(locale, "{0}"),
        at_most: t::finding::at_most(locale, "{0}"),
        failed: t::finding::failed(locale, "{0}"),
        all_passed: words(t::finding::ALL_PASSED),
        passed: t::finding::passed(locale, "{0}"),
    }
}

fn rule_words(rule: Rule, locale: Locale) -> RuleWords {
    let mend = |measured: Option<f32>| {
        let limit = measured.map(|_| Limit::between(0.0, 1.0));
        let finding = Finding { rule, outcome: Outcome::Fail, measured, limit, unit: None, hint: None, region: None };
        message::photo::mend(&finding).get(locale).to_owned()
    };
    let (low, high, general) = (mend(Some(-1.0)), mend(Some(2.0)), mend(None));
    let directed = (low != general || high != general).then_some((low, high));
    RuleWords { name: message::photo::rule_name(rule).get(locale).to_owned(), mend: general, directed }
}

fn unit_words(unit: Unit, locale: Locale) -> String {
    match unit {
        Unit::Px => t::unit::px(locale, "{0}"),
        Unit::Bytes => t::unit::bytes(locale, "{0}"),
        Unit::Dpi => t::unit::dpi(locale, "{0}"),
        Unit::Deg => t::unit::deg(locale, "{0}"),
        Unit::DeltaE => t::unit::delta_e(locale, "{0}"),
        Unit::Ratio => t::unit::ratio(locale, "{0}"),
        Unit::Count => t::unit::count(locale, "{0}"),
        Unit::Quality => t::unit::quality(locale, "{0}"),
        Unit::Score => t::unit::score(locale, "{0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The browser's words and the server's must not drift apart.
    #[test]
    fn the_island_says_what_the_server_says() {
        let limits = [Limit::default(), Limit::at_least(0.5), Limit::at_most(61_440.0), Limit::between(50.0, 110.25)];
        for locale in [Locale::Chinese, Locale::English] {
            let words = words(locale);
            for (rule, unit) in Rule::ALL.iter().zip(UNITS.iter().cycle()) {
                for (limit, measured) in
                    limits.iter().flat_map(|limit| [0.123_4, 87.65, 30_000.0].map(|it| (*limit, it)))
                {
                    let finding = Finding {
                        rule: *rule,
                        outcome: Outcome::Fail,
                        measured: Some(measured),
                        limit: Some(limit),
                        unit: Some(*unit),
                        hint: Some("many_faces".to_owned()),
                        region: None,
                    };
                    assert_eq!(words.numbers(&finding), message::photo::numbers(&finding, locale));
                    assert_eq!(words.mend(&finding), message::photo::mend(&finding).get(locale));
                    assert_eq!(words.hint(&finding), message::photo::hint("many_faces").map(|text| text.get(locale)));
                    assert_eq!(words.rule_name(*rule), message::photo::rule_name(*rule).get(locale));
                }
            }
        }
    }

    #[test]
    fn every_hint_has_words() {
        assert_eq!(words(Locale::Chinese).hints.len(), HINTS.len());
    }

    #[test]
    fn all_that_the_island_gets_survives_the_way_through_the_page() {
        let words = words(Locale::English);
        let page = serde_json::to_string(&words).expect("serialises");
        assert_eq!(serde_json::from_str::<PhotoWords>(&page).expect("reads back"), words);
    }
}
