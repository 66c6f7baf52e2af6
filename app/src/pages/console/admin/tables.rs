//! A table of the profile: searching, paging, changing rows, importing and downloading.

use super::{changes, draft_bar, page, query};
use crate::{
    api::administration::ChangeRow,
    message::profile as words,
    pages::console::{
        frame::console_page,
        sheet,
        table::{self, Cell, cell, lead},
    },
    text::{Text, t},
};
use enrolment::{
    Error,
    administration::{Part, TableFilter, TablePage, TableRowView},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use shared::{locale::Locale, problem::Field, route::console};

#[component]
pub fn TablesPage() -> impl IntoView {
    let name = use_params_map().with_untracked(|params| params.get("part")).unwrap_or_default();
    let (edit, filter) = (query("edit"), filter());
    console_page(move |desk| async move {
        let part = Part::parse(&name).filter(|part| part.is_table()).ok_or(Error::NotFound)?;
        if let Some(code) = edit {
            return super::row::form(&desk, part, &code).await;
        }
        let found = desk.context.enrolment.table_page(&desk.caller, part, &filter).await?;
        let changed =
            if found.changes.is_empty() { ().into_any() } else { changes::of_rows(&found.changes, desk.locale) };
        let bar = draft_bar(&desk, &found.part, changed).await?;
        let body = view! { {bar} {tools(&found, &filter, desk.locale)} {rows(&found, desk.locale)} {paging(&found, &filter, desk.locale)} };
        let title = words::part(part).get(desk.locale).to_owned();
        Ok(page(&desk, title, body.into_any()))
    })
}

fn filter() -> TableFilter {
    let page = query("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1);
    TableFilter {
        query: query("q").unwrap_or_default(),
        changed: query("changed").is_some(),
        page: page.saturating_sub(1),
    }
}

fn tools(found: &TablePage, filter: &TableFilter, locale: Locale) -> impl IntoView + use<> {
    let name = found.part.part.as_str();
    let path = console::admin_table(name);
    view! {
        <div class="admin__row">
            <form method="get" action=path.clone() class="admin__acts" role="search">
                {super::input("q", t::console_admin::SEARCH_LABEL.get(locale), filter.query.clone(), "search")}
                <label class="choice">
                    <input type="checkbox" name="changed" value="on" checked=filter.changed />
                    <span>{t::console_admin::ONLY_CHANGED.get(locale)}</span>
                </label>
                <button class="button">{t::console_admin::SEARCH.get(locale)}</button>
            </form>
            <a class="button" href=format!("{path}?edit=")>{t::console_admin::ADD.get(locale)}</a>
            <a class="button" href=console::admin_table_file(name) download="">
                {t::console_admin::EXPORT_FILE.get(locale)}
            </a>
        </div>
        <details>
            <summary>{t::console_admin::IMPORT_FILE.get(locale)}</summary>
            <form method="post" action=console::admin_table_file(name) enctype="multipart/form-data" class="admin__acts">
                <input type="hidden" name="version" value=found.part.version.to_string() />
                {sheet::field(Field::Attachment, t::console_admin::IMPORT_CHOOSE, t::console_admin::IMPORT_HINT, locale)}
                <button class="button">{t::console_admin::IMPORT.get(locale)}</button>
            </form>
        </details>
        <p class="quiet">{t::console_admin::rows(locale, found.total, found.found)}</p>
    }
}

fn rows(found: &TablePage, locale: Locale) -> impl IntoView + use<> {
    let (part, columns) = (found.part.part, &found.columns);
    let heads = columns.iter().filter(|column| beneath(part, column).is_none());
    let mut heads: Vec<_> = heads.map(|column| words::column(column, locale)).collect();
    heads.push(t::console_admin::STATE.get(locale).to_owned());
    heads.push(t::console_admin::ACTIONS.get(locale).to_owned());
    let rows = found.rows.iter().map(|row| table_row((part, columns), row, locale));
    table::headed(words::part(part).get(locale), heads, rows)
}

/// Below which column's text another one's stands, with its name: an office has more columns than fit beside each other.
fn beneath(part: Part, column: &str) -> Option<&'static str> {
    match (part, column) {
        (Part::Offices, "region") => Some("name"),
        (Part::Offices, "phone" | "map") => Some("address"),
        (Part::Offices, "closed" | "hours") => Some("days"),
        (Part::Offices, "capacity") => Some("slot_minutes"),
        _ => None,
    }
}

fn table_row((part, columns): (Part, &[String]), row: &TableRowView, locale: Locale) -> Vec<Cell> {
    let name = part.as_str();
    let own = columns.iter().zip(&row.cells).skip(1).filter(|(column, _)| beneath(part, column).is_none());
    let own = own.map(|(column, text)| match words::coded(column, text) {
        Some(meaning) => coded(meaning.get(locale), text),
        None => cell(view! { {table_text(column, text)} {more((part, columns), column, row, locale)} }),
    });
    let retired = row.retired.then(|| view! { <span class="tag">{t::console_admin::RETIRED.get(locale)}</span> " " });
    let changed =
        row.changed.then(|| view! { <span class="tag tag--warn">{t::console_admin::CHANGED.get(locale)}</span> });
    let faults = row.faults.iter().map(|fault| view! { <p class="field__error">{words::fault(fault, locale)}</p> });
    let faults = faults.collect_view();
    let edit = format!("{}?edit={}", console::admin_table(name), row.code);
    let (act, label) =
        if row.retired { ("offer", t::console_admin::OFFER) } else { ("retire", t::console_admin::RETIRE) };
    let remove = (row.retired || row.changed).then(
        || view! { <button class="tool" name="act" value="remove">{t::console_admin::REMOVE.get(locale)}</button> },
    );
    let acts = view! {
        <form method="post" action=ChangeRow::url() class="admin__acts">
            <a class="button" href=edit>{t::console_admin::EDIT.get(locale)}</a>
            <input type="hidden" name="part" value=name />
            <input type="hidden" name="code" value=row.code.clone() />
            <input type="hidden" name="seen" value=row.seen.clone() />
            <button class="tool" name="act" value=act>{label.get(locale)}</button>
            {remove}
        </form>
    };
    let state = view! { {retired} {changed} {faults} };
    let rest = [cell(state), cell(acts)];
    std::iter::once(lead(row.code.clone())).chain(own).chain(rest).collect()
}

/// A code that stands for something has its words above it: files and forms have the code.
fn coded(meaning: &'static str, code: &str) -> Cell {
    cell(view! { {meaning} " " <span class="quiet">{code.to_owned()}</span> }).with("table__coded")
}

/// What stands below the text of a column.
fn more((part, columns): (Part, &[String]), column: &str, row: &TableRowView, locale: Locale) -> AnyView {
    let others = columns.iter().zip(&row.cells).filter(|(_, text)| !text.is_empty());
    let others = others.filter(|(other, _)| beneath(part, other) == Some(column));
    let lines = others.map(|(other, text)| {
        let name = words::column(other, locale);
        view! { <p class="table__more"><span class="quiet">{name} ": "</span> {table_text(other, text)}</p> }
    });
    lines.collect_view().into_any()
}

fn table_text(column: &str, text: &str) -> AnyView {
    match column {
        // an address of the web would fill its line with pieces
        "map" => view! { <span class="table__long" title=text.to_owned()>{text.to_owned()}</span> }.into_any(),
        // lists may break between what they list
        _ => text.replace('|', " | ").into_any(),
    }
}

/// As forms, so that what was looked for needs no escaping.
fn paging(found: &TablePage, filter: &TableFilter, locale: Locale) -> Option<impl IntoView + use<>> {
    let to = |page: usize, label: Text| {
        let changed = filter.changed.then(|| view! { <input type="hidden" name="changed" value="on" /> });
        view! {
            <form method="get">
                <input type="hidden" name="q" value=filter.query.clone() />
                {changed}
                <button class="button" name="page" value=page.to_string()>{label.get(locale)}</button>
            </form>
        }
    };
    let now = found.page + 1;
    let previous = (now > 1).then(|| to(now - 1, t::console_admin::PREVIOUS));
    let next = (now < found.pages).then(|| to(now + 1, t::console_admin::NEXT));
    let words = t::console_admin::page(locale, now, found.pages);
    (found.pages > 1).then(|| view! { <div class="act">{previous} <span>{words}</span> {next}</div> })
}
