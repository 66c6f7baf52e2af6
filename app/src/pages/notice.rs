//! 新生入籍须知: the notice in full, and accepting it.

use super::frame::{Menu, Page, candidate_page};
use crate::{
    api::AcceptNotice,
    components::{Choice, ErrorSummary},
    text::t,
};
use enrolment::Error;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{enrolment::Step, problem::Field, profile::ENROLMENT_RULES};

#[component]
pub fn NoticePage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        let notice = visit.profile().notice(ENROLMENT_RULES).cloned().ok_or(Error::NotFound)?;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let paragraphs = notice.body.get(locale).split("\n\n").map(|text| view! { <p>{text.to_owned()}</p> });
        let paragraphs = paragraphs.collect_view();
        let version = t::notice_page::version(locale, notice.version);
        let act = if status.notice_accepted {
            let href = visit.routes().go_on();
            view! {
                <p><span class="tag tag--good">{t::notice_page::ACCEPTED.get(locale)}</span></p>
                <div class="act"><a class="button button--primary" href=href>{t::notice_page::NEXT.get(locale)}</a></div>
            }
            .into_any()
        } else {
            view! {
                <form method="post" action=visit.own(AcceptNotice::url()) novalidate=true>
                    <input type="hidden" name="province" value=visit.province.to_string() />
                    <Choice field=Field::Consent label=t::register::CONSENT locale=locale problems=problems.clone() />
                    <div class="act">
                        <button class="button button--primary">{t::notice_page::NEXT.get(locale)}</button>
                    </div>
                </form>
            }
            .into_any()
        };
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            <div class="terms__body">{paragraphs}</div>
            <p class="quiet">{version}</p>
            {act}
        };
        Ok(Page::new(notice.title.get(locale), Menu::Enrol, body).at(&visit, Step::Notice))
    })
}
