//! 在线身份验证签名: what is signed, and the pad. Without scripts – and for who cannot draw – the name is typed and confirmed.

use super::{
    check,
    frame::{Menu, Page, Visit, candidate_page},
    returned,
};
use crate::{
    api::{Sign, posting::typed, signature::SignatureForm},
    components::{Choice, ErrorSummary, Notice, SummaryList, SummaryRow, Terms, TextField, Tone},
    journey,
    message::record,
    text::{Text, t},
};
use enrolment::{
    Result,
    signature::{AfterSigning, Look, SignaturePage as Basis, Signed},
    submission::Status,
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    enrolment::{Item, ItemState, State, Step},
    problem::{Field, Problem},
    profile::CONSENT_PHOTO,
    signature::{HEIGHT, HEIGHT_MIN, LENGTH_MIN, POINTS_MIN, WIDTH, WIDTH_MIN},
};

#[component]
pub fn SignaturePage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (caller, enrolment) = (visit.candidate()?, &visit.context.enrolment);
        let status = enrolment.status(caller).await?;
        if !status.items.iter().any(|item| item.item == Item::Signature) {
            return Ok(Page::redirect(&journey::next_step(visit.profile(), &status)));
        }
        let basis = enrolment.signature_page(caller).await?;
        let body = match (&basis.signed, basis.ready) {
            (Some(signed), false) => done(&visit, &status, signed).into_any(),
            (None, false) if !status.open => return Ok(Page::redirect(&visit.routes().status())),
            (_, false) => first(&visit, &status).into_any(),
            (_, true) => pad(&visit, &status, &basis).await?.into_any(),
        };
        let body = view! { {returned::notice(&visit, &status, Item::Signature)} {body} };
        let page = Page::new(t::signature::TITLE.get(visit.locale), Menu::Enrol, body);
        Ok(page.at(&visit, Step::Provide(Item::Signature)))
    })
}

/// Something else has to be given first.
fn first(visit: &Visit, status: &Status) -> impl IntoView + use<> {
    let locale = visit.locale;
    let open = |state| matches!(state, ItemState::Missing | ItemState::Returned);
    let undone =
        status.items.iter().filter(|item| item.item != Item::Signature && (open(item.state) || item.problem.is_some()));
    let lines = undone.map(|item| {
        let href = journey::page_of(visit.routes(), item.item);
        view! { <li><a href=href>{visit.item(item.item)}</a></li> }
    });
    let (lines, go_on) = (lines.collect_view(), visit.routes().go_on());
    view! {
        <Notice title=t::signature::FIRST.get(locale) tone=Tone::Warn>
            <ul>{lines}</ul>
        </Notice>
        <div class="act"><a class="button button--primary" href=go_on>{t::signature::GO_ON.get(locale)}</a></div>
    }
}

/// 签名成功
fn done(visit: &Visit, status: &Status, signed: &Signed) -> impl IntoView + use<> {
    let locale = visit.locale;
    let next = if status.state == State::Draft { visit.routes().go_on() } else { visit.routes().completion() };
    let when = t::signature::done_at(locale, record::beijing(signed.signed_at, locale));
    view! {
        <Notice title=t::signature::DONE.get(locale) tone=Tone::Good>
            <p role="status">{when}</p>
        </Notice>
        {look(signed, locale)}
        <div class="act"><a class="button button--primary" href=next>{t::signature::OK.get(locale)}</a></div>
    }
}

/// How a signature looks, with a name for who only hears it.
pub(super) fn look(signed: &Signed, locale: shared::locale::Locale) -> AnyView {
    let name = t::signature::LOOK.get(locale);
    match &signed.look {
        Look::Drawn(svg) => {
            view! { <div class="signature" role="img" aria-label=name inner_html=svg.clone()></div> }.into_any()
        }
        Look::Typed(text) => view! {
            <p class="signature signature--typed"><span class="visually-hidden">{name}</span> {text.clone()}</p>
            <p class="quiet">{t::signature::TYPED_NOTE.get(locale)}</p>
        }
        .into_any(),
    }
}

/// What stands there and is signed, the pad, and the typed name beside it.
async fn pad(visit: &Visit, status: &Status, basis: &Basis) -> Result<impl IntoView + use<>> {
    let locale = visit.locale;
    let form: SignatureForm = typed(&visit.context, SignatureForm::DRAFT).await?;
    let problems = problems(visit, &form);
    let terms = visit.profile().notice(CONSENT_PHOTO).cloned();
    let covered = covered(visit, status).await?;
    let key = format!("{}-{}-{}", status.enrolment, basis.version, status.timeline.len());
    let (open, agreed) = (!visit.context.mobile, form.consent == "on");
    let by_person = (basis.after == AfterSigning::Decision).then(|| by_person(visit, &form));
    let after = match basis.after {
        AfterSigning::Decision => t::signature::AUTOMATIC,
        AfterSigning::Review => t::signature::REVIEWED_AGAIN,
        AfterSigning::HandIn => t::signature::REVIEWED,
    };
    Ok(view! {
        <ErrorSummary problems=problems.clone() locale=locale />
        <p class="lead">{t::signature::LEAD.get(locale)}</p>
        <details class="terms" open=open>
            <summary>{t::signature::COVERED.get(locale)}</summary>
            <div class="terms__body" tabindex="0"><SummaryList rows=covered /></div>
        </details>
        <form id="sign" method="post" action=visit.own(Sign::url()) novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="version" value=basis.version.to_string() />
            <input type="hidden" name="key" value=key />
            <input type="hidden" name="method" value="typed" />
            <input type="hidden" name="strokes" value=form.strokes.clone() />
            {drawing(visit, &problems)}
            {typing(visit, &form, &problems)}
            {terms.map(|notice| view! { <Terms notice=notice locale=locale /> })}
            <Choice field=Field::Consent label=t::signature::CONSENT checked=agreed locale=locale problems=problems />
            {by_person}
            <p class="quiet">{after.get(locale)}</p>
            <div class="act">
                <button class="button button--primary">{t::signature::SAVE.get(locale)}</button>
            </div>
        </form>
        <script type="module" src=format!("{}signature.js", visit.context.scripts)></script>
    })
}

/// What the server said, and else what is wrong with the form that comes back.
fn problems(visit: &Visit, form: &SignatureForm) -> Vec<Problem> {
    let Some(said) = visit.problem.clone() else { return Vec::new() };
    match form.mark() {
        Err(all) if all.contains(&said) => all,
        _ => vec![said],
    }
}

/// Where the system may approve by itself, a person may be asked for instead.
fn by_person(visit: &Visit, form: &SignatureForm) -> impl IntoView + use<> {
    let (locale, checked) = (visit.locale, form.by_person == "on");
    view! {
        <div class="field">
            <label class="choice">
                <input type="checkbox" name="by_person" value="on" checked=checked aria-describedby="by-person-hint" />
                <span>{t::signature::BY_PERSON.get(locale)}</span>
            </label>
            <p class="field__hint" id="by-person-hint">
                {t::signature::BY_PERSON_HINT.get(locale)} " "
                <a href=visit.routes().privacy()>{t::privacy::DECISION.get(locale)}</a>
            </p>
        </div>
    }
}

/// A phone that was handed over to sees no more than what it gives.
async fn covered(visit: &Visit, status: &Status) -> Result<Vec<SummaryRow>> {
    let locale = visit.locale;
    if !visit.limited() {
        let rows = check::answers(visit, status).await?.into_iter();
        let own = record::item(Item::Signature).get(locale);
        return Ok(rows.filter(|row| row.question != own).map(|row| SummaryRow { change: None, ..row }).collect());
    }
    let kind = record::document_type(status.document.kind).get(locale);
    let mut rows = vec![SummaryRow::new(kind, status.document.masked.clone())];
    let given = status.items.iter().filter(|item| !matches!(item.item, Item::Document | Item::Signature));
    rows.extend(given.map(|item| SummaryRow::new(visit.item(item.item), t::check::GIVEN.get(locale))));
    Ok(rows)
}

/// Shown by the script.
fn drawing(visit: &Visit, problems: &[Problem]) -> impl IntoView + use<> {
    let words = |text: Text| text.get(visit.locale);
    let wrong = problems.iter().any(|problem| problem.field == Some(Field::Signature));
    let limits = format!("{POINTS_MIN} {LENGTH_MIN} {WIDTH_MIN} {HEIGHT_MIN}");
    view! {
        <div class="sign-pad" hidden data-limits=limits data-short=words(t::problem::SIGNATURE_TOO_SHORT) data-taken=words(t::signature::TAKEN) data-empty=words(t::signature::EMPTY)>
            <p class="field__label" id="pad-label">{words(t::signature::PAD)}</p>
            <p class="field__hint" id="pad-hint">{words(t::signature::PAD_HINT)}</p>
            <canvas
                class="sign-pad__paper"
                id=Field::Signature.as_str()
                width=WIDTH.to_string()
                height=HEIGHT.to_string()
                tabindex="0"
                role="img"
                aria-labelledby="pad-label"
                aria-describedby="pad-hint pad-said"
                aria-invalid=wrong.then_some("true")
            ></canvas>
            <p class="sign-pad__said" id="pad-said" role="status"></p>
            <div class="sign-pad__tools">
                <button type="button" class="button" data-act="undo">{words(t::signature::UNDO)}</button>
                <button type="button" class="button" data-act="clear">{words(t::signature::CLEAR)}</button>
                <button type="button" class="button" data-act="type">{words(t::signature::TYPE)}</button>
            </div>
        </div>
    }
}

fn typing(visit: &Visit, form: &SignatureForm, problems: &[Problem]) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (back, sure) = (t::signature::DRAW.get(locale), form.checks == "on");
    view! {
        <div class="sign-typed">
            <TextField
                field=Field::TypedName
                label=t::signature::NAME
                hint=t::signature::NAME_HINT
                locale=locale
                value=form.typed_name.clone()
                problems=problems.to_vec()
                autocomplete="name"
            />
            <Choice
                field=Field::Checks
                label=t::signature::SURE
                locale=locale
                checked=sure
                problems=problems.to_vec()
            />
            <button type="button" class="button" data-act="draw" hidden>{back}</button>
        </div>
    }
}
