//! Signing in again, with a password or with phone and code: to go on, or to see the result.

use super::{
    contact::{self, Typed},
    frame::{Menu, Page, Visit, candidate_page},
};
use crate::{
    api::{
        RequestCode, SignIn, SignInWithPassword,
        account::LOGIN,
        forms::{ContactForm, SIGN_IN, Secret},
    },
    components::{ErrorSummary, Notice, TextField, Tone},
    text::t,
};
use enrolment::Result;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::{enrolment::Step, problem::Field, profile::Word};

#[component]
pub fn SignInPage() -> impl IntoView {
    candidate_page(|visit| async move {
        if visit.candidate().is_ok() {
            return Ok(Page::redirect(&visit.routes().status()));
        }
        let (locale, profile) = (visit.locale, visit.profile());
        let check = |form: &ContactForm| form.sign_in(profile).err().unwrap_or_default();
        let typed = contact::load(&visit, SIGN_IN, SignIn::PATH, check).await?;
        let with_password = profile.has_step(Step::Password);
        let by_code = by_code(&visit, &typed, !with_password);
        let by_code_refused = [SignIn::PATH, RequestCode::PATH].into_iter().any(|path| visit.refused_by(path));
        let body = if with_password {
            view! {
                {password_set(&visit)}
                <ErrorSummary problems=typed.problems.clone() locale=locale />
                {by_password(&visit, &typed).await?}
                <details class="sign-in-by-code" open=by_code_refused || typed.was_sent()>
                    <summary>{t::sign_in::BY_CODE.get(locale)}</summary>
                    {by_code}
                </details>
            }
            .into_any()
        } else {
            view! { <ErrorSummary problems=typed.problems.clone() locale=locale /> {by_code} }.into_any()
        };
        let body = view! {
            {body}
            <p>
                {t::sign_in::NEW.get(locale)} " "
                <a href=visit.routes().register()>{visit.word(Word::Enrol, t::sign_in::REGISTER)}</a>
            </p>
        };
        Ok(Page::new(t::sign_in::TITLE.get(locale), Menu::Account, body))
    })
}

/// After a password was chosen: it has to be used now.
fn password_set(visit: &Visit) -> Option<impl IntoView + use<>> {
    let set = use_query_map().with_untracked(|query| query.get("password")).is_some_and(|value| value == "set");
    let locale = visit.locale;
    set.then(|| {
        view! {
            <Notice title=t::sign_in::PASSWORD_SET.get(locale) tone=Tone::Good>
                <p role="status">{t::sign_in::PASSWORD_SET_TEXT.get(locale)}</p>
            </Notice>
        }
    })
}

async fn by_password(visit: &Visit, typed: &Typed) -> Result<impl IntoView + use<>> {
    let (locale, problems) = (visit.locale, typed.problems.clone());
    let login: Secret = crate::api::posting::typed(&visit.context, LOGIN).await?;
    let with_email = visit.profile().accounts.email;
    let lead = if with_email { t::joining::PASSWORD_LEAD } else { t::sign_in::PASSWORD_LEAD };
    Ok(view! {
        <p class="lead">{lead.get(locale)}</p>
        <form class="content--narrow" method="post" action=SignInWithPassword::url() novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <TextField
                field=Field::Identifier
                label=if visit.profile().accounts.email { t::joining::LOGIN } else { t::sign_in::LOGIN }
                locale=locale
                value=login.0
                problems=problems.clone()
                autocomplete="username"
            />
            <TextField
                field=Field::Password
                label=t::sign_in::PASSWORD
                locale=locale
                problems=problems
                kind="password"
                autocomplete="current-password"
                maxlength=128
            />
            <div class="act">
                <button class="button button--primary">{t::sign_in::SUBMIT.get(locale)}</button>
                <a class="button" href=visit.routes().password_reset()>{t::sign_in::FORGOTTEN.get(locale)}</a>
            </div>
        </form>
    })
}

fn by_code(visit: &Visit, typed: &Typed, primary: bool) -> AnyView {
    let locale = visit.locale;
    let class = if primary { "button button--primary" } else { "button" };
    view! {
        <p class="lead">{t::sign_in::LEAD.get(locale)}</p>
        {contact::sent_notice(visit, typed)}
        <form class="content--narrow" method="post" action=SignIn::url() novalidate=true>
            {contact::default_button()}
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="page" value=SIGN_IN />
            {contact::fields(visit, typed)}
            <div class="act">
                <button class=class>{t::sign_in::SUBMIT.get(locale)}</button>
            </div>
        </form>
    }
    .into_any()
}
