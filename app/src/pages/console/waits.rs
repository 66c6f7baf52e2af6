//! Why a case is here although its province decides at once: the words of staff, not those that the candidate reads.

use crate::text::{Text, t};
use enrolment::signature::Waits;
use leptos::prelude::*;
use shared::locale::Locale;

/// Nothing where people look at everything.
pub(super) fn waits(waits: &[Waits], locale: Locale) -> Option<impl IntoView + use<>> {
    (!waits.is_empty()).then(|| {
        view! {
            <h3>{t::console_waits::TITLE.get(locale)}</h3>
            <p>{t::console_waits::LEAD.get(locale)}</p>
            {reasons(waits, locale)}
        }
    })
}

/// The reasons alone, where the sentence before them is another one.
pub(super) fn reasons(waits: &[Waits], locale: Locale) -> impl IntoView + use<> {
    let lines = waits.iter().map(|why| view! { <li>{words(*why).get(locale)}</li> }).collect_view();
    view! { <ul>{lines}</ul> }
}

const fn words(why: Waits) -> Text {
    match why {
        Waits::Card => t::console_waits::CARD,
        Waits::Face => t::console_waits::FACE,
        Waits::Office => t::console_waits::OFFICE,
        Waits::Photo => t::console_waits::PHOTO,
        Waits::Education => t::console_waits::EDUCATION,
        Waits::Attachments => t::console_waits::ATTACHMENTS,
        Waits::Registrations => t::console_waits::REGISTRATIONS,
        Waits::SentBack => t::console_waits::SENT_BACK,
        Waits::Asked => t::console_waits::ASKED,
    }
}
