//! The numbers a profile asks for, rule by rule, in words. Rules whose measure says nothing to people have none.

use super::photo::limit_words;
use crate::text::t;
use shared::{
    locale::Locale,
    photo::{PhotoSpec, Rule, Unit, verdict::Limit},
};

/// “50–110 像素”
pub fn requirement(rule: Rule, spec: &PhotoSpec, locale: Locale) -> Option<String> {
    let (file, geometry) = (&spec.file, &spec.geometry);
    let (limit, unit) = match rule {
        Rule::FileDimensions => {
            return Some(t::unit::px(locale, format!("{}×{}", file.width_px, file.height_px)));
        }
        Rule::FileDpi => return Some(t::unit::dpi(locale, file.dpi)),
        Rule::BackgroundColour => {
            let [r, g, b] = spec.background.rgb;
            return Some(format!("RGB {r}, {g}, {b}"));
        }
        Rule::FileQuality => (Limit::at_least(f32::from(file.quality_min)), Unit::Quality),
        Rule::FileSize => {
            let [least, most] = file.size_bytes.map(|bytes| bytes as f32);
            (Limit::between(least, most), Unit::Bytes)
        }
        Rule::GeometryHeadTop => (geometry.head_top_px.limit(), Unit::Px),
        Rule::GeometryEyeLine => (geometry.eye_line_px.limit(), Unit::Px),
        Rule::GeometryFaceWidth => (geometry.face_width_px.limit(), Unit::Px),
        _ => return None,
    };
    limit_words(limit, unit, locale)
}
