//! The field for a sheet that somebody sends: a CSV, with what it has to hold.

use crate::text::Text;
use leptos::prelude::*;
use shared::{locale::Locale, problem::Field};

/// `hint`: what the sheet has to hold.
pub(super) fn field(field: Field, label: Text, hint: Text, locale: Locale) -> impl IntoView {
    let (name, described) = (field.as_str(), format!("{}-hint", field.as_str()));
    view! {
        <div class="field">
            <label class="field__label" for=name>{label.get(locale)}</label>
            <p class="field__hint" id=described.clone()>{hint.get(locale)}</p>
            <input
                class="input"
                id=name
                name=name
                type="file"
                accept=".csv,text/csv"
                required=true
                aria-describedby=described
            />
        </div>
    }
}
