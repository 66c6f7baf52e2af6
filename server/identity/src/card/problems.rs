//! Why a picture could not be read well, and what contradicts what was read.

use super::{CardField, CardRead, CardSide, raster::Raster};
use jiff::civil::Date;
use photo::card::{CardRule, CardVerdict, Outcome};
use shared::{
    document::DocumentNumber,
    evidence::{Day, FOR_EVER},
};

/// Of the side, where it is a side's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Problem {
    /// Not a picture that can be decoded.
    Unreadable(CardSide),
    Blurred(CardSide),
    Glare(CardSide),
    CutOff(CardSide),
    Dark(CardSide),
    /// The other side of the document.
    WrongSide(CardSide),
    NotACard(CardSide),
    /// Advice only: there are no colours, as on a photocopy.
    NoColours(CardSide),
    /// The title is that of another kind of document.
    OtherKind,
    /// Nothing is read of this kind: its layout is not known. The candidate types, a person compares.
    LayoutUnknown,
    /// Date of birth or sex as printed are not those of the number.
    Contradiction,
    /// The number on the card is not the one that was registered.
    OtherNumber,
    Expired,
}

/// What the measures of a picture say. Where all was read all the same, they are no obstacle: a person looks at each.
pub(super) fn of_picture(verdict: &CardVerdict, side: CardSide) -> Vec<Problem> {
    let fails = |rule: CardRule| verdict.finding(rule).is_some_and(|finding| finding.outcome == Outcome::Fail);
    let hint = |rule: CardRule| verdict.finding(rule).and_then(|finding| finding.hint.as_deref());
    let mut problems = Vec::new();
    let mut add = |wrong: bool, problem: Problem| problems.extend(wrong.then_some(problem));
    add(fails(CardRule::Sharp), Problem::Blurred(side));
    add(fails(CardRule::Glare), Problem::Glare(side));
    add(fails(CardRule::Whole) && hint(CardRule::Whole) == Some("cut_off"), Problem::CutOff(side));
    add(fails(CardRule::Light), Problem::Dark(side));
    problems
}

/// Greatest mean difference between the colours of a pixel where there are none, and least brightness at which that says
/// something.
const COLOURLESS: f32 = 5.0;
const BRIGHT: f32 = 60.0;

/// Whether all of a straightened card is grey: its paper is printed in green, blue and red.
pub(super) fn is_colourless(raster: &Raster) -> bool {
    let pixels = raster.rgb.as_chunks::<3>().0;
    let (mut spread, mut bright) = (0.0_f64, 0.0_f64);
    for pixel in pixels.iter().step_by(7) {
        let [r, g, b] = pixel.map(f64::from);
        spread += r.max(g).max(b) - r.min(g).min(b);
        bright += g;
    }
    let count = pixels.len().div_ceil(7) as f64;
    spread / count < f64::from(COLOURLESS) && bright / count > f64::from(BRIGHT)
}

/// What contradicts the registration, or today: to be asked again whenever one of them changes.
pub fn against(read: &CardRead, registered: Option<&DocumentNumber>, today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    let number = read.text(CardField::Number);
    if number.zip(registered).is_some_and(|(read, registered)| read != registered.expose()) {
        problems.push(Problem::OtherNumber);
    }
    let until =
        read.text(CardField::ValidTo).filter(|text| *text != FOR_EVER).and_then(|text| text.parse::<Day>().ok());
    if until.is_some_and(|until| until.0 < today) {
        problems.push(Problem::Expired);
    }
    problems
}
