//! The last look before a number is chosen for good: what it means, and its last four digits.

use super::region;
use crate::{
    api::{
        existing::{ChooseNumber, PICKED},
        posting::typed,
    },
    components::{ErrorSummary, Notice, SummaryList, SummaryRow, TextField, Tone},
    pages::frame::{Menu, Page, candidate_page},
    text::t,
};
use enrolment::Error;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::problem::{Field, ProblemCode};

#[component]
pub fn ExistingConfirmPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let caller = visit.context.caller.as_ref().ok_or(ProblemCode::ExistingClaimNeeded)?;
        let (_, own) = visit.context.enrolment.proved_numbers(caller, &visit.province).await?;
        let picked: String = typed(&visit.context, PICKED).await?;
        let own = own.into_iter().find(|own| own.id.to_string() == picked).ok_or(Error::NotFound)?;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let place = region(visit.profile(), &own.record.region);
        let rows = vec![
            SummaryRow::new(t::existing::NUMBER.get(locale), own.record.number.expose().to_owned()),
            SummaryRow::new(t::existing::REGION.get(locale), place.clone()),
        ];
        let registered = visit.candidate().is_ok();
        let (title, warning, button) = if registered {
            (t::existing::TAKE_CONFIRM_TITLE, t::existing::take_warn_text(locale, place), t::existing::TAKE_CONFIRM)
        } else {
            (t::existing::CONFIRM_TITLE, t::existing::warn_text(locale, place), t::existing::CONFIRM)
        };
        let body = view! {
            <ErrorSummary problems=problems.clone() locale=locale />
            <SummaryList rows=rows />
            <Notice title=t::existing::WARN_TITLE.get(locale) tone=Tone::Warn>
                <p>{warning}</p>
            </Notice>
            <form class="content--narrow" method="post" action=visit.own(ChooseNumber::url()) novalidate=true>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <input type="hidden" name="number" value=picked />
                <TextField
                    field=Field::LastDigits
                    label=t::existing::DIGITS
                    locale=locale
                    problems=problems
                    inputmode="numeric"
                    maxlength=8
                    class="input--code"
                />
                <div class="act act--pair">
                    <button class="button button--primary">{button.get(locale)}</button>
                    <a class="button" href=visit.routes().existing_records()>{t::existing::BACK.get(locale)}</a>
                </div>
            </form>
        };
        Ok(Page::new(title.get(locale), Menu::Enrol, body))
    })
}
