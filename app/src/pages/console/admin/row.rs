//! The form of one row of a table.

use super::{input, page};
use crate::{
    api::{
        administration::{ROW_DRAFT, RowForm, SaveRow},
        posting::typed,
    },
    message::profile as words,
    pages::console::frame::Desk,
    text::t,
};
use enrolment::{Error, Result, administration::Part};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{locale::Locale, problem::ProblemCode, route::console};

/// The row with this code; a new one where the code is empty.
pub(super) async fn form(desk: &Desk, part: Part, code: &str) -> Result<(String, AnyView)> {
    let (locale, enrolment) = (desk.locale, &desk.context.enrolment);
    let (columns, row) = enrolment.table_row(&desk.caller, part, code).await?;
    if row.is_none() && !code.is_empty() {
        return Err(Error::NotFound);
    }
    let mut form = match &row {
        Some(row) => RowForm { seen: row.seen.clone(), cells: row.cells.clone() },
        None => RowForm::default(),
    };
    let mut now = None;
    if desk.problem.is_some() {
        let kept: RowForm = typed(&desk.context, ROW_DRAFT).await?;
        // somebody else changed it: what was typed stays, with what there is now
        if kept.cells.len() == columns.len() {
            let stale = desk.problem.as_ref().is_some_and(|problem| problem.code == ProblemCode::Conflict);
            now = row.as_ref().filter(|_| stale).map(|row| row.cells.clone());
            form.cells = kept.cells;
        }
    }
    form.cells.resize(columns.len(), String::new());
    let name = words::part(part).get(locale);
    let title = match &row {
        Some(row) => t::console_admin::row_title(locale, name, &row.code),
        None => t::console_admin::row_new(locale, name),
    };
    let uses = match &row {
        Some(row) => Some(enrolment.uses_of(&desk.caller, part, &row.code).await?),
        None => None,
    };
    let uses = uses.map(|count| view! { <p class="quiet">{t::console_admin::uses(locale, count)}</p> });
    let faults = row.iter().flat_map(|row| &row.faults);
    let faults = faults.map(|fault| view! { <p class="field__error">{words::fault(fault, locale)}</p> }).collect_view();
    let differs = |n: usize| now.as_ref().and_then(|now| now.get(n)).filter(|now| **now != form.cells[n]);
    let fields = columns.iter().zip(&form.cells).enumerate();
    let fields = fields.map(|(n, (column, cell))| {
        let now =
            differs(n).map(|now| view! { <p class="quiet">{t::console_admin::row_now(locale, now.as_str())}</p> });
        view! { {field(n, column, cell, row.is_some(), locale)} {now} }
    });
    let fields = fields.collect_view();
    let changed = now.is_some().then(|| view! { <p>{t::console_admin::ROW_CHANGED.get(locale)}</p> });
    let body = view! {
        {uses} {changed} {faults}
        <form method="post" action=SaveRow::url() class="admin__form">
            <input type="hidden" name="part" value=part.as_str() />
            <input type="hidden" name="form[seen]" value=form.seen />
            {fields}
            <div class="act">
                <button class="button button--primary">{t::console_admin::SAVE_ROW.get(locale)}</button>
                <a class="button" href=console::admin_table(part.as_str())>{t::console_admin::CANCEL.get(locale)}</a>
            </div>
        </form>
    };
    Ok(page(desk, title, body.into_any()))
}

/// Long cells get several lines; the code of a row that is there stays.
fn field(n: usize, column: &str, cell: &str, known: bool, locale: Locale) -> AnyView {
    let (name, label, value) = (format!("form[cells][{n}]"), words::column(column, locale), cell.to_owned());
    if n == 0 && known {
        return view! {
            <div class="field">
                <label class="field__label" for=name.clone()>{label}</label>
                <p class="field__hint">{t::console_admin::CODE_FIXED.get(locale)}</p>
                <input class="input" id=name.clone() name=name value=value readonly=true />
            </div>
        }
        .into_any();
    }
    if matches!(column, "restriction" | "zh" | "en" | "proofs" | "address") {
        return view! {
            <div class="field">
                <label class="field__label" for=name.clone()>{label}</label>
                <textarea class="input" id=name.clone() name=name rows="3">{value}</textarea>
            </div>
        }
        .into_any();
    }
    input(name, label, value, "text")
}
