//! 找回密码 beside the code to the phone: by the security questions, by the code of an office, and the new password at the end of both.

use super::{
    contact::{self, Typed},
    frame::{Menu, Page, Visit, candidate_page},
    password, register,
};
use crate::{
    api::{
        AnswerQuestions, AskQuestions, ChooseRecoveredPassword, ProveRecovery, RedeemReset, RequestRecoveryCode,
        forms::{ContactForm, Secret},
        posting::typed,
        recovery::{ASKED, OFFICE},
    },
    components::{ErrorSummary, Notice, TextField},
    text::{Text, t},
};
use enrolment::{Result, account::Recovery, registration::Channel};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{
    enrolment::Step,
    problem::{Field, Problem, ProblemCode},
};

fn query(name: &str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name))
}

/// Links to the ways that the province has, for those who cannot use the phone.
pub(super) fn other_ways(visit: &Visit) -> Option<impl IntoView + use<>> {
    let (locale, profile, routes) = (visit.locale, visit.profile(), visit.routes());
    let link = |href: String, words: Text| view! { <li><a href=href>{words.get(locale)}</a></li> };
    let questions =
        profile.has_step(Step::Questions).then(|| link(routes.recover_questions(), t::recovery::BY_QUESTIONS));
    let office = profile.recovery.at_office.then(|| link(routes.recover_office(), t::recovery::BY_OFFICE));
    (questions.is_some() || office.is_some()).then(|| {
        view! {
            <h2>{t::recovery::OTHER_WAYS.get(locale)}</h2>
            <ul>{questions} {office}</ul>
        }
    })
}

#[component]
pub fn RecoverQuestionsPage() -> impl IntoView {
    let answering = query("step").is_some_and(|step| step == "answer");
    candidate_page(move |visit| async move {
        if !visit.profile().has_step(Step::Questions) {
            return Err(ProblemCode::NotFound.into());
        }
        let login: Secret = typed(&visit.context, ASKED).await?;
        let body = if answering && !login.0.trim().is_empty() {
            answers(&visit, &login.0).await?
        } else {
            who(&visit, login.0).into_any()
        };
        Ok(Page::new(t::recovery::QUESTIONS_TITLE.get(visit.locale), Menu::Account, body))
    })
}

fn problems_of(visit: &Visit) -> Vec<Problem> {
    visit.problem.clone().into_iter().collect()
}

fn who(visit: &Visit, login: String) -> impl IntoView + use<> {
    let (locale, problems) = (visit.locale, problems_of(visit));
    view! {
        <ErrorSummary problems=problems.clone() locale=locale />
        <p class="lead">{t::recovery::WHO_LEAD.get(locale)}</p>
        <form class="content--narrow" method="post" action=AskQuestions::url() novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <TextField
                field=Field::Identifier
                label=t::joining::LOGIN
                locale=locale
                value=login
                problems=problems
                autocomplete="username"
                maxlength=254
            />
            <div class="act">
                <button class="button button--primary">{t::password::NEXT.get(locale)}</button>
                <a class="button" href=visit.routes().password_reset()>{t::password::BACK.get(locale)}</a>
            </div>
        </form>
    }
}

/// The questions in words, each with its answer.
async fn answers(visit: &Visit, login: &str) -> Result<AnyView> {
    let (locale, problems) = (visit.locale, visit.problems().await?);
    let asked = visit.context.enrolment.recovery_questions(&visit.province, login).await?;
    let fields = [
        (Field::Answer1, t::questions::ANSWER1),
        (Field::Answer2, t::questions::ANSWER2),
        (Field::Answer3, t::questions::ANSWER3),
    ];
    let rows = asked.iter().zip(fields).map(|(code, (field, label))| {
        let question = visit.profile().accounts.question(code);
        let question = question.map_or_else(|| code.clone(), |question| question.text.get(locale).to_owned());
        view! {
            <p class="recovery__question"><strong>{question}</strong></p>
            <TextField field=field label=label locale=locale problems=problems.clone() maxlength=120 />
        }
    });
    let rows = rows.collect_view();
    Ok(view! {
        <ErrorSummary problems=problems.clone() locale=locale />
        <p class="lead">{t::recovery::ANSWER_LEAD.get(locale)}</p>
        <form class="content--narrow" method="post" action=AnswerQuestions::url() novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            {rows}
            <div class="act">
                <button class="button button--primary">{t::password::NEXT.get(locale)}</button>
                <a class="button" href=visit.routes().recover_questions()>{t::password::BACK.get(locale)}</a>
            </div>
        </form>
    }
    .into_any())
}

#[component]
pub fn RecoverOfficePage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (locale, profile) = (visit.locale, visit.profile());
        if !profile.recovery.at_office {
            return Err(ProblemCode::NotFound.into());
        }
        let check = |form: &ContactForm| form.document(profile).err().unwrap_or_default();
        let form = contact::load(&visit, OFFICE, RedeemReset::PATH, check).await?;
        let body = office(&visit, &form);
        Ok(Page::new(t::recovery::OFFICE_TITLE.get(locale), Menu::Account, body))
    })
}

fn office(visit: &Visit, form: &Typed) -> impl IntoView + use<> {
    let locale = visit.locale;
    let offices = visit.routes().offices();
    view! {
        <ErrorSummary problems=form.problems.clone() locale=locale />
        <p class="lead">{t::recovery::OFFICE_LEAD.get(locale)}</p>
        <p><a href=offices>{t::offices::LINK.get(locale)}</a></p>
        <form class="content--narrow" method="post" action=RedeemReset::url() novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            {register::document_fields(visit, form)}
            <TextField
                field=Field::ResetCode
                label=t::recovery::OFFICE_CODE
                hint=t::recovery::OFFICE_CODE_HINT
                locale=locale
                problems=form.problems.clone()
                maxlength=40
                class="input--code"
            />
            <div class="act">
                <button class="button button--primary">{t::password::NEXT.get(locale)}</button>
                <a class="button" href=visit.routes().password_reset()>{t::password::BACK.get(locale)}</a>
            </div>
        </form>
    }
}

#[component]
pub fn RecoverPasswordPage() -> impl IntoView {
    let by = query("by").and_then(|by| Channel::parse(&by));
    candidate_page(move |visit| async move {
        let caller = visit.context.caller.clone().ok_or(ProblemCode::RecoveryExpired)?;
        let proved = visit.context.enrolment.recovery(&caller).await?.ok_or(ProblemCode::RecoveryExpired)?;
        let body = if proved.needs_code { code(&visit, &proved, by).await? } else { choosing(&visit).await? };
        Ok(Page::new(t::recovery::PASSWORD_TITLE.get(visit.locale), Menu::Account, body))
    })
}

/// The answers were right; a code to the phone or the address is still needed.
async fn code(visit: &Visit, proved: &Recovery, by: Option<Channel>) -> Result<AnyView> {
    let (locale, problems) = (visit.locale, problems_of(visit));
    let form = contact::load(visit, "recovery-code", ProveRecovery::PATH, |_| Vec::new()).await?;
    let channel = by.unwrap_or(Channel::Sms);
    let notice = match channel {
        Channel::Sms => contact::sent_notice(visit, &form).into_any(),
        Channel::Mail => contact::notice_of(visit, Channel::Mail, &form.mailed, problems.is_empty()).into_any(),
    };
    let enter = by.is_some().then(|| enter(visit, channel, &problems));
    Ok(view! {
        <ErrorSummary problems=problems.clone() locale=locale />
        <p class="lead">{t::recovery::CODE_LEAD.get(locale)}</p>
        {notice}
        <div class="act">{ways(visit, proved)}</div>
        {enter}
    }
    .into_any())
}

/// A button for each place that a code can be sent to.
fn ways(visit: &Visit, proved: &Recovery) -> impl IntoView + use<> {
    let locale = visit.locale;
    let buttons = proved.to.iter().map(|(channel, masked)| {
        let words = match channel {
            Channel::Sms => t::recovery::send_sms(locale, masked),
            Channel::Mail => t::recovery::send_mail(locale, masked),
        };
        view! {
            <form method="post" action=RequestRecoveryCode::url()>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <button class="button" name="channel" value=channel.as_str()>{words}</button>
            </form>
        }
    });
    buttons.collect_view()
}

/// The code that was sent.
fn enter(visit: &Visit, channel: Channel, problems: &[Problem]) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <form class="content--narrow" method="post" action=ProveRecovery::url() novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="channel" value=channel.as_str() />
            <TextField
                field=Field::Code
                label=t::recovery::CODE
                hint=t::register::CODE_HINT
                locale=locale
                problems=problems.to_vec()
                inputmode="numeric"
                autocomplete="one-time-code"
                maxlength=12
                class="input--code"
            />
            <div class="act">
                <button class="button button--primary">{t::password::NEXT.get(locale)}</button>
            </div>
        </form>
    }
}

async fn choosing(visit: &Visit) -> Result<AnyView> {
    let locale = visit.locale;
    let problems = password::problems(visit).await?;
    Ok(view! {
        <ErrorSummary problems=problems.clone() locale=locale />
        <Notice title=t::recovery::ENDS_TITLE.get(locale)><p>{t::recovery::ENDS_TEXT.get(locale)}</p></Notice>
        <form class="content--narrow" method="post" action=ChooseRecoveredPassword::url() novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            {password::new_fields(visit, &problems)}
            <div class="act">
                <button class="button button--primary">{t::password::SUBMIT.get(locale)}</button>
            </div>
        </form>
    }
    .into_any())
}
