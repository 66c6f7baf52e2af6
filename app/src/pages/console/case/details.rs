//! What the candidate said of themselves beside what stands on the document, what they enrol in, and what the register of
//! education answered.

use super::super::frame::Desk;
use crate::{
    components::{SummaryList, SummaryRow},
    message::{
        education::{self as words, CheckWords},
        record,
    },
    text::{Text, t},
};
use enrolment::{
    details::CaseDetails,
    education::{CaseEducation, EducationRecord},
    review::Case,
};
use leptos::prelude::*;
use shared::{
    details::Details,
    education::{CheckKind, CheckOutcome},
    locale::Locale,
    person::CodeTable as _,
    profile::Level,
};

/// Nothing where the province asks for no details.
pub(super) fn facts(desk: &Desk, case: &Case) -> Option<impl IntoView + use<>> {
    let own = case.details.as_ref()?;
    let locale = desk.locale;
    let bachelor = own.details.major.level == Level::Bachelor;
    let check = (bachelor || !case.education.records.is_empty()).then(|| education(desk, &case.education));
    Some(view! {
        <h2>{t::details::PERSONAL.get(locale)}</h2>
        <SummaryList rows=personal(own, locale) />
        <h2>{t::details::ENROLMENT.get(locale)}</h2>
        <SummaryList rows=choices(desk, &own.details) />
        {check}
    })
}

fn row(label: Text, locale: Locale, value: String) -> SummaryRow {
    SummaryRow::new(label.get(locale).trim_start_matches("* "), value)
}

/// What does not stand on the document, and so is not in the table of who they are.
fn personal(own: &CaseDetails, locale: Locale) -> Vec<SummaryRow> {
    let details = &own.details;
    let optional = |value: Option<&str>| value.unwrap_or("—").to_owned();
    let postal = own.postal.then(|| row(t::details::POSTAL, locale, details.address.expose().to_owned()));
    let rows = [
        row(t::details::PINYIN, locale, details.pinyin.expose().to_owned()),
        row(t::details::HOUSEHOLD, locale, details.household.words().get(locale).to_owned()),
        row(t::details::POLITICAL, locale, details.political.words().get(locale).to_owned()),
        row(t::details::OCCUPATION, locale, optional(details.occupation.map(|own| own.words().get(locale)))),
        row(t::details::POSTCODE, locale, optional(details.postcode.as_ref().map(shared::contact::Postcode::expose))),
        row(t::details::EMAIL, locale, optional(details.email.as_ref().map(shared::contact::Email::expose))),
    ];
    postal.into_iter().chain(rows).collect()
}

fn choices(desk: &Desk, details: &Details) -> Vec<SummaryRow> {
    let locale = desk.locale;
    let major = &details.major;
    let clause = desk.profile().ok().and_then(|profile| profile.major(&major.code)?.restriction.clone());
    let restricted = clause.map(|clause| {
        view! {
            <p><span class="tag tag--warn">{t::details::RESTRICTED.get(locale)}</span></p>
            <p class="quiet">{clause}</p>
        }
    });
    let chosen = record::major(major, locale);
    let mut rows = vec![
        row(t::details::REGION, locale, desk.region(&details.region)),
        SummaryRow::new(
            t::details::MAJOR.get(locale).trim_start_matches("* "),
            view! { {chosen} {restricted} }.into_any(),
        ),
        row(t::details::EDUCATION, locale, details.education.words().get(locale).to_owned()),
    ];
    let changed = if details.former.is_some() { t::details::YES } else { t::details::NO };
    rows.push(row(t::console_details::CHANGED, locale, changed.get(locale).to_owned()));
    if let Some(former) = &details.former {
        let names = former.name.as_ref().map(|name| row(t::details::FORMER_NAME, locale, name.expose().to_owned()));
        let number = former.number.as_ref().map(|own| row(t::details::FORMER_NUMBER, locale, own.expose().to_owned()));
        rows.extend(names.into_iter().chain(number));
    }
    rows
}

fn education(desk: &Desk, own: &CaseEducation) -> impl IntoView + use<> {
    let by_itself = desk.profile().is_ok_and(|profile| profile.education.is_automatic());
    let (locale, words) = (desk.locale, words::check(by_itself));
    let summary = match own.check.outcome() {
        Some(CheckOutcome::Passed) => t::details::CHECK_PASSED,
        Some(CheckOutcome::Failed) => t::details::CHECK_FAILED,
        None if own.check.manual => t::details::CHECK_MANUAL,
        None => words.none,
    };
    let mut rows = vec![SummaryRow::new(t::console_details::RESULT.get(locale), summary.get(locale))];
    rows.extend(own.records.iter().map(|record| answered(record, words, locale)));
    view! {
        <h2>{words.result.get(locale)}</h2>
        <SummaryList rows=rows />
    }
}

fn answered(record: &EducationRecord, words: CheckWords, locale: Locale) -> SummaryRow {
    let kind = match record.kind {
        CheckKind::Enrolment => t::education::ENROLMENT,
        CheckKind::Diploma => words.diploma,
    };
    let outcome = match record.outcome {
        CheckOutcome::Passed => t::details::CHECK_PASSED,
        CheckOutcome::Failed => t::details::CHECK_FAILED,
    };
    let facts = &record.facts;
    let found = [&facts.school, &facts.level, &facts.diploma];
    let found = found.into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ");
    let marks = [
        (record.late, t::console_details::LATE),
        (!record.same_person, t::console_details::OTHER_PERSON),
        (facts.name_matches == Some(false), t::console_details::NAME_DIFFERS),
        (facts.number_matches == Some(false), t::console_details::NUMBER_DIFFERS),
    ];
    let marks = marks.into_iter().filter(|(so, _)| *so);
    let marks = marks.map(|(_, words)| view! { <p><span class="tag tag--warn">{words.get(locale)}</span></p> });
    let at = record::moment(record.answered_at, locale);
    let answer = view! {
        <p>{outcome.get(locale)} " · " {at}</p>
        <p class="quiet">{found}</p>
        {marks.collect_view()}
    };
    SummaryRow::new(kind.get(locale), answer.into_any())
}
