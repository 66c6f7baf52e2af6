//! Signing out: a page with one button, because opening an address must change nothing.

use super::frame::{Menu, Page, candidate_page};
use crate::{api::SignOut, text::t};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn SignOutPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let body = view! {
            <p class="lead">{t::sign_out::LEAD.get(locale)}</p>
            <form method="post" action=SignOut::url()>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <div class="act">
                    <button class="button button--primary">{t::sign_out::SUBMIT.get(locale)}</button>
                </div>
            </form>
        };
        Ok(Page::new(t::sign_out::TITLE.get(locale), Menu::Account, body))
    })
}
