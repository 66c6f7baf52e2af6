//! The field for a sheet that somebody sends: a CSV, with what it has to hold.

use crate::text::Text;
use leptos::prelude::*;
use shared::{locale::Locale, problem::Field};

/// `name`: under which the form sends it. `hint`: what the sheet has to hold. Its problems are at [`Field::ClassList`] everywhere.
pub(super) fn field(name: Field, label: Text, hint: Text, locale: Locale) -> impl IntoView {
    let (id, name) = (Field::ClassList.as_str(), name.as_str());
    let described = format!("{id}-hint");
    view! {
        <div class="field">
            <label class="field__label" for=id>{label.get(locale)}</label>
            <p class="field__hint" id=described.clone()>{hint.get(locale)}</p>
            <input
                class="input"
                id=id
                name=name
                type="file"
                accept=".csv,text/csv"
                required=true
                aria-describedby=described
            />
        </div>
    }
}
