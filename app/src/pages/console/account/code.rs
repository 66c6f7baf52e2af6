//! The second step of signing in: the code of the authenticator app, or a recovery code.

use crate::{
    api::GiveCode,
    components::{ErrorSummary, TextField},
    pages::console::frame::staged_page,
    text::t,
};
use enrolment::staff::Stage;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::problem::Field;

#[component]
pub fn CodePage() -> impl IntoView {
    staged_page(&[Stage::Code], |desk| async move {
        let locale = desk.locale;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let body = view! {
            <div class="account account--narrow">
                <ErrorSummary problems=problems.clone() locale=locale />
                <h1>{t::console_account::CODE_TITLE.get(locale)}</h1>
                <p class="lead">{t::console_account::CODE_LEAD.get(locale)}</p>
                <form method="post" action=GiveCode::url() novalidate=true>
                    <TextField
                        field=Field::Code
                        label=t::console_account::CODE
                        hint=t::console_account::CODE_HINT
                        locale=locale
                        problems=problems
                        autocomplete="one-time-code"
                        maxlength=32
                        class="input--code"
                    />
                    <div class="act">
                        <button class="button button--primary">{t::console_account::CODE_GO_ON.get(locale)}</button>
                    </div>
                </form>
                <p class="quiet">{t::console_account::CODE_LOST.get(locale)}</p>
            </div>
        };
        Ok((t::console_account::CODE_TITLE.get(locale).to_owned(), body.into_any()))
    })
}
