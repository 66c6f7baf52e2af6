//! Signing in again with phone and code: to go on, or to see the result.

use super::{
    contact,
    frame::{Menu, Page, candidate_page},
};
use crate::{
    api::{
        SignIn,
        forms::{ContactForm, SIGN_IN},
    },
    components::ErrorSummary,
    text::t,
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn SignInPage() -> impl IntoView {
    candidate_page(|visit| async move {
        if visit.candidate().is_ok() {
            return Ok(Page::redirect(&visit.routes().status()));
        }
        let (locale, profile) = (visit.locale, visit.profile());
        let check = |form: &ContactForm| form.sign_in(profile).err().unwrap_or_default();
        let typed = contact::load(&visit, SIGN_IN, SignIn::PATH, check).await?;
        let body = view! {
            <ErrorSummary problems=typed.problems.clone() locale=locale />
            <p class="lead">{t::sign_in::LEAD.get(locale)}</p>
            {contact::sent_notice(&visit, &typed)}
            <form class="content--narrow" method="post" action=SignIn::url() novalidate=true>
                {contact::default_button()}
                <input type="hidden" name="province" value=visit.province.to_string() />
                <input type="hidden" name="page" value=SIGN_IN />
                {contact::fields(&visit, &typed)}
                <div class="act">
                    <button class="button button--primary">{t::sign_in::SUBMIT.get(locale)}</button>
                </div>
            </form>
            <p>
                {t::sign_in::NEW.get(locale)} " "
                <a href=visit.routes().register()>{t::sign_in::REGISTER.get(locale)}</a>
            </p>
        };
        Ok(Page::new(t::sign_in::TITLE.get(locale), Menu::Account, body))
    })
}
