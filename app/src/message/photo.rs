//! Words about photographs: rules, hints, numbers with their units, and what to do.

use crate::{
    number::decimal,
    text::{Text, t},
};
use shared::{
    locale::Locale,
    photo::{Finding, Outcome, Rule, Unit, verdict::Limit},
};

/// Words about one rule.
#[derive(Clone, Copy)]
struct RuleWords {
    name: Text,
    mend: Text,
    /// What to do when the measure is below or above the limit, where that differs.
    directed: Option<(Text, Text)>,
    /// What the example drawing shows, right and wrong.
    example: (Text, Text),
}

macro_rules! words {
    ($rule:ident) => {
        words!($rule, None)
    };
    ($rule:ident, directed) => {
        words!($rule, Some((t::rule::$rule::LOW, t::rule::$rule::HIGH)))
    };
    ($rule:ident, $directed:expr) => {
        RuleWords {
            name: t::rule::$rule::NAME,
            mend: t::rule::$rule::MEND,
            directed: $directed,
            example: (t::rule::$rule::RIGHT, t::rule::$rule::WRONG),
        }
    };
}

const fn words(rule: Rule) -> RuleWords {
    match rule {
        Rule::FileReadable => words!(file_readable),
        Rule::FileFormat => words!(file_format),
        Rule::FileExtension => words!(file_extension),
        Rule::FileDimensions => words!(file_dimensions),
        Rule::FileDpi => words!(file_dpi),
        Rule::FileColourDepth => words!(file_colour_depth),
        Rule::FileQuality => words!(file_quality),
        Rule::FileSize => words!(file_size),
        Rule::SubjectCount => words!(subject_count),
        Rule::SubjectOrientation => words!(subject_orientation),
        Rule::GeometryHeadTop => words!(geometry_head_top, directed),
        Rule::GeometryEyeLine => words!(geometry_eye_line, directed),
        Rule::GeometryFaceWidth => words!(geometry_face_width, directed),
        Rule::GeometryCentred => words!(geometry_centred),
        Rule::GeometryAspect => words!(geometry_aspect),
        Rule::PoseFrontal => words!(pose_frontal),
        Rule::PoseLevel => words!(pose_level),
        Rule::EyesOpen => words!(eyes_open),
        Rule::MouthClosed => words!(mouth_closed),
        Rule::ExpressionNeutral => words!(expression_neutral),
        Rule::ShouldersLevel => words!(shoulders_level),
        Rule::GlassesTinted => words!(glasses_tinted),
        Rule::GlassesFrameOverEyes => words!(glasses_frame_over_eyes),
        Rule::GlassesReflection => words!(glasses_reflection),
        Rule::HeadCovering => words!(head_covering),
        Rule::HairOverEyes => words!(hair_over_eyes),
        Rule::Accessories => words!(accessories),
        Rule::BackgroundColour => words!(background_colour),
        Rule::BackgroundUniform => words!(background_uniform),
        Rule::BackgroundShadow => words!(background_shadow),
        Rule::BackgroundObjects => words!(background_objects),
        Rule::ClothesDistinct => words!(clothes_distinct),
        Rule::ClothesPattern => words!(clothes_pattern),
        Rule::LightEven => words!(light_even),
        Rule::LightExposure => words!(light_exposure),
        Rule::LightHighlight => words!(light_highlight),
        Rule::EyesRed => words!(eyes_red),
        Rule::ColourNatural => words!(colour_natural),
        Rule::FocusSharp => words!(focus_sharp),
        Rule::FrameBorder => words!(frame_border),
        Rule::FrameText => words!(frame_text),
    }
}

/// What the rule is about.
pub const fn rule_name(rule: Rule) -> Text {
    words(rule).name
}

/// What the example drawing of the rule shows: right, and wrong.
pub const fn example(rule: Rule) -> (Text, Text) {
    words(rule).example
}

pub const fn outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Pass => t::outcome::PASS,
        Outcome::Advice => t::outcome::ADVICE,
        Outcome::Fail => t::outcome::FAIL,
    }
}

/// Hints about a source that cannot be cropped: they say themselves what to do, and their numbers are what is lacking.
const ABOUT_THE_SOURCE: &[&str] =
    &["too_close", "too_small", "space_above", "space_below", "space_left", "space_right", "head_shape"];

fn about_the_source(finding: &Finding) -> Option<&str> {
    finding.hint.as_deref().filter(|hint| ABOUT_THE_SOURCE.contains(hint))
}

/// What to do about a finding, in the direction that the measure is off.
pub fn mend(finding: &Finding) -> Text {
    if let Some(words) = about_the_source(finding).and_then(hint) {
        return words;
    }
    let words = words(finding.rule);
    let off = finding.measured.zip(finding.limit).and_then(|(measured, limit)| {
        let (low, high) = words.directed?;
        let too_low = limit.min.is_some_and(|min| measured < min);
        let too_high = limit.max.is_some_and(|max| measured > max);
        if too_low { Some(low) } else { too_high.then_some(high) }
    });
    off.unwrap_or(words.mend)
}

/// What is wrong exactly, where the engine says so and [`mend`] does not say it already.
pub fn detail(finding: &Finding) -> Option<Text> {
    if about_the_source(finding).is_some() || finding.outcome == Outcome::Pass {
        return None;
    }
    finding.hint.as_deref().and_then(hint).filter(|detail| !mend(finding).zh.starts_with(detail.zh))
}

/// “实测 38 像素，要求 50–110 像素”; `None` where the rule is not a number.
pub fn numbers(finding: &Finding, locale: Locale) -> Option<String> {
    let unit = finding.unit.unwrap_or(Unit::Score);
    match about_the_source(finding) {
        Some("head_shape") | None => {}
        Some("too_small") => {
            let limit = finding.limit?.max?;
            return Some(t::finding::enlarged(locale, figure(finding.measured?, unit), figure(limit, unit)));
        }
        Some(_) => return Some(t::finding::lacking(locale, quantity(finding.measured?, unit, locale))),
    }
    let measured = quantity(finding.measured?, unit, locale);
    Some(match finding.limit.and_then(|limit| limit_words(limit, unit, locale)) {
        Some(limit) => t::finding::both(locale, measured, limit),
        None => t::finding::measured(locale, measured),
    })
}

/// The allowed range with its unit; `None` where both ends are open.
pub fn limit_words(limit: Limit, unit: Unit, locale: Locale) -> Option<String> {
    Some(match (limit.min, limit.max) {
        (Some(min), Some(max)) if min == max => quantity(min, unit, locale),
        (Some(min), Some(max)) => {
            with_unit(&t::finding::between(locale, figure(min, unit), figure(max, unit)), unit, locale)
        }
        (Some(min), None) => t::finding::at_least(locale, quantity(min, unit, locale)),
        (None, Some(max)) => t::finding::at_most(locale, quantity(max, unit, locale)),
        (None, None) => return None,
    })
}

fn quantity(value: f32, unit: Unit, locale: Locale) -> String {
    with_unit(&figure(value, unit), unit, locale)
}

/// The number alone: whole where the unit is counted, bytes as KB (1024), otherwise two or three significant places.
pub fn figure(value: f32, unit: Unit) -> String {
    match unit {
        Unit::Px | Unit::Dpi | Unit::Count | Unit::Quality => decimal(value, 0),
        Unit::Bytes => decimal(value / 1024.0, 1),
        Unit::Deg | Unit::DeltaE => decimal(value, 1),
        Unit::Ratio => decimal(value, 3),
        Unit::Score => decimal(value, 2),
    }
}

/// The unit alone, as the head of a column shows it; empty for plain numbers.
pub fn unit_name(unit: Unit, locale: Locale) -> String {
    with_unit("", unit, locale).trim().to_owned()
}

/// The drawing that shows what a reviewer's reason for a photograph means, where one does.
pub fn example_of(reason: &str) -> Option<Rule> {
    Some(match reason {
        "photo.background" => Rule::BackgroundColour,
        "photo.background_shadow" => Rule::BackgroundShadow,
        "photo.size" => Rule::GeometryFaceWidth,
        "photo.pose" => Rule::PoseFrontal,
        "photo.eyes" => Rule::EyesOpen,
        "photo.expression" => Rule::MouthClosed,
        "photo.glasses" => Rule::GlassesReflection,
        "photo.head_covering" => Rule::HeadCovering,
        "photo.clothes" => Rule::ClothesDistinct,
        "photo.light" => Rule::LightEven,
        "photo.quality" => Rule::FocusSharp,
        "photo.reproduction" => Rule::FrameBorder,
        _ => return None,
    })
}

/// A size of a file: `212.4 KB`.
pub fn bytes(value: f32, locale: Locale) -> String {
    t::unit::bytes(locale, figure(value, Unit::Bytes))
}

fn with_unit(number: &str, unit: Unit, locale: Locale) -> String {
    match unit {
        Unit::Px => t::unit::px(locale, number),
        Unit::Bytes => t::unit::bytes(locale, number),
        Unit::Dpi => t::unit::dpi(locale, number),
        Unit::Deg => t::unit::deg(locale, number),
        Unit::DeltaE => t::unit::delta_e(locale, number),
        Unit::Ratio => t::unit::ratio(locale, number),
        Unit::Count => t::unit::count(locale, number),
        Unit::Quality => t::unit::quality(locale, number),
        Unit::Score => t::unit::score(locale, number),
    }
}

/// Words for the engine's hints; a hint without words is left out.
pub fn hint(hint: &str) -> Option<Text> {
    Some(match hint {
        "png" => t::hint::PNG,
        "gif" => t::hint::GIF,
        "animated" => t::hint::ANIMATED,
        "webp" => t::hint::WEBP,
        "heic" => t::hint::HEIC,
        "avif" => t::hint::AVIF,
        "bmp" => t::hint::BMP,
        "tiff" => t::hint::TIFF,
        "pdf" => t::hint::PDF,
        "empty" => t::hint::EMPTY,
        "not_picture" => t::hint::NOT_PICTURE,
        "truncated" => t::hint::TRUNCATED,
        "corrupt" => t::hint::CORRUPT,
        "too_large" => t::hint::TOO_LARGE,
        "jpeg_extension" => t::hint::JPEG_EXTENSION,
        "extension" => t::hint::EXTENSION,
        "pixels_few" => t::hint::PIXELS_FEW,
        "pixels_many" => t::hint::PIXELS_MANY,
        "no_density" => t::hint::NO_DENSITY,
        "density" => t::hint::DENSITY,
        "grey" => t::hint::GREY,
        "cmyk" => t::hint::CMYK,
        "bits" => t::hint::BITS,
        "quality_low" => t::hint::QUALITY_LOW,
        "file_small" => t::hint::FILE_SMALL,
        "file_large" => t::hint::FILE_LARGE,
        "no_face" => t::hint::NO_FACE,
        "many_faces" => t::hint::MANY_FACES,
        "turned" => t::hint::TURNED,
        "head_high" => t::hint::HEAD_HIGH,
        "head_low" => t::hint::HEAD_LOW,
        "eyes_high" => t::hint::EYES_HIGH,
        "eyes_low" => t::hint::EYES_LOW,
        "face_small" => t::hint::FACE_SMALL,
        "face_large" => t::hint::FACE_LARGE,
        "off_left" => t::hint::OFF_LEFT,
        "off_right" => t::hint::OFF_RIGHT,
        "squeezed" => t::hint::SQUEEZED,
        "stretched" => t::hint::STRETCHED,
        "too_close" => t::hint::TOO_CLOSE,
        "too_small" => t::hint::TOO_SMALL,
        "space_above" => t::hint::SPACE_ABOVE,
        "space_below" => t::hint::SPACE_BELOW,
        "space_left" => t::hint::SPACE_LEFT,
        "space_right" => t::hint::SPACE_RIGHT,
        "head_shape" => t::hint::HEAD_SHAPE,
        "turned_left" => t::hint::TURNED_LEFT,
        "turned_right" => t::hint::TURNED_RIGHT,
        "chin_up" => t::hint::CHIN_UP,
        "chin_down" => t::hint::CHIN_DOWN,
        "leaning_left" => t::hint::LEANING_LEFT,
        "leaning_right" => t::hint::LEANING_RIGHT,
        "eyes_closed" => t::hint::EYES_CLOSED,
        "mouth_open" => t::hint::MOUTH_OPEN,
        "background_colour" => t::hint::BACKGROUND_COLOUR,
        "background_uneven" => t::hint::BACKGROUND_UNEVEN,
        "too_dark" => t::hint::TOO_DARK,
        "too_bright" => t::hint::TOO_BRIGHT,
        "blurred" => t::hint::BLURRED,
        "noisy" => t::hint::NOISY,
        "shoulders_uneven" => t::hint::SHOULDERS_UNEVEN,
        "light_fringe" => t::hint::LIGHT_FRINGE,
        "shadow" => t::hint::SHADOW,
        "object" => t::hint::OBJECT,
        "other_person" => t::hint::OTHER_PERSON,
        "border" => t::hint::BORDER,
        "clothes_like_background" => t::hint::CLOTHES_LIKE_BACKGROUND,
        "light_uneven" => t::hint::LIGHT_UNEVEN,
        "bright_spots" => t::hint::BRIGHT_SPOTS,
        "colour_cast" => t::hint::COLOUR_CAST,
        "background_hidden" => t::hint::BACKGROUND_HIDDEN,
        "lenses_dark" => t::hint::LENSES_DARK,
        "rim_over_eyes" => t::hint::RIM_OVER_EYES,
        "lens_reflection" => t::hint::LENS_REFLECTION,
        "red_eyes" => t::hint::RED_EYES,
        "hair_over_eyes" => t::hint::HAIR_OVER_EYES,
        "face_covered" => t::hint::FACE_COVERED,
        "hat" => t::hint::HAT,
        "at_the_ears" => t::hint::AT_THE_EARS,
        "smile" => t::hint::SMILE,
        "pattern" => t::hint::PATTERN,
        "text" => t::hint::TEXT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(rule: Rule, measured: f32, limit: Limit, unit: Unit) -> Finding {
        let outcome = if limit.holds(measured) { Outcome::Pass } else { Outcome::Fail };
        Finding {
            rule,
            outcome,
            measured: Some(measured),
            limit: Some(limit),
            unit: Some(unit),
            hint: None,
            region: None,
        }
    }

    #[test]
    fn every_rule_has_a_name_of_its_own_and_says_what_to_do_in_both_languages() {
        for locale in [Locale::Chinese, Locale::English] {
            let mut names: Vec<_> = Rule::ALL.iter().map(|rule| rule_name(*rule).get(locale)).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), Rule::ALL.len());
            for rule in Rule::ALL {
                let (right, wrong) = example(*rule);
                for text in [words(*rule).mend, right, wrong] {
                    assert_eq!(text.get(locale).is_ascii(), locale == Locale::English, "{}", rule.code());
                }
                assert_ne!(right.get(locale), wrong.get(locale), "{}", rule.code());
            }
        }
    }

    #[test]
    fn numbers_carry_measure_limit_and_unit() {
        let head = finding(Rule::GeometryHeadTop, 38.2, Limit::between(50.0, 110.0), Unit::Px);
        assert_eq!(numbers(&head, Locale::Chinese).as_deref(), Some("实测 38 像素，要求 50–110 像素"));
        let size = finding(Rule::FileSize, 9.0 * 1024.0, Limit::between(20.0 * 1024.0, 40.0 * 1024.0), Unit::Bytes);
        assert_eq!(numbers(&size, Locale::English).as_deref(), Some("measured 9 KB, required 20 to 40 KB"));
        let tilt = finding(Rule::PoseLevel, 7.25, Limit::at_most(5.0), Unit::Deg);
        assert_eq!(numbers(&tilt, Locale::Chinese).as_deref(), Some("实测 7.3°，要求 不超过 5°"));
    }

    #[test]
    fn every_hint_of_the_engine_has_words() {
        for word in shared::photo::verdict::HINTS {
            assert!(hint(word).is_some(), "no words for {word}");
        }
        assert!(hint("never_heard_of").is_none());
    }

    #[test]
    fn a_source_without_room_says_how_much_is_lacking() {
        let mut above = finding(Rule::GeometryHeadTop, 20.0, Limit::at_most(0.0), Unit::Px);
        above.hint = Some("space_above".to_owned());
        assert_eq!(numbers(&above, Locale::Chinese).as_deref(), Some("还差 20 像素"));
        assert!(mend(&above).zh.starts_with("照片上方空间不足"));
        assert_eq!(detail(&above), None);
    }

    #[test]
    fn advice_points_in_the_direction_that_helps() {
        let limit = Limit::between(50.0, 110.0);
        let low = mend(&finding(Rule::GeometryHeadTop, 38.0, limit, Unit::Px));
        let high = mend(&finding(Rule::GeometryHeadTop, 140.0, limit, Unit::Px));
        assert_ne!(low, high);
        assert!(low.en.contains("Move the picture down"));
    }
}
