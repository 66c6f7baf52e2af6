//! Institutions: sending the list of a class, and the lists of late.

pub mod list;

use super::{
    frame::{Desk, console_page},
    sheet,
    table::{self, cell},
};
use crate::{components::ErrorSummary, message::record, text::t};
use enrolment::classes::ClassSummary;
use leptos::prelude::*;
use shared::{problem::Field, route::console};

#[component]
pub fn ClassesPage() -> impl IntoView {
    console_page(|desk| async move {
        let locale = desk.locale;
        let lists = desk.context.enrolment.class_lists(&desk.caller).await?;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let institution = desk.jurisdiction.institution.as_deref().and_then(|code| {
            let institution = desk.profile().ok().and_then(|profile| profile.institution(code));
            institution.map(|institution| institution.name.clone())
        });
        let body = view! {
            <div class="queue">
                <ErrorSummary problems=problems locale=locale />
                <h1>{t::console_classes::TITLE.get(locale)}</h1>
                {institution.map(|name| view! { <p lang="zh-CN"><strong>{name}</strong></p> })}
                <p>{t::console_classes::LEAD.get(locale)}</p>
                {form(&desk)}
                <h2>{t::console_classes::LISTS.get(locale)}</h2>
                {table(&desk, &lists)}
            </div>
        };
        Ok((t::console_classes::TITLE.get(locale).to_owned(), body.into_any()))
    })
}

fn form(desk: &Desk) -> impl IntoView + use<> {
    let locale = desk.locale;
    view! {
        <form class="finder" method="post" action=console::CLASSES enctype="multipart/form-data">
            {sheet::field(Field::ClassList, t::console_classes::FILE, t::console_classes::FILE_HINT, locale)}
            <button class="button button--primary">{t::console_classes::SUBMIT.get(locale)}</button>
        </form>
    }
}

fn table(desk: &Desk, lists: &[ClassSummary]) -> AnyView {
    let locale = desk.locale;
    if lists.is_empty() {
        return view! { <p class="quiet">{t::console_classes::NO_LISTS.get(locale)}</p> }.into_any();
    }
    let heads = [
        t::console_classes::SENT_AT,
        t::console_classes::ROWS,
        t::console_classes::CONFIRMED_ROWS,
        t::console_desk::ACTION,
    ];
    let rows = lists.iter().map(|list| {
        let at = record::moment(list.created_at, locale);
        let open = view! {
            <a class="button" href=console::class_list(list.batch)>
                {t::console_classes::OPEN.get(locale)} <span class="visually-hidden">" " {at.clone()}</span>
            </a>
        };
        vec![cell(at), cell(list.rows), cell(list.confirmed), cell(open)]
    });
    table::framed(t::console_classes::LISTS, &heads, rows, locale)
}
