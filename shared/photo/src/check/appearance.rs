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
