//! Two pages about the service itself: privacy, as the province processes data and decides, and accessibility.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::text::{Text, t};
use leptos::prelude::*;
use shared::{
    enrolment::{Item, Step},
    liveness::Liveness,
    locale::Locale,
    profile::{DecisionMode, Level, Profile, RetentionRule, Word},
};

#[component]
pub fn PrivacyPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (locale, profile) = (visit.locale, visit.profile());
        let authority = profile.authority.get(locale).to_owned();
        let part = |title: Text, text: Text| view! { <h2>{title.get(locale)}</h2><p>{text.get(locale)}</p> };
        let (act, region) = (visit.word(Word::Act, t::word::ACT), visit.word(Word::Region, t::register::REGION));
        let body = view! {
            <h2>{t::privacy::WHO.get(locale)}</h2>
            <p>{t::privacy::who_text(locale, authority, act)}</p>
            <h2>{t::privacy::WHAT.get(locale)}</h2>
            <ul>{lines(processed(profile, locale, &region))}</ul>
            <p>{t::privacy::WHAT_TEXT.get(locale)}</p>
            {part(t::privacy::PHOTO, t::privacy::PHOTO_TEXT)}
            <h2>{t::privacy::DECISION.get(locale)}</h2>
            {decision(profile, locale)}
            {kept(profile, locale)}
            <h2>{t::privacy::RIGHTS.get(locale)}</h2>
            <p>{t::privacy::RIGHTS_TEXT.get(locale)}</p>
            {ways(&visit)}
            {part(t::privacy::COOKIES, t::privacy::COOKIES_TEXT)}
        };
        Ok(Page::new(t::privacy::TITLE.get(locale), Menu::None, body))
    })
}

fn lines(texts: Vec<String>) -> impl IntoView {
    texts.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()
}

/// What the steps of the province ask for.
fn processed(profile: &Profile, locale: Locale, region: &str) -> Vec<String> {
    let has = |item| profile.has_step(Step::Provide(item));
    let contact = if profile.accounts.email {
        t::privacy::what_both(locale, region)
    } else {
        t::privacy::what_phone(locale, region)
    };
    let face = match profile.face.challenge {
        Liveness::Digits => t::privacy::WHAT_VOICE,
        Liveness::Presence => t::privacy::WHAT_FACE,
    };
    let bachelor = profile.majors.iter().any(|major| major.level == Level::Bachelor);
    let rest = [
        (profile.has_step(Step::Questions), t::privacy::WHAT_QUESTIONS),
        (has(Item::Details), t::privacy::WHAT_DETAILS),
        (has(Item::Details) && bachelor, t::privacy::WHAT_EDUCATION),
        (has(Item::Attachments), t::privacy::WHAT_ATTACHMENTS),
        (has(Item::Card), t::privacy::WHAT_CARD),
        (has(Item::Face), face),
        (has(Item::Photo), t::privacy::WHAT_PHOTO),
        (has(Item::Signature), t::privacy::WHAT_SIGNATURE),
    ];
    let rest = rest.into_iter().filter(|(asked, _)| *asked).map(|(_, text)| text.get(locale).to_owned());
    std::iter::once(contact).chain(rest).collect()
}

/// Who decides: people, or machines first, and then what may be asked for (PIPL, article 24).
fn decision(profile: &Profile, locale: Locale) -> impl IntoView + use<> {
    let texts: &[Text] = match profile.decision {
        DecisionMode::Reviewers => &[t::privacy::PEOPLE],
        DecisionMode::Automatic => &[t::privacy::MACHINES, t::privacy::NEVER_REFUSES, t::privacy::PERSON],
    };
    texts.iter().map(|text| view! { <p>{text.get(locale)}</p> }).collect_view()
}

/// How long what the province deletes by itself is kept.
fn kept(profile: &Profile, locale: Locale) -> Option<impl IntoView + use<>> {
    let days = |rule| profile.retention.days(rule);
    let has = |item| profile.has_step(Step::Provide(item));
    let texts: Vec<_> = [
        days(RetentionRule::Face).filter(|_| has(Item::Face)).map(|days| t::privacy::kept_face(locale, days)),
        days(RetentionRule::Card).filter(|_| has(Item::Card)).map(|days| t::privacy::kept_card(locale, days)),
        days(RetentionRule::Unfinished).map(|days| t::privacy::kept_unfinished(locale, days)),
        days(RetentionRule::Refused).map(|days| t::privacy::kept_refused(locale, days)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let heading = t::privacy::KEPT.get(locale);
    let rest = t::privacy::KEPT_REST.get(locale);
    (!texts.is_empty()).then(|| view! { <h2>{heading}</h2> <ul>{lines(texts)}</ul> <p>{rest}</p> })
}

/// Where rights are used: the office, and what was agreed to.
fn ways(visit: &Visit) -> impl IntoView + use<> {
    let (locale, routes) = (visit.locale, visit.routes());
    let offices = visit.profile().open_offices().next().is_some().then(|| {
        view! { <p><a href=routes.offices()>{t::offices::LINK.get(locale)}</a></p> }
    });
    let signed_in = visit.candidate().is_ok() && !visit.limited();
    let consents = signed_in.then(|| {
        view! { <p><a href=routes.consents()>{t::consents::TITLE.get(locale)}</a></p> }
    });
    view! { {offices} {consents} }
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
