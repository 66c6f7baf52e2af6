//! The candidate's account: changing the password, what was agreed to, signing out.

use super::{
    frame::{Menu, Page, Visit, candidate_page},
    password,
};
use crate::{
    api::{ChangePassword, SignOut, WithdrawConsent},
    components::{ErrorSummary, Notice, SummaryList, SummaryRow, TextField, Tone},
    message::record,
    text::{Text, t},
};
use enrolment::{consent::GivenConsent, registration::Channel};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{
    enrolment::{Item, Step},
    locale::Locale,
    problem::{Field, Problem},
    profile::{CONSENT_IDENTITY, ENROLMENT_RULES},
};

#[component]
pub fn AccountPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        let problems = password::problems(&visit).await?;
        let change_phone = (visit.routes().change_phone(), t::contact_change::PHONE_LINK);
        let mut rows = vec![
            contact(&visit, t::register::PHONE, status.phone.clone(), change_phone),
            SummaryRow::new(record::document_type(status.document.kind).get(locale), status.document.masked.clone()),
        ];
        if let Some(email) = status.email.clone() {
            let change_email = (visit.routes().change_email(), t::contact_change::EMAIL_LINK);
            rows.insert(1, contact(&visit, t::joining::EMAIL, email, change_email));
            let stage = record::registration(status.registration).get(locale);
            rows.push(SummaryRow::new(t::joining::STAGE.get(locale), stage));
        }
        let changes = if visit.limited() {
            view! { <p class="quiet">{t::handoff::ACCOUNT_ELSEWHERE.get(locale)}</p> }.into_any()
        } else {
            changes(&visit, status.password_set, &problems)
        };
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {changed(locale)}
            <SummaryList rows=rows />
            {changes}
            <h2>{t::sign_out::TITLE.get(locale)}</h2>
            <form method="post" action=SignOut::url()>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <div class="act act--inline"><button class="button">{t::sign_out::SUBMIT.get(locale)}</button></div>
            </form>
        };
        Ok(Page::new(t::frame::MENU_ACCOUNT.get(locale), Menu::Account, body))
    })
}

/// A way to reach the candidate, masked, and where it is changed; a phone that may provide evidence only changes nothing.
fn contact(visit: &Visit, question: Text, masked: String, (href, heard): (String, Text)) -> SummaryRow {
    let locale = visit.locale;
    let row = SummaryRow::new(question.get(locale), masked);
    if visit.limited() {
        return row;
    }
    row.with_change(href, t::contact_change::CHANGE.get(locale), heard.get(locale).to_owned())
}

/// What else of the account can be looked at and changed.
fn changes(visit: &Visit, has_password: bool, problems: &[Problem]) -> AnyView {
    let locale = visit.locale;
    let change = visit.profile().has_step(Step::Password).then(|| change(visit, has_password, problems));
    let signed = visit.profile().has_step(Step::Provide(Item::Signature));
    let confirmation = signed.then(|| {
        let href = visit.routes().confirmation();
        view! { <p><a href=href>{t::confirmation::TITLE.get(locale)}</a></p> }
    });
    view! {
        {confirmation}
        <p><a href=visit.routes().consents()>{t::consents::TITLE.get(locale)}</a></p>
        {more(visit)}
        {change}
    }
    .into_any()
}

/// After a phone or an address was changed.
fn changed(locale: Locale) -> Option<impl IntoView> {
    let what = use_query_map().with_untracked(|query| query.get("changed"))?;
    let title = match Channel::parse(&what)? {
        Channel::Sms => t::contact_change::DONE_PHONE,
        Channel::Mail => t::contact_change::DONE_EMAIL,
    };
    Some(view! {
        <Notice title=title.get(locale) tone=Tone::Good>
            <p role="status">{t::contact_change::DONE_TEXT.get(locale)}</p>
        </Notice>
    })
}

/// What only some provinces have.
fn more(visit: &Visit) -> impl IntoView + use<> {
    let (locale, routes, profile) = (visit.locale, visit.routes(), visit.profile());
    let questions = profile.has_step(Step::Questions).then(|| {
        let href = routes.questions();
        view! { <p><a href=href>{t::questions::TITLE.get(locale)}</a></p> }
    });
    let region = profile.accounts.region_fixed.then(|| {
        let href = routes.region_change();
        view! { <p><a href=href>{t::region::TITLE.get(locale)}</a></p> }
    });
    view! { {questions} {region} }
}

fn change(visit: &Visit, has_one: bool, problems: &[Problem]) -> AnyView {
    let locale = visit.locale;
    if !has_one {
        let href = visit.routes().password();
        return view! { <div class="act"><a class="button" href=href>{t::password::TITLE.get(locale)}</a></div> }
            .into_any();
    }
    view! {
        <h2>{t::password::CHANGE.get(locale)}</h2>
        <form class="content--narrow" method="post" action=visit.own(ChangePassword::url()) novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <TextField
                field=Field::Password
                label=t::password::OLD
                locale=locale
                problems=problems.to_vec()
                kind="password"
                autocomplete="current-password"
                maxlength=128
            />
            {password::new_fields(visit, problems)}
            <div class="act act--inline">
                <button class="button button--primary">{t::password::SUBMIT.get(locale)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// What was agreed to, when, and taking it back.
#[component]
pub fn ConsentsPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let given = visit.context.enrolment.consents(visit.candidate()?).await?;
        let lines = given.iter().map(|consent| line(&visit, consent)).collect_view();
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            <p class="lead">{t::consents::LEAD.get(locale)}</p>
            <ul class="consents">{lines}</ul>
            <p class="quiet">{t::consents::IDENTITY.get(locale)}</p>
        };
        Ok(Page::new(t::consents::TITLE.get(locale), Menu::Account, body))
    })
}

fn line(visit: &Visit, consent: &GivenConsent) -> impl IntoView + use<> {
    let locale = visit.locale;
    let notice = visit.profile().notice(&consent.notice);
    let title = notice.map_or_else(|| consent.notice.clone(), |notice| notice.title.get(locale).to_owned());
    let given = t::consents::given(locale, record::beijing(consent.given_at, locale), &consent.version);
    let withdrawn = consent.withdrawn_at.map(|at| t::consents::withdrawn(locale, record::beijing(at, locale)));
    let fixed = matches!(consent.notice.as_str(), CONSENT_IDENTITY | ENROLMENT_RULES);
    let button = (withdrawn.is_none() && !fixed).then(|| {
        let heard = t::consents::withdraw_what(locale, &title);
        view! {
            <form method="post" action=visit.own(WithdrawConsent::url())>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <button class="button" name="notice" value=consent.notice.clone() aria-label=heard>
                    {t::consents::WITHDRAW.get(locale)}
                </button>
            </form>
        }
    });
    view! {
        <li>
            <h2>{title}</h2>
            <p>{given}</p>
            {withdrawn.map(|words| view! { <p><span class="tag">{words}</span></p> })}
            {button}
        </li>
    }
}
