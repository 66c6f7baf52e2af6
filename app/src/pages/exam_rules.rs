//! 考场规则: the rules of the examination rooms, as the province has them.

use super::frame::{Menu, Page, candidate_page};
use crate::text::t;
use enrolment::Error;
use leptos::prelude::*;
use shared::profile::{EXAM_RULES, HEALTH_REPORT};

#[component]
pub fn ExamRulesPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let rules = visit.profile().notice(EXAM_RULES).cloned().ok_or(Error::NotFound)?;
        let paragraphs = rules.body.get(locale).split("\n\n").map(|text| view! { <p>{text.to_owned()}</p> });
        let paragraphs = paragraphs.collect_view();
        let report = visit.profile().notice(HEALTH_REPORT).map(|notice| {
            let href = visit.routes().health_report();
            view! { <p class="screen-only"><a href=href>{notice.title.get(locale).to_owned()}</a></p> }
        });
        let body = view! {
            {paragraphs}
            {report}
            <p class="quiet screen-only">{t::photo_guide::PRINT.get(locale)}</p>
        };
        Ok(Page::new(rules.title.get(locale), Menu::None, body))
    })
}
