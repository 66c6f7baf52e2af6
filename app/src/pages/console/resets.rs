//! New passwords that one officer asked for: another confirms them here, and prints the code.

use super::{
    desk::reset::issued,
    frame::{Desk, console_page},
};
use crate::{
    api::{ConfirmReset, RefuseReset},
    components::{ErrorSummary, SummaryList, SummaryRow},
    message::record,
    text::t,
};
use enrolment::account::WaitingReset;
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn ResetsPage() -> impl IntoView {
    console_page(|desk| async move {
        let locale = desk.locale;
        let shown = issued(&desk, "").await?;
        let waiting = desk.context.enrolment.waiting_resets(&desk.caller).await?;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let none =
            waiting.is_empty().then(|| view! { <p class="quiet screen-only">{t::console_reset::NONE.get(locale)}</p> });
        let list = waiting.iter().map(|reset| request(&desk, reset)).collect_view();
        let title = t::console_reset::LIST_TITLE.get(locale);
        let body = view! {
            <div class="queue desk-slip">
                <ErrorSummary problems=problems locale=locale />
                <h1>{title}</h1>
                {shown}
                <p class="lead screen-only">{t::console_reset::LIST_LEAD.get(locale)}</p>
                {none}
                {list}
            </div>
        };
        Ok((title.to_owned(), body.into_any()))
    })
}

fn request(desk: &Desk, reset: &WaitingReset) -> impl IntoView + use<> {
    let locale = desk.locale;
    let printed = || t::console_reset::PRINTED.get(locale).to_owned();
    let rows = vec![
        SummaryRow::new(t::console_desk::DOCUMENT.get(locale), reset.document.clone()),
        SummaryRow::new(t::console::REGION.get(locale), desk.region(&reset.region)),
        SummaryRow::new(t::console_reset::PHONE.get(locale), reset.phone.clone().unwrap_or_else(printed)),
        SummaryRow::new(t::console_reset::ASKED_BY.get(locale), reset.officer.clone()),
        SummaryRow::new(t::console_region::ASKED.get(locale), record::moment(reset.at, locale)),
    ];
    let own = reset.own.then(|| view! { <p class="quiet">{t::console_reset::OWN.get(locale)}</p> });
    let id = reset.id.to_string();
    let confirm = (!reset.own).then(|| {
        let id = id.clone();
        view! {
            <form method="post" action=ConfirmReset::url()>
                <input type="hidden" name="reset" value=id />
                <button class="button button--primary">{t::console_reset::CONFIRM.get(locale)}</button>
            </form>
        }
    });
    view! {
        <section class="screen-only">
            <SummaryList rows=rows />
            {own}
            <div class="act">
                {confirm}
                <form method="post" action=RefuseReset::url()>
                    <input type="hidden" name="reset" value=id />
                    <button class="button">{t::console_reset::REFUSE.get(locale)}</button>
                </form>
            </div>
        </section>
    }
}
