//! The receipt: one sheet of A4 with its number as text and as a QR symbol that leads to the page where anybody can verify it.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    components::{SummaryList, SummaryRow},
    message::record,
    text::t,
};
use enrolment::submission::{Receipt, Status};
use leptos::prelude::*;
use shared::{details::Details, profile::Word, qr, route};

#[component]
pub fn ReceiptPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (caller, enrolment) = (visit.candidate()?, &visit.context.enrolment);
        let status = enrolment.status(caller).await?;
        let details = enrolment.details_form(caller).await?.saved;
        let title = visit.word(Word::Receipt, t::receipt::TITLE);
        let body = match &status.receipt {
            Some(receipt) => sheet(&visit, &status, receipt, details.as_ref()).into_any(),
            None => view! { <p class="lead">{t::receipt::NONE.get(visit.locale)}</p> }.into_any(),
        };
        let back = visit.routes().status();
        let body = view! {
            {body}
            <p class="screen-only"><a class="button" href=back>{t::receipt::BACK.get(visit.locale)}</a></p>
        };
        Ok(Page::new(title, Menu::Record, body))
    })
}

/// Name and major stand on it where the province asks for them.
fn sheet(visit: &Visit, status: &Status, receipt: &Receipt, details: Option<&Details>) -> impl IntoView + use<> {
    let (locale, profile) = (visit.locale, visit.profile());
    let kind = record::document_type(status.document.kind).get(locale);
    let region = profile.region(&status.region).map_or_else(|| status.region.clone(), |region| region.name.clone());
    let own = |label: String, value: Option<String>| value.map(|value| SummaryRow::new(label, value));
    let name = own(t::receipt::NAME.get(locale).to_owned(), details.map(|details| details.name.expose().to_owned()));
    let major =
        own(visit.word(Word::Major, t::receipt::MAJOR), details.map(|details| record::major(&details.major, locale)));
    let mut rows = vec![
        SummaryRow::new(t::status::RECEIPT_NUMBER.get(locale), receipt.number.clone()),
        SummaryRow::new(t::receipt::PROVINCE.get(locale), profile.authority.get(locale).to_owned()),
    ];
    rows.extend(name);
    rows.extend([
        SummaryRow::new(kind, status.document.masked.clone()),
        SummaryRow::new(t::check::PHONE.get(locale), status.phone.clone()),
        SummaryRow::new(visit.word(Word::Region, t::register::REGION), region),
    ]);
    rows.extend(major);
    rows.extend([
        SummaryRow::new(t::receipt::SESSION.get(locale), status.window.code.clone()),
        SummaryRow::new(t::status::SUBMITTED_AT.get(locale), record::beijing(receipt.submitted_at, locale)),
    ]);
    let (site, number) = (&visit.context.public_url, &receipt.number);
    let symbol = qr::svg(&format!("{site}{}", route::verify(number)), t::receipt::QR.get(locale)).unwrap_or_default();
    view! {
        <div class="receipt">
            <div class="receipt__facts"><SummaryList rows=rows /></div>
            <div class="receipt__symbol" inner_html=symbol></div>
        </div>
        <p>{t::receipt::scan(locale, format!("{site}{}", route::VERIFY))}</p>
        <p class="quiet">{t::receipt::NOTE.get(locale)}</p>
        <p class="quiet screen-only">{t::receipt::PRINT.get(locale)}</p>
    }
}
