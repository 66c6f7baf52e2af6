//! Two pages about the service itself: privacy and accessibility.

use super::frame::{Menu, Page, candidate_page};
use crate::text::{Text, t};
use leptos::prelude::*;
use shared::profile::Word;

#[component]
pub fn PrivacyPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let authority = visit.profile().authority.get(locale).to_owned();
        let part = |title: Text, text: Text| view! { <h2>{title.get(locale)}</h2><p>{text.get(locale)}</p> };
        let (act, region) = (visit.word(Word::Act, t::word::ACT), visit.word(Word::Region, t::register::REGION));
        let body = view! {
            <h2>{t::privacy::WHO.get(locale)}</h2>
            <p>{t::privacy::who_text(locale, authority, act)}</p>
            <h2>{t::privacy::WHAT.get(locale)}</h2>
            <p>{t::privacy::what_text(locale, region)}</p>
            {part(t::privacy::PHOTO, t::privacy::PHOTO_TEXT)}
            {part(t::privacy::RIGHTS, t::privacy::RIGHTS_TEXT)}
            {part(t::privacy::COOKIES, t::privacy::COOKIES_TEXT)}
        };
        Ok(Page::new(t::privacy::TITLE.get(locale), Menu::None, body))
    })
}

#[component]
pub fn AccessibilityPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let body = view! {
            <p>{t::accessibility::TEXT.get(locale)}</p>
            <p>{t::accessibility::LARGE.get(locale)}</p>
            <p>{t::accessibility::HELP.get(locale)}</p>
        };
        Ok(Page::new(t::accessibility::TITLE.get(locale), Menu::None, body))
    })
}
