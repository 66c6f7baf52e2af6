//! The details form (个人信息, 入籍信息), laid out as in the guide; on phones one column.

mod choices;
mod personal;

use super::{
    frame::{Menu, Page, Visit, brought_back, candidate_page},
    returned,
};
use crate::{
    api::{
        ChooseMajor, LeaveDetails, SaveDetails,
        details_form::{DETAILS, DetailsForm, Leaving},
        posting::typed,
    },
    components::ErrorSummary,
    journey,
    text::{Text, t},
};
use enrolment::{Result, details::DetailsBasis};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    enrolment::{Item, Step},
    person::{PersonName, pinyin},
    problem::{Problem, ProblemCode},
    profile::Word,
};

/// What the page shows.
struct Shown {
    basis: DetailsBasis,
    form: DetailsForm,
    problems: Vec<Problem>,
    /// Spellings of the name, the likeliest first.
    spellings: Vec<String>,
    /// What stands on the identity document can be corrected on its own page.
    card_open: bool,
}

#[component]
pub fn DetailsPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let basis = visit.context.enrolment.details_form(visit.candidate()?).await?;
        if !basis.open {
            return Err(ProblemCode::ItemClosed.into());
        }
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        let shown = load(&visit, basis, journey::is_open(&status, Item::Card)).await?;
        let body = view! { {returned::notice(&visit, &status, Item::Details)} {form(&visit, &shown)} };
        Ok(Page::new(visit.word(Word::FillIn, t::details::TITLE), Menu::Enrol, body)
            .at(&visit, Step::Provide(Item::Details)))
    })
}

/// What was typed last, else what was saved, else what the document number knows.
async fn load(visit: &Visit, basis: DetailsBasis, card_open: bool) -> Result<Shown> {
    let draft: Option<DetailsForm> = typed(&visit.context, DETAILS).await?;
    let saved = || basis.saved.as_ref().map(DetailsForm::of);
    let mut form = draft.or_else(saved).unwrap_or_else(|| DetailsForm::first(&basis)).with_card(&basis);
    let mut problems: Vec<Problem> = visit.problem.clone().into_iter().collect();
    if visit.refused_by(SaveDetails::PATH) {
        let known = visit.problem.as_ref().and_then(|problem| problem.field);
        let others = form.details(visit.profile(), &basis).err().unwrap_or_default();
        problems.extend(others.into_iter().filter(|problem| known.is_none() || problem.field != known));
    }
    let name: Option<PersonName> = form.name.parse().ok();
    let spellings: Vec<String> =
        name.map(|name| pinyin::propose(&name)).unwrap_or_default().into_iter().map(String::from).collect();
    if form.pinyin.trim().is_empty() {
        form.pinyin = spellings.first().cloned().unwrap_or_default();
    }
    Ok(Shown { basis, form, problems, spellings, card_open })
}

fn form(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let nonce = leptos::nonce::use_nonce();
    view! {
        <ErrorSummary problems=shown.problems.clone() locale=locale />
        {brought_back(visit)}
        <p class="lead">{t::details::LEAD.get(locale)}</p>
        <form class="details" method="post" action=visit.own(SaveDetails::url()) novalidate=true>
            // Enter in a field presses the first button of a form.
            <button class="visually-hidden" tabindex="-1" aria-hidden="true"></button>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="version" value=shown.basis.version.to_string() />
            <h2>{t::details::PERSONAL.get(locale)}</h2>
            <div class="details__grid">{personal::fields(visit, shown)}</div>
            <h2>{visit.word(Word::Choice, t::details::ENROLMENT)}</h2>
            {choices::fields(visit, shown)}
            {buttons(visit, shown)}
        </form>
        <script nonce=nonce inner_html=include_str!("details/majors.js")></script>
    }
}

/// 上一步 and 下一步; where the application was handed in already, 保存 and 取消, which is meant to leave things as they were.
fn buttons(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (words, note, other) = if shown.basis.amending {
        let status = visit.routes().status();
        let cancel = view! { <a class="button" href=status>{t::details::CANCEL.get(locale)}</a> };
        (t::details::SAVE, t::details::SAVE_NOTE, cancel.into_any())
    } else {
        (t::details::NEXT, t::details::NEXT_NOTE, leave(visit, "button", (Leaving::Back, t::details::BACK)))
    };
    view! {
        <p class="quiet">{note.get(locale)}</p>
        <div class="act act--pair">
            <button class="button button--primary">{words.get(locale)}</button>
            {other}
        </div>
    }
}

/// A button that keeps what was typed and goes to another page.
fn leave(visit: &Visit, class: &'static str, (leaving, words): (Leaving, Text)) -> AnyView {
    view! {
        <button
            class=class
            name="then"
            value=leaving.as_str()
            formaction=visit.own(LeaveDetails::url())
            formnovalidate=true
        >
            {words.get(visit.locale)}
        </button>
    }
    .into_any()
}

/// A button that keeps what was typed and shows the page again.
fn look_again(visit: &Visit, words: Text) -> impl IntoView + use<> {
    view! {
        <button class="button" formaction=visit.own(ChooseMajor::url()) formnovalidate=true>
            {words.get(visit.locale)}
        </button>
    }
}
