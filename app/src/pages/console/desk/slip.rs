//! What the desk found, on one sheet of A4 to be signed and stamped.

use super::{
    super::frame::Desk,
    case::{candidate_page, reason},
};
use crate::{
    components::{SummaryList, SummaryRow},
    message::{desk as words, record},
    text::t,
};
use enrolment::{Error, desk::DeskCase};
use leptos::prelude::*;
use shared::route::console;

#[component]
pub fn DeskSlipPage() -> impl IntoView {
    candidate_page(|desk, case| async move {
        let locale = desk.locale;
        let title = t::console_desk::SLIP_TITLE.get(locale);
        let back = console::desk_case(case.enrolment);
        let body = view! {
            <div class="queue desk-slip">
                <h1>{title}</h1>
                <SummaryList rows=rows(&desk, &case)? />
                <div class="desk-slip__signs">
                    <p>{t::console_desk::SLIP_SIGN.get(locale)}</p>
                    <p>{t::console_desk::SLIP_STAMP.get(locale)}</p>
                </div>
                <p class="quiet screen-only">{t::console_desk::SLIP_PRINT.get(locale)}</p>
                <p class="screen-only"><a class="button" href=back>{t::console_desk::BACK.get(locale)}</a></p>
            </div>
        };
        Ok((title.to_owned(), body.into_any()))
    })
}

/// The document stays masked: the sheet goes home with somebody, or into a folder.
fn rows(desk: &Desk, case: &DeskCase) -> enrolment::Result<Vec<SummaryRow>> {
    let locale = desk.locale;
    let found = case.record.as_ref().ok_or(Error::NotFound)?;
    let mut rows =
        vec![SummaryRow::new(t::receipt::PROVINCE.get(locale), desk.profile()?.authority.get(locale).to_owned())];
    if let Some(person) = &case.person {
        rows.push(SummaryRow::new(t::console_desk::SLIP_PERSON.get(locale), person.name.expose().to_owned()));
    }
    let kind = record::document_type(case.document.kind()).get(locale);
    rows.push(SummaryRow::new(kind, case.document.masked()));
    rows.extend(case.receipt.clone().map(|receipt| SummaryRow::new(t::console_desk::RECEIPT.get(locale), receipt)));
    rows.push(SummaryRow::new(t::console::REGION.get(locale), desk.region(&case.region)));
    let result = words::outcome(Some(found.outcome)).get(locale);
    rows.push(SummaryRow::new(t::console_desk::SLIP_RESULT.get(locale), result));
    rows.extend(reason(desk, found).map(|words| SummaryRow::new(t::console_desk::REFUSE_REASON.get(locale), words)));
    if let Some(number) = &case.number {
        rows.push(SummaryRow::new(t::console_desk::SLIP_NUMBER.get(locale), number.expose().to_owned()));
    }
    rows.push(SummaryRow::new(t::console_desk::SLIP_OFFICER.get(locale), found.officer.clone()));
    rows.push(SummaryRow::new(t::console_desk::SLIP_AT.get(locale), record::beijing(found.at, locale)));
    Ok(rows)
}
