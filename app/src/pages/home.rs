//! The portal's first page: what this is, whether enrolment is open, and the way in (新生入籍).

use super::{
    confirmation,
    frame::{Menu, Page, Visit, candidate_page},
};
use crate::{
    components::{Notice, Terms, Tone},
    message::record::beijing,
    text::{Text, t},
};
use leptos::prelude::*;
use shared::{
    enrolment::{Item, Step},
    profile::{DecisionMode, EXAM_RULES, HEALTH_REPORT, Window, Word},
};

/// Code of the notice that the authority wants read before enrolling (新生入籍须知).
const ENROLMENT_RULES: &str = "enrolment.rules";

#[component]
pub fn Home() -> impl IntoView {
    candidate_page(|visit| async move {
        let now = visit.context.enrolment.now();
        let profile = visit.profile();
        let signed_in = visit.context.candidate(&visit.province).is_some();
        let title = visit.word(Word::Home, t::home::TITLE);
        let body = match profile.open_window(now) {
            Some(window) => opened(&visit, window, signed_in).into_any(),
            None => closed(&visit, profile.next_window(now)).into_any(),
        };
        let returning = (!signed_in).then(|| returning(&visit));
        let existing = (!signed_in && profile.existing.enabled).then(|| existing(&visit));
        let lead = visit.word(Word::Lead, t::home::LEAD);
        let (offices, rules) = (offices(&visit), rules(&visit));
        let signed = profile.has_step(Step::Provide(Item::Signature));
        let confirm = signed.then(|| confirm(&visit));
        let body = view! { <p class="lead">{lead}</p> {body} {existing} {returning} {confirm} {offices} {rules} };
        Ok(Page::new(title, Menu::Home, body))
    })
}

/// 在线身份确认: the symbol for a phone, and the link on it.
fn confirm(visit: &Visit) -> impl IntoView + use<> {
    let href = visit.routes().confirmation();
    let symbol = confirmation::symbol(visit);
    let link = symbol.is_none().then(|| {
        view! { <p><a class="button" href=href>{t::confirmation::TITLE.get(visit.locale)}</a></p> }
    });
    view! { {symbol} {link} }
}

/// 考场规则, and what is brought to the examination.
fn rules(visit: &Visit) -> Option<impl IntoView + use<>> {
    let (locale, profile, routes) = (visit.locale, visit.profile(), visit.routes());
    let pages = [(EXAM_RULES, routes.exam_rules()), (HEALTH_REPORT, routes.health_report())];
    let links = pages.into_iter().filter_map(|(code, href)| {
        let title = profile.notice(code)?.title.get(locale).to_owned();
        Some(view! { <li><a href=href>{title}</a></li> })
    });
    let links: Vec<_> = links.collect();
    (!links.is_empty()).then(|| view! { <h2>{t::home::EXAMINATION.get(locale)}</h2> <ul>{links}</ul> })
}

/// The way for those who cannot do it online.
fn offices(visit: &Visit) -> Option<impl IntoView + use<>> {
    let (locale, href) = (visit.locale, visit.routes().offices());
    (visit.profile().open_offices().next().is_some()).then(|| {
        view! { <p>{t::offices::HOME.get(locale)} " " <a href=href>{t::offices::LINK.get(locale)}</a></p> }
    })
}

fn opened(visit: &Visit, window: &Window, signed_in: bool) -> impl IntoView + use<> {
    let (locale, routes) = (visit.locale, visit.routes());
    let (href, words) = if signed_in {
        (routes.status(), t::home::CONTINUE.get(locale).to_owned())
    } else {
        (routes.register(), visit.word(Word::Enrol, t::home::ENROL))
    };
    let own = visit.profile().steps.iter().filter_map(|step| step_words(*step));
    // where signing hands in there is nothing to check and hand in besides
    let check = (visit.profile().decision == DecisionMode::Reviewers).then_some(t::home::STEP_CHECK);
    let last = match visit.profile().decision {
        DecisionMode::Reviewers => t::home::STEP_REVIEW,
        DecisionMode::Automatic => t::home::STEP_AUTOMATIC,
    };
    let (need, register) = if visit.profile().accounts.email {
        (t::home::NEED_EMAIL_TEXT, t::home::STEP_REGISTER_EMAIL)
    } else {
        (t::home::NEED_TEXT, t::home::STEP_REGISTER)
    };
    let steps = std::iter::once(register).chain(own).chain(check).chain([last]);
    let rules = visit.profile().notice(ENROLMENT_RULES).cloned();
    let own = |step: Text| match step {
        t::home::STEP_DETAILS => visit.word(Word::FillIn, step),
        t::home::STEP_NOTICE => match &rules {
            Some(rules) => t::home::step_read(locale, rules.title.get(locale)),
            None => step.get(locale).to_owned(),
        },
        other => other.get(locale).to_owned(),
    };
    let steps: Vec<_> = steps.map(|step| view! { <li>{own(step)}</li> }).collect();
    let fact = |name: String, value: String| view! { <div><dt>{name}</dt><dd>{value}</dd></div> };
    let plain = |name: Text, value: Text| fact(name.get(locale).to_owned(), value.get(locale).to_owned());
    let window_word = visit.word(Word::Window, t::home::OPEN);
    view! {
        <dl class="facts">
            {fact(window_word, t::home::open_until(locale, beijing(window.closes_at, locale)))}
            {plain(t::home::NEED, need)}
            {plain(t::home::TIME, t::home::TIME_TEXT)}
        </dl>
        <h2>{t::home::STEPS.get(locale)}</h2>
        <ol>{steps}</ol>
        {rules.map(|notice| view! { <Terms notice=notice locale=locale /> })}
        <div class="act"><a class="button button--primary" href=href>{words}</a></div>
    }
}

/// A step of the journey in a line; the document is part of registering.
const fn step_words(step: Step) -> Option<Text> {
    match step {
        Step::Provide(Item::Document) => None,
        Step::Provide(Item::Card) => Some(t::home::STEP_CARD),
        Step::Provide(Item::Photo) => Some(t::home::STEP_PHOTO),
        Step::Provide(Item::Face) => Some(t::home::STEP_FACE),
        Step::Provide(Item::Details) => Some(t::home::STEP_DETAILS),
        Step::Provide(Item::Signature) => Some(t::home::STEP_SIGNATURE),
        Step::Provide(Item::Attachments) => Some(t::home::STEP_ATTACHMENTS),
        Step::Password => Some(t::home::STEP_PASSWORD),
        Step::Questions => Some(t::joining::STEP_QUESTIONS),
        Step::Notice => Some(t::home::STEP_NOTICE),
    }
}

/// Outside the window: the guide's own sentence, and the dates.
pub(super) fn closed(visit: &Visit, next: Option<&Window>) -> impl IntoView + use<> {
    let locale = visit.locale;
    let dates = match next {
        Some(next) => t::home::next(locale, beijing(next.opens_at, locale), beijing(next.closes_at, locale)),
        None => t::home::NO_NEXT.get(locale).to_owned(),
    };
    view! {
        <Notice title=visit.word(Word::Closed, t::home::CLOSED) tone=Tone::Warn>
            <p>{dates}</p>
        </Notice>
    }
}

/// 在籍注册, for those who have a number.
fn existing(visit: &Visit) -> impl IntoView + use<> {
    let (locale, href) = (visit.locale, visit.routes().existing());
    view! { <p>{t::home::EXISTING.get(locale)} " " <a href=href>{t::home::EXISTING_LINK.get(locale)}</a></p> }
}

fn returning(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <p>
            {t::home::RETURNING.get(locale)} " "
            <a href=visit.routes().sign_in()>{t::home::RETURNING_LINK.get(locale)}</a>
        </p>
    }
}
