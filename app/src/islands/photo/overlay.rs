//! The measured lines and the allowed bands over the frame, and the same in words. They follow the hand at once: the face was
//! measured in the source, so no new examination is needed. Drawn like `components::photo_measures`.

use super::{
    geometry::Crop,
    setup::{Bands, StepTexts},
    step::Step,
};
use leptos::prelude::*;
use shared::photo::{FaceMeasures, Outcome, Rule, Unit, verdict::Limit};
use std::fmt::Write;

/// Where the measured points lie in the frame, in its pixels.
struct InFrame {
    head_top: f32,
    eyes: f32,
    chin: f32,
    cheeks: [f32; 2],
}

impl InFrame {
    fn new(face: &FaceMeasures, crop: Crop) -> Self {
        let y = |y: f32| crop.in_frame([0.0, y])[1];
        let x = |x: f32| crop.in_frame([x, 0.0])[0];
        Self {
            head_top: y(face.head_top_y),
            eyes: y(f32::midpoint(face.left_eye[1], face.right_eye[1])),
            chin: y(face.chin[1]),
            cheeks: [x(face.cheek_left_x), x(face.cheek_right_x)],
        }
    }

    /// Value, limits, rule and short name of each measure.
    fn measures<'a>(&self, bands: &Bands, texts: &'a StepTexts) -> [(f32, Limit, Rule, &'a str); 3] {
        let limit = |[min, max]: [f32; 2]| Limit::between(min, max);
        [
            (self.head_top, limit(bands.head_top), Rule::GeometryHeadTop, &texts.head_top),
            (self.eyes, limit(bands.eye_line), Rule::GeometryEyeLine, &texts.eyes),
            (self.cheeks[1] - self.cheeks[0], limit(bands.face_width), Rule::GeometryFaceWidth, &texts.cheeks),
        ]
    }
}

fn measured(step: Step) -> Option<InFrame> {
    let crop = step.crop.get()?;
    step.picture.with(|picture| picture.as_ref()?.face.as_ref().map(|face| InFrame::new(face, crop)))
}

/// The inside of the SVG: bands, lines, numbers.
pub(super) fn drawing(step: Step) -> String {
    let Some(face) = measured(step) else { return String::new() };
    step.setup.with_value(|setup| {
        let bands = &setup.bands;
        let [head, eyes, cheeks] = face.measures(bands, &setup.texts);
        let mut svg = Svg(String::new());
        for [from, to] in [bands.head_top, bands.eye_line] {
            svg.band(0.0, from, bands.width, to - from);
        }
        let [narrow, wide] = bands.face_width;
        let (middle, top) = (bands.width / 2.0, bands.eye_line[1] + 8.0);
        let chin = face.chin.clamp(top + 20.0, bands.height);
        svg.band(middle - wide / 2.0, top, (wide - narrow) / 2.0, chin - top);
        svg.band(middle + narrow / 2.0, top, (wide - narrow) / 2.0, chin - top);
        for (y, limit, _, name) in [head, eyes] {
            svg.line([0.0, y], [bands.width, y], limit.holds(y));
            svg.label([8.0, (y - 8.0).max(22.0)], "start", name, y);
        }
        let (width, limit, _, name) = cheeks;
        for x in face.cheeks {
            svg.line([x, face.eyes], [x, chin], limit.holds(width));
        }
        let under = [f32::midpoint(face.cheeks[0], face.cheeks[1]), (chin + 28.0).min(bands.height - 8.0)];
        svg.label(under, "middle", name, width);
        svg.0
    })
}

/// Measured and required, in words.
pub(super) fn key(step: Step) -> Option<impl IntoView + use<>> {
    let face = measured(step)?;
    Some(step.setup.with_value(|setup| {
        let rows = face.measures(&setup.bands, &setup.texts).map(|(value, limit, rule, _)| {
            let (outcome, tag) =
                if limit.holds(value) { (Outcome::Pass, "tag tag--good") } else { (Outcome::Fail, "tag tag--bad") };
            view! {
                <dt>{setup.words.rule_name(rule).to_owned()}</dt>
                <dd>
                    {setup.words.compared(value, limit, Unit::Px)} " · "
                    <span class=tag>{setup.words.outcome(outcome).to_owned()}</span>
                </dd>
            }
        });
        view! {
            <dl class="measures-key">{rows}</dl>
            <p class="quiet">{setup.texts.allowed.clone()}</p>
        }
    }))
}

/// Marks of the drawing. Names come from the page's texts, numbers from here: nothing to escape.
struct Svg(String);

impl Svg {
    fn band(&mut self, x: f32, y: f32, width: f32, height: f32) {
        self.put(format_args!(r#"<rect class="band" x="{x:.0}" y="{y:.0}" width="{width:.0}" height="{height:.0}"/>"#));
    }

    fn line(&mut self, [x1, y1]: [f32; 2], [x2, y2]: [f32; 2], holds: bool) {
        let class = if holds { "line" } else { "line line--out" };
        self.put(format_args!(r#"<line class="{class}" x1="{x1:.0}" y1="{y1:.0}" x2="{x2:.0}" y2="{y2:.0}"/>"#));
    }

    fn label(&mut self, [x, y]: [f32; 2], anchor: &str, name: &str, value: f32) {
        self.put(format_args!(
            r#"<text class="label" x="{x:.0}" y="{y:.0}" text-anchor="{anchor}">{name} {value:.0}</text>"#
        ));
    }

    fn put(&mut self, mark: std::fmt::Arguments) {
        self.0.write_fmt(mark).expect("writing to a String cannot fail");
    }
}
