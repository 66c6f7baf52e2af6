//! Correcting the identity document while that item is open: a draft, or sent back by a reviewer.

use super::{
    contact,
    frame::{Menu, Page, candidate_page},
    register, returned,
};
use crate::{
    api::{
        ChangeDocument,
        forms::{ContactForm, DOCUMENT},
    },
    components::{ErrorSummary, SummaryList, SummaryRow},
    message::record,
    text::t,
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{enrolment::Item, problem::ProblemCode};

#[component]
pub fn DocumentPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let (locale, profile) = (visit.locale, visit.profile());
        let status = visit.context.enrolment.status(visit.candidate()?).await?;
        if !status.items.iter().any(|item| item.item == Item::Document && item.open) {
            return Err(ProblemCode::ItemClosed.into());
        }
        let check = |form: &ContactForm| form.document(profile).err().unwrap_or_default();
        let mut typed = contact::load(&visit, DOCUMENT, ChangeDocument::PATH, check).await?;
        if typed.form.document_type.is_empty() {
            status.document.kind.as_str().clone_into(&mut typed.form.document_type);
        }
        let kind = record::document_type(status.document.kind).get(locale);
        let current = SummaryRow::new(t::document::CURRENT.get(locale), format!("{kind} {}", status.document.masked));
        let body = view! {
            <ErrorSummary problems=typed.problems.clone() locale=locale />
            {returned::notice(&visit, &status, Item::Document)}
            <p class="lead">{t::document::LEAD.get(locale)}</p>
            <SummaryList rows=vec![current] />
            <form class="content--narrow" method="post" action=visit.own(ChangeDocument::url()) novalidate=true>
                <input type="hidden" name="province" value=visit.province.to_string() />
                {register::document_fields(&visit, &typed)}
                <div class="act">
                    <button class="button button--primary">{t::document::SUBMIT.get(locale)}</button>
                    <a class="button" href=visit.routes().status()>{t::document::CANCEL.get(locale)}</a>
                </div>
            </form>
        };
        Ok(Page::new(t::document::TITLE.get(locale), Menu::Enrol, body))
    })
}
