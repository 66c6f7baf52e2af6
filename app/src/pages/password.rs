//! Choosing a password: first the code to the registered phone, then the password with its rule; and changing it.

use super::{
    contact,
    frame::{Menu, Page, Visit, candidate_page},
};
use crate::{
    api::{
        ChoosePassword, ProvePhone, ResetPassword,
        account::{OWN_CODE, PasswordFaults, RESET},
        forms::ContactForm,
        posting::typed,
    },
    components::{ErrorSummary, TextField},
    text::t,
};
use enrolment::Result;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{
    enrolment::Step,
    locale::Locale,
    password::PasswordPolicy,
    problem::{Field, Problem},
};

#[component]
pub fn PasswordPage() -> impl IntoView {
    // 上一步: asks for the code again although the last one still counts.
    let back = use_query_map().with_untracked(|query| query.get("step")).is_some_and(|step| step == "code");
    candidate_page(move |visit| async move {
        let may_choose = visit.context.enrolment.may_choose_password(visit.candidate()?).await?;
        let body = if may_choose && !back { choosing(&visit).await? } else { proving(&visit).await? };
        Ok(Page::new(t::password::TITLE.get(visit.locale), Menu::Account, body).at(&visit, Step::Password))
    })
}

async fn proving(visit: &Visit) -> Result<AnyView> {
    let (locale, profile) = (visit.locale, visit.profile());
    let check = |form: &ContactForm| form.code(profile).err().into_iter().collect();
    let typed = contact::load(visit, OWN_CODE, ProvePhone::PATH, check).await?;
    let phone = visit.context.enrolment.status(visit.candidate()?).await?.phone;
    let body = view! {
        <ErrorSummary problems=typed.problems.clone() locale=locale />
        <p class="lead">{t::password::PROVE_LEAD.get(locale)}</p>
        {contact::sent_notice(visit, &typed)}
        <form class="content--narrow" method="post" action=visit.own(ProvePhone::url()) novalidate=true>
            {contact::default_button()}
            <input type="hidden" name="province" value=visit.province.to_string() />
            {contact::own_fields(visit, &typed, phone)}
            <div class="act">
                <button class="button button--primary">{t::password::NEXT.get(locale)}</button>
            </div>
        </form>
    };
    Ok(body.into_any())
}

async fn choosing(visit: &Visit) -> Result<AnyView> {
    let locale = visit.locale;
    let problems = problems(visit).await?;
    let back = format!("{}?step=code", visit.routes().password());
    let body = view! {
        <ErrorSummary problems=problems.clone() locale=locale />
        <form class="content--narrow" method="post" action=visit.own(ChoosePassword::url()) novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            {new_fields(visit, &problems)}
            <div class="act">
                <button class="button button--primary">{t::password::SUBMIT.get(locale)}</button>
                <a class="button" href=back>{t::password::BACK.get(locale)}</a>
                <a class="button" href=visit.routes().status()>{t::password::CANCEL.get(locale)}</a>
            </div>
        </form>
    };
    Ok(body.into_any())
}

/// The last refusal, with whatever else was wrong with the password.
pub(super) async fn problems(visit: &Visit) -> Result<Vec<Problem>> {
    let mut problems = visit.problems().await?;
    if problems.iter().any(|problem| problem.field == Some(Field::NewPassword)) {
        let faults: PasswordFaults = typed(&visit.context, PasswordFaults::DRAFT).await?;
        let others = faults.0.into_iter().filter(|code| problems.iter().all(|known| known.code != *code));
        problems.extend(others.map(|code| Problem::at(code, Field::NewPassword)).collect::<Vec<_>>());
    }
    Ok(problems)
}

/// The new password twice, with the rule; a script ticks off what is satisfied while it is typed.
pub(super) fn new_fields(visit: &Visit, problems: &[Problem]) -> impl IntoView + use<> {
    let locale = visit.locale;
    let policy = &visit.profile().password;
    let script = format!("{}password.js", visit.context.scripts);
    view! {
        {rule(policy, locale)}
        <TextField
            field=Field::NewPassword
            label=t::password::NEW
            locale=locale
            problems=problems.to_vec()
            kind="password"
            autocomplete="new-password"
            maxlength=128
        />
        <TextField
            field=Field::RepeatPassword
            label=t::password::REPEAT
            locale=locale
            problems=problems.to_vec()
            kind="password"
            autocomplete="new-password"
            maxlength=128
        />
        <script type="module" src=script></script>
    }
}

fn rule(policy: &PasswordPolicy, locale: Locale) -> impl IntoView + use<> {
    let symbols = policy.symbols.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let length = t::password::rule_length(locale, policy.min_chars, policy.max_chars);
    let lines = [
        ("length", length),
        ("digit", t::password::RULE_DIGIT.get(locale).to_owned()),
        ("letter", t::password::RULE_LETTER.get(locale).to_owned()),
        ("symbol", t::password::rule_symbol(locale, symbols)),
    ];
    let lines = lines.map(|(rule, words)| view! { <li data-rule=rule>{words}</li> });
    view! {
        <div
            class="password-rule"
            data-min=policy.min_chars.to_string()
            data-max=policy.max_chars.to_string()
            data-symbols=policy.symbols.clone()
            data-done=t::password::RULE_DONE.get(locale)
        >
            <p>{t::password::RULE.get(locale)}</p>
            <ul>{lines.into_iter().collect_view()}</ul>
            <p class="quiet">{t::password::RULE_COMMON.get(locale)}</p>
        </div>
    }
}

/// For somebody who forgot the password.
#[component]
pub fn PasswordResetPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (locale, profile) = (visit.locale, visit.profile());
        let check = |form: &ContactForm| form.sign_in(profile).err().unwrap_or_default();
        let typed = contact::load(&visit, RESET, ResetPassword::PATH, check).await?;
        let body = view! {
            <ErrorSummary problems=typed.problems.clone() locale=locale />
            <p class="lead">{t::password::RESET_LEAD.get(locale)}</p>
            {contact::sent_notice(&visit, &typed)}
            <form class="content--narrow" method="post" action=ResetPassword::url() novalidate=true>
                {contact::default_button()}
                <input type="hidden" name="province" value=visit.province.to_string() />
                <input type="hidden" name="page" value=RESET />
                {contact::fields(&visit, &typed)}
                <div class="act">
                    <button class="button button--primary">{t::password::NEXT.get(locale)}</button>
                </div>
            </form>
            {super::recovery::other_ways(&visit)}
        };
        Ok(Page::new(t::password::RESET_TITLE.get(locale), Menu::Account, body))
    })
}
