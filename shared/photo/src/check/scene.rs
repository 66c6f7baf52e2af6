//! `background.*`, `light.*`, `focus.*` (Hunan annex 2, parts 1 and 2).

use super::{Detail, measured};
use crate::{
    analysis::Analysis,
    measure::{
        background,
        colour::{Linear, ciede2000},
        focus,
        head::Head,
        light,
    },
    picture::Picture,
};
use shared::photo::{Finding, Outcome, PhotoSpec, Region, Rule, Unit, verdict::Limit};

/// Everything about background, light and focus that the picture allows to judge.
pub(crate) fn findings(picture: &Picture, analysis: &Analysis, spec: &PhotoSpec) -> Vec<Finding> {
    let mut out = Vec::new();
    if let Some(ground) = analysis.mask.as_ref().and_then(|mask| background::measure(picture, mask)) {
        out.extend(backdrop(&ground, spec));
    }
    if let Some(head) = analysis.head.as_ref() {
        out.extend(light::measure(picture, &head.mesh).map(|light| exposure(&light, head, spec)));
        out.extend(focus::measure(picture, &head.mesh).map(|focus| sharp(&focus, head, spec)));
    }
    out
}

fn backdrop(ground: &background::Background, spec: &PhotoSpec) -> [Finding; 2] {
    let limits = &spec.background;
    let reference = Linear::new().lab(limits.rgb);
    let distance = ciede2000(ground.colour, reference);
    let colour = measured(Rule::BackgroundColour, distance, Limit::at_most(limits.delta_e_max), Unit::DeltaE)
        .hint("background_colour");
    let limit = Limit::at_most(limits.uniform_delta_e_max);
    let uniform = measured(Rule::BackgroundUniform, ground.spread, limit, Unit::DeltaE).hint("background_uneven");
    [
        colour,
        match ground.worst {
            Some(region) if uniform.outcome != Outcome::Pass => uniform.region(region),
            _ => uniform,
        },
    ]
}

/// Too dark or too bright, whichever is worse.
fn exposure(light: &light::Light, head: &Head, spec: &PhotoSpec) -> Finding {
    let limits = &spec.light;
    let dark = measured(Rule::LightExposure, light.bright, Limit::at_least(limits.bright_luminance_min), Unit::Score)
        .hint("too_dark");
    let blown = measured(Rule::LightExposure, light.over, Limit::at_most(limits.over_exposed_max), Unit::Ratio)
        .hint("too_bright");
    let worse = if dark.outcome == Outcome::Fail { dark } else { blown };
    worse.region(face_area(head))
}

/// Blurred or noisy, whichever fails.
fn sharp(focus: &focus::Focus, head: &Head, spec: &PhotoSpec) -> Finding {
    let limits = &spec.light;
    let blurred =
        measured(Rule::FocusSharp, focus.sharpness, Limit::at_least(limits.sharpness_min), Unit::Score).hint("blurred");
    let noisy = measured(Rule::FocusSharp, focus.noise, Limit::at_most(limits.noise_max), Unit::Score).hint("noisy");
    let worse = if blurred.outcome == Outcome::Pass && noisy.outcome == Outcome::Fail { noisy } else { blurred };
    worse.region(face_area(head))
}

fn face_area(head: &Head) -> Region {
    let [_, top] = head.mesh.xy(crate::mesh::index::FOREHEAD);
    Region { x: head.measures.cheek_left_x, y: top, width: head.width(), height: head.measures.chin[1] - top }
}
