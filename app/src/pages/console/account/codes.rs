//! New recovery codes, shown once.

use crate::{
    api::{posting::typed, staff_account::RECOVERY_CODES},
    pages::console::{frame::console_page, sections},
    text::t,
};
use leptos::prelude::*;

#[component]
pub fn CodesPage() -> impl IntoView {
    console_page(|desk| async move {
        let locale = desk.locale;
        let codes: Vec<String> = typed(&desk.context, RECOVERY_CODES).await?;
        desk.context.enrolment.drop_draft(&desk.caller, RECOVERY_CODES).await?;
        let body = if codes.is_empty() {
            view! { <p class="lead">{t::console_account::CODES_GONE.get(locale)}</p> }.into_any()
        } else {
            let codes = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
            view! {
                <p class="lead">{t::console_account::CODES_TEXT.get(locale)}</p>
                <ol class="recovery-codes">{codes}</ol>
                <p class="quiet screen-only">{t::console_account::CODES_PRINT.get(locale)}</p>
            }
            .into_any()
        };
        let body = view! {
            <div class="account account--narrow">
                <h1>{t::console_account::CODES_TITLE.get(locale)}</h1>
                {body}
                <div class="act">
                    <a class="button button--primary" href=sections::next(&desk.caller)>
                        {t::console_account::CODES_KEPT.get(locale)}
                    </a>
                </div>
            </div>
        };
        Ok((t::console_account::CODES_TITLE.get(locale).to_owned(), body.into_any()))
    })
}
