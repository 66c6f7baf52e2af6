//! 修改考籍信息: what can be changed after handing in, until a reviewer takes the case. Each change is saved on its own page at
//! once; 保存 confirms that and leads back.

use super::{
    check,
    frame::{Menu, Page, Visit, candidate_page},
};
use crate::{
    components::{ErrorSummary, SummaryList, SummaryRow},
    text::t,
};
use leptos::prelude::*;
use shared::problem::ProblemCode;

#[component]
pub fn AmendPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        if !status.amendable {
            // a reviewer has taken it meanwhile, or it is too late
            return Err(ProblemCode::WrongState.into());
        }
        let rows = check::answers(&visit, &status).await?;
        let body = body(&visit, rows);
        Ok(Page::new(t::amend::TITLE.get(visit.locale), Menu::Record, body))
    })
}

fn body(visit: &Visit, rows: Vec<SummaryRow>) -> impl IntoView + use<> {
    let locale = visit.locale;
    let problems: Vec<_> = visit.problem.clone().into_iter().collect();
    let any = rows.iter().any(|row| row.change.is_some());
    let status = visit.routes().status();
    let saved = format!("{status}?saved=on");
    view! {
        <ErrorSummary problems=problems locale=locale />
        <p class="lead">{t::amend::LEAD.get(locale)}</p>
        <p class="quiet">{t::amend::TAKEN.get(locale)}</p>
        {(!any).then(|| view! { <p>{t::amend::NONE.get(locale)}</p> })}
        <SummaryList rows=rows />
        <div class="act act--pair">
            <a class="button button--primary" href=saved>{t::amend::SAVE.get(locale)}</a>
            <a class="button" href=status>{t::amend::CANCEL.get(locale)}</a>
        </div>
    }
}
