//! What the photograph must show, with the profile's numbers in words, and what happens to it.

use crate::text::t;
use leptos::prelude::*;
use shared::{
    locale::Locale,
    photo::{PhotoSpec, spec::Range},
};

/// `guide`: address of the page with every rule.
pub(super) fn requirements(spec: &PhotoSpec, guide: &str, locale: Locale) -> impl IntoView + use<> {
    let [r, g, b] = spec.background.rgb;
    let background = t::photo_step::background(locale, r, g, b);
    let (sizes, file) = (sizes(spec, locale), file(spec, locale));
    view! {
        <h2>{t::photo_step::READY.get(locale)}</h2>
        <ul>
            <li>{t::photo_step::SUBJECT.get(locale)}</li>
            <li>{background}</li>
            <li>{t::photo_step::LIGHT.get(locale)}</li>
            <li>{t::photo_step::PREPARE.get(locale)}</li>
        </ul>
        <p><a href=guide.to_owned()>{t::photo::GUIDE.get(locale)}</a></p>
        <details class="photo-more">
            <summary>{t::photo_step::NUMBERS.get(locale)}</summary>
            <ul>
                <li>{sizes}</li>
                <li>{file}</li>
            </ul>
        </details>
        <details class="photo-more">
            <summary>{t::photo_step::PRIVACY_TITLE.get(locale)}</summary>
            <p>{t::photo_step::PRIVACY.get(locale)}</p>
        </details>
    }
}

fn sizes(spec: &PhotoSpec, locale: Locale) -> String {
    let geometry = &spec.geometry;
    let (Range(head_min, head_max), Range(eyes_min, eyes_max)) = (geometry.head_top_px, geometry.eye_line_px);
    let Range(face_min, face_max) = geometry.face_width_px;
    let (width, height) = (spec.file.width_px, spec.file.height_px);
    t::photo_step::geometry(locale, width, height, head_min, head_max, eyes_min, eyes_max, face_min, face_max)
}

fn file(spec: &PhotoSpec, locale: Locale) -> String {
    let [least, most] = spec.file.size_bytes.map(|bytes| bytes / 1024);
    t::photo_step::file(locale, spec.file.dpi, least, most)
}
