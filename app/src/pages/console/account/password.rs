//! Changing the own password; also the page that comes first where somebody else set it.

use crate::{
    api::ChangeStaffPassword,
    components::{ErrorSummary, Notice, TextField, Tone},
    pages::console::frame::{Desk, staged_page},
    text::{Text, t},
};
use enrolment::staff::Stage;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    problem::{Field, Problem},
    route::console,
};

#[component]
pub fn PasswordPage() -> impl IntoView {
    staged_page(&[Stage::Password, Stage::Full], |desk| async move {
        let locale = desk.locale;
        let forced = desk.caller.stage() == Some(Stage::Password);
        let title = if forced { t::console_account::PASSWORD_FORCED } else { t::console_account::PASSWORD_CHANGE };
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let why = forced.then(|| {
            view! {
                <Notice title=t::console_account::PASSWORD_FORCED.get(locale) tone=Tone::Warn>
                    <p>{t::console_account::PASSWORD_FORCED_TEXT.get(locale)}</p>
                </Notice>
            }
        });
        let body = view! {
            <div class="account account--narrow">
                <ErrorSummary problems=problems.clone() locale=locale />
                <h1>{title.get(locale)}</h1>
                {why}
                {form(&desk, &problems, forced)}
            </div>
        };
        Ok((title.get(locale).to_owned(), body.into_any()))
    })
}

fn form(desk: &Desk, problems: &[Problem], forced: bool) -> impl IntoView + use<> {
    let locale = desk.locale;
    let back = (!forced).then(|| {
        view! { <a class="button" href=console::ACCOUNT>{t::console_account::BACK.get(locale)}</a> }
    });
    let field = |field: Field, label: Text, autocomplete: &'static str| {
        let problems = problems.to_vec();
        view! { <TextField field label locale problems kind="password" autocomplete maxlength=128 /> }
    };
    view! {
        <form method="post" action=ChangeStaffPassword::url() novalidate=true>
            {field(Field::Password, t::console_account::PASSWORD_OLD, "current-password")}
            <p class="quiet">{t::console_account::PASSWORD_RULE.get(locale)}</p>
            {field(Field::NewPassword, t::console_account::PASSWORD_NEW, "new-password")}
            {field(Field::RepeatPassword, t::console_account::PASSWORD_REPEAT, "new-password")}
            <div class="act">
                <button class="button button--primary">{t::console_account::PASSWORD_SAVE.get(locale)}</button>
                {back}
            </div>
        </form>
    }
}
