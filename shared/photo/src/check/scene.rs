//! `background.*`, `light.*`, `focus.*` (Hunan annex 2, parts 1 and 2).

use super::{Detail, measured};
use crate::{
    analysis::Analysis,
    mask::Mask,
    measure::{
        background,
        colour::{Linear, ciede2000},
        focus,
        head::Head,
        light, outline, skin,
    },
    picture::Picture,
};
use shared::photo::{Finding, Outcome, PhotoSpec, Region, Rule, Unit, verdict::Limit};

/// Everything about background, outline, light and focus that the picture allows to judge.
pub(crate) fn findings(picture: &Picture, analysis: &Analysis, spec: &PhotoSpec) -> Vec<Finding> {
    let mut out = Vec::new();
    let ground = analysis.mask.as_ref().and_then(|mask| ground(picture, mask, spec));
    if let (Some(mask), Some((ground, border))) = (analysis.mask.as_ref(), &ground) {
        out.extend(backdrop(picture, mask, analysis, ground, *border, spec));
    } else if analysis.head.is_some() && analysis.mask.is_some() {
        out.push(super::appearance::hidden_background());
    }
    if let Some(head) = analysis.head.as_ref() {
        out.extend(light::measure(picture, &head.mesh).map(|light| exposure(&light, head, spec)));
        if let Some(skin) = skin::measure(picture, head) {
            out.extend(complexion(&skin, head, spec));
        }
        let grain = ground.map(|(ground, _)| ground.grain);
        out.extend(focus::measure(picture, &head.mesh).map(|sharpness| focused(sharpness, grain, head, spec)));
    }
    out
}

/// The background, without a border where there is one, and the border's width in pixels.
fn ground(picture: &Picture, mask: &Mask, spec: &PhotoSpec) -> Option<(background::Background, f32)> {
    let inner = background::measure(picture, mask, picture.width as f32 / 14.0)?;
    let border = outline::border(picture, &inner, spec.background.border_delta_e_min);
    let whole = if border > 0.0 { None } else { background::measure(picture, mask, 0.0) };
    Some((whole.unwrap_or(inner), border))
}

/// Background, what stands out from it, and the picture's edge.
fn backdrop(
    picture: &Picture,
    mask: &Mask,
    analysis: &Analysis,
    ground: &background::Background,
    width: f32,
    spec: &PhotoSpec,
) -> Vec<Finding> {
    let border = measured(Rule::FrameBorder, width, Limit::at_most(0.0), Unit::Px).hint("border");
    let mut out = vec![border];
    out.extend(surface(ground, analysis, spec));
    if let Some(head) = analysis.head.as_ref() {
        let fringe = outline::fringe(picture, ground, head, if width > 0.0 { width + 3.0 } else { 0.0 });
        if out.iter().all(|finding| finding.rule != Rule::BackgroundUniform || finding.outcome == Outcome::Pass) {
            let limit = Limit::at_most(spec.background.fringe_share_max);
            let finding = measured(Rule::BackgroundUniform, fringe, limit, Unit::Ratio).hint("light_fringe");
            if finding.outcome == Outcome::Fail {
                out.retain(|finding| finding.rule != Rule::BackgroundUniform);
                out.push(finding.region(face_area(head)));
            }
        }
        out.extend(outline::clothes_like(picture, mask, ground, head).map(|share| {
            let limit = Limit::at_most(spec.background.clothes_share_max);
            measured(Rule::ClothesDistinct, share, limit, Unit::Ratio).hint("clothes_like_background")
        }));
    }
    out
}

/// Colour, evenness, shadow and things.
fn surface(ground: &background::Background, analysis: &Analysis, spec: &PhotoSpec) -> [Finding; 4] {
    let limits = &spec.background;
    let distance = ciede2000(ground.colour, Linear::new().lab(limits.rgb));
    let at = |finding: Finding, region: Option<Region>| match region {
        Some(region) if finding.outcome != Outcome::Pass => finding.region(region),
        _ => finding,
    };
    let share = |rule: Rule, value: f32, max: f32| measured(rule, value, Limit::at_most(max), Unit::Ratio);
    let objects = if let Some(&other) = analysis.faces.get(1) {
        share(Rule::BackgroundObjects, 1.0, limits.object_share_max).hint("other_person").region(other)
    } else {
        at(share(Rule::BackgroundObjects, ground.things, limits.object_share_max).hint("object"), ground.thing)
    };
    [
        measured(Rule::BackgroundColour, distance, Limit::at_most(limits.delta_e_max), Unit::DeltaE)
            .hint("background_colour"),
        at(
            measured(Rule::BackgroundUniform, ground.spread, Limit::at_most(limits.uniform_delta_e_max), Unit::DeltaE)
                .hint("background_uneven"),
            ground.worst,
        ),
        at(share(Rule::BackgroundShadow, ground.shade, limits.shadow_share_max).hint("shadow"), ground.shaded),
        objects,
    ]
}

/// Evenness, bright spots and colour of the skin.
fn complexion(skin: &skin::Skin, head: &Head, spec: &PhotoSpec) -> [Finding; 3] {
    let limits = &spec.light;
    [
        measured(Rule::LightEven, skin.evenness, Limit::at_least(limits.evenness_min), Unit::Ratio)
            .hint("light_uneven"),
        measured(Rule::LightHighlight, skin.spots, Limit::at_most(limits.highlight_share_max), Unit::Ratio)
            .hint("bright_spots"),
        measured(Rule::ColourNatural, skin.unnatural, Limit::at_most(limits.skin_distance_max), Unit::Score)
            .hint("colour_cast"),
    ]
    .map(|finding| finding.region(face_area(head)))
}

/// Too dark or too bright, whichever is worse. Dark skin in good light has dark pixels too, but also light ones, and the
/// whites of its eyes are as light as anybody's: only a face that has the former and lacks both of the latter is too dark.
fn exposure(light: &light::Light, head: &Head, spec: &PhotoSpec) -> Finding {
    let limits = &spec.light;
    let bright = Limit::at_least(limits.bright_luminance_min);
    let dark = measured(Rule::LightExposure, light.bright, bright, Unit::Score).hint("too_dark");
    let blown = measured(Rule::LightExposure, light.over, Limit::at_most(limits.over_exposed_max), Unit::Ratio)
        .hint("too_bright");
    let too_dark = dark.outcome == Outcome::Fail
        && light.under > limits.under_exposed_max
        && light.eye_white < limits.eye_white_luminance_min;
    (if too_dark { dark } else { blown }).region(face_area(head))
}

/// Blurred or noisy, whichever fails.
fn focused(sharpness: f32, grain: Option<f32>, head: &Head, spec: &PhotoSpec) -> Finding {
    let limits = &spec.light;
    let blurred =
        measured(Rule::FocusSharp, sharpness, Limit::at_least(limits.sharpness_min), Unit::Score).hint("blurred");
    let noisy = grain
        .map(|grain| measured(Rule::FocusSharp, grain, Limit::at_most(limits.noise_max), Unit::Score).hint("noisy"))
        .filter(|noisy| noisy.outcome == Outcome::Fail);
    noisy.unwrap_or(blurred).region(face_area(head))
}

fn face_area(head: &Head) -> Region {
    let [_, top] = head.mesh.xy(crate::mesh::index::FOREHEAD);
    Region { x: head.measures.cheek_left_x, y: top, width: head.width(), height: head.measures.chin[1] - top }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::face::tests::{drawn_head, spec};
    use crate::measure::colour::Lab;

    fn ground() -> background::Background {
        background::Background {
            colour: Linear::new().lab([104, 195, 250]),
            spread: 3.0,
            worst: None,
            grain: 1.0,
            shade: 0.02,
            shaded: None,
            things: 0.005,
            thing: None,
        }
    }

    /// Outcome of `rule` under a changed specification.
    fn outcome(rule: Rule, change: impl Fn(&mut PhotoSpec)) -> Outcome {
        let mut spec = spec();
        change(&mut spec);
        let head = drawn_head();
        let light = light::Light { under: 0.2, over: 0.02, middle: 70.0, bright: 100.0, eye_white: 20.0 };
        let skin = skin::Skin { evenness: 0.8, spots: 0.005, unnatural: 2.0 };
        let mut all = surface(&ground(), &Analysis::default(), &spec).to_vec();
        all.push(exposure(&light, &head, &spec));
        all.extend(complexion(&skin, &head, &spec));
        all.push(focused(0.5, Some(1.0), &head, &spec));
        all.iter().find(|finding| finding.rule == rule).expect("the rule is judged").outcome
    }

    #[test]
    fn every_limit_decides() {
        type Change = fn(&mut PhotoSpec);
        let cases: [(Rule, Change); 11] = [
            (Rule::BackgroundColour, |spec| spec.background.rgb = [255; 3]),
            (Rule::BackgroundColour, |spec| spec.background.delta_e_max = 0.5),
            (Rule::BackgroundUniform, |spec| spec.background.uniform_delta_e_max = 2.0),
            (Rule::BackgroundShadow, |spec| spec.background.shadow_share_max = 0.01),
            (Rule::BackgroundObjects, |spec| spec.background.object_share_max = 0.001),
            (Rule::LightExposure, |spec| spec.light.over_exposed_max = 0.01),
            (Rule::LightEven, |spec| spec.light.evenness_min = 0.9),
            (Rule::LightHighlight, |spec| spec.light.highlight_share_max = 0.001),
            (Rule::ColourNatural, |spec| spec.light.skin_distance_max = 1.0),
            (Rule::FocusSharp, |spec| spec.light.sharpness_min = 0.6),
            (Rule::FocusSharp, |spec| spec.light.noise_max = 0.5),
        ];
        for (rule, change) in cases {
            assert_eq!(outcome(rule, |_| {}), Outcome::Pass, "{rule:?}");
            assert_eq!(outcome(rule, change), Outcome::Fail, "{rule:?}");
        }
    }

    #[test]
    fn a_face_is_too_dark_only_if_even_its_lightest_parts_are() {
        let too_dark = |spec: &mut PhotoSpec| spec.light.bright_luminance_min = 120.0;
        assert_eq!(outcome(Rule::LightExposure, too_dark), Outcome::Fail);
        let dark_skin = |spec: &mut PhotoSpec| {
            too_dark(spec);
            spec.light.under_exposed_max = 0.3;
        };
        assert_eq!(outcome(Rule::LightExposure, dark_skin), Outcome::Pass);
        let light_eyes = |spec: &mut PhotoSpec| {
            too_dark(spec);
            spec.light.eye_white_luminance_min = 15.0;
        };
        assert_eq!(outcome(Rule::LightExposure, light_eyes), Outcome::Pass);
    }

    #[test]
    fn a_second_face_is_another_person() {
        let face = Region { x: 0.0, y: 0.0, width: 9.0, height: 9.0 };
        let analysis = Analysis { faces: vec![face; 2], ..Analysis::default() };
        let findings = surface(&ground(), &analysis, &spec());
        let objects = findings.iter().find(|finding| finding.rule == Rule::BackgroundObjects).unwrap();
        assert_eq!(objects.hint.as_deref(), Some("other_person"));
    }

    #[test]
    fn a_grey_background_is_not_blue() {
        let grey = background::Background { colour: Lab { l: 76.0, a: 0.0, b: 0.0 }, ..ground() };
        assert_eq!(surface(&grey, &Analysis::default(), &spec())[0].outcome, Outcome::Fail);
    }
}
