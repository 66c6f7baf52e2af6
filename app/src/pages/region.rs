//! 考区变更: the region, asking for another with a reason, and what became of it.

use super::{
    frame::{Menu, Page, Visit, brought_back, candidate_page},
    register,
};
use crate::{
    api::{
        AskRegionChange, WithdrawRegionChange,
        posting::typed,
        region::{REGION, RegionForm},
    },
    components::{ErrorSummary, Notice, SelectField, SummaryList, SummaryRow, Tone},
    message::{self, record},
    text::t,
};
use enrolment::region::{ChangeState, RegionChange, Side};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    locale::Locale,
    problem::{Field, Problem, ProblemCode},
};

#[component]
pub fn RegionPage() -> impl IntoView {
    candidate_page(|visit| async move {
        if !visit.profile().accounts.region_fixed {
            return Err(ProblemCode::NotFound.into());
        }
        let own = visit.context.enrolment.own_region(visit.candidate()?).await?;
        let form: RegionForm = typed(&visit.context, REGION).await?;
        let locale = visit.locale;
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let changes = own.changes.iter().map(|change| said(&visit, change)).collect_view();
        let act = match &own.obstacle {
            Some(problem) => obstacle(&visit, problem).into_any(),
            None => ask(&visit, form, problems.clone()).into_any(),
        };
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {brought_back(&visit)}
            <p class="lead">{t::region::LEAD.get(locale)}</p>
            <SummaryList rows=vec![SummaryRow::new(t::joining::REGION.get(locale), name(&visit, &own.region))] />
            {changes}
            {act}
            <p><a href=visit.routes().account()>{t::frame::MENU_ACCOUNT.get(locale)}</a></p>
        };
        Ok(Page::new(t::region::TITLE.get(locale), Menu::Account, body))
    })
}

/// Prefecture and county, or the code where the profile has dropped it.
fn name(visit: &Visit, code: &str) -> String {
    let profile = visit.profile();
    let Some(region) = profile.region(code) else { return code.to_owned() };
    let parent = region.parent.as_deref().and_then(|parent| profile.region(parent));
    parent.map_or_else(|| region.name.clone(), |parent| format!("{} {}", parent.name, region.name))
}

/// One request and how it stands.
fn said(visit: &Visit, change: &RegionChange) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (title, tone) = match change.state {
        ChangeState::Waiting => (t::region::WAITING, Tone::Plain),
        ChangeState::Agreed => (t::region::AGREED, Tone::Good),
        ChangeState::Refused => (t::region::REFUSED, Tone::Bad),
        ChangeState::Withdrawn => (t::region::WITHDRAWN, Tone::Plain),
    };
    let way = t::region::way(locale, name(visit, &change.from), name(visit, &change.to));
    let when = t::region::asked_at(locale, record::beijing(change.asked_at, locale));
    let waiting = change.state == ChangeState::Waiting;
    let offices = waiting.then(|| offices(change, locale));
    let note = change.note.clone().map(|note| view! { <p>{t::region::NOTE.get(locale)} {note}</p> });
    let withdraw = waiting.then(|| {
        view! {
            <form method="post" action=visit.own(WithdrawRegionChange::url())>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <button class="button">{t::region::WITHDRAW.get(locale)}</button>
            </form>
        }
    });
    view! {
        <Notice title=title.get(locale) tone=tone>
            <p>{way}</p>
            <p class="quiet">{when}</p>
            {offices}
            {note}
            {withdraw}
        </Notice>
    }
}

/// Which of the two offices has agreed.
fn offices(change: &RegionChange, locale: Locale) -> impl IntoView + use<> {
    let line = |side: Side| {
        let office = match side {
            Side::From => t::region::OFFICE_FROM,
            Side::To => t::region::OFFICE_TO,
        };
        let agreed = change.agreed.contains(&side);
        let (words, tag) =
            if agreed { (t::region::SIDE_AGREED, "tag tag--good") } else { (t::region::SIDE_WAITING, "tag") };
        view! { <li>{office.get(locale)} " " <span class=tag>{words.get(locale)}</span></li> }
    };
    let lines = Side::ALL.iter().copied().map(line).collect_view();
    view! { <ul>{lines}</ul> }
}

/// Why nothing can be asked for now; that something waits is said above already.
fn obstacle(visit: &Visit, problem: &Problem) -> Option<impl IntoView + use<>> {
    let sentence = message::sentence(problem, visit.locale);
    (problem.code != ProblemCode::RegionPending).then(|| {
        view! { <Notice title=t::region::OBSTACLE.get(visit.locale) tone=Tone::Warn><p>{sentence}</p></Notice> }
    })
}

fn ask(visit: &Visit, form: RegionForm, problems: Vec<Problem>) -> impl IntoView + use<> {
    let locale = visit.locale;
    let own = problems.iter().find(|problem| problem.field == Some(Field::Reason));
    let error = own.map(|problem| message::sentence(problem, locale));
    let invalid = error.as_ref().map(|_| "true");
    let error = error.map(|words| view! { <p class="field__error" id="reason-error">{words}</p> });
    view! {
        <h2>{t::region::ASK.get(locale)}</h2>
        <form class="content--narrow" method="post" action=visit.own(AskRegionChange::url()) novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <SelectField
                field=Field::Region
                label=t::region::TO
                locale=locale
                groups=register::regions(visit.profile())
                value=form.region
                problems=problems
            />
            <div class="field">
                <label class="field__label" for="reason">{t::region::REASON.get(locale)}</label>
                <p class="field__hint" id="reason-hint">{t::region::REASON_HINT.get(locale)}</p>
                {error}
                <textarea
                    class="input"
                    id="reason"
                    name="reason"
                    rows="4"
                    maxlength="500"
                    aria-describedby="reason-hint"
                    aria-invalid=invalid
                >
                    {form.reason}
                </textarea>
            </div>
            <div class="act">
                <button class="button button--primary">{t::region::SUBMIT.get(locale)}</button>
            </div>
        </form>
    }
}
