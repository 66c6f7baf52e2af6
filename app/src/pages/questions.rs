//! Security questions (安全问题): three of the province's list, answered in one's own words.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    api::{
        SaveQuestions,
        posting::typed,
        recovery::{QUESTIONS, QuestionsChosen},
    },
    components::{ErrorSummary, OptionGroup, SelectField, TextField},
    text::{Text, t},
};
use enrolment::Error;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    enrolment::Step,
    problem::{Field, Problem},
};

const ROWS: [(Field, Text, Field, Text); 3] = [
    (Field::Question1, t::questions::QUESTION1, Field::Answer1, t::questions::ANSWER1),
    (Field::Question2, t::questions::QUESTION2, Field::Answer2, t::questions::ANSWER2),
    (Field::Question3, t::questions::QUESTION3, Field::Answer3, t::questions::ANSWER3),
];

#[component]
pub fn QuestionsPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (caller, locale) = (visit.candidate()?, visit.locale);
        if visit.profile().accounts.questions.is_empty() {
            return Err(Error::NotFound);
        }
        let known = visit.context.enrolment.own_questions(caller).await?;
        let password_set = visit.context.enrolment.status(caller).await?.password_set;
        let draft: Option<QuestionsChosen> = typed(&visit.context, QUESTIONS).await?;
        let own = || <[String; 3]>::try_from(known.clone()).unwrap_or_default();
        let chosen = draft.map_or_else(own, |draft| draft.0);
        let problems = visit.problems().await?;
        let again = !known.is_empty();
        let notice = again.then(|| view! { <p class="lead">{t::questions::AGAIN.get(locale)}</p> });
        let body = view! {
            <ErrorSummary problems=problems.clone() locale=locale />
            <p class="lead">{t::questions::LEAD.get(locale)}</p>
            {notice}
            <form class="content--narrow" method="post" action=visit.own(SaveQuestions::url()) novalidate=true>
                <input type="hidden" name="province" value=visit.province.to_string() />
                {rows(&visit, &chosen, &problems)}
                {(again && password_set).then(|| old_password(&visit, &problems))}
                <div class="act">
                    <button class="button button--primary">{t::questions::SUBMIT.get(locale)}</button>
                </div>
            </form>
        };
        Ok(Page::new(t::questions::TITLE.get(locale), Menu::Account, body).at(&visit, Step::Questions))
    })
}

fn rows(visit: &Visit, chosen: &[String; 3], problems: &[Problem]) -> Vec<AnyView> {
    let locale = visit.locale;
    let offered = visit.profile().accounts.questions.iter();
    let options: Vec<_> = offered.map(|own| (own.code.clone(), own.text.get(locale).to_owned())).collect();
    let row = |((question, question_label, answer, answer_label), value): ((Field, Text, Field, Text), &String)| {
        view! {
            <SelectField
                field=question
                label=question_label
                locale=locale
                groups=vec![OptionGroup { label: String::new(), options: options.clone() }]
                value=value.clone()
                problems=problems.to_vec()
            />
            <TextField
                field=answer
                label=answer_label
                hint=t::questions::ANSWER_HINT
                locale=locale
                problems=problems.to_vec()
                maxlength=120
            />
        }
        .into_any()
    };
    ROWS.into_iter().zip(chosen).map(row).collect()
}

fn old_password(visit: &Visit, problems: &[Problem]) -> impl IntoView + use<> {
    view! {
        <TextField
            field=Field::Password
            label=t::questions::PASSWORD
            locale=visit.locale
            problems=problems.to_vec()
            kind="password"
            autocomplete="current-password"
            maxlength=128
        />
    }
}
