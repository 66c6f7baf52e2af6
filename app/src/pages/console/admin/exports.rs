//! Exports of enrolments: asking for one, and those that were made.

use super::{page, remark, select};
use crate::{
    api::{
        operation::{ExportForm, RequestExport},
        posting::typed,
    },
    message::{photo, record},
    pages::console::{
        frame::{Desk, console_page},
        table::{self, Cell, cell},
    },
    text::{Text, t},
};
use enrolment::{
    Result,
    export::{Export, ExportColumn},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{enrolment::State, locale::Locale, route::console};

#[component]
pub fn ExportsPage() -> impl IntoView {
    console_page(|desk| async move {
        let locale = desk.locale;
        let exports = desk.context.enrolment.exports(&desk.caller).await?;
        let form: ExportForm = typed(&desk.context, ExportForm::DRAFT).await?;
        let body = view! {
            <p>{t::console_operation::EXPORT_TEXT.get(locale)}</p>
            {list(&desk, &exports)}
            <h2>{t::console_operation::EXPORT_NEW.get(locale)}</h2>
            {request(&desk, form)?}
        };
        Ok(page(&desk, t::console_operation::EXPORTS_TITLE.get(locale).to_owned(), body.into_any()))
    })
}

const STATES: [State; 6] =
    [State::Draft, State::Submitted, State::InReview, State::Returned, State::Approved, State::Refused];

const fn words(column: ExportColumn) -> Text {
    use t::console_operation::cols as own;
    match column {
        ExportColumn::Receipt => own::RECEIPT,
        ExportColumn::Window => own::WINDOW,
        ExportColumn::Region => own::REGION,
        ExportColumn::State => own::STATE,
        ExportColumn::CreatedAt => own::CREATED_AT,
        ExportColumn::SubmittedAt => own::SUBMITTED_AT,
        ExportColumn::DecidedAt => own::DECIDED_AT,
        ExportColumn::AdmissionNumber => own::ADMISSION_NUMBER,
        ExportColumn::Major => own::MAJOR,
        ExportColumn::Level => own::LEVEL,
        ExportColumn::Education => own::EDUCATION,
        ExportColumn::DocumentType => own::DOCUMENT_TYPE,
        ExportColumn::DocumentNumber => own::DOCUMENT_NUMBER,
        ExportColumn::Phone => own::PHONE,
        ExportColumn::Name => own::NAME,
        ExportColumn::RomanisedName => own::ROMANISED_NAME,
        ExportColumn::Sex => own::SEX,
        ExportColumn::BirthDate => own::BIRTH_DATE,
        ExportColumn::Ethnicity => own::ETHNICITY,
        ExportColumn::Address => own::ADDRESS,
        ExportColumn::Postcode => own::POSTCODE,
        ExportColumn::Email => own::EMAIL,
    }
}

fn list(desk: &Desk, exports: &[Export]) -> AnyView {
    use t::console_operation as own;
    let locale = desk.locale;
    if exports.is_empty() {
        return view! { <p class="quiet">{own::NO_EXPORTS.get(locale)}</p> }.into_any();
    }
    let heads = [own::MADE, own::FILTER, own::REASON, own::BY, own::COUNT, t::console_admin::ACTIONS];
    let rows = exports.iter().map(|export| row(desk, export));
    table::framed(own::EXPORTS_TITLE, &heads, rows, locale)
}

fn row(desk: &Desk, export: &Export) -> Vec<Cell> {
    use t::console_operation as own;
    let locale = desk.locale;
    let filter = [
        export.filter.window.clone(),
        export.filter.region.as_deref().map(|code| desk.region(code)),
        export.filter.state.map(|state| record::state(state).get(locale).to_owned()),
    ];
    let filter: Vec<_> = filter.into_iter().flatten().collect();
    let filter = if filter.is_empty() { own::ALL.get(locale).to_owned() } else { filter.join(" · ") };
    let act = match export.finished_at {
        None => view! {
            <progress max=export.total.max(1).to_string() value=export.done.to_string()></progress>
            " "
            {own::progress(locale, export.done, export.total)}
            " "
            <a class="tool" href=console::ADMIN_EXPORTS>{own::AWAY_AGAIN.get(locale)}</a>
        }
        .into_any(),
        Some(_) if export.is_kept => {
            let size = photo::bytes(export.size_bytes as f32, locale);
            let expires = own::expires(locale, record::moment(export.expires_at, locale));
            view! {
                <a class="button" href=console::admin_export_file(export.id) download="">{own::download(locale, size)}</a>
                <p class="quiet">{expires}</p>
            }
            .into_any()
        }
        Some(_) => view! { <span class="quiet">{own::GONE.get(locale)}</span> }.into_any(),
    };
    vec![
        cell(record::moment(export.created_at, locale)),
        cell(filter),
        cell(export.reason.clone()),
        cell(export.by.clone()),
        cell(export.done),
        cell(act),
    ]
}

fn request(desk: &Desk, form: ExportForm) -> Result<AnyView> {
    use t::console_operation as own;
    let (locale, profile) = (desk.locale, desk.profile()?);
    let all = || vec![(String::new(), own::ALL.get(locale).to_owned())];
    let mut windows = all();
    windows.extend(profile.windows.iter().map(|window| (window.code.clone(), window.code.clone())));
    let mut regions = all();
    let name = |region: &shared::profile::Region| match &region.parent {
        Some(_) => format!("– {}", region.name),
        None => region.name.clone(),
    };
    regions.extend(profile.regions.iter().map(|region| (region.code.clone(), name(region))));
    let mut states = all();
    states.extend(STATES.map(|state| (state.as_str().to_owned(), record::state(state).get(locale).to_owned())));
    let columns =
        ExportColumn::ALL.iter().enumerate().map(|(n, column)| tick(n, *column, &form, locale)).collect_view();
    Ok(view! {
        <form method="post" action=RequestExport::url() class="admin__form">
            <input type="hidden" name="form[asked]" value="on" />
            <div class="admin__row">
                {select("form[window]", own::WINDOW, windows, &form.window, locale)}
                {select("form[region]", own::REGION, regions, &form.region, locale)}
                {select("form[state]", own::STATE, states, &form.state, locale)}
            </div>
            <fieldset id="item">
                <legend>{own::COLUMNS.get(locale)}</legend>
                <div class="admin__ticks">{columns}</div>
            </fieldset>
            {remark("form[note]", own::REASON, form.note.clone(), locale)}
            <p class="quiet">{own::REASON_HINT.get(locale)}</p>
            <div class="act"><button class="button button--primary">{own::REQUEST.get(locale)}</button></div>
        </form>
    }
    .into_any())
}

/// Without a choice made before, what is not personal is ticked.
fn tick(n: usize, column: ExportColumn, form: &ExportForm, locale: Locale) -> impl IntoView + use<> {
    let chosen = if form.columns.is_empty() && form.asked.is_empty() {
        !column.is_personal() && n < 9
    } else {
        form.columns.iter().any(|name| name == column.as_str())
    };
    let personal = column
        .is_personal()
        .then(|| view! { " " <span class="quiet">{t::console_operation::PERSONAL.get(locale)}</span> });
    view! {
        <label class="choice">
            <input type="checkbox" name=format!("form[columns][{n}]") value=column.as_str() checked=chosen />
            <span>{words(column).get(locale)} {personal}</span>
        </label>
    }
}
