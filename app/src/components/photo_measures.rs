//! A photograph with the measured lines and the allowed bands drawn over it.
//! Everything drawn is also said in words under the picture.

use crate::{message::photo, text::t};
use leptos::prelude::*;
use shared::{
    locale::Locale,
    photo::{FaceMeasures, PhotoSpec, Rule, Unit, Verdict, spec::Range},
};

/// `image`: address of the picture that the verdict is about. `alt`: what it shows, in words.
#[component]
pub fn PhotoMeasures(verdict: Verdict, spec: PhotoSpec, #[prop(into)] image: String, locale: Locale) -> impl IntoView {
    let (width, height) = (verdict.width_px.max(1), verdict.height_px.max(1));
    let finished = (width, height) == (spec.file.width_px, spec.file.height_px);
    let lines = verdict.face.as_ref().filter(|_| finished).map(|face| lines(face, &spec, locale));
    let key = verdict.face.as_ref().filter(|_| finished).map(|face| key(face, &spec, locale));
    view! {
        <div class="measures">
            <img class="measures__picture" src=image width=width height=height alt=t::measures::ALT.get(locale) />
            {lines
                .map(|lines| {
                    view! {
                        <svg
                            class="measures__lines"
                            viewBox=format!("0 0 {width} {height}")
                            preserveAspectRatio="none"
                            aria-hidden="true"
                            inner_html=lines
                        ></svg>
                    }
                })}
        </div>
        {key}
    }
}

/// One measure: its name, its value and its range, all in pixels of the finished picture.
struct Measure {
    rule: Rule,
    name: &'static str,
    value: f32,
    range: Range,
}

impl Measure {
    fn holds(&self) -> bool {
        self.range.limit().holds(self.value)
    }

    fn label(&self) -> String {
        format!("{} {:.0}", self.name, self.value)
    }
}

fn measures(face: &FaceMeasures, spec: &PhotoSpec, locale: Locale) -> [Measure; 3] {
    let geometry = &spec.geometry;
    let measure = |rule, name: crate::text::Text, value, range| Measure { rule, name: name.get(locale), value, range };
    let eyes = f32::midpoint(face.left_eye[1], face.right_eye[1]);
    [
        measure(Rule::GeometryHeadTop, t::measures::HEAD_TOP, face.head_top_y, geometry.head_top_px),
        measure(Rule::GeometryEyeLine, t::measures::EYES, eyes, geometry.eye_line_px),
        measure(
            Rule::GeometryFaceWidth,
            t::measures::CHEEKS,
            face.cheek_right_x - face.cheek_left_x,
            geometry.face_width_px,
        ),
    ]
}

/// The SVG over the picture: bands first, then lines, then their numbers.
pub(crate) fn lines(face: &FaceMeasures, spec: &PhotoSpec, locale: Locale) -> String {
    let (width, height) = (spec.file.width_px as f32, spec.file.height_px as f32);
    let [head, eyes, cheeks] = measures(face, spec, locale);
    let mut svg = String::new();
    for measure in [&head, &eyes] {
        svg += &band(0.0, measure.range.0, width, measure.range.1 - measure.range.0);
    }
    // The face may be this wide around its own middle: two bands in which the cheeks must lie.
    let middle = f32::midpoint(face.cheek_left_x, face.cheek_right_x);
    let depth = (cheeks.range.1 - cheeks.range.0) / 2.0;
    let top = eyes.range.1 + 8.0;
    let chin = face.chin[1].clamp(top + 20.0, height);
    svg += &band(middle - cheeks.range.1 / 2.0, top, depth, chin - top);
    svg += &band(middle + cheeks.range.0 / 2.0, top, depth, chin - top);
    for measure in [&head, &eyes] {
        svg += &line(0.0, measure.value, width, measure.value, measure.holds());
        svg += &label(8.0, (measure.value - 8.0).max(22.0), "start", &measure.label());
    }
    for x in [face.cheek_left_x, face.cheek_right_x] {
        svg += &line(x, eyes.value, x, chin, cheeks.holds());
    }
    svg + &label(middle, (chin + 28.0).min(height - 8.0), "middle", &cheeks.label())
}

fn band(x: f32, y: f32, width: f32, height: f32) -> String {
    format!(r#"<rect class="band" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/>"#)
}

fn line(x1: f32, y1: f32, x2: f32, y2: f32, holds: bool) -> String {
    let class = if holds { "line" } else { "line line--out" };
    format!(r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#)
}

/// `text` comes from the locales and from numbers: nothing to escape.
fn label(x: f32, y: f32, anchor: &str, text: &str) -> String {
    format!(r#"<text class="label" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#)
}

/// The same in words.
pub(crate) fn key(face: &FaceMeasures, spec: &PhotoSpec, locale: Locale) -> impl IntoView + use<> {
    let rows = measures(face, spec, locale).map(|measure| {
        let limit = photo::limit_words(measure.range.limit(), Unit::Px, locale).unwrap_or_default();
        let value = t::unit::px(locale, format!("{:.0}", measure.value));
        let outcome = if measure.holds() { t::outcome::PASS } else { t::outcome::FAIL };
        view! {
            <dt>{photo::rule_name(measure.rule).get(locale)}</dt>
            <dd>
                {t::finding::both(locale, value, limit)} " · "
                <span class=if measure.holds() { "tag tag--good" } else { "tag tag--bad" }>{outcome.get(locale)}</span>
            </dd>
        }
    });
    view! {
        <dl class="measures-key">{rows.into_iter().collect_view()}</dl>
        <p class="quiet">{t::measures::ALLOWED.get(locale)}</p>
    }
}

#[cfg(test)]
mod tests;
