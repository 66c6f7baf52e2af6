//! Setting up the second factor, changing to another phone, new recovery codes.

use crate::{
    api::{BeginSecondFactor, ConfirmSecondFactor, RenewRecoveryCodes, ReplaceSecondFactor},
    components::{ErrorSummary, Notice, TextField, Tone},
    pages::console::frame::{Desk, staged_page},
    text::t,
};
use enrolment::staff::{Enrolling, Stage};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{problem::Field, qr, route::console};

#[component]
pub fn FactorPage() -> impl IntoView {
    staged_page(&[Stage::SecondFactor, Stage::Full], |desk| async move {
        let (locale, enrolment) = (desk.locale, &desk.context.enrolment);
        let demanded = desk.caller.stage() == Some(Stage::SecondFactor);
        let state = enrolment.account_state(&desk.caller).await?;
        let waiting = enrolment.enrolling(&desk.caller).await?;
        let content = match waiting {
            Some(waiting) => confirming(&desk, &waiting).into_any(),
            None if state.has_second_factor => managing(&desk).into_any(),
            None => beginning(&desk).into_any(),
        };
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let why = demanded.then(|| {
            view! {
                <Notice title=t::console_account::FACTOR_SET_UP.get(locale) tone=Tone::Warn>
                    <p>{t::console_account::FACTOR_REQUIRED.get(locale)}</p>
                </Notice>
            }
        });
        let back = (!demanded).then(|| {
            view! { <p><a href=console::ACCOUNT>{t::console_account::BACK.get(locale)}</a></p> }
        });
        let body = view! {
            <div class="account account--narrow">
                <ErrorSummary problems=problems locale=locale />
                <h1>{t::console_account::FACTOR.get(locale)}</h1>
                {why}
                {content}
                {back}
            </div>
        };
        Ok((t::console_account::FACTOR.get(locale).to_owned(), body.into_any()))
    })
}

fn beginning(desk: &Desk) -> impl IntoView + use<> {
    let locale = desk.locale;
    view! {
        <p class="lead">{t::console_account::FACTOR_WHY.get(locale)}</p>
        <form class="act" method="post" action=BeginSecondFactor::url()>
            <button class="button button--primary">{t::console_account::FACTOR_BEGIN.get(locale)}</button>
        </form>
    }
}

fn confirming(desk: &Desk, waiting: &Enrolling) -> impl IntoView + use<> {
    let locale = desk.locale;
    let symbol = qr::svg(&waiting.address, t::console_account::FACTOR_QR.get(locale)).unwrap_or_default();
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    view! {
        <h2>{t::console_account::FACTOR_SCAN.get(locale)}</h2>
        <p>{t::console_account::FACTOR_SCAN_TEXT.get(locale)}</p>
        <div class="factor">
            <div class="factor__symbol" inner_html=symbol></div>
            <div>
                <p>{t::console_account::FACTOR_KEY.get(locale)}</p>
                <p><code class="factor__key">{waiting.key.clone()}</code></p>
            </div>
        </div>
        <form method="post" action=ConfirmSecondFactor::url() novalidate=true>
            <TextField
                field=Field::Code
                label=t::console_account::FACTOR_CONFIRM
                locale=locale
                problems=problems
                autocomplete="one-time-code"
                inputmode="numeric"
                maxlength=10
                class="input--code"
            />
            <div class="act">
                <button class="button button--primary">{t::console_account::FACTOR_DONE.get(locale)}</button>
            </div>
        </form>
    }
}

/// One password for either act.
fn managing(desk: &Desk) -> impl IntoView + use<> {
    let locale = desk.locale;
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    view! {
        <p class="lead">{t::console_account::FACTOR_WHY.get(locale)}</p>
        <form method="post" action=ReplaceSecondFactor::url() novalidate=true>
            <ul>
                <li>{t::console_account::FACTOR_REPLACE_TEXT.get(locale)}</li>
                <li>{t::console_account::FACTOR_RENEW_TEXT.get(locale)}</li>
            </ul>
            <TextField
                field=Field::Password
                label=t::console_account::PASSWORD_OLD
                locale=locale
                problems=problems
                kind="password"
                autocomplete="current-password"
                maxlength=128
            />
            <div class="act">
                <button class="button">{t::console_account::FACTOR_REPLACE.get(locale)}</button>
                <button class="button" formaction=RenewRecoveryCodes::url()>
                    {t::console_account::FACTOR_RENEW.get(locale)}
                </button>
            </div>
        </form>
    }
}
