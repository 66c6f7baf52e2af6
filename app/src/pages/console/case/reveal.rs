//! 显示: uncovering one thing of a case, with the reason that goes on the record.

use crate::{
    api::RevealPrivate,
    text::{Text, t},
};
use enrolment::review::Case;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    case::{Private, RevealReason},
    locale::Locale,
};

/// Nothing once it is uncovered.
pub(super) fn form(case: &Case, private: Private, locale: Locale) -> Option<impl IntoView + use<>> {
    if case.is_revealed(private) {
        return None;
    }
    let reasons = RevealReason::ALL.iter();
    let reasons = reasons.map(|reason| view! { <option value=reason.as_str()>{words(*reason).get(locale)}</option> });
    let summary = t::console_case::reveal(locale, name(private).get(locale));
    Some(view! {
        <details class="reveal">
            <summary class="tool" aria-label=summary>{t::console_case::SHOW.get(locale)}</summary>
            <form method="post" action=RevealPrivate::url()>
                <input type="hidden" name="case" value=case.enrolment.to_string() />
                <input type="hidden" name="private" value=private.as_str() />
                <label>
                    {t::console_case::WHY.get(locale)}
                    <select class="input" name="reason">{reasons.collect_view()}</select>
                </label>
                <label>
                    {t::console_case::NOTE.get(locale)}
                    <input class="input" name="note" maxlength="200" autocomplete="off" />
                </label>
                <button class="button">{t::console_case::SHOW.get(locale)}</button>
                <p class="quiet">{t::console_case::ON_RECORD.get(locale)}</p>
            </form>
        </details>
    })
}

const fn name(private: Private) -> Text {
    match private {
        Private::Document => t::console_case::DOCUMENT,
        Private::Phone => t::console::PHONE,
        Private::Address => t::console_case::ADDRESS,
    }
}

const fn words(reason: RevealReason) -> Text {
    match reason {
        RevealReason::Compare => t::console_case::WHY_COMPARE,
        RevealReason::Contact => t::console_case::WHY_CONTACT,
        RevealReason::Duplicate => t::console_case::WHY_DUPLICATE,
        RevealReason::Other => t::console_case::WHY_OTHER,
    }
}
