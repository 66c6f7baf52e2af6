//! Eyes, glasses, hair, coverings, expression, clothes' patterns and letters (Hunan annex 2, parts 2 and 3).

use super::{Detail, measured, stated};
use crate::{
    analysis::Analysis,
    measure::{
        clothes,
        cover::{self, Cover},
        eyes::{self, Eyes},
        head::Head,
        patch::Axes,
        text,
    },
    picture::Picture,
};
use shared::photo::{Finding, Outcome, PhotoSpec, Region, Rule, Unit, spec::AppearanceSpec, verdict::Limit};

/// A face turned further shows too little of one side to be judged.
const YAW_DEG_MAX: f32 = 30.0;

/// Everything about the person's looks that the picture allows to judge.
pub(crate) fn findings(picture: &Picture, analysis: &Analysis, spec: &PhotoSpec) -> Vec<Finding> {
    let limits = &spec.appearance;
    let mut out = vec![letters(picture, analysis.head.as_ref(), limits)];
    let Some(head) = analysis.head.as_ref().filter(|head| head.measures.yaw_deg.abs() <= YAW_DEG_MAX) else {
        return out;
    };
    out.extend(eyes::measure(picture, head).into_iter().flat_map(|eyes| of_eyes(&eyes, head, limits)));
    if let Some(mask) = analysis.mask.as_ref() {
        out.extend(of_cover(&cover::measure(picture, mask, head), head, limits));
        out.extend(clothes::busyness(picture, mask, head).map(|swings| pattern(swings, picture, head, limits)));
    }
    out
}

fn at_most(rule: Rule, value: f32, max: f32, unit: Unit) -> Finding {
    measured(rule, value, Limit::at_most(max), unit)
}

/// Breaking the rule is advice only.
fn advice(mut finding: Finding) -> Finding {
    finding.outcome = finding.outcome.min(Outcome::Advice);
    finding
}

/// A rectangle in coordinates of the face.
fn region(head: &Head, [left, top]: [f32; 2], [right, bottom]: [f32; 2]) -> Region {
    let axes = Axes::of(head);
    let corners = [[left, top], [right, top], [left, bottom], [right, bottom]].map(|corner| axes.at(corner));
    let bound = |axis: usize| {
        let values = || corners.iter().map(|corner| corner[axis]);
        (values().fold(f32::MAX, f32::min), values().fold(f32::MIN, f32::max))
    };
    let ((x0, x1), (y0, y1)) = (bound(0), bound(1));
    Region { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }
}

/// Hair cannot be told from dark lenses, so it is judged only without them.
fn of_eyes(eyes: &Eyes, head: &Head, limits: &AppearanceSpec) -> Vec<Finding> {
    let around = region(head, [-0.95, -0.32], [0.95, 0.22]);
    let tinted = measured(Rule::GlassesTinted, eyes.lens_light, Limit::at_least(limits.lens_light_min), Unit::Ratio)
        .hint("lenses_dark");
    let clear = tinted.outcome == Outcome::Pass;
    let mut out = vec![
        tinted,
        at_most(Rule::GlassesFrameOverEyes, eyes.rim, limits.rim_contrast_max, Unit::Ratio).hint("rim_over_eyes"),
        advice(at_most(Rule::GlassesReflection, eyes.reflection, limits.reflection_share_max, Unit::Ratio))
            .hint("lens_reflection"),
        at_most(Rule::EyesRed, eyes.red, limits.red_eye_share_max, Unit::Ratio).hint("red_eyes"),
    ];
    if clear {
        out.push(at_most(Rule::HairOverEyes, eyes.hair, limits.hair_share_max, Unit::Ratio).hint("hair_over_eyes"));
    }
    out.into_iter().map(|finding| finding.region(around)).collect()
}

fn of_cover(cover: &Cover, head: &Head, limits: &AppearanceSpec) -> [Finding; 3] {
    let whole = region(head, [-1.2, -1.2], [1.2, 1.05]);
    let face = at_most(Rule::HeadCovering, cover.lower_face, limits.covered_distance_max, Unit::Score)
        .hint("face_covered")
        .region(region(head, [-0.9, 0.2], [0.9, 1.05]));
    let hat = at_most(Rule::HeadCovering, cover.crown, limits.crown_share_max, Unit::Ratio).hint("hat").region(whole);
    [
        if hat.outcome > face.outcome { hat } else { face },
        advice(at_most(Rule::Accessories, cover.lobes, limits.accessory_share_max, Unit::Ratio))
            .hint("at_the_ears")
            .region(whole),
        advice(at_most(Rule::ExpressionNeutral, cover.smile, limits.smile_width_max, Unit::Ratio))
            .hint("smile")
            .region(region(head, [-0.6, 0.5], [0.6, 0.85])),
    ]
}

fn pattern(swings: f32, picture: &Picture, head: &Head, limits: &AppearanceSpec) -> Finding {
    let (width, height, top) = (picture.width as f32, picture.height as f32, head.measures.chin[1]);
    advice(at_most(Rule::ClothesPattern, swings, limits.pattern_swings_max, Unit::Score))
        .hint("pattern")
        .region(Region { x: 0.0, y: top, width, height: (height - top).max(0.0) })
}

fn letters(picture: &Picture, head: Option<&Head>, limits: &AppearanceSpec) -> Finding {
    let (count, area) = text::longest_row(picture, head);
    let finding = at_most(Rule::FrameText, count as f32, limits.text_parts_max, Unit::Count).hint("text");
    match area.filter(|_| finding.outcome != Outcome::Pass) {
        Some(area) => finding.region(area),
        None => finding,
    }
}

/// A finished photograph in which no background can be seen is none.
pub(crate) fn hidden_background() -> Finding {
    stated(Rule::BackgroundColour, false).hint("background_hidden")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{
        drawn::{self, HAIR, SKIN, in_ellipse},
        face::tests::{drawn_head, spec},
    };

    fn judged(spec: &PhotoSpec, over: impl Fn(f32, f32) -> Option<[u8; 3]>) -> Vec<Finding> {
        findings(&drawn::picture(over, SKIN), &drawn::analysis(), spec)
    }

    /// What is not passed, with the hint.
    fn broken(findings: &[Finding]) -> Vec<(Rule, Outcome, &str)> {
        let not_passed = findings.iter().filter(|finding| finding.outcome != Outcome::Pass);
        not_passed.map(|finding| (finding.rule, finding.outcome, finding.hint.as_deref().unwrap_or(""))).collect()
    }

    /// Asserts that painting over the plain person breaks just this rule.
    #[track_caller]
    fn breaks(rule: Rule, outcome: Outcome, hint: &str, over: impl Fn(f32, f32) -> Option<[u8; 3]>) {
        let found = judged(&spec(), over);
        assert_eq!(broken(&found), [(rule, outcome, hint)]);
    }

    fn near_eyes(x: f32, y: f32, [a, b]: [f32; 2]) -> bool {
        [190.0, 290.0].iter().any(|&cx: &f32| (x - cx).abs() < a && (y - 252.0).abs() < b)
    }

    #[test]
    fn a_plain_person_breaks_no_rule() {
        let found = judged(&spec(), |_, _| None);
        assert_eq!(broken(&found), []);
        assert_eq!(found.len(), 10);
    }

    #[test]
    fn each_thing_breaks_its_own_rule() {
        breaks(Rule::EyesRed, Outcome::Fail, "red_eyes", |x, y| {
            let pupil = [190.0, 290.0].iter().any(|&cx| in_ellipse(x, y, [cx, 250.0], [6.0, 6.0]));
            pupil.then_some([220, 40, 40])
        });
        breaks(Rule::GlassesTinted, Outcome::Fail, "lenses_dark", |x, y| {
            near_eyes(x, y, [40.0, 26.0]).then_some([24, 24, 30])
        });
        breaks(Rule::GlassesFrameOverEyes, Outcome::Fail, "rim_over_eyes", |x, y| {
            (near_eyes(x, y, [42.0, 99.0]) && (y - 249.0).abs() < 2.0).then_some([20, 18, 16])
        });
        breaks(Rule::GlassesReflection, Outcome::Advice, "lens_reflection", |x, y| {
            (near_eyes(x, y, [30.0, 12.0]) && y < 247.0).then_some([255, 255, 255])
        });
        breaks(Rule::HairOverEyes, Outcome::Fail, "hair_over_eyes", |x, y| {
            (near_eyes(x, y, [60.0, 99.0]) && (190.0..246.0).contains(&y)).then_some(HAIR)
        });
        breaks(Rule::HeadCovering, Outcome::Fail, "face_covered", |x, y| {
            (in_ellipse(x, y, [240.0, 360.0], [90.0, 70.0]) && y > 285.0).then_some([226, 236, 244])
        });
        breaks(Rule::HeadCovering, Outcome::Fail, "hat", |x, y| {
            (in_ellipse(x, y, [240.0, 250.0], [135.0, 175.0]) && y < 160.0).then_some([30, 120, 60])
        });
        breaks(Rule::ClothesPattern, Outcome::Advice, "pattern", |x, y| {
            (y > 470.0 && (x / 6.0) as i32 % 2 == 0).then_some([240, 240, 240])
        });
    }

    #[test]
    fn letters_are_found_on_the_background_and_on_clothes() {
        // Uprights with a bar, like a row of E and H.
        let letter = |x: f32, y: f32, [left, top]: [f32; 2]| {
            let (x, y) = (x - left, y - top);
            let (cell, within) = ((x / 14.0).floor(), x.rem_euclid(14.0));
            let ink = within < 3.0 || (within < 9.0 && (y < 3.0 || (6.0..9.0).contains(&y) || y >= 12.0));
            (0.0..7.0).contains(&cell) && (0.0..15.0).contains(&y) && ink
        };
        for (place, ink) in [([20.0, 20.0], [20, 20, 20]), ([340.0, 600.0], [250, 150, 20])] {
            breaks(Rule::FrameText, Outcome::Fail, "text", |x, y| letter(x, y, place).then_some(ink));
        }
    }

    #[test]
    fn every_limit_decides() {
        type Change = fn(&mut AppearanceSpec);
        let cases: [(Rule, Change); 11] = [
            (Rule::EyesRed, |limits| limits.red_eye_share_max = -1.0),
            (Rule::GlassesTinted, |limits| limits.lens_light_min = 2.0),
            (Rule::GlassesFrameOverEyes, |limits| limits.rim_contrast_max = -1.0),
            (Rule::GlassesReflection, |limits| limits.reflection_share_max = -1.0),
            (Rule::HairOverEyes, |limits| limits.hair_share_max = -1.0),
            (Rule::HeadCovering, |limits| limits.covered_distance_max = -1.0),
            (Rule::HeadCovering, |limits| limits.crown_share_max = -1.0),
            (Rule::Accessories, |limits| limits.accessory_share_max = -1.0),
            (Rule::ExpressionNeutral, |limits| limits.smile_width_max = 0.1),
            (Rule::ClothesPattern, |limits| limits.pattern_swings_max = -1.0),
            (Rule::FrameText, |limits| limits.text_parts_max = -1.0),
        ];
        for (rule, change) in cases {
            let mut spec = spec();
            change(&mut spec.appearance);
            let found = judged(&spec, |_, _| None);
            let worst = found.iter().filter(|finding| finding.rule == rule).map(|finding| finding.outcome).max();
            assert!(worst > Some(Outcome::Pass), "{rule:?}");
        }
    }

    #[test]
    fn a_strongly_turned_head_is_not_judged() {
        let mut head = drawn_head();
        head.measures.yaw_deg = 45.0;
        let picture = Picture::new(480, 640, vec![90; 480 * 640 * 3]).expect("the size is right");
        let analysis = Analysis { head: Some(head), ..Analysis::default() };
        let found = findings(&picture, &analysis, &spec());
        assert_eq!(found.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [Rule::FrameText]);
    }
}
