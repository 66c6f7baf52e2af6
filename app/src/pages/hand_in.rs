//! 温馨提示: the reminder before handing in. The server keeps the countdown; without scripts a sentence says how long, and pressing
//! too early only asks to wait.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    api::{HandIn, application::Agreed, posting::typed},
    components::ErrorSummary,
    text::t,
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::profile::REMINDER_SUBMIT;

#[component]
pub fn HandInPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (caller, enrolment) = (visit.candidate()?, &visit.context.enrolment);
        let status = enrolment.status(caller).await?;
        if !status.open {
            return Ok(Page::redirect(&visit.routes().status()));
        }
        let agreed: Agreed = typed(&visit.context, Agreed::DRAFT).await?;
        // it opens with 提交 on the page before, for the answers that stood there
        let Some(reminder) = enrolment.reminder(caller).await?.filter(|_| !agreed.key.is_empty()) else {
            return Ok(Page::redirect(&visit.routes().check_answers()));
        };
        let seconds = (reminder.ready_at - enrolment.now()).whole_secs();
        let title = visit.profile().notice(REMINDER_SUBMIT).map(|notice| notice.title.get(visit.locale).to_owned());
        let body = body(&visit, seconds, agreed.key);
        Ok(Page::new(title.unwrap_or_default(), Menu::Enrol, body).at_the_end(&visit))
    })
}

fn body(visit: &Visit, seconds: u32, key: String) -> impl IntoView + use<> {
    let locale = visit.locale;
    let problems: Vec<_> = visit.problem.clone().into_iter().collect();
    let words = visit.profile().notice(REMINDER_SUBMIT).map(|notice| notice.body.get(locale).to_owned());
    let words = words.unwrap_or_default();
    let paragraphs = words.split("\n\n").map(|text| view! { <p>{text.to_owned()}</p> }).collect_view();
    view! {
        <ErrorSummary problems=problems locale=locale />
        <p class="lead">{t::hand_in::LEAD.get(locale)}</p>
        <div class="notice notice--warn">{paragraphs}</div>
        <form method="post" action=visit.own(HandIn::url())>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="key" value=key />
            <div class="act act--pair">
                {countdown(visit, seconds)}
                <a class="button" href=visit.routes().check_answers()>{t::hand_in::BACK.get(locale)}</a>
                <button class="button button--primary" data-after-countdown="">{t::hand_in::SUBMIT.get(locale)}</button>
            </div>
        </form>
    }
}

/// `app/scripts/hand_in.js` keeps 提交 out of use meanwhile, and says in the second part when it is in use.
fn countdown(visit: &Visit, seconds: u32) -> AnyView {
    let locale = visit.locale;
    if seconds == 0 {
        return view! { <p class="countdown">{t::hand_in::READY.get(locale)}</p> }.into_any();
    }
    view! {
        <p
            class="countdown"
            data-seconds=seconds
            data-ticking=t::hand_in::TICKING.get(locale)
            data-button=t::hand_in::LOCKED.get(locale)
            data-ready=t::hand_in::READY.get(locale)
        >
            <span class="quiet" role="timer" aria-live="off">{t::hand_in::still(locale, seconds)}</span>
            <span class="visually-hidden" role="status"></span>
        </p>
        <script type="module" src=format!("{}hand_in.js", visit.context.scripts)></script>
    }
    .into_any()
}
