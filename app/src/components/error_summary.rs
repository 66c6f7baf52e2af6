//! What is wrong, at the top of a page: it takes the focus and links to the fields.

use crate::{message, text::t};
use leptos::prelude::*;
use shared::{locale::Locale, problem::Problem};

/// Nothing where there is no problem.
#[component]
pub fn ErrorSummary(problems: Vec<Problem>, locale: Locale) -> impl IntoView {
    if problems.is_empty() {
        return None;
    }
    let at_fields = problems.iter().any(|problem| problem.field.is_some());
    let title = if at_fields { t::errors::SUMMARY } else { t::errors::SUMMARY_OTHER };
    let lines = problems.into_iter().map(|problem| line(&problem, locale)).collect_view();
    Some(view! {
        <div class="error-summary" id="error-summary" role="alert" tabindex="-1" autofocus=true>
            <h2>{title.get(locale)}</h2>
            <ul>{lines}</ul>
        </div>
    })
}

fn line(problem: &Problem, locale: Locale) -> impl IntoView + use<> {
    let words = message::sentence(problem, locale);
    let words = match problem.field {
        Some(field) => view! { <a href=format!("#{}", field.as_str())>{words}</a> }.into_any(),
        None => words.into_any(),
    };
    view! { <li>{words} {reference(problem, locale)}</li> }
}

/// The reference of an internal error. It comes back in the URL, so only what looks like one is shown.
fn reference(problem: &Problem, locale: Locale) -> Option<impl IntoView + use<>> {
    let reference = problem.reference.clone()?;
    let genuine = reference.len() <= 16 && reference.bytes().all(|byte| byte.is_ascii_hexdigit());
    genuine.then(|| view! { <span class="quiet">{t::errors::reference(locale, reference)}</span> })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::problem::{Field, ProblemCode};

    fn html(problems: Vec<Problem>) -> String {
        view! { <ErrorSummary problems=problems locale=Locale::Chinese /> }.to_html()
    }

    #[test]
    fn it_takes_the_focus_and_links_to_the_field() {
        let html = html(vec![Problem::at(ProblemCode::CodeWrong, Field::Code).tries_left(4)]);
        assert!(html.contains("href=\"#code\"") && html.contains("tabindex=\"-1\"") && html.contains("autofocus"));
        assert!(html.contains("还可以再试 4 次"));
    }

    #[test]
    fn a_made_up_reference_is_not_repeated() {
        let forged = Problem { reference: Some("call 12345 now".to_owned()), ..ProblemCode::Internal.into() };
        assert!(!html(vec![forged]).contains("12345"));
        let real = Problem { reference: Some("0a1b2c3d".to_owned()), ..ProblemCode::Internal.into() };
        assert!(html(vec![real]).contains("0a1b2c3d"));
    }

    #[test]
    fn without_problems_there_is_nothing() {
        assert!(!html(Vec::new()).contains("error-summary"));
    }
}
