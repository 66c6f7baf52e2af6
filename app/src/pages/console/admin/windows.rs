//! Enrolment windows: the list with the draft and whom it concerns, and one window's form.

use super::{changes, draft_bar, input, page, query};
use crate::{
    api::{
        administration::{PlaceForm, RemoveWindow, SaveWindow, WINDOW_DRAFT, WindowForm},
        posting::typed,
    },
    pages::console::{
        frame::{Desk, console_page},
        table::{self, Cell, cell, lead},
    },
    text::t,
};
use enrolment::{
    Error, Result,
    administration::{Part, PartView, WindowEffect},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    locale::Locale,
    profile::section::{self, WindowText},
    route::console,
};

#[component]
pub fn WindowsPage() -> impl IntoView {
    let edit = query("edit");
    console_page(move |desk| async move {
        let part = desk.context.enrolment.profile_part(&desk.caller, Part::Windows).await?;
        match edit {
            Some(code) => form(&desk, &part, &code).await,
            None => list(&desk, &part).await,
        }
    })
}

async fn list(desk: &Desk, part: &PartView) -> Result<(String, AnyView)> {
    let locale = desk.locale;
    let effects = desk.context.enrolment.window_effects(&desk.caller).await?;
    let changes = match &part.draft {
        Some(draft) => {
            let lines = changes::of_lines(&part.in_force, &draft.text);
            view! { {effect_list(&effects, locale)} <h3>{t::console_admin::CHANGES.get(locale)}</h3> {lines} }
                .into_any()
        }
        None => ().into_any(),
    };
    let bar = draft_bar(desk, part, changes).await?;
    let rows = section::windows(part.text()).into_iter().map(|window| row(part, &window, locale));
    let heads = [
        t::console_admin::WINDOW_CODE,
        t::console_admin::OPENS_AT,
        t::console_admin::CLOSES_AT,
        t::console_admin::REVIEW_CLOSES_AT,
        t::console_admin::GRACE,
        t::console_admin::REGION_DATES,
        t::console_admin::ACTIONS,
    ];
    let body = view! {
        {bar}
        <p class="act">
            <a class="button" href=format!("{}?edit=new", console::ADMIN_WINDOWS)>
                {t::console_admin::WINDOW_ADD.get(locale)}
            </a>
        </p>
        {table::framed(t::console_admin::part::WINDOWS, &heads, rows, locale)}
        <p class="quiet">{t::console_admin::BEIJING.get(locale)}</p>
    };
    Ok(page(desk, t::console_admin::part::WINDOWS.get(locale).to_owned(), body.into_any()))
}

fn effect_list(effects: &[WindowEffect], locale: Locale) -> Option<impl IntoView + use<>> {
    let line = |effect: &WindowEffect| {
        let words = if effect.added {
            t::console_admin::effect_added(locale, &effect.code)
        } else if effect.removed {
            t::console_admin::effect_removed(locale, &effect.code)
        } else {
            t::console_admin::effect(locale, &effect.code, effect.stopped, effect.reopened, effect.moved, effect.review)
        };
        view! { <li>{words}</li> }
    };
    (!effects.is_empty()).then(|| {
        view! {
            <h3>{t::console_admin::EFFECTS.get(locale)}</h3>
            <ul>{effects.iter().map(line).collect_view()}</ul>
        }
    })
}

fn row(part: &PartView, window: &WindowText, locale: Locale) -> Vec<Cell> {
    let shown = |text: &str| text.replace('T', " ");
    let places = window.regions.iter().map(|place| {
        view! { <li>{format!("{}: {} – {}", place.prefix, shown(&place.opens_at), shown(&place.closes_at))}</li> }
    });
    let edit = format!("{}?edit={}", console::ADMIN_WINDOWS, window.code);
    let acts = view! {
        <div class="admin__acts">
            <a class="button" href=edit>{t::console_admin::EDIT.get(locale)}</a>
            <form method="post" action=RemoveWindow::url()>
                <input type="hidden" name="version" value=part.version.to_string() />
                <input type="hidden" name="code" value=window.code.clone() />
                <button class="tool">{t::console_admin::WINDOW_REMOVE.get(locale)}</button>
            </form>
        </div>
    };
    vec![
        lead(window.code.clone()),
        cell(shown(&window.opens_at)),
        cell(shown(&window.closes_at)),
        cell(shown(&window.review_closes_at)),
        cell(window.grace_minutes.clone()),
        cell(view! { <ul class="admin__plain">{places.collect_view()}</ul> }),
        cell(acts),
    ]
}

/// Empty lines for places beside those that there are.
const SPARE: usize = 3;

async fn form(desk: &Desk, part: &PartView, code: &str) -> Result<(String, AnyView)> {
    let locale = desk.locale;
    let known = section::windows(part.text()).iter().find(|window| window.code == code).map(WindowForm::of);
    let is_new = code == "new";
    if known.is_none() && !is_new {
        return Err(Error::NotFound);
    }
    let mut form = known.unwrap_or_default();
    if desk.problem.is_some() {
        let kept: WindowForm = typed(&desk.context, WINDOW_DRAFT).await?;
        if kept.was == form.was {
            form = kept;
        }
    }
    form.places.extend(std::iter::repeat_n(PlaceForm::default(), SPARE));
    let title = match form.was.as_str() {
        "" => t::console_admin::WINDOW_NEW.get(locale).to_owned(),
        code => t::console_admin::window_title(locale, code),
    };
    Ok(page(desk, title, fields(form, part.version, locale).into_any()))
}

fn fields(form: WindowForm, version: i64, locale: Locale) -> impl IntoView + use<> {
    let places = form.places.iter().enumerate().map(|(n, own)| place(n, own, locale)).collect_view();
    view! {
        <form method="post" action=SaveWindow::url() class="admin__form">
            <input type="hidden" name="version" value=version.to_string() />
            <input type="hidden" name="form[was]" value=form.was.clone() />
            <div class="admin__row">
                {input("form[code]", t::console_admin::WINDOW_CODE.get(locale), form.code, "text")}
                {input("form[opens_at]", t::console_admin::OPENS_AT.get(locale), form.opens_at, "datetime-local")}
                {input("form[closes_at]", t::console_admin::CLOSES_AT.get(locale), form.closes_at, "datetime-local")}
                {input(
                    "form[review_closes_at]",
                    t::console_admin::REVIEW_CLOSES_AT.get(locale),
                    form.review_closes_at,
                    "datetime-local",
                )}
                {input("form[grace_minutes]", t::console_admin::GRACE.get(locale), form.grace_minutes, "text")}
            </div>
            <p class="quiet">{t::console_admin::GRACE_HINT.get(locale)}</p>
            <fieldset>
                <legend>{t::console_admin::REGION_DATES.get(locale)}</legend>
                {places}
            </fieldset>
            <p class="quiet">{t::console_admin::BEIJING.get(locale)}</p>
            <div class="act">
                <button class="button button--primary">{t::console_admin::SAVE_ROW.get(locale)}</button>
                <a class="button" href=console::ADMIN_WINDOWS>{t::console_admin::CANCEL.get(locale)}</a>
            </div>
        </form>
    }
}

fn place(n: usize, own: &PlaceForm, locale: Locale) -> impl IntoView + use<> {
    let name = |key: &str| format!("form[places][{n}][{key}]");
    view! {
        <div class="admin__row">
            {input(name("prefix"), t::console_admin::PREFIX.get(locale), own.prefix.clone(), "text")}
            {input(name("opens_at"), t::console_admin::OPENS_AT.get(locale), own.opens_at.clone(), "datetime-local")}
            {input(name("closes_at"), t::console_admin::CLOSES_AT.get(locale), own.closes_at.clone(), "datetime-local")}
        </div>
    }
}
