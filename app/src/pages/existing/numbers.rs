//! The own numbers of somebody who has one, and asking to have the others merged into it.

use super::{late, region};
use crate::{
    api::existing::RequestMerge,
    components::{AdmissionNumber, ErrorSummary, SummaryList, SummaryRow},
    message::{existing as words, record},
    pages::frame::{Menu, Page, Visit, candidate_page},
    text::t,
};
use enrolment::existing::{Numbers, OtherNumber};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::existing::MergeState;

#[component]
pub fn NumbersPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let numbers = visit.context.enrolment.numbers(visit.candidate()?).await?;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let body = match numbers {
            None => late::for_candidate(&visit).await?.unwrap_or_else(|| {
                view! {
                    <p class="lead">{t::existing::NEW_CANDIDATE.get(locale)}</p>
                    <p><a class="button" href=visit.routes().status()>{t::frame::MENU_RECORD.get(locale)}</a></p>
                }
                .into_any()
            }),
            Some(numbers) => shown(&visit, &numbers),
        };
        let body = view! { <ErrorSummary problems=problems locale=locale /> {body} };
        Ok(Page::new(t::existing::NUMBERS_TITLE.get(locale), Menu::Record, body))
    })
}

fn shown(visit: &Visit, numbers: &Numbers) -> AnyView {
    let locale = visit.locale;
    let others = if numbers.others.is_empty() {
        view! { <p class="quiet">{t::existing::NO_OTHERS.get(locale)}</p> }.into_any()
    } else {
        let list = numbers.others.iter().map(|other| one(visit, other)).collect_view();
        view! { <p>{t::existing::MERGE_TEXT.get(locale)}</p> {list} }.into_any()
    };
    let own = numbers.own.number.clone();
    let lead = if numbers.own.record.is_some() { t::existing::NUMBERS_LEAD } else { t::existing::NUMBERS_LEAD_OWN };
    view! {
        <p class="lead">{lead.get(locale)}</p>
        <AdmissionNumber number=own locale=locale />
        <h2>{t::existing::OTHERS.get(locale)}</h2>
        {others}
    }
    .into_any()
}

fn one(visit: &Visit, other: &OtherNumber) -> impl IntoView + use<> {
    let locale = visit.locale;
    let number = other.number.clone();
    let mut state = words::merge(other.merge).get(locale).to_owned();
    if let Some(at) = other.decided_at {
        state = format!("{state} · {}", record::moment(at, locale));
    }
    let reason = other.reason.as_ref().map(|reason| view! { <p>{t::existing::reason(locale, reason)}</p> });
    let may_ask = matches!(other.merge, None | Some(MergeState::Refused));
    let ask = may_ask.then(|| {
        view! {
            <form method="post" action=visit.own(RequestMerge::url())>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <button
                    class="button"
                    name="number"
                    value=other.id.to_string()
                    aria-label=t::existing::request_heard(locale, &number)
                >
                    {t::existing::REQUEST.get(locale)}
                </button>
            </form>
        }
    });
    let rows = vec![
        SummaryRow::new(t::existing::REGION.get(locale), region(visit.profile(), &other.region)),
        SummaryRow::new(t::existing::STATE.get(locale), view! { {state} {reason} }.into_any()),
    ];
    view! {
        <section>
            <h3>{number}</h3>
            <SummaryList rows=rows />
            {ask}
        </section>
    }
}
