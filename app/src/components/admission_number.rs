//! The admission number, large enough to be copied by hand, in groups that can be read out.

use super::{Notice, Tone};
use crate::{message::record, text::t};
use leptos::prelude::*;
use shared::{locale::Locale, number::AdmissionNumber as Number};

#[component]
pub fn AdmissionNumber(number: Number, locale: Locale) -> impl IntoView {
    let (plain, grouped) = (number.expose().to_owned(), record::grouped(number.expose()));
    view! {
        <Notice title=t::status::NUMBER.get(locale) tone=Tone::Good>
            <p class="admission-number"><data value=plain>{grouped}</data></p>
            <p>{t::status::NUMBER_TEXT.get(locale)}</p>
        </Notice>
    }
}
