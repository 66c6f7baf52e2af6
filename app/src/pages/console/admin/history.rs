//! The versions of a part: who published what when, the differences, and taking one up again.

use super::{changes, page};
use crate::{
    api::administration::RestorePart,
    message::{profile as words, record},
    pages::console::frame::console_page,
    text::t,
};
use enrolment::{
    Error,
    administration::{Part, Version},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use shared::{locale::Locale, profile::table::Table};

#[component]
pub fn HistoryPage() -> impl IntoView {
    let name = use_params_map().with_untracked(|params| params.get("part")).unwrap_or_default();
    console_page(move |desk| async move {
        let part = Part::parse(&name).ok_or(Error::NotFound)?;
        let locale = desk.locale;
        let enrolment = &desk.context.enrolment;
        let version = enrolment.profile_part(&desk.caller, part).await?.version;
        let versions = enrolment.part_history(&desk.caller, part).await?;
        let entry = |(n, own): (usize, &Version)| entry(part, own, (versions.get(n + 1), n == 0, version), locale);
        let entries: Vec<_> = versions.iter().enumerate().map(entry).collect();
        let body = view! {
            <p class="quiet">{t::console_admin::RESTORED_HINT.get(locale)}</p>
            {entries}
        };
        let title = format!("{} – {}", words::part(part).get(locale), t::console_admin::HISTORY.get(locale));
        Ok(page(&desk, title, body.into_any()))
    })
}

/// A version and what it changed; `newest` is in force.
fn entry(
    part: Part,
    own: &Version,
    (before, newest, draft): (Option<&Version>, bool, i64),
    locale: Locale,
) -> impl IntoView + use<> {
    let who = match &own.published {
        Some((at, by)) => t::console_admin::published_at(locale, by, record::moment(*at, locale)),
        None => t::console_admin::FROM_FILES.get(locale).to_owned(),
    };
    let differences = before.map(|before| {
        let tables = part.is_table().then(|| Some((Table::read(&before.text).ok()?, Table::read(&own.text).ok()?)));
        let view = match tables.flatten() {
            Some((old, new)) => changes::of_rows(&new.changes_since(&old), locale),
            None => changes::of_lines(&before.text, &own.text),
        };
        view! { <details><summary>{t::console_admin::CHANGE_LINES.get(locale)}</summary>{view}</details> }
    });
    let restore = (!newest).then(|| {
        view! {
            <form method="post" action=RestorePart::url()>
                <input type="hidden" name="part" value=part.as_str() />
                <input type="hidden" name="version" value=draft.to_string() />
                <button class="button" name="number" value=own.number.to_string()>
                    {t::console_admin::RESTORE.get(locale)}
                </button>
            </form>
        }
    });
    let note = (!own.note.is_empty()).then(|| view! { <p>{own.note.clone()}</p> });
    let now = newest.then(|| view! { " " <span class="tag tag--good">{t::console_admin::IN_FORCE.get(locale)}</span> });
    view! {
        <section class="admin__version">
            <h2>{t::console_admin::version_no(locale, own.number)} {now}</h2>
            <p class="quiet">{who}</p>
            {note}
            {differences}
            <details>
                <summary>{t::console_admin::SHOW_TEXT.get(locale)}</summary>
                <pre class="admin__lines" tabindex="0">{own.text.clone()}</pre>
            </details>
            {restore}
        </section>
    }
}
