//! Candidates who may be the same person, each beside the candidate of the case: masked, with what they have in common, and what
//! was said of the two.

use super::super::frame::Desk;
use crate::{
    api::JudgeDuplicate,
    message::record,
    pages::existing::late,
    text::{Text, t},
};
use enrolment::review::{Case, Duplicate, Masked};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    case::{Likeness, Sameness},
    locale::Locale,
    route,
};

/// Nothing where nobody is alike and no number of before is known.
pub(super) fn alike(desk: &Desk, case: &Case) -> Option<impl IntoView + use<>> {
    if case.duplicates.is_empty() && case.late.is_empty() && case.known.is_none() {
        return None;
    }
    let locale = desk.locale;
    let late = desk.profile().ok().and_then(|profile| late::for_staff(&case.late, profile, locale));
    let known = desk.profile().ok().and_then(|profile| late::known(case.known.as_ref(), profile, locale));
    let doubtful = !case.duplicates.is_empty() || !case.late.is_empty();
    let title = doubtful.then(|| view! { <h2 id="alike">{t::console_alike::TITLE.get(locale)}</h2> });
    let pairs = case.duplicates.iter().map(|other| pair(desk, case, other)).collect_view();
    let lead =
        (!case.duplicates.is_empty()).then(|| view! { <p class="quiet">{t::console_alike::LEAD.get(locale)}</p> });
    let more = case.more_duplicates.then(|| view! { <p class="quiet">{t::console_alike::MORE.get(locale)}</p> });
    Some(view! {
        {known}
        {title}
        {late}
        {lead}
        {pairs}
        {more}
    })
}

fn pair(desk: &Desk, case: &Case, other: &Duplicate) -> impl IntoView + use<> {
    let locale = desk.locale;
    let why = other.why.iter().map(|why| view! { <li class="tag tag--warn">{likeness(*why).get(locale)}</li> });
    let own = case.photo.as_ref().map(|photo| route::photo_file(photo.photo));
    let theirs = other.photo.map(|photo| route::console::alike_photo(case.enrolment, photo));
    let profile = desk.context.enrolment.profile(&other.province).ok();
    let province = profile.map_or_else(|| other.province.to_string(), |profile| profile.name.get(locale).to_owned());
    let region = profile.and_then(|profile| profile.region(&other.region)).map(|region| region.name.clone());
    let place = [Some(province), region, Some(other.window.clone())];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let state = record::state(other.state).get(locale);
    let receipt = other.receipt.clone().map(|receipt| format!(" · {receipt}"));
    let here = t::console::case_title(locale, &case.receipt);
    view! {
        <article class="alike">
            <ul class="alike__why">{why.collect_view()}</ul>
            <div class="alike__pair">
                {side(t::console_alike::THIS.get(locale), own, &case.masked, here, locale)}
                {side(
                    t::console_alike::OTHER.get(locale),
                    theirs,
                    &other.person,
                    format!("{place} · {state}{}", receipt.unwrap_or_default()),
                    locale,
                )}
            </div>
            {judging(case, other, locale)}
        </article>
    }
}

fn side(
    name: &'static str,
    photo: Option<String>,
    who: &Masked,
    place: String,
    locale: Locale,
) -> impl IntoView + use<> {
    let photo = match photo {
        Some(photo) => view! { <img src=photo alt=t::measures::ALT.get(locale) loading="lazy" /> }.into_any(),
        None => view! { <p class="quiet">{t::console_alike::NO_PHOTO.get(locale)}</p> }.into_any(),
    };
    let person = who.name.clone().unwrap_or_else(|| "—".to_owned());
    let kind = record::document_type(who.document_type).get(locale);
    let (document, phone) = (who.document.clone(), who.phone.clone());
    view! {
        <div class="alike__side">
            <h3>{name}</h3>
            <div class="alike__photo">{photo}</div>
            <p>{person}</p>
            <p title=kind>{document}</p>
            <p>{phone}</p>
            <p class="quiet">{place}</p>
        </div>
    }
}

/// What was said last, and the two things that can be said.
fn judging(case: &Case, other: &Duplicate, locale: Locale) -> impl IntoView + use<> {
    let judged = other.judged.as_ref().map(|judged| {
        let at = record::moment(judged.at, locale);
        let words = t::console_alike::judged(locale, judged.by.clone(), at, verdict(judged.verdict).get(locale));
        view! { <p>{words}</p> }
    });
    // a case may look like several: who only hears the buttons hears whom they are about
    let about = &other.person.document;
    let button = |say: Sameness| {
        view! {
            <button class="button" name="verdict" value=say.as_str()>
                {verdict(say).get(locale)} <span class="visually-hidden">" " {about.clone()}</span>
            </button>
        }
    };
    view! {
        {judged}
        <form class="alike__judge" method="post" action=JudgeDuplicate::url()>
            <input type="hidden" name="case" value=case.enrolment.to_string() />
            <input type="hidden" name="other" value=other.candidate.to_string() />
            {button(Sameness::Different)}
            {button(Sameness::Same)}
        </form>
    }
}

const fn verdict(verdict: Sameness) -> Text {
    match verdict {
        Sameness::Same => t::console_alike::SAME,
        Sameness::Different => t::console_alike::DIFFERENT,
    }
}

const fn likeness(why: Likeness) -> Text {
    match why {
        Likeness::Document => t::console_alike::DOCUMENT,
        Likeness::Photo => t::console_alike::PHOTO,
        Likeness::Phone => t::console_alike::PHONE,
        Likeness::Name => t::console_alike::NAME,
        Likeness::Pinyin => t::console_alike::PINYIN,
    }
}
