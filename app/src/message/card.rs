//! Words about pictures of identity documents and about live captures.

use crate::{
    message::photo,
    text::{Text, t},
};
use enrolment::ports::{CardProblem, FaceReason};
use shared::{
    evidence::{CardField, CardSide, FaceOutcome},
    liveness::Movement,
    photo::CardRule,
};

pub const fn side(side: CardSide) -> Text {
    match side {
        CardSide::Portrait => t::card::PORTRAIT,
        CardSide::Emblem => t::card::EMBLEM,
    }
}

pub const fn field(field: CardField) -> Text {
    match field {
        CardField::Name => t::card::NAME,
        CardField::Sex => t::card::SEX,
        CardField::Ethnicity => t::card::ETHNICITY,
        CardField::BirthDate => t::card::BIRTH_DATE,
        CardField::Address => t::card::ADDRESS,
        CardField::Number => t::card::NUMBER,
        CardField::ValidFrom => t::card::VALID_FROM,
        CardField::ValidTo => t::card::VALID_TO,
    }
}

pub const fn rule(rule: CardRule) -> Text {
    match rule {
        CardRule::Readable => t::card_rule::READABLE,
        CardRule::Size => t::card_rule::SIZE,
        CardRule::Whole => t::card_rule::WHOLE,
        CardRule::Sharp => t::card_rule::SHARP,
        CardRule::Glare => t::card_rule::GLARE,
        CardRule::Light => t::card_rule::LIGHT,
        CardRule::Upright => t::card_rule::UPRIGHT,
    }
}

/// What is wrong, where the hint says it.
pub fn hint(hint: &str) -> Option<Text> {
    Some(match hint {
        "cut_off" => t::card_hint::CUT_OFF,
        "no_outline" => t::card_hint::NO_OUTLINE,
        "no_card" => t::card_hint::NO_CARD,
        "blurred" => t::card_hint::BLURRED,
        "glare" => t::card_hint::GLARE,
        "too_dark" => t::card_hint::TOO_DARK,
        "too_bright" => t::card_hint::TOO_BRIGHT,
        "low_contrast" => t::card_hint::LOW_CONTRAST,
        "on_its_side" => t::card_hint::ON_ITS_SIDE,
        other => return photo::hint(other),
    })
}

/// What to do where the rule does not pass.
pub const fn mend(rule: CardRule) -> Text {
    match rule {
        CardRule::Readable => t::card_mend::READABLE,
        CardRule::Size => t::card_mend::SIZE,
        CardRule::Whole => t::card_mend::WHOLE,
        CardRule::Sharp => t::card_mend::SHARP,
        CardRule::Glare => t::card_mend::GLARE,
        CardRule::Light => t::card_mend::LIGHT,
        CardRule::Upright => t::card_mend::UPRIGHT,
    }
}

pub const fn face_outcome(outcome: FaceOutcome) -> Text {
    match outcome {
        FaceOutcome::Passed => t::face::PASSED,
        FaceOutcome::Failed => t::face::FAILED,
        FaceOutcome::Manual => t::face::MANUAL,
        FaceOutcome::Office => t::face::OFFICE,
    }
}

pub const fn face_reason(reason: FaceReason) -> Text {
    match reason {
        FaceReason::NoFace => t::face_reason::NO_FACE,
        FaceReason::SeveralFaces => t::face_reason::SEVERAL_FACES,
        FaceReason::TooDark => t::face_reason::TOO_DARK,
        FaceReason::Blurred => t::face_reason::BLURRED,
        FaceReason::NotLive => t::face_reason::NOT_LIVE,
        FaceReason::Cut => t::face_reason::CUT,
        FaceReason::OtherPerson => t::face_reason::OTHER_PERSON,
        FaceReason::TooShort => t::face_reason::TOO_SHORT,
        FaceReason::TooLong => t::face_reason::TOO_LONG,
        FaceReason::Silent => t::face_reason::SILENT,
        FaceReason::OtherDigits => t::face_reason::OTHER_DIGITS,
        FaceReason::MouthStill => t::face_reason::MOUTH_STILL,
        FaceReason::OtherMovements => t::face_reason::OTHER_MOVEMENTS,
        FaceReason::Unreadable => t::face_reason::UNREADABLE,
        FaceReason::PerhapsOtherPerson => t::face_reason::PERHAPS_OTHER_PERSON,
        FaceReason::PerhapsNotLive => t::face_reason::PERHAPS_NOT_LIVE,
        FaceReason::NotCompared => t::face_reason::NOT_COMPARED,
        FaceReason::DigitsUnclear => t::face_reason::DIGITS_UNCLEAR,
        FaceReason::NotHeard => t::face_reason::NOT_HEARD,
        FaceReason::MouthUnclear => t::face_reason::MOUTH_UNCLEAR,
        FaceReason::PerhapsRecaptured => t::face_reason::PERHAPS_RECAPTURED,
    }
}

/// What an engine found wrong while it read a document.
pub const fn problem(problem: CardProblem) -> Text {
    match problem {
        CardProblem::Blurred => t::card_problem::BLURRED,
        CardProblem::Glare => t::card_problem::GLARE,
        CardProblem::CutOff => t::card_problem::CUT_OFF,
        CardProblem::TooDark => t::card_problem::TOO_DARK,
        CardProblem::WrongSide => t::card_problem::WRONG_SIDE,
        CardProblem::NotACard => t::card_problem::NOT_A_CARD,
        CardProblem::NoColours => t::card_problem::NO_COLOURS,
        CardProblem::OtherKind => t::card_problem::OTHER_KIND,
        CardProblem::LayoutUnknown => t::card_problem::LAYOUT_UNKNOWN,
        CardProblem::Contradiction => t::card_problem::CONTRADICTION,
        CardProblem::OtherNumber => t::card_problem::OTHER_NUMBER,
        CardProblem::Expired => t::card_problem::EXPIRED,
    }
}

pub const fn movement(movement: Movement) -> Text {
    match movement {
        Movement::TurnLeft => t::face_asked::TURN_LEFT,
        Movement::TurnRight => t::face_asked::TURN_RIGHT,
        Movement::Blink => t::face_asked::BLINK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::photo::card::CARD_HINTS;

    #[test]
    fn every_hint_has_words() {
        let missing: Vec<_> = CARD_HINTS.iter().filter(|word| hint(word).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
