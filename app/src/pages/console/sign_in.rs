//! Staff sign-in.

use super::sections;
use crate::{
    api::{
        SignInStaff,
        console::SIGN_IN_DRAFT,
        posting::{Faults, typed},
    },
    components::{ErrorSummary, TextField},
    context,
    pages::frame,
    text::t,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use shared::{problem::Field, route};

#[component]
pub fn StaffSignInPage() -> impl IntoView {
    let ended = use_query_map().with_untracked(|query| query.get(route::SESSION_ENDED)).is_some();
    Suspend::new(async move {
        let context = context::request();
        if let Some(staff) = context.staff() {
            leptos_axum::redirect(sections::next(staff));
        }
        let locale = context.locale;
        let login: String = typed(&context, SIGN_IN_DRAFT).await.unwrap_or_default();
        let problem = frame::last_refusal();
        let problems = Faults::with(&context, problem.as_ref(), frame::refuser().as_deref()).await;
        let problems = problems.unwrap_or_else(|_| problem.into_iter().collect());
        let ended = problems.is_empty() && ended;
        view! {
            <Title text=t::console::SIGN_IN_TITLE.get(locale) />
            <header class="portal-bar">
                <div class="portal-bar__row">
                    <span class="portal-bar__title">{t::console::TITLE.get(locale)}</span>
                    <div class="portal-bar__tools">{frame::preferences(&context, route::CONSOLE_SIGN_IN)}</div>
                </div>
            </header>
            <div class="layout layout--single">
                <main class="content content--narrow" id="main">
                    <h1>{t::console::SIGN_IN_TITLE.get(locale)}</h1>
                    <ErrorSummary problems=problems.clone() locale=locale />
                    {ended.then(|| view! { <p class="lead">{t::problem::SESSION_EXPIRED.get(locale)}</p> })}
                    <form method="post" action=SignInStaff::url() novalidate=true>
                        <TextField
                            field=Field::Login
                            label=t::console::LOGIN
                            locale=locale
                            value=login
                            problems=problems.clone()
                            autocomplete="username"
                        />
                        <TextField
                            field=Field::Password
                            label=t::console::PASSWORD
                            locale=locale
                            problems=problems
                            kind="password"
                            autocomplete="current-password"
                            maxlength=128
                        />
                        <div class="act">
                            <button class="button button--primary">{t::console::SIGN_IN.get(locale)}</button>
                        </div>
                    </form>
                </main>
            </div>
        }
    })
}
