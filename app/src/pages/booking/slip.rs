//! The slip of a visit: one sheet with the number as text and as a QR symbol, which the desk scans.

use super::{
    super::frame::{Menu, Page, Visit, candidate_page},
    office_name,
};
use crate::{
    components::{SummaryList, SummaryRow},
    message::{desk, record},
    text::t,
};
use enrolment::{office::Booking, submission::Status};
use leptos::prelude::*;
use shared::qr;

#[component]
pub fn BookingSlipPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (locale, enrolment) = (visit.locale, &visit.context.enrolment);
        let caller = visit.candidate()?;
        let (status, booking) = (enrolment.status(caller).await?, enrolment.booking(caller).await?);
        let sheet = match &booking {
            Some(booking) => sheet(&visit, &status, booking).into_any(),
            None => view! { <p class="lead">{t::booking::NONE.get(locale)}</p> }.into_any(),
        };
        let back = visit.routes().booking();
        let body = view! {
            {sheet}
            <p class="screen-only"><a class="button" href=back>{t::booking::BACK.get(locale)}</a></p>
        };
        Ok(Page::new(t::booking::SLIP_TITLE.get(locale), Menu::Record, body))
    })
}

fn sheet(visit: &Visit, status: &Status, booking: &Booking) -> impl IntoView + use<> {
    let (locale, profile) = (visit.locale, visit.profile());
    let kind = record::document_type(status.document.kind).get(locale);
    let when = format!("{} {} {}", desk::day(booking.day, locale), desk::weekday(booking.day, locale), booking.slot);
    let mut rows = vec![
        SummaryRow::new(t::booking::CODE.get(locale), booking.code.clone()),
        SummaryRow::new(t::booking::WHEN.get(locale), when),
        SummaryRow::new(t::booking::OFFICE.get(locale), office_name(visit, &booking.office)),
        SummaryRow::new(kind, status.document.masked.clone()),
    ];
    if let Some(office) = profile.office(&booking.office) {
        rows.insert(3, SummaryRow::new(t::offices::ADDRESS.get(locale), office.address.clone()));
        rows.insert(4, SummaryRow::new(t::offices::PHONE.get(locale), office.phone.clone()));
    }
    let symbol = qr::svg(&booking.code, t::booking::QR.get(locale)).unwrap_or_default();
    view! {
        <div class="receipt">
            <div class="receipt__facts"><SummaryList rows=rows /></div>
            <div class="receipt__symbol" inner_html=symbol></div>
        </div>
        <p>{t::booking::SLIP_NOTE.get(locale)}</p>
        <p class="quiet screen-only">{t::receipt::PRINT.get(locale)}</p>
    }
}
