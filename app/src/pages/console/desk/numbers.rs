//! At the office: the numbers of somebody who brings their document, and a phone in place of one that is gone.

use crate::{
    api::{
        existing::{AT_DESK, FindNumbers, PersonForm, SetContact},
        posting::typed,
    },
    components::{Choice, ErrorSummary, Notice, TextField, Tone},
    pages::{
        console::{
            frame::{Desk, console_page},
            table::{self, cell, lead},
        },
        existing::person_fields,
    },
    text::t,
};
use enrolment::{Error, Result, existing::DeskRecord};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{
    problem::{Field, Problem},
    route::console,
};

#[component]
pub fn DeskNumbersPage() -> impl IntoView {
    let (asked, set) =
        use_query_map().with_untracked(|query| (query.get("found").is_some(), query.get("set").is_some()));
    console_page(move |desk| async move {
        let locale = desk.locale;
        let asked = asked || desk.problem.as_ref().is_some_and(|problem| problem.field == Some(Field::Phone));
        let form: PersonForm =
            if asked || desk.problem.is_some() { typed(&desk.context, AT_DESK).await? } else { PersonForm::default() };
        let mut problems: Vec<Problem> = desk.problem.clone().into_iter().collect();
        let found = if asked { seek(&desk, &form, &mut problems).await? } else { Vec::new() };
        let title = t::console_existing::DESK_TITLE.get(locale);
        let done = set.then(|| {
            view! { <Notice title=t::console_existing::CONTACT_DONE.get(locale) tone=Tone::Good></Notice> }
        });
        let body = view! {
            <div class="queue">
                <p><a href=console::DESK>{t::console_desk::TITLE.get(locale)}</a></p>
                <ErrorSummary problems=problems.clone() locale=locale />
                <h1>{title}</h1>
                <p>{t::console_existing::DESK_LEAD.get(locale)}</p>
                {finder(&desk, &form, &problems)?}
                {done}
                {(!found.is_empty()).then(|| table(&desk, &found))}
                {(!found.is_empty() && form.checks == "on").then(|| contact(&desk, &form, &problems))}
            </div>
        };
        Ok((title.to_owned(), body.into_any()))
    })
}

async fn seek(desk: &Desk, form: &PersonForm, problems: &mut Vec<Problem>) -> Result<Vec<DeskRecord>> {
    let Ok((name, document)) = form.person(desk.profile()?) else { return Ok(Vec::new()) };
    match desk.context.enrolment.numbers_at_desk(&desk.caller, &name, &document, form.checks == "on").await {
        Ok(found) => Ok(found),
        Err(Error::Refused(problem)) => {
            problems.push(problem);
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

fn finder(desk: &Desk, form: &PersonForm, problems: &[Problem]) -> Result<AnyView> {
    let locale = desk.locale;
    Ok(view! {
        <form class="content--narrow" method="post" action=FindNumbers::url() novalidate=true>
            {person_fields(desk.profile()?, form, problems, locale)}
            <Choice
                field=Field::Checks
                label=t::console_existing::COMPARED
                locale=locale
                checked=form.checks == "on"
                problems=problems.to_vec()
            />
            <div class="act">
                <button class="button button--primary">{t::console_existing::FIND.get(locale)}</button>
            </div>
        </form>
    }
    .into_any())
}

fn table(desk: &Desk, found: &[DeskRecord]) -> impl IntoView + use<> {
    use t::console_existing as own;
    let locale = desk.locale;
    let heads = [t::existing::NUMBER, t::existing::REGION, t::existing::MAJOR, own::PHONE, own::EMAIL];
    let rows = found.iter().map(|record| {
        let chosen = record.chosen.then(|| view! { " " <span class="tag">{own::CHOSEN.get(locale)}</span> });
        vec![
            lead(view! { {record.number.clone()} {chosen} }),
            cell(desk.region(&record.region)),
            cell(record.major.clone()),
            cell(record.phone.clone()),
            cell(record.email.clone()),
        ]
    });
    view! {
        <h2>{own::FOUND.get(locale)}</h2>
        {table::framed(own::FOUND, &heads, rows, locale)}
    }
}

fn contact(desk: &Desk, form: &PersonForm, problems: &[Problem]) -> impl IntoView + use<> {
    use t::console_existing as own;
    let locale = desk.locale;
    view! {
        <h2>{own::CONTACT_TITLE.get(locale)}</h2>
        <p>{own::CONTACT_TEXT.get(locale)}</p>
        <form class="content--narrow" method="post" action=SetContact::url() novalidate=true>
            <input type="hidden" name="name" value=form.name.clone() />
            <input type="hidden" name="document_type" value=form.document_type.clone() />
            <input type="hidden" name="document_number" value=form.document_number.clone() />
            <input type="hidden" name="checks" value="on" />
            <TextField
                field=Field::Phone
                label=t::register::PHONE
                locale=locale
                value=form.phone.clone()
                problems=problems.to_vec()
                kind="tel"
                inputmode="tel"
                maxlength=20
            />
            <div class="act"><button class="button">{own::CONTACT_SET.get(locale)}</button></div>
        </form>
    }
}
