//! Whether a signature stands as it was made: for anybody who has its address or scanned it. Says which parts are what was signed, and
//! nothing of what they hold. Search engines keep out.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    components::{Notice, SummaryList, SummaryRow, Tone},
    message::record,
    text::{Text, t},
};
use axum::http::{HeaderName, HeaderValue};
use enrolment::{
    seals::SealState,
    signature::{Part, PartState, SignatureCheck},
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use shared::signature::Method;

#[component]
pub fn VerifySignaturePage() -> impl IntoView {
    let id = Visit::parameter("signature");
    candidate_page(|visit| async move {
        if let Some(response) = use_context::<ResponseOptions>() {
            let keep_out = HeaderValue::from_static("noindex, nofollow");
            response.insert_header(HeaderName::from_static("x-robots-tag"), keep_out);
        }
        let check = match id.parse() {
            Ok(id) => visit.context.enrolment.verify_signature(&visit.province, id).await?,
            Err(_) => None,
        };
        let locale = visit.locale;
        let body = match &check {
            Some(check) => found(&visit, check).into_any(),
            None => view! {
                <Notice title=t::verify_signature::UNKNOWN.get(locale) tone=Tone::Bad>
                    <p>{t::verify_signature::UNKNOWN_TEXT.get(locale)}</p>
                </Notice>
            }
            .into_any(),
        };
        Ok(Page::new(t::verify_signature::TITLE.get(locale), Menu::None, body))
    })
}

fn found(visit: &Visit, check: &SignatureCheck) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (tone, title, text) = match check.seal {
        SealState::UnknownKey => (Tone::Bad, t::verify_signature::UNKNOWN_KEY, t::verify_signature::UNKNOWN_KEY_TEXT),
        SealState::Broken => (Tone::Bad, t::verify_signature::BROKEN, t::verify_signature::BROKEN_TEXT),
        SealState::Genuine if !check.stands() => {
            (Tone::Bad, t::verify_signature::ALTERED, t::verify_signature::ALTERED_TEXT)
        }
        SealState::Genuine => (Tone::Good, t::verify_signature::STANDS, t::verify_signature::STANDS_TEXT),
    };
    let superseded = check.superseded_at.map(|at| {
        view! { <p>{t::verify_signature::superseded(locale, record::beijing(at, locale))}</p> }
    });
    let method = match check.method {
        Method::Drawn => t::verify_signature::DRAWN,
        Method::Typed => t::verify_signature::TYPED,
    };
    let facts = vec![
        SummaryRow::new(t::verify_signature::NUMBER.get(locale), check.id.to_string()),
        SummaryRow::new(t::verify_signature::AUTHORITY.get(locale), visit.profile().authority.get(locale).to_owned()),
        SummaryRow::new(t::verify_signature::SIGNED_AT.get(locale), record::beijing(check.signed_at, locale)),
        SummaryRow::new(t::verify_signature::METHOD.get(locale), method.get(locale)),
    ];
    let parts =
        check.parts.iter().map(|(part, state)| SummaryRow::new(words(*part).get(locale), state_of(*state, locale)));
    let parts = parts.collect();
    view! {
        <Notice title=title.get(locale) tone=tone>
            <p>{text.get(locale)}</p>
            {superseded}
        </Notice>
        <SummaryList rows=facts />
        <h2>{t::verify_signature::PARTS.get(locale)}</h2>
        <p class="quiet">{t::verify_signature::PARTS_TEXT.get(locale)}</p>
        <SummaryList rows=parts />
        {elsewhere(check, locale)}
    }
}

fn state_of(state: PartState, locale: shared::locale::Locale) -> AnyView {
    let (class, words) = match state {
        PartState::Unchanged => ("tag tag--good", t::verify_signature::UNCHANGED),
        PartState::Altered => ("tag tag--bad", t::verify_signature::PART_ALTERED),
        PartState::Gone => ("tag", t::verify_signature::GONE),
    };
    view! { <span class=class>{words.get(locale)}</span> }.into_any()
}

/// What any program that knows Ed25519 needs to verify the seal without this service.
fn elsewhere(check: &SignatureCheck, locale: shared::locale::Locale) -> impl IntoView + use<> {
    let row =
        |name: Text, value: String| SummaryRow::new(name.get(locale), view! { <code class="breakable">{value}</code> });
    let mut rows = vec![
        row(t::verify_signature::STATEMENT, check.statement.clone()),
        row(t::verify_signature::SEAL, check.seal_hex.clone()),
    ];
    rows.extend(check.public_key.clone().map(|key| row(t::verify_signature::KEY, key)));
    view! {
        <details class="terms">
            <summary>{t::verify_signature::ELSEWHERE.get(locale)}</summary>
            <div class="terms__body" tabindex="0">
                <p>{t::verify_signature::ELSEWHERE_TEXT.get(locale)}</p>
                <SummaryList rows=rows />
            </div>
        </details>
    }
}

const fn words(part: Part) -> Text {
    match part {
        Part::Document => t::verify_signature::DOCUMENT,
        Part::Region => t::verify_signature::REGION,
        Part::Details => t::verify_signature::DETAILS,
        Part::Major => t::verify_signature::MAJOR,
        Part::Consents => t::verify_signature::CONSENTS,
        Part::Card => t::verify_signature::CARD,
        Part::CardPictures => t::verify_signature::CARD_PICTURES,
        Part::Photo => t::verify_signature::PHOTO,
        Part::Face => t::verify_signature::FACE,
        Part::FaceVideo => t::verify_signature::FACE_VIDEO,
        Part::Attachments => t::verify_signature::ATTACHMENTS,
        Part::Mark => t::verify_signature::MARK,
    }
}
