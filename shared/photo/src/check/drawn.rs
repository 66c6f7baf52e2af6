//! A person drawn for tests, and the test that the tone of the skin decides nothing.

use super::{
    appearance, face,
    face::tests::{drawn_head, spec},
    scene,
};
use crate::{analysis::Analysis, mask::Mask, picture::Picture};
use shared::photo::{Finding, Outcome, PhotoSpec, Rule};

pub(crate) const SKIN: [u8; 3] = [224, 180, 155];
pub(crate) const HAIR: [u8; 3] = [35, 28, 26];
const BLUE: [u8; 3] = [100, 197, 255];
const SUIT: [u8; 3] = [40, 44, 70];

pub(crate) fn in_ellipse(x: f32, y: f32, [cx, cy]: [f32; 2], [a, b]: [f32; 2]) -> bool {
    ((x - cx) / a).powi(2) + ((y - cy) / b).powi(2) < 1.0
}

fn is_person(x: f32, y: f32) -> bool {
    in_ellipse(x, y, [240.0, 250.0], [135.0, 175.0]) || y > 470.0 || ((190.0..290.0).contains(&x) && y > 400.0)
}

/// The person of `drawn_head`: hair, face, eyes, lips, neck and suit on blue.
fn person(x: f32, y: f32, skin: [u8; 3]) -> [u8; 3] {
    let eye = |[a, b]: [f32; 2]| [190.0, 290.0].iter().any(|&cx| in_ellipse(x, y, [cx, 250.0], [a, b]));
    let brow = [190.0, 290.0].iter().any(|&cx| in_ellipse(x, y, [cx, 224.0], [26.0, 4.0]));
    match () {
        () if eye([6.0, 6.0]) || brow => HAIR,
        () if eye([15.0, 7.0]) => [235, 230, 226],
        () if in_ellipse(x, y, [240.0, 370.0], [36.0, 9.0]) => [190, 95, 95],
        () if in_ellipse(x, y, [240.0, 290.0], [110.0, 136.0]) => skin,
        () if in_ellipse(x, y, [240.0, 250.0], [135.0, 175.0]) => HAIR,
        () if (190.0..290.0).contains(&x) && (400.0..475.0).contains(&y) => skin,
        () if y > 470.0 => SUIT,
        () => BLUE,
    }
}

/// 480 by 640 pixels; `over` paints over the person.
pub(crate) fn picture(over: impl Fn(f32, f32) -> Option<[u8; 3]>, skin: [u8; 3]) -> Picture {
    let colour = |at: usize| {
        let (x, y) = ((at % 480) as f32, (at / 480) as f32);
        over(x, y).unwrap_or_else(|| person(x, y, skin))
    };
    Picture::new(480, 640, (0..480 * 640).flat_map(colour).collect()).expect("the size is right")
}

/// What the networks would find in it.
pub(crate) fn analysis() -> Analysis {
    let mask = Mask::drawn(480.0, 640.0, 256, is_person);
    Analysis { head: Some(drawn_head()), mask: Some(mask), ..Analysis::default() }
}

/// The ten tones of the Monk scale, lightest first.
pub(crate) const TONES: [[u8; 3]; 10] = [
    [0xF6, 0xED, 0xE4],
    [0xF3, 0xE7, 0xDB],
    [0xF7, 0xEA, 0xD0],
    [0xEA, 0xDA, 0xBA],
    [0xD7, 0xBD, 0x96],
    [0xA0, 0x7E, 0x56],
    [0x82, 0x5C, 0x43],
    [0x60, 0x41, 0x34],
    [0x3A, 0x31, 0x2A],
    [0x29, 0x24, 0x20],
];

fn outcomes(picture: &Picture) -> Vec<(Rule, Outcome)> {
    let all: Vec<Finding> =
        [scene::findings(picture, &analysis(), &spec()), appearance::findings(picture, &analysis(), &spec())].concat();
    all.iter().map(|finding| (finding.rule, finding.outcome)).collect()
}

#[test]
fn the_tone_of_the_skin_decides_nothing() {
    let usual = outcomes(&picture(|_, _| None, SKIN));
    assert!(
        usual.contains(&(Rule::LightExposure, Outcome::Pass)) && usual.contains(&(Rule::ColourNatural, Outcome::Pass))
    );
    for tone in TONES {
        assert_eq!(outcomes(&picture(|_, _| None, tone)), usual, "{tone:?}");
    }
}

/// Outcome of `rule` for a painted person under a changed specification.
fn outcome(rule: Rule, over: impl Fn(f32, f32) -> Option<[u8; 3]>, change: impl Fn(&mut PhotoSpec)) -> Option<Outcome> {
    let mut spec = spec();
    change(&mut spec);
    let found = scene::findings(&picture(over, SKIN), &analysis(), &spec);
    found.iter().find(|finding| finding.rule == rule).map(|finding| finding.outcome)
}

#[test]
fn a_border_breaks_its_rule_and_the_limit_decides() {
    let framed = |x: f32, y: f32| {
        let edge = x.min(479.0 - x).min(y).min(639.0 - y);
        (edge < 5.0).then_some([20, 20, 20])
    };
    assert_eq!(outcome(Rule::FrameBorder, |_, _| None, |_| {}), Some(Outcome::Pass));
    assert_eq!(outcome(Rule::FrameBorder, framed, |_| {}), Some(Outcome::Fail));
    let blind = |spec: &mut PhotoSpec| spec.background.border_delta_e_min = 200.0;
    assert_eq!(outcome(Rule::FrameBorder, framed, blind), Some(Outcome::Pass));
}

#[test]
fn clothes_like_the_background_break_their_rule_and_the_limit_decides() {
    let light = |_: f32, y: f32| (y > 470.0).then_some([110, 190, 245]);
    assert_eq!(outcome(Rule::ClothesDistinct, |_, _| None, |_| {}), Some(Outcome::Pass));
    assert_eq!(outcome(Rule::ClothesDistinct, light, |_| {}), Some(Outcome::Fail));
    let lenient = |spec: &mut PhotoSpec| spec.background.clothes_share_max = 1.0;
    assert_eq!(outcome(Rule::ClothesDistinct, light, lenient), Some(Outcome::Pass));
}

#[test]
fn a_light_fringe_makes_the_background_uneven_and_the_limit_decides() {
    let halo = |x: f32, y: f32| {
        let outside = !in_ellipse(x, y, [240.0, 250.0], [135.0, 175.0]);
        let near = in_ellipse(x, y, [240.0, 250.0], [139.0, 179.0]);
        (outside && near && y < 320.0).then_some([250, 250, 250])
    };
    assert_eq!(outcome(Rule::BackgroundUniform, |_, _| None, |_| {}), Some(Outcome::Pass));
    assert_eq!(outcome(Rule::BackgroundUniform, halo, |_| {}), Some(Outcome::Fail));
    let lenient = |spec: &mut PhotoSpec| spec.background.fringe_share_max = 1.0;
    assert_eq!(outcome(Rule::BackgroundUniform, halo, lenient), Some(Outcome::Pass));
}

#[test]
fn no_background_at_all_is_a_fault() {
    let analysis = Analysis { mask: Some(Mask::drawn(480.0, 640.0, 64, |_, _| true)), ..analysis() };
    let found = scene::findings(&picture(|_, _| None, SKIN), &analysis, &spec());
    let colour = found.iter().find(|finding| finding.rule == Rule::BackgroundColour).expect("the rule is judged");
    assert_eq!((colour.outcome, colour.hint.as_deref()), (Outcome::Fail, Some("background_hidden")));
}

#[test]
fn uneven_shoulders_break_their_rule_and_the_limit_decides() {
    let leaning = |x: f32, y: f32| y > 430.0 + 0.2 * x || (y < 430.0 && is_person(x, y));
    let outcome = |person: &dyn Fn(f32, f32) -> bool, change: &dyn Fn(&mut PhotoSpec)| {
        let mut spec = spec();
        change(&mut spec);
        let analysis = Analysis { mask: Some(Mask::drawn(480.0, 640.0, 256, person)), ..analysis() };
        let found = face::findings(&picture(|_, _| None, SKIN), &analysis, &spec);
        found.iter().find(|finding| finding.rule == Rule::ShouldersLevel).map(|finding| finding.outcome)
    };
    assert_eq!(outcome(&is_person, &|_| {}), Some(Outcome::Pass));
    assert_eq!(outcome(&leaning, &|_| {}), Some(Outcome::Fail));
    let lenient = |spec: &mut PhotoSpec| spec.pose.shoulders_deg_max = 45.0;
    assert_eq!(outcome(&leaning, &lenient), Some(Outcome::Pass));
}

#[test]
fn every_tone_can_be_too_dark() {
    for tone in TONES {
        let mut dark = picture(|_, _| None, tone);
        for value in &mut dark.rgb {
            *value = (f32::from(*value) * 0.3) as u8;
        }
        assert!(outcomes(&dark).contains(&(Rule::LightExposure, Outcome::Fail)), "{tone:?}");
    }
}
