//! What has changed since the case was sent back last, old beside new.

use super::super::frame::Desk;
use crate::{
    message::card::{field, side},
    text::{Text, t},
};
use enrolment::review::{Case, Change, Reviewed, Value};
use leptos::prelude::*;
use shared::locale::Locale;

/// Nothing before the first return.
pub(super) fn rounds(desk: &Desk, case: &Case) -> Option<impl IntoView + use<>> {
    if !case.sent_back {
        return None;
    }
    let locale = desk.locale;
    let changes = if case.changes.is_empty() {
        view! { <p>{t::console_case::NO_CHANGES.get(locale)}</p> }.into_any()
    } else {
        changes(desk, &case.changes)
    };
    Some(view! {
        <h2 id="changes">{t::console_case::CHANGES_TITLE.get(locale)}</h2>
        {changes}
    })
}

fn changes(desk: &Desk, changes: &[Change]) -> AnyView {
    let locale = desk.locale;
    let rows = changes.iter().map(|change| {
        view! {
            <tr>
                <th scope="row">{name(change.what, locale)}</th>
                <td><del>{value(desk, &change.old)}</del></td>
                <td><ins>{value(desk, &change.new)}</ins></td>
            </tr>
        }
    });
    view! {
        <div class="table-frame">
            <table class="table case-table">
                <thead>
                    <tr>
                        <th scope="col">{t::console_case::PARTICULAR.get(locale)}</th>
                        <th scope="col">{t::console_case::BEFORE.get(locale)}</th>
                        <th scope="col">{t::console_case::NOW.get(locale)}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn value(desk: &Desk, value: &Value) -> String {
    match value {
        Value::Nothing => "—".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Words(words) => words.get(desk.locale).to_owned(),
        Value::Region(code) => desk.region(code),
        Value::Files(contents) => {
            let prints: Vec<_> = contents.iter().map(|content| content.chars().take(6).collect::<String>()).collect();
            t::console_case::files(desk.locale, contents.len(), prints.join(" "))
        }
    }
}

fn name(what: Reviewed, locale: Locale) -> String {
    let plain: Text = match what {
        Reviewed::Document => t::console_case::DOCUMENT,
        Reviewed::Region => t::details::REGION,
        Reviewed::Name => t::details::NAME,
        Reviewed::Pinyin => t::details::PINYIN,
        Reviewed::Ethnicity => t::details::ETHNICITY,
        Reviewed::Sex => t::details::SEX,
        Reviewed::BirthDate => t::details::BIRTH_DATE,
        Reviewed::Address => t::details::ADDRESS,
        Reviewed::Household => t::details::HOUSEHOLD,
        Reviewed::Political => t::details::POLITICAL,
        Reviewed::Occupation => t::details::OCCUPATION,
        Reviewed::Postcode => t::details::POSTCODE,
        Reviewed::Email => t::details::EMAIL,
        Reviewed::Major => t::details::MAJOR,
        Reviewed::Education => t::details::EDUCATION,
        Reviewed::FormerName => t::details::FORMER_NAME,
        Reviewed::FormerNumber => t::details::FORMER_NUMBER,
        Reviewed::Card(of) => return t::console_case::on_card(locale, field(of).get(locale)),
        Reviewed::Photo => t::console::EVIDENCE,
        Reviewed::Side(of) => side(of),
        Reviewed::Face => t::console::FACE,
        Reviewed::Attachments => t::console::ATTACHMENTS,
    };
    plain.get(locale).trim_start_matches("* ").to_owned()
}
