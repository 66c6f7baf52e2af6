//! Both sides of the identity document as pictures.

use super::{
    super::{
        frame::{Menu, Page, Visit, candidate_page},
        returned,
    },
    consent,
    line::at_present,
    refusal, side, words,
};
use crate::{
    api::ReadCard,
    components::{ErrorSummary, Notice, Tone},
    text::t,
};
use enrolment::{
    attempts::Counted,
    card::{CardPages, ReadingState},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    enrolment::{Item, Step},
    evidence::CardSide,
    problem::ProblemCode,
    profile::CONSENT_CARD,
};

#[component]
pub fn CardPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (caller, enrolment) = (visit.candidate()?, &visit.context.enrolment);
        let status = enrolment.status(caller).await?;
        if !status.items.iter().any(|item| item.item == Item::Card && item.open) {
            return Err(ProblemCode::ItemClosed.into());
        }
        let problems = refusal(&visit, &CardSide::ALL.map(CardSide::field));
        let body = if enrolment.has_consented(caller, CONSENT_CARD).await? {
            let (pages, reading) = (enrolment.card_pages(caller).await?, enrolment.card_reading(caller).await?);
            sides(&visit, &pages, reading)
        } else {
            let words = [t::card::CONSENT_LEAD, t::card::CONSENT, t::card::CONSENT_SUBMIT];
            consent(&visit, "card", CONSENT_CARD, words)
        };
        let locale = visit.locale;
        let sent_back = returned::notice(&visit, &status, Item::Card);
        let body = view! { <ErrorSummary problems=problems locale=locale /> {sent_back} {body} };
        Ok(Page::new(t::card::TITLE.get(locale), Menu::Enrol, body).at(&visit, Step::Provide(Item::Card)))
    })
}

fn sides(visit: &Visit, pages: &CardPages, reading: ReadingState) -> AnyView {
    let locale = visit.locale;
    let cards = CardSide::ALL.map(|side| side::side(visit, pages, side)).into_iter().collect_view();
    view! {
        <p class="lead">{t::card::LEAD.get(locale)}</p>
        <div
            class="card-sides"
            id="evidence"
            data-owner=visit.owner()
            data-go-on=visit.routes().go_on()
            data-uploads=visit.routes().uploads()
            data-page=visit.routes().card()
            data-turn=visit.routes().turn(Counted::Card.as_str())
            data-worker=visit.context.photo_assets.clone()
            data-words=words::upload(locale)
            data-findings=words::findings(locale)
        >
            {cards}
        </div>
        <div id="card-next">{next(visit, pages, reading)}</div>
        <script type="module" src=format!("{}card.js", visit.context.scripts)></script>
    }
    .into_any()
}

fn next(visit: &Visit, pages: &CardPages, reading: ReadingState) -> AnyView {
    let locale = visit.locale;
    if pages.both().is_none() {
        return view! { <p class="quiet">{t::card::NEED_BOTH.get(locale)}</p> }.into_any();
    }
    let waits = match reading {
        // a picture may be chosen here at any moment: the next page follows the line
        ReadingState::Running(turn) => at_present(Counted::Card, turn, locale),
        ReadingState::LeftOut => return left_out(visit),
        ReadingState::ByHand | ReadingState::Done => None,
    };
    view! {
        {waits}
        <div class="act">
            <a class="button button--primary" href=visit.routes().card_confirm()>{t::card::CONFIRM_LINK.get(locale)}</a>
        </div>
    }
    .into_any()
}

/// Reading was left out: to be asked for, or not waited for.
fn left_out(visit: &Visit) -> AnyView {
    let (locale, action, province) = (visit.locale, visit.own(ReadCard::url()), visit.province.to_string());
    let href = visit.routes().card_confirm();
    view! {
        <Notice title=t::line::LEFT_OUT.get(locale) tone=Tone::Warn>
            <p>{t::line::LEFT_OUT_TEXT.get(locale)}</p>
            <form class="act act--inline" method="post" action=action>
                <input type="hidden" name="province" value=province />
                <button class="button button--primary">{t::line::READ.get(locale)}</button>
                <a class="button" href=href>{t::line::TYPE.get(locale)}</a>
            </form>
        </Notice>
    }
    .into_any()
}
