//! Questions and answers, line by line, with a link that changes the answer.

use leptos::prelude::*;

/// One line. `change`: address, what the link says, and what it says to those who only hear it.
pub struct SummaryRow {
    pub question: String,
    pub answer: AnyView,
    pub change: Option<(String, String, String)>,
}

impl SummaryRow {
    pub fn new(question: impl Into<String>, answer: impl IntoAny) -> Self {
        Self { question: question.into(), answer: answer.into_any(), change: None }
    }

    #[must_use]
    pub fn with_change(mut self, href: String, words: &str, heard: String) -> Self {
        self.change = Some((href, words.to_owned(), heard));
        self
    }
}

#[component]
pub fn SummaryList(rows: Vec<SummaryRow>) -> impl IntoView {
    let rows = rows.into_iter().map(|row| {
        let change = row.change.map(|(href, words, heard)| {
            view! {
                <dd class="summary__change screen-only">
                    <a href=href aria-label=heard>{words}</a>
                </dd>
            }
        });
        view! {
            <div class="summary__row">
                <dt>{row.question}</dt>
                <dd>{row.answer}</dd>
                {change}
            </div>
        }
    });
    view! { <dl class="summary">{rows.collect_view()}</dl> }
}
