//! Records of existing candidates: sending a file of them, and the imports of late.

use super::page;
use crate::{
    components::{Notice, Tone},
    message::record,
    pages::console::{
        frame::{Desk, console_page},
        sheet,
        table::{self, Cell, cell},
    },
    text::t,
};
use enrolment::existing::import::Import;
use leptos::prelude::*;
use shared::{existing::ImportState, problem::Field, route::existing as route};

#[component]
pub fn ExistingImportsPage() -> impl IntoView {
    console_page(|desk| async move {
        use t::console_existing as own;
        let locale = desk.locale;
        let imports = desk.context.enrolment.imports(&desk.caller).await?;
        let running = imports.iter().any(|import| import.state == ImportState::Running);
        let again = running.then(|| {
            view! {
                <meta http-equiv="refresh" content="5" />
                <Notice title=own::state::RUNNING.get(locale) tone=Tone::Plain>
                    <p role="status">{own::RELOAD.get(locale)}</p>
                </Notice>
            }
        });
        let body = view! {
            <p>{own::LEAD.get(locale)}</p>
            {again}
            {form(&desk)}
            <h2>{own::LIST.get(locale)}</h2>
            {table(&desk, &imports)}
        };
        Ok(page(&desk, own::TITLE.get(locale).to_owned(), body.into_any()))
    })
}

fn form(desk: &Desk) -> impl IntoView + use<> {
    let locale = desk.locale;
    view! {
        <form class="admin__form" method="post" action=route::ADMIN_EXISTING enctype="multipart/form-data">
            {sheet::field(Field::Attachment, t::console_existing::FILE, t::console_existing::FILE_HINT, locale)}
            <div class="act">
                <button class="button button--primary">{t::console_existing::SUBMIT.get(locale)}</button>
            </div>
        </form>
    }
}

fn table(desk: &Desk, imports: &[Import]) -> AnyView {
    use t::console_existing as own;
    let locale = desk.locale;
    if imports.is_empty() {
        return view! { <p class="quiet">{own::NONE.get(locale)}</p> }.into_any();
    }
    let heads = [own::AT, own::FILE, own::BY, own::PROGRESS, own::ADDED, own::CHANGED, own::UNCHANGED, own::REFUSED];
    let rows = imports.iter().map(|import| row(desk, import));
    table::framed(own::LIST, &heads, rows, locale)
}

fn row(desk: &Desk, import: &Import) -> Vec<Cell> {
    use t::console_existing as own;
    let locale = desk.locale;
    let state = match import.state {
        ImportState::Receiving => own::state::RECEIVING.get(locale).to_owned(),
        ImportState::Running => own::state::RUNNING.get(locale).to_owned(),
        ImportState::Done => own::state::DONE.get(locale).to_owned(),
        ImportState::Stopped => own::state::stopped(locale, import.line),
    };
    let bar = (import.state == ImportState::Running).then(|| {
        let (max, value) = (import.size_bytes.max(1).to_string(), import.done_bytes.to_string());
        view! { <progress max=max value=value aria-label=own::PROGRESS.get(locale)></progress> " " }
    });
    let refused = (import.refused > 0).then(|| {
        let href = route::import_refusals(import.id);
        view! { " " <a href=href download="">{own::DOWNLOAD.get(locale)}</a> }
    });
    let by = import.by.clone().unwrap_or_else(|| own::COMMAND.get(locale).to_owned());
    vec![
        cell(record::moment(import.created_at, locale)),
        cell(import.file_name.clone()),
        cell(by),
        cell(view! { {bar} {state} }),
        cell(import.added),
        cell(import.changed),
        cell(import.unchanged),
        cell(view! { {import.refused} {refused} }),
    ]
}
