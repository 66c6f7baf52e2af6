//! What was found once the code was entered: the own numbers in full, and choosing one.

use super::facts;
use crate::{
    api::existing::PickNumber,
    components::{ErrorSummary, Notice, SummaryList, SummaryRow, Tone},
    pages::frame::{Menu, Page, Visit, candidate_page},
    text::t,
};
use enrolment::existing::OwnRecord;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::problem::ProblemCode;

#[component]
pub fn ExistingRecordsPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let caller = visit.context.caller.as_ref().ok_or(ProblemCode::ExistingClaimNeeded)?;
        let (_, own) = visit.context.enrolment.proved_numbers(caller, &visit.province).await?;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let chosen = own.iter().any(|own| own.chosen);
        let found = match own.len() {
            1 => t::existing::ONE.get(locale).to_owned(),
            count => t::existing::many(locale, count),
        };
        let records = own.iter().map(|own| record(&visit, own, chosen)).collect_view();
        let photo = visit.candidate().is_err().then(|| {
            view! { <p class="quiet">{t::existing::PHOTO_ABSENT.get(locale)}</p> }
        });
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            <p class="lead">{found} " " {t::existing::RECORDS_LEAD.get(locale)}</p>
            {records}
            {photo}
        };
        Ok(Page::new(t::existing::RECORDS_TITLE.get(locale), Menu::Enrol, body))
    })
}

fn record(visit: &Visit, own: &OwnRecord, chosen: bool) -> impl IntoView + use<> {
    let locale = visit.locale;
    let number = own.record.number.expose().to_owned();
    let rows = facts(visit.profile(), &own.record, locale).into_iter();
    let rows = rows.map(|(question, answer)| SummaryRow::new(question.get(locale), answer)).collect();
    let registered = visit.candidate().is_ok();
    let act = if own.chosen && !registered {
        let href = visit.routes().register();
        view! {
            <Notice title=t::existing::CHOSEN.get(locale) tone=Tone::Good>
                <div class="act"><a class="button button--primary" href=href>{t::existing::GO_ON.get(locale)}</a></div>
            </Notice>
        }
        .into_any()
    } else if chosen && !own.chosen {
        ().into_any()
    } else {
        view! {
            <form method="post" action=visit.own(PickNumber::url())>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <div class="act">
                    <button class="button" name="number" value=own.id.to_string()>
                        {t::existing::PICK.get(locale)} <span class="visually-hidden">" " {number.clone()}</span>
                    </button>
                </div>
            </form>
        }
        .into_any()
    };
    view! {
        <section>
            <h2>{t::existing::NUMBER.get(locale)} " " {number}</h2>
            <SummaryList rows=rows />
            {act}
        </section>
    }
}
