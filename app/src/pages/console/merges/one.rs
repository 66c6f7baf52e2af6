//! One request to merge numbers: both records side by side, and the decision.

use crate::{
    api::{
        existing::{DecideMerge, MERGE_NOTE},
        posting::typed,
    },
    components::{ErrorSummary, Notice, SummaryList, SummaryRow, Tone},
    message::{existing as words, record},
    pages::{
        console::frame::{Desk, console_page},
        existing::{facts, region},
    },
    text::{Text, t},
};
use enrolment::{
    Error, Result,
    existing::{MergeCase, OwnNumber},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use shared::{
    existing::{MergeState, Record},
    id::MergeId,
    problem::Field,
    route::existing as route,
};

#[component]
pub fn MergePage() -> impl IntoView {
    let merge = use_params_map().with_untracked(|params| params.get("merge")).unwrap_or_default();
    console_page(move |desk| async move {
        let locale = desk.locale;
        let id: MergeId = merge.parse().map_err(|_| Error::NotFound)?;
        let case = desk.context.enrolment.open_merge(&desk.caller, id).await?;
        let note: String = if desk.problem.is_some() { typed(&desk.context, MERGE_NOTE).await? } else { String::new() };
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let title = t::console_existing::MERGE_TITLE.get(locale);
        let body = view! {
            <div class="queue">
                <p><a href=route::MERGES>{t::console_existing::MERGES_TITLE.get(locale)}</a></p>
                <ErrorSummary problems=problems locale=locale />
                <h1>{title}</h1>
                <div class="admin__columns">
                    <section>{number(&desk, t::console_existing::OTHER_NUMBER, &case.other)?}</section>
                    <section>{own(&desk, &case.own)?}</section>
                </div>
                {decision(&desk, &case, note)}
            </div>
        };
        Ok((title.to_owned(), body.into_any()))
    })
}

fn number(desk: &Desk, title: Text, record: &Record) -> Result<AnyView> {
    let locale = desk.locale;
    let rows = facts(desk.profile()?, record, locale).into_iter();
    let rows = rows.map(|(question, answer)| SummaryRow::new(question.get(locale), answer)).collect();
    let number = record.number.expose().to_owned();
    Ok(view! { <h2>{title.get(locale)} " " {number}</h2> <SummaryList rows=rows /> }.into_any())
}

/// The number into which: what is on record about it, or whose it is where it was made here.
fn own(desk: &Desk, own: &OwnNumber) -> Result<AnyView> {
    if let Some(record) = &own.record {
        return number(desk, t::console_existing::CHOSEN_NUMBER, record);
    }
    let locale = desk.locale;
    let name =
        own.name.as_ref().map_or_else(|| t::existing::ABSENT.get(locale).to_owned(), |name| name.expose().to_owned());
    let rows = vec![
        SummaryRow::new(t::existing::REGION.get(locale), region(desk.profile()?, &own.region)),
        SummaryRow::new(t::existing::NAME.get(locale), name),
        SummaryRow::new(t::existing::DOCUMENT.get(locale), own.document.masked()),
    ];
    let title = t::existing::OWN_NUMBER.get(locale);
    let number = own.number.expose().to_owned();
    Ok(view! { <h2>{title} " " {number}</h2> <SummaryList rows=rows /> }.into_any())
}

fn decision(desk: &Desk, case: &MergeCase, note: String) -> AnyView {
    use t::console_existing as own;
    let locale = desk.locale;
    if case.row.state != MergeState::Open {
        return decided(desk, case);
    }
    let id = case.row.id.to_string();
    let accept = if case.is_confirmed {
        view! {
            <form method="post" action=DecideMerge::url()>
                <input type="hidden" name="merge" value=id.clone() />
                <p>{own::ACCEPT_TEXT.get(locale)}</p>
                <div class="act">
                    <button class="button button--primary" name="decision" value="accept">{own::ACCEPT.get(locale)}</button>
                </div>
            </form>
        }
        .into_any()
    } else {
        view! { <Notice title=own::NOT_CONFIRMED.get(locale) tone=Tone::Warn></Notice> }.into_any()
    };
    let field = Field::Note.as_str();
    view! {
        {accept}
        <form method="post" action=DecideMerge::url()>
            <input type="hidden" name="merge" value=id />
            <div class="field">
                <label class="field__label" for=field>{own::NOTE.get(locale)}</label>
                <textarea class="input" id=field name=field rows="3" maxlength="200">{note}</textarea>
            </div>
            <div class="act"><button class="button" name="decision" value="refuse">{own::REFUSE.get(locale)}</button></div>
        </form>
    }
    .into_any()
}

fn decided(desk: &Desk, case: &MergeCase) -> AnyView {
    let locale = desk.locale;
    let state = words::merge(Some(case.row.state)).get(locale);
    let by = case.row.by.clone().unwrap_or_default();
    let when = case.row.decided_at.map(|at| record::moment(at, locale)).unwrap_or_default();
    let reason = case.reason.as_ref().map(|reason| view! { <p>{t::existing::reason(locale, reason)}</p> });
    view! {
        <Notice title=state>
            <p>{t::console_existing::decided(locale, by, when)}</p>
            {reason}
        </Notice>
    }
    .into_any()
}
