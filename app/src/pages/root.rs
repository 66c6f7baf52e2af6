//! The first page of a server that serves several provinces.

use crate::{components::Banners, context, text::t};
use leptos::prelude::*;
use leptos_meta::Title;
use shared::route;

#[component]
pub fn Root() -> impl IntoView {
    let context = context::request();
    let locale = context.locale;
    let provinces = context.enrolment.profiles().iter().map(|profile| {
        let href = route::Candidate(&profile.province).home();
        view! { <li><a href=href>{profile.title.get(locale).to_owned()}</a></li> }
    });
    let provinces = provinces.collect_view();
    let preferences = super::frame::preferences(&context, route::ROOT);
    view! {
        <Title text=t::root::TITLE.get(locale) />
        <header class="portal-bar">
            <div class="portal-bar__row"><div class="portal-bar__tools">{preferences}</div></div>
        </header>
        <Banners banners=context.enrolment.banners(None) locale=locale />
        <div class="layout layout--single">
            <main class="content" id="main">
                <h1>{t::root::TITLE.get(locale)}</h1>
                <p class="lead">{t::root::CHOOSE.get(locale)}</p>
                <ul>{provinces}</ul>
            </main>
        </div>
    }
}
