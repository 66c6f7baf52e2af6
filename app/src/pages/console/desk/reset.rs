//! Letting somebody choose a new password: what is checked, where the code goes, and the code on paper.

use super::{
    super::frame::Desk,
    case::{candidate_page, title},
};
use crate::{
    api::{
        ResetAtDesk, posting,
        recovery::{RESET, ResetForm, ResetShown},
    },
    components::{ErrorSummary, Notice, SummaryList, SummaryRow, TextField, Tone},
    message::record,
    text::{Text, t},
};
use enrolment::{Error, Result};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{id::EnrolmentId, problem::Field, route::console};

#[component]
pub fn DeskResetPage() -> impl IntoView {
    candidate_page(|desk, case| async move {
        let id = case.enrolment;
        if !desk.profile()?.recovery.at_office {
            return Err(Error::NotFound);
        }
        let shown = issued(&desk, &id.to_string()).await?;
        let locale = desk.locale;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let kind = record::document_type(case.document.kind()).get(locale);
        let rows = vec![SummaryRow::new(kind, record::grouped(case.document.expose()))];
        let name = title(&desk, &case);
        let kept: ResetForm = desk.refused(ResetAtDesk::url(), ResetForm::DRAFT).await?;
        let kept = if kept.case == id.to_string() { kept } else { ResetForm::default() };
        let waits = waits(&desk, id).await?;
        let form = (shown.is_none() && waits.is_none()).then(|| form(&desk, id, &kept));
        let back = console::desk_case(id);
        let body = view! {
            <div class="queue desk-slip">
                <ErrorSummary problems=problems locale=locale />
                <h1>{t::console_reset::TITLE.get(locale)}</h1>
                <p class="lead">{name}</p>
                {shown}
                <div class="screen-only">
                    {waits}
                    <SummaryList rows=rows />
                    {form}
                    <p><a class="button" href=back>{t::console_desk::BACK.get(locale)}</a></p>
                </div>
            </div>
        };
        Ok((t::console_reset::TITLE.get(locale).to_owned(), body.into_any()))
    })
}

fn form(desk: &Desk, id: EnrolmentId, kept: &ResetForm) -> impl IntoView + use<> {
    let locale = desk.locale;
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    let choice = |name: &'static str, ticked: &str, label: Text| {
        let ticked = ticked == "on";
        view! {
            <label class="choice">
                <input type="checkbox" name=name value="on" checked=ticked />
                <span>{label.get(locale)}</span>
            </label>
        }
    };
    let choices = [
        choice("present", &kept.present, t::console_desk::PRESENT),
        choice("genuine", &kept.genuine, t::console_desk::GENUINE),
        choice("same", &kept.same, t::console_reset::SAME),
    ];
    view! {
        <p>{t::console_reset::LEAD.get(locale)}</p>
        <form class="content--narrow" method="post" action=ResetAtDesk::url() novalidate=true>
            <input type="hidden" name="case" value=id.to_string() />
            <fieldset class="desk-decide__checks" id=Field::Checks.as_str()>
                <legend>{t::console_reset::CHECKS.get(locale)}</legend>
                {choices.into_iter().collect_view()}
            </fieldset>
            <TextField
                field=Field::Phone
                label=t::console_reset::NEW_PHONE
                hint=t::console_reset::NEW_PHONE_HINT
                locale=locale
                value=kept.phone.clone()
                problems=problems
                inputmode="tel"
                maxlength=20
            />
            <div class="act">
                <button class="button button--primary">{t::console_reset::SUBMIT.get(locale)}</button>
            </div>
        </form>
    }
}

/// That another officer has to confirm what was asked for.
async fn waits(desk: &Desk, id: EnrolmentId) -> Result<Option<AnyView>> {
    if !desk.profile()?.recovery.two_person {
        return Ok(None);
    }
    let waiting = desk.context.enrolment.waiting_resets(&desk.caller).await?;
    let locale = desk.locale;
    Ok(waiting.iter().any(|reset| reset.enrolment == id).then(|| {
        view! {
            <Notice title=t::console_reset::WAITING_TITLE.get(locale)>
                <p>{t::console_reset::WAITING_TEXT.get(locale)}</p>
                <p><a href=console::RESETS>{t::console_reset::LIST_TITLE.get(locale)}</a></p>
            </Notice>
        }
        .into_any()
    }))
}

/// What was just done about a case (or, without one, by confirming): shown once, and forgotten.
pub(in crate::pages::console) async fn issued(desk: &Desk, case: &str) -> Result<Option<AnyView>> {
    let shown: ResetShown = posting::typed(&desk.context, RESET).await?;
    if shown.what.is_empty() || shown.case != case {
        return Ok(None);
    }
    desk.context.enrolment.drop_draft(&desk.caller, RESET).await?;
    let locale = desk.locale;
    let whose = (!shown.document.is_empty()).then(|| {
        let rows = vec![SummaryRow::new(t::console_desk::DOCUMENT.get(locale), shown.document.clone())];
        view! { <SummaryList rows=rows /> }
    });
    let view = if shown.what == "printed" {
        view! {
            <Notice title=t::console_reset::CODE_TITLE.get(locale) tone=Tone::Good>
                {whose}
                <p class="desk-reset__code"><strong>{shown.text}</strong></p>
                <p>{t::console_reset::CODE_TEXT.get(locale)}</p>
            </Notice>
        }
        .into_any()
    } else {
        view! {
            <Notice title=t::console_reset::sent(locale, shown.text) tone=Tone::Good>
                {whose}
                <p>{t::console_reset::SENT_TEXT.get(locale)}</p>
            </Notice>
        }
        .into_any()
    };
    Ok(Some(view))
}
