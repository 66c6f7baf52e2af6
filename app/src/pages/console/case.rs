//! One case on one screen: the evidence large, the facts beside it, the decisions always in reach.

mod alike;
mod details;
mod faces;
mod facts;
mod identity;
mod keys;
mod reveal;
mod rounds;
mod tries;
mod viewer;

use super::{
    decide,
    frame::{Desk, console_page},
};
use crate::{
    api::TakeCase,
    components::{ErrorSummary, Notice, Tone},
    text::t,
};
use enrolment::{Error, Result, review::Case};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_params_map;
use shared::{id::EnrolmentId, problem::ProblemCode, route};

#[component]
pub fn CasePage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("case")).unwrap_or_default();
    console_page(move |desk| async move {
        let id: EnrolmentId = id.parse().map_err(|_| Error::NotFound)?;
        match desk.context.enrolment.open_case(&desk.caller, id).await {
            Ok(case) => opened(&desk, &case),
            Err(Error::Refused(problem)) if problem.code == ProblemCode::LeaseLost => Ok(not_taken(&desk, id)),
            Err(error) => Err(error),
        }
    })
}

fn opened(desk: &Desk, case: &Case) -> Result<(String, AnyView)> {
    let locale = desk.locale;
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    let title = t::console::case_title(locale, &case.receipt);
    let script = format!("{}case.js", desk.context.scripts);
    let body = view! {
        <div class="case">
            <section class="case__evidence" aria-label=t::console_case::STRIP.get(locale)>
                {viewer::viewer(desk, case)?}
            </section>
            <section class="case__facts" id="facts" tabindex="0" aria-label=t::console::FACTS.get(locale)>
                <ErrorSummary problems=problems locale=locale />
                <h1>{title.clone()}</h1>
                {facts::facts(desk, case)?}
            </section>
            {decide::bar(desk, case)?}
            {keys::dialog(case.items.len(), locale)}
        </div>
        <script type="module" src=script></script>
    };
    Ok((title, body.into_any()))
}

/// Nothing of a case is shown to somebody who does not hold it.
fn not_taken(desk: &Desk, id: EnrolmentId) -> (String, AnyView) {
    let locale = desk.locale;
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    let body = view! {
        <div class="queue">
            <ErrorSummary problems=problems locale=locale />
            <Notice title=t::console::NOT_TAKEN.get(locale) tone=Tone::Warn>
                <p>{t::console::NOT_TAKEN_TEXT.get(locale)}</p>
            </Notice>
            <form class="act" method="post" action=TakeCase::url()>
                <input type="hidden" name="case" value=id.to_string() />
                <button class="button button--primary">{t::console::TAKE.get(locale)}</button>
                <a class="button" href=route::CONSOLE>{t::console::QUEUE_BACK.get(locale)}</a>
            </form>
        </div>
    };
    (t::console::NOT_TAKEN.get(locale).to_owned(), body.into_any())
}
