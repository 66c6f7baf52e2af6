//! From what was measured on a picture of a card to findings. Where no outline is known, nothing but the file, the light
//! and the focus refuses: a person looks at every card later.

use super::{
    area::{Area, Light},
    blur, detail,
    outline::{self, Outline, Quad, lengths},
};
use crate::decode::{Decoded, Unreadable};
use shared::photo::{CardFinding, CardRule, CardSpec, CardVerdict, Outcome, Unit, card::CARD_HINTS, verdict::Limit};

/// Share of the picture's middle that print covers where a card may lie there unseen.
const PRINT_MIN: f32 = 0.05;
/// Luma of the card's middle from which white squares are its paper, not light thrown back.
const PAPER: f32 = 244.0;

pub(super) fn unreadable(reason: Unreadable) -> CardVerdict {
    let (width_px, height_px) = if let Unreadable::Size(width, height) = reason { (width, height) } else { (0, 0) };
    let finding = stated(CardRule::Readable, Outcome::Fail, reason.hint());
    CardVerdict { findings: vec![finding], quad: None, width_px, height_px }
}

/// Judges the picture as it is, with corners in pixels of the file.
#[inline(never)]
pub(super) fn judged(decoded: &Decoded, spec: &CardSpec) -> CardVerdict {
    let picture = &decoded.picture;
    let found = outline::find(picture);
    let quad = if let Outline::Whole(quad) = found { Some(quad) } else { None };
    let long_px = quad.as_ref().map_or(picture.width.max(picture.height) as f32, long_side);
    let area = Area::new(picture, quad.as_ref(), long_px);
    let light = area.light(picture);
    let mut findings = vec![
        stated(CardRule::Readable, Outcome::Pass, ""),
        size(long_px * decoded.scale, spec),
        whole(found, || detail::print(picture)),
    ];
    findings.extend(blur::measure(&area, light.span).map(|width| sharp(width, spec)));
    findings.extend([glare(&light, quad.is_some(), spec), lit(&light, spec)]);
    findings.extend(quad.as_ref().map(upright));
    let [width_px, height_px] = decoded.full;
    let quad = quad.map(|quad| quad.map(|corner| corner.map(|at| at * decoded.scale)));
    CardVerdict { findings, quad, width_px, height_px }
}

/// Mean of the longer pair of sides.
pub(super) fn long_side(quad: &Quad) -> f32 {
    let [top, right, bottom, left] = lengths(quad);
    f32::midpoint(top, bottom).max(f32::midpoint(left, right))
}

fn size(long_px: f32, spec: &CardSpec) -> CardFinding {
    graded(CardRule::Size, long_px, [Limit::at_least(spec.card_px_min); 2], Unit::Px, "pixels_few")
}

fn whole(found: Outline, print: impl Fn() -> f32) -> CardFinding {
    match found {
        Outline::Whole(_) => stated(CardRule::Whole, Outcome::Pass, ""),
        Outline::Cut => stated(CardRule::Whole, Outcome::Fail, "cut_off"),
        Outline::Unknown if print() >= PRINT_MIN => stated(CardRule::Whole, Outcome::Advice, "no_outline"),
        Outline::Unknown => stated(CardRule::Whole, Outcome::Fail, "no_card"),
    }
}

fn sharp(width: f32, spec: &CardSpec) -> CardFinding {
    graded(CardRule::Sharp, width, spec.blur.map(Limit::at_most), Unit::Score, "blurred")
}

/// White paper in bright light cannot be told from light thrown back: then this advises only.
fn glare(light: &Light, outlined: bool, spec: &CardSpec) -> CardFinding {
    let [advice, refusal] = spec.glare_share.map(Limit::at_most);
    let refusal = if outlined && light.middle < PAPER { refusal } else { Limit::at_most(1.0) };
    graded(CardRule::Glare, light.blown, [advice, refusal], Unit::Ratio, "glare")
}

fn lit(light: &Light, spec: &CardSpec) -> CardFinding {
    let bright = spec.bright_luma.map(Limit::at_least);
    let dark = graded(CardRule::Light, light.bright, bright, Unit::Score, "too_dark");
    let span = spec.contrast_luma.map(Limit::at_least);
    let flat = graded(CardRule::Light, light.span, span, Unit::Score, "low_contrast");
    // Darkness takes contrast away too, and says more.
    let worst = if flat.outcome > dark.outcome { flat } else { dark };
    if worst.outcome == Outcome::Pass && light.bright >= 254.0 && light.middle >= PAPER {
        return CardFinding { outcome: Outcome::Advice, hint: Some("too_bright".to_owned()), ..worst };
    }
    worst
}

fn upright(quad: &Quad) -> CardFinding {
    let [top, right, bottom, left] = lengths(quad);
    let level = top + bottom >= right + left;
    stated(CardRule::Upright, if level { Outcome::Pass } else { Outcome::Advice }, "on_its_side")
}

/// A finding about something that is not a number.
fn stated(rule: CardRule, outcome: Outcome, word: &'static str) -> CardFinding {
    CardFinding { rule, outcome, measured: None, limit: None, unit: None, hint: hint(outcome, word) }
}

/// A finding about a number: beyond the first limit advice, beyond the second refusal.
#[inline(never)]
fn graded(rule: CardRule, value: f32, [advice, refusal]: [Limit; 2], unit: Unit, word: &'static str) -> CardFinding {
    let (outcome, limit) = match (refusal.holds(value), advice.holds(value)) {
        (false, _) => (Outcome::Fail, refusal),
        (true, false) => (Outcome::Advice, advice),
        (true, true) => (Outcome::Pass, advice),
    };
    let hint = hint(outcome, word);
    CardFinding { rule, outcome, measured: Some(value), limit: Some(limit), unit: Some(unit), hint }
}

fn hint(outcome: Outcome, word: &'static str) -> Option<String> {
    let needed = outcome != Outcome::Pass;
    debug_assert!(!needed || CARD_HINTS.contains(&word), "{word} is missing in shared::photo::card::CARD_HINTS");
    needed.then(|| word.to_owned())
}
