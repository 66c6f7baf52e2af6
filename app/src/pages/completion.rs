//! 在线身份确认完成, or 现场身份确认完成: the portrait of the card, the certificate photograph, number and name, to be kept and printed; or why somebody
//! has to look first.

use super::{
    frame::{Menu, Page, Visit, candidate_page},
    signature,
};
use crate::{
    components::{AdmissionNumber, Notice, SummaryList, SummaryRow, Tone},
    message::record,
    text::{Text, t},
};
use enrolment::signature::{Completion, Portrait, Signed, Waits};
use leptos::prelude::*;
use shared::{enrolment::State, qr, route};

#[component]
pub fn CompletionPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let completion = visit.context.enrolment.completion(visit.candidate()?).await?;
        if matches!(completion.state, State::Draft | State::Returned) {
            return Ok(Page::redirect(&visit.routes().go_on()));
        }
        let locale = visit.locale;
        let title = match completion.state {
            State::Approved if completion.in_person => t::completion::OFFICE_TITLE,
            State::Approved => t::completion::TITLE,
            State::Refused => t::completion::REFUSED,
            _ => t::completion::WAITING_TITLE,
        };
        let record = (!visit.limited()).then(|| {
            view! { <a class="button" href=visit.routes().status()>{t::frame::MENU_RECORD.get(locale)}</a> }
        });
        let body = view! {
            {result(&visit, &completion)}
            {pictures(&completion, locale)}
            {facts(&visit, &completion)}
            {completion.signed.as_ref().map(|signed| sealed(&visit, signed))}
            <p class="screen-only">{record}</p>
            <p class="quiet screen-only">{t::photo_guide::PRINT.get(locale)}</p>
        };
        Ok(Page::new(title.get(locale), Menu::Record, body))
    })
}

fn result(visit: &Visit, completion: &Completion) -> AnyView {
    let locale = visit.locale;
    let lead = if completion.in_person { t::completion::OFFICE_LEAD } else { t::completion::LEAD };
    match (completion.state, &completion.number) {
        (State::Approved, Some(number)) => view! {
            <p class="lead" role="status">{lead.get(locale)}</p>
            <AdmissionNumber number=number.clone() locale=locale />
        }
        .into_any(),
        (State::Approved, None) => view! { <p class="lead">{t::completion::NUMBER_LATER.get(locale)}</p> }.into_any(),
        (State::Refused, _) => view! { <p class="lead">{t::completion::REFUSED_TEXT.get(locale)}</p> }.into_any(),
        _ => waiting(completion.signed.as_ref().map(|signed| signed.waits.as_slice()).unwrap_or_default(), locale),
    }
}

/// A reviewer looks first, and why: never held against anybody.
pub(super) fn waiting(waits: &[Waits], locale: shared::locale::Locale) -> AnyView {
    let (title, text) = match waits {
        // where people look at everything there are no reasons for it
        [] => (t::completion::WAITING, t::completion::WAITING_PLAIN),
        [Waits::Office] => (t::completion::OFFICE, t::completion::OFFICE_TEXT),
        _ => (t::completion::WAITING, t::completion::WAITING_TEXT),
    };
    let lines = (!waits.is_empty()).then(|| reasons(waits, locale));
    view! {
        <Notice title=title.get(locale) tone=Tone::Warn>
            <p role="status">{text.get(locale)}</p>
            {lines}
        </Notice>
    }
    .into_any()
}

fn reasons(waits: &[Waits], locale: shared::locale::Locale) -> impl IntoView + use<> {
    let lines = waits.iter().map(|why| view! { <li>{reason(*why).get(locale)}</li> }).collect_view();
    view! { <ul>{lines}</ul> }
}

const fn reason(why: Waits) -> Text {
    match why {
        Waits::Card => t::completion::WAITS_CARD,
        Waits::Face => t::completion::WAITS_FACE,
        Waits::Office => t::completion::WAITS_OFFICE,
        Waits::Photo => t::completion::WAITS_PHOTO,
        Waits::Education => t::completion::WAITS_EDUCATION,
        Waits::Attachments => t::completion::WAITS_ATTACHMENTS,
        Waits::Registrations => t::completion::WAITS_REGISTRATIONS,
        Waits::SentBack => t::completion::WAITS_SENT_BACK,
        Waits::Asked => t::completion::WAITS_ASKED,
    }
}

fn pictures(completion: &Completion, locale: shared::locale::Locale) -> impl IntoView + use<> {
    let portrait = completion.portrait.map(|portrait| {
        view! { <figure>{cut(portrait, locale)} <figcaption>{t::completion::PORTRAIT.get(locale)}</figcaption></figure> }
    });
    let photo = completion.photo.map(|photo| {
        let alt = t::photo::ALT.get(locale);
        view! {
            <figure>
                <img class="completion__picture" src=route::photo_file(photo) alt=alt />
                <figcaption>{t::completion::PHOTO.get(locale)}</figcaption>
            </figure>
        }
    });
    view! { <div class="completion__pictures">{portrait} {photo}</div> }
}

/// The portrait alone where it is known where it is; otherwise the whole side.
fn cut(portrait: Portrait, locale: shared::locale::Locale) -> AnyView {
    let (src, alt) = (route::card_file(portrait.card), t::completion::PORTRAIT.get(locale));
    let Some([x, y, width, height]) = portrait.place else {
        return view! { <img class="completion__picture" src=src alt=alt /> }.into_any();
    };
    let (of_width, of_height) = (portrait.width_px.to_string(), portrait.height_px.to_string());
    view! {
        <svg class="completion__picture" viewBox=format!("{x} {y} {width} {height}") role="img" aria-label=alt>
            <image href=src width=of_width height=of_height />
        </svg>
    }
    .into_any()
}

fn facts(visit: &Visit, completion: &Completion) -> impl IntoView + use<> {
    let locale = visit.locale;
    let authority = visit.profile().authority.get(locale).to_owned();
    let name = completion.name.as_ref().map(|name| name.expose().to_owned());
    let rows = name.map(|name| SummaryRow::new(t::receipt::NAME.get(locale), name)).into_iter();
    let rows = rows.chain([SummaryRow::new(t::receipt::PROVINCE.get(locale), authority)]).collect();
    view! { <SummaryList rows=rows /> }
}

/// The signature, and where anybody can verify it.
fn sealed(visit: &Visit, signed: &Signed) -> impl IntoView + use<> {
    let locale = visit.locale;
    let path = visit.routes().verify_signature(signed.id);
    let address = format!("{}{path}", visit.context.public_url);
    let symbol = qr::svg(&address, t::completion::QR.get(locale)).unwrap_or_default();
    view! {
        <h2>{t::signature::LOOK.get(locale)}</h2>
        <div class="receipt">
            <div class="receipt__facts">
                {signature::look(signed, locale)}
                <p>{t::signature::done_at(locale, record::beijing(signed.signed_at, locale))}</p>
                <p><a href=path>{t::completion::VERIFY.get(locale)}</a></p>
            </div>
            <div class="receipt__symbol" inner_html=symbol></div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::locale::Locale;

    #[test]
    fn nothing_is_announced_where_nothing_is_listed() {
        for (waits, lines) in [(&[][..], 0), (&[Waits::Card, Waits::Photo][..], 2)] {
            let html = waiting(waits, Locale::Chinese).to_html();
            assert_eq!(html.matches("<li>").count(), lines, "{html}");
            assert_eq!(html.contains("以下内容"), lines > 0, "{html}");
        }
    }
}
