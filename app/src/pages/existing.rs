//! 查询准考证 and 在籍注册: who has numbers says who they are and enters the code that went to a contact of before.

pub mod confirm;
pub mod late;
pub mod numbers;
pub mod records;

use super::{
    contact,
    frame::{Menu, Page, Visit, candidate_page},
};
use crate::{
    api::{
        existing::{AskNumbers, PersonForm, ProveNumbers, WANTED},
        posting::typed,
    },
    components::{ErrorSummary, Notice, OptionGroup, SelectField, TextField},
    message::record,
    text::{Text, t},
};
use enrolment::{
    Error, Result,
    existing::{LateWay, OwnRecord, Wanted},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    existing::Record,
    locale::Locale,
    problem::{Field, Problem},
    profile::Profile,
};

#[component]
pub fn ExistingPage() -> impl IntoView {
    candidate_page(|visit| async move {
        if !visit.profile().existing.enabled {
            return Err(Error::NotFound);
        }
        let registered = visit.candidate().is_ok();
        if registered && !may_take_over(&visit).await? {
            return Ok(Page::redirect(&visit.routes().numbers()));
        }
        let form: PersonForm = typed(&visit.context, WANTED).await?;
        let asked = match &visit.context.caller {
            Some(caller) => visit.context.enrolment.asked_numbers(caller, &visit.province).await?,
            None => None,
        };
        let mut problems: Vec<Problem> = visit.problem.clone().into_iter().collect();
        if visit.refused_by(AskNumbers::PATH) {
            let known = visit.problem.as_ref().and_then(|problem| problem.field);
            let others = form.wanted(visit.profile()).err().unwrap_or_default();
            problems.extend(others.into_iter().filter(|problem| problem.field != known));
        }
        let (title, lead) = if registered {
            (t::existing::LATE_TAKE_LINK, t::existing::LATE_LEAD)
        } else {
            (t::existing::TITLE, t::existing::LEAD)
        };
        let body = view! {
            <ErrorSummary problems=problems.clone() locale=visit.locale />
            <p class="lead">{lead.get(visit.locale)}</p>
            {asked.map(|asked| enter_code(&visit, &asked, problems.clone()))}
            {ask(&visit, &form, problems)}
            {elsewhere(&visit)}
        };
        Ok(Page::new(title.get(visit.locale), Menu::Enrol, body))
    })
}

/// Whether the visitor, who registered as new, has a number of before that they can go on with.
async fn may_take_over(visit: &Visit) -> Result<bool> {
    let (caller, enrolment) = (visit.candidate()?, &visit.context.enrolment);
    let late = !enrolment.late_numbers(caller).await?.is_empty();
    let way = enrolment.late_way(caller).await?;
    Ok(late && !visit.limited() && matches!(way, LateWay::TakeOver | LateWay::InPlaceOfNew))
}

/// The same words whether or not there is a record.
fn enter_code(visit: &Visit, asked: &Wanted, problems: Vec<Problem>) -> impl IntoView + use<> {
    let (locale, province) = (visit.locale, visit.province.to_string());
    let title = t::existing::asked_title(locale, asked.contact.masked());
    let prove = visit.own(ProveNumbers::url());
    view! {
        <div id="code-entry">
            <Notice title=title>
                <p role="status">{t::existing::ASKED_TEXT.get(locale)}</p>
                <form class="content--narrow" method="post" action=prove novalidate=true>
                    <input type="hidden" name="province" value=province />
                    <TextField
                        field=Field::Code
                        label=t::existing::CODE
                        hint=t::existing::CODE_HINT
                        locale=locale
                        problems=problems
                        inputmode="numeric"
                        autocomplete="one-time-code"
                        maxlength=12
                        class="input--code"
                    />
                    <div class="act act--inline">
                        <button class="button button--primary">{t::existing::PROVE.get(locale)}</button>
                    </div>
                </form>
            </Notice>
        </div>
    }
}

fn ask(visit: &Visit, form: &PersonForm, problems: Vec<Problem>) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <form class="content--narrow" method="post" action=visit.own(AskNumbers::url()) novalidate=true>
            {contact::default_button()}
            <input type="hidden" name="province" value=visit.province.to_string() />
            {person_fields(visit.profile(), form, &problems, locale)}
            <TextField
                field=Field::Contact
                label=t::existing::CONTACT
                hint=t::existing::CONTACT_HINT
                locale=locale
                value=form.contact.clone()
                problems=problems
                maxlength=254
            />
            <div class="act">
                <button class="button button--primary">{t::existing::ASK.get(locale)}</button>
            </div>
        </form>
    }
}

/// Name, type of document (where there are several) and number; also for the office.
pub(super) fn person_fields(
    profile: &Profile,
    form: &PersonForm,
    problems: &[Problem],
    locale: Locale,
) -> impl IntoView + use<> {
    let kinds = &profile.document_types;
    let options =
        kinds.iter().map(|kind| (kind.as_str().to_owned(), record::document_type(*kind).get(locale).to_owned()));
    let options: Vec<_> = options.collect();
    let kind = (kinds.len() > 1).then(|| {
        view! {
            <SelectField
                field=Field::DocumentType
                label=t::register::DOCUMENT_TYPE
                locale=locale
                groups=vec![OptionGroup { label: String::new(), options }]
                value=form.document_type.clone()
                problems=problems.to_vec()
            />
        }
    });
    view! {
        <TextField
            field=Field::Name
            label=t::existing::NAME
            hint=t::existing::NAME_HINT
            locale=locale
            value=form.name.clone()
            problems=problems.to_vec()
            autocomplete="name"
        />
        {kind}
        <TextField
            field=Field::DocumentNumber
            label=t::register::DOCUMENT_NUMBER
            hint=t::register::DOCUMENT_HINT
            locale=locale
            value=form.document_number.clone()
            problems=problems.to_vec()
            maxlength=30
        />
    }
}

/// Where those go for whom this page is not.
fn elsewhere(visit: &Visit) -> impl IntoView + use<> {
    let (locale, routes) = (visit.locale, visit.routes());
    let offices = visit.profile().open_offices().next().is_some();
    let offices = offices.then(|| view! { <p><a href=routes.offices()>{t::existing::OFFICES.get(locale)}</a></p> });
    let fresh = visit.candidate().is_err().then(|| {
        view! {
            <p>
                {t::existing::FRESH.get(locale)} " "
                <a href=routes.register()>{t::existing::FRESH_LINK.get(locale)}</a>
            </p>
        }
    });
    view! { {offices} {fresh} }
}

/// Name of a region, or its code where the profile has dropped it.
pub(in crate::pages) fn region(profile: &Profile, code: &str) -> String {
    profile.region(code).map_or_else(|| code.to_owned(), |region| region.name.clone())
}

/// What is on record about a number, question by question.
pub(super) fn facts(profile: &Profile, record: &Record, locale: Locale) -> Vec<(Text, String)> {
    use shared::person::CodeTable as _;
    let absent = || t::existing::ABSENT.get(locale).to_owned();
    let major = record.major.as_deref().map(|code| match profile.major(code) {
        Some(major) => format!("{code} {}", major.name),
        None => code.to_owned(),
    });
    vec![
        (t::existing::REGION, region(profile, &record.region)),
        (t::existing::NAME, record.name.expose().to_owned()),
        (t::existing::DOCUMENT, record.document.masked()),
        (t::existing::SEX, record.sex.map_or_else(absent, |sex| sex.words().get(locale).to_owned())),
        (t::existing::BIRTH_DATE, record.birth_date.map_or_else(absent, |day| day.to_string())),
        (t::existing::MAJOR, major.unwrap_or_else(absent)),
        (t::existing::PHONE, record.phone.as_ref().map_or_else(absent, shared::contact::PhoneNumber::masked)),
        (t::existing::EMAIL, record.email.as_ref().map_or_else(absent, shared::contact::Email::masked)),
    ]
}

/// The number that the visitor proved and chose, with whom they said they are.
pub(super) async fn settled(visit: &Visit) -> Result<Option<(Wanted, OwnRecord)>> {
    let Some(caller) = &visit.context.caller else { return Ok(None) };
    if !visit.profile().existing.enabled {
        return Ok(None);
    }
    match visit.context.enrolment.proved_numbers(caller, &visit.province).await {
        Ok((wanted, own)) => Ok(own.into_iter().find(|own| own.chosen).map(|own| (wanted, own))),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
