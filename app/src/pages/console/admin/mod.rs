//! Administration: the landing page, and what its pages share – labelled inputs, the bar of a draft.

mod changes;
pub mod existing;
pub mod exports;
pub mod history;
pub mod notices;
pub mod numbers;
pub mod retention;
pub mod row;
pub mod service;
pub mod tables;
pub mod windows;

use super::frame::{Desk, console_page};
use crate::{
    api::administration::{DropDraft, PUBLISH_NOTE, PublishPart, page_of},
    components::{ErrorSummary, Notice, Tone},
    message::{profile as words, record},
    text::{Text, t},
};
use enrolment::{
    Result,
    administration::{Part, PartView},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{locale::Locale, problem::Field, route::console, staff::Act, time::Timestamp};

#[component]
pub fn AdministrationPage() -> impl IntoView {
    console_page(move |desk| async move {
        let locale = desk.locale;
        let mut groups = Vec::new();
        if desk.role.may(Act::Administer) && desk.jurisdiction.region.is_none() {
            groups.push((t::console_admin::PROFILE, profile(&desk).await?));
            groups.push((t::console_admin::DATA, data(&desk)));
        }
        let service =
            card(console::ADMIN_SERVICE, t::console_admin::BANNER, t::console_admin::about::BANNER, None, locale);
        if desk.role.may(Act::Operate) {
            groups.push((t::console_admin::SERVICE, vec![service]));
        }
        groups.push((t::console_admin::PEOPLE, people(&desk)));
        let groups = groups.into_iter().filter(|(_, cards)| !cards.is_empty());
        let groups = groups.map(|(title, cards)| {
            view! { <section><h2>{title.get(locale)}</h2><ul class="admin__cards">{cards}</ul></section> }
        });
        let title = t::console_admin::TITLE.get(locale);
        let body = view! { <div class="admin"><h1>{title}</h1>{groups.collect_view()}</div> };
        Ok((title.to_owned(), body.into_any()))
    })
}

/// The parts that the province has; those with a draft say so. Somebody limited to a place has none.
async fn profile(desk: &Desk) -> Result<Vec<AnyView>> {
    let (enrolment, locale) = (&desk.context.enrolment, desk.locale);
    let mut cards = Vec::new();
    for part in enrolment.parts_of(&desk.caller)? {
        if part == Part::Retention {
            continue;
        }
        let draft = enrolment.profile_part(&desk.caller, part).await?.draft.is_some();
        let draft = draft.then_some(t::console_admin::DRAFT_OPEN);
        cards.push(card(&page_of(part), words::part(part), about(part), draft, locale));
    }
    Ok(cards)
}

const fn about(part: Part) -> Text {
    match part {
        Part::Windows => t::console_admin::about::WINDOWS,
        Part::Notices => t::console_admin::about::NOTICES,
        Part::Retention => t::console_admin::about::RETENTION,
        Part::Majors => t::console_admin::about::MAJORS,
        Part::Regions => t::console_admin::about::REGIONS,
        Part::Offices => t::console_admin::about::OFFICES,
        Part::Institutions => t::console_admin::about::INSTITUTIONS,
        Part::Reasons => t::console_admin::about::REASONS,
    }
}

fn data(desk: &Desk) -> Vec<AnyView> {
    use t::console_admin as own;
    let locale = desk.locale;
    let mut cards = vec![
        card(console::ADMIN_NUMBERS, own::NUMBERS, own::about::NUMBERS, None, locale),
        card(console::ADMIN_EXPORTS, own::EXPORTS, own::about::EXPORTS, None, locale),
        card(console::ADMIN_RETENTION, own::RETENTION, own::about::RETENTION, None, locale),
    ];
    if desk.profile().is_ok_and(|profile| profile.existing.enabled) {
        let path = shared::route::existing::ADMIN_EXISTING;
        cards.push(card(path, own::EXISTING, own::about::EXISTING, None, locale));
    }
    cards
}

/// Pages of other sections that belong here too.
fn people(desk: &Desk) -> Vec<AnyView> {
    use t::console_admin as own;
    let links = [
        (Act::ManageStaff, console::ADMIN_STAFF, own::STAFF, own::about::STAFF),
        (Act::Operate, console::ADMIN_CHECKS, own::CHECKS, own::about::CHECKS),
        (Act::Statistics, console::STATISTICS, own::STATISTICS, own::about::STATISTICS),
    ];
    let allowed = links.into_iter().filter(|(act, ..)| desk.role.may(*act));
    allowed.map(|(_, path, name, about)| card(path, name, about, None, desk.locale)).collect()
}

fn card(path: &str, name: Text, about: Text, mark: Option<Text>, locale: Locale) -> AnyView {
    let mark = mark.map(|mark| view! { " " <span class="tag tag--warn">{mark.get(locale)}</span> });
    view! {
        <li>
            <a href=path.to_owned()>{name.get(locale)}</a>
            {mark}
            <p class="quiet">{about.get(locale)}</p>
        </li>
    }
    .into_any()
}

/// A page of administration: way back, title, what was refused, content.
fn page(desk: &Desk, title: String, body: AnyView) -> (String, AnyView) {
    let locale = desk.locale;
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    let view = view! {
        <div class="admin">
            <p><a href=console::ADMINISTRATION>{t::console_admin::BACK.get(locale)}</a></p>
            <ErrorSummary problems=problems locale=locale />
            <h1>{title.clone()}</h1>
            {body}
        </div>
    };
    (title, view.into_any())
}

/// What stands in the query under a name.
fn query(name: &str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name))
}

/// A labelled line about what is done; the server takes as many characters.
fn remark(name: &'static str, label: Text, value: String, locale: Locale) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for=Field::Note.as_str()>{label.get(locale)}</label>
            <input class="input" id=Field::Note.as_str() name=name value=value maxlength="200" autocomplete="off" />
        </div>
    }
    .into_any()
}

/// A labelled input; name and id are the same.
fn input(name: impl Into<String>, label: impl IntoAny, value: impl Into<String>, kind: &'static str) -> AnyView {
    let (name, value): (String, String) = (name.into(), value.into());
    let id = id_of(&name);
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label.into_any()}</label>
            <input class="input" id=id name=name type=kind value=value autocomplete="off" />
        </div>
    }
    .into_any()
}

/// `form[until]` is `until`, so that the summary of errors leads to it; what is in lists stays as it is.
fn id_of(name: &str) -> String {
    let inner = name.strip_prefix("form[").and_then(|rest| rest.strip_suffix(']'));
    inner.filter(|inner| !inner.contains('[')).unwrap_or(name).to_owned()
}

/// A labelled text of several lines.
fn area(name: &'static str, label: Text, value: String, rows: u8, locale: Locale) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for=name>{label.get(locale)}</label>
            <textarea class="input" id=name name=name rows=rows.to_string()>{value}</textarea>
        </div>
    }
    .into_any()
}

/// A labelled list of choices.
fn select(name: &'static str, label: Text, options: Vec<(String, String)>, chosen: &str, locale: Locale) -> AnyView {
    let options = options.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    view! {
        <div class="field">
            <label class="field__label" for=name>{label.get(locale)}</label>
            <select class="input" id=name name=name>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}

/// As `<input type="datetime-local">` wants it.
fn civil(at: Timestamp) -> String {
    at.beijing().strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What is in force, the draft with what is wrong with it, and publishing it.
async fn draft_bar(desk: &Desk, part: &PartView, changes: AnyView) -> Result<AnyView> {
    let locale = desk.locale;
    let history = console::admin_history(part.part.as_str());
    let version = match &part.published {
        Some((at, by)) => {
            let when = record::moment(*at, locale);
            format!(
                "{}, {}",
                t::console_admin::version_no(locale, part.number),
                t::console_admin::published_at(locale, by, when)
            )
        }
        None => t::console_admin::FROM_FILES.get(locale).to_owned(),
    };
    let in_force = view! {
        <p class="quiet">
            {t::console_admin::IN_FORCE.get(locale)} ": " {version} " · "
            <a href=history>{t::console_admin::HISTORY.get(locale)}</a>
        </p>
    };
    let Some(draft) = &part.draft else {
        return Ok(view! { {in_force} <p class="quiet">{t::console_admin::NO_DRAFT.get(locale)}</p> }.into_any());
    };
    let mut faults: Vec<_> = draft.faults.iter().map(|fault| words::fault(fault, locale)).collect();
    let lost = desk.context.enrolment.lost_by_draft(&desk.caller, part.part).await?;
    faults.extend(lost.iter().map(|lost| words::lost(lost, locale)));
    let saved = t::console_admin::saved_at(locale, &draft.saved_by, record::moment(draft.saved_at, locale));
    let sound = faults.is_empty();
    let faults = (!sound).then(|| {
        view! {
            <h3>{t::console_admin::FAULTS.get(locale)}</h3>
            <ul>{faults.into_iter().map(|fault| view! { <li>{fault}</li> }).collect_view()}</ul>
        }
    });
    let note = desk.refused(PublishPart::url(), PUBLISH_NOTE).await?;
    let forms = publish_forms(part, note, locale);
    let tone = if sound { Tone::Warn } else { Tone::Bad };
    Ok(view! {
        {in_force}
        <Notice title=t::console_admin::DRAFT.get(locale) tone=tone>
            <p>{t::console_admin::DRAFT_TEXT.get(locale)} " " {saved}</p>
            {faults}
            {changes}
            {forms}
        </Notice>
    }
    .into_any())
}

/// `note`: what was typed when publishing was refused.
fn publish_forms(part: &PartView, note: String, locale: Locale) -> impl IntoView + use<> {
    let (name, version) = (part.part.as_str(), part.version.to_string());
    view! {
        <div class="admin__acts">
            <form method="post" action=PublishPart::url() class="admin__acts">
                <input type="hidden" name="part" value=name />
                <input type="hidden" name="version" value=version.clone() />
                {remark("note", t::console_admin::NOTE, note, locale)}
                <button class="button button--primary">{t::console_admin::PUBLISH.get(locale)}</button>
            </form>
            <form method="post" action=DropDraft::url()>
                <input type="hidden" name="part" value=name />
                <input type="hidden" name="version" value=version />
                <button class="button">{t::console_admin::DISCARD.get(locale)}</button>
            </form>
        </div>
    }
}
