//! Whether a receipt is genuine: for anybody, of every province. Says no more than that there is such an application, whose document
//! it is (partly hidden), and how it stands. Search engines keep out.

use super::{error, frame};
use crate::{
    api::VerifyReceipt,
    components::{Notice, SummaryList, SummaryRow, Tone},
    context::{self, RequestContext},
    message::record,
    text::t,
};
use axum::http::{HeaderName, HeaderValue};
use enrolment::submission::Verified;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use shared::{locale::Locale, route};

/// `/verify`
#[component]
pub fn VerifyPage() -> impl IntoView {
    let context = context::request();
    let locale = context.locale;
    let body = view! {
        <p class="lead">{t::verify::LEAD.get(locale)}</p>
        {form(locale)}
    };
    framed(&context, body.into_any())
}

/// `/verify/{receipt}`
#[component]
pub fn VerifiedPage() -> impl IntoView {
    let number = use_params_map().with_untracked(|params| params.get("receipt")).unwrap_or_default();
    Suspend::new(async move {
        let context = context::request();
        match context.enrolment.verify_receipt(&number).await {
            Ok(verified) => framed(&context, answer(&context, verified.as_ref())).into_any(),
            Err(cause) => error::bare(context.enrolment.problem(cause).code).into_any(),
        }
    })
}

/// What is so, and a form for another number, whether or not there is such a receipt.
fn answer(context: &RequestContext, verified: Option<&Verified>) -> AnyView {
    let locale = context.locale;
    let (tone, title, text) = match verified {
        Some(_) => (Tone::Good, t::verify::GENUINE, t::verify::GENUINE_TEXT),
        None => (Tone::Bad, t::verify::UNKNOWN, t::verify::UNKNOWN_TEXT),
    };
    let facts = verified.map(|verified| view! { <SummaryList rows=rows(context, verified) /> });
    view! {
        <Notice title=title.get(locale) tone=tone><p>{text.get(locale)}</p></Notice>
        {facts}
        <h2>{t::verify::AGAIN.get(locale)}</h2>
        {form(locale)}
    }
    .into_any()
}

fn rows(context: &RequestContext, verified: &Verified) -> Vec<SummaryRow> {
    let locale = context.locale;
    let authority =
        context.enrolment.profile(&verified.province).map(|profile| profile.authority.get(locale).to_owned());
    let kind = record::document_type(verified.document.kind).get(locale);
    vec![
        SummaryRow::new(t::verify::NUMBER.get(locale), verified.number.clone()),
        SummaryRow::new(t::verify::PROVINCE.get(locale), authority.unwrap_or_default()),
        SummaryRow::new(t::verify::DOCUMENT.get(locale), format!("{kind} {}", verified.document.masked)),
        SummaryRow::new(t::verify::STATE.get(locale), record::state(verified.state).get(locale)),
        SummaryRow::new(t::status::SUBMITTED_AT.get(locale), record::beijing(verified.submitted_at, locale)),
    ]
}

fn form(locale: Locale) -> impl IntoView {
    view! {
        <form class="content--narrow" method="post" action=VerifyReceipt::url()>
            <div class="field">
                <label class="field__label" for="receipt">{t::verify::NUMBER.get(locale)}</label>
                <p class="field__hint" id="receipt-hint">{t::verify::HINT.get(locale)}</p>
                <input
                    class="input"
                    id="receipt"
                    name="receipt"
                    maxlength="40"
                    autocomplete="off"
                    spellcheck="false"
                    required=true
                    aria-describedby="receipt-hint"
                />
            </div>
            <button class="button button--primary">{t::verify::SUBMIT.get(locale)}</button>
        </form>
    }
}

fn framed(context: &RequestContext, body: AnyView) -> impl IntoView + use<> {
    let locale = context.locale;
    if let Some(response) = use_context::<ResponseOptions>() {
        let keep_out = HeaderValue::from_static("noindex, nofollow");
        response.insert_header(HeaderName::from_static("x-robots-tag"), keep_out);
    }
    view! {
        <Title text=t::verify::TITLE.get(locale) />
        <a class="skip" href="#main">{t::frame::SKIP.get(locale)}</a>
        <header class="portal-bar">
            <div class="portal-bar__row">
                <a class="portal-bar__title" href=route::ROOT>{t::root::TITLE.get(locale)}</a>
                <div class="portal-bar__tools">{frame::preferences(context, route::VERIFY)}</div>
            </div>
        </header>
        <div class="layout layout--single">
            <main class="content" id="main">
                <h1>{t::verify::TITLE.get(locale)}</h1>
                {body}
            </main>
        </div>
    }
}
