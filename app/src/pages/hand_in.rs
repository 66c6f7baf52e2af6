//! 温馨提示: the reminder before handing in. The server keeps the countdown; without scripts a sentence says how long, and pressing
//! too early only asks to wait.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    api::{HandIn, application::Agreed, posting::typed},
    components::ErrorSummary,
    islands::countdown::Countdown,
    text::t,
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{locale::Locale, profile::REMINDER_SUBMIT};

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
        <form method="post" action=HandIn::url()>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="key" value=key />
            <div class="act act--pair">
                {countdown(seconds, locale)}
                <a class="button" href=visit.routes().check_answers()>{t::hand_in::BACK.get(locale)}</a>
                <button class="button button--primary">{t::hand_in::SUBMIT.get(locale)}</button>
            </div>
        </form>
    }
}

fn countdown(seconds: u32, locale: Locale) -> AnyView {
    if seconds == 0 {
        return view! { <p class="countdown">{t::hand_in::READY.get(locale)}</p> }.into_any();
    }
    view! {
        <p class="countdown">
            <Countdown
                seconds=seconds
                still=t::hand_in::still(locale, seconds)
                ticking=t::hand_in::TICKING.get(locale).to_owned()
                ready=t::hand_in::READY.get(locale).to_owned()
            />
        </p>
    }
    .into_any()
}
