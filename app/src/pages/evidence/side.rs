//! One side of the document: a drawing or the picture, what was found of it, and the ways to another one.

use super::{super::frame::Visit, drawing};
use crate::{message::card as words, text::t};
use enrolment::card::CardPages;
use leptos::prelude::*;
use shared::{
    evidence::{CardSide, UploadPurpose},
    locale::Locale,
    photo::{CardFinding, CardVerdict, Outcome},
    route,
};

const PICTURES: &str = "image/jpeg,image/png,image/webp,image/*";

pub(super) fn side(visit: &Visit, pages: &CardPages, side: CardSide) -> impl IntoView + use<> {
    let locale = visit.locale;
    let kept = pages.side(side);
    let picture = match kept {
        Some(receipt) => {
            let href = route::card_file(receipt.card);
            view! { <img class="card-side__picture" src=href alt=alt(side).get(locale) /> }.into_any()
        }
        None => drawing::side(side),
    };
    let state = kept.map(|_| view! { <span class="tag tag--good">{t::card::KEPT.get(locale)}</span> });
    let about = match (pages.refusal(side), kept) {
        (Some(verdict), kept) => refused(verdict, kept.is_some(), locale),
        (None, Some(receipt)) => findings(&receipt.verdict, locale),
        (None, None) => ().into_any(),
    };
    let hint = if side == CardSide::Portrait { t::card::PORTRAIT_HINT } else { t::card::EMBLEM_HINT };
    view! {
        <section
            class="card-side"
            id=format!("side-{}", side.as_str())
            data-purpose=UploadPurpose::of_side(side).as_str()
            data-side=side.as_str()
        >
            <h2>{words::side(side).get(locale)} {state}</h2>
            <p class="quiet">{hint.get(locale)}</p>
            {picture}
            <div class="card-about">{about}</div>
            {ways(side, kept.is_some(), locale)}
            {plain_form(visit, side)}
            <p class="upload-status" role="status" aria-live="polite"></p>
            <progress class="upload-progress" max="100" hidden aria-hidden="true"></progress>
            <button type="button" class="button upload-resume" hidden>{t::upload::RESUME.get(locale)}</button>
        </section>
    }
}

/// Shown by the script, in place of the plain form.
fn ways(side: CardSide, again: bool, locale: Locale) -> impl IntoView + use<> {
    let name = words::side(side).get(locale);
    let camera = t::card::CAMERA.get(locale);
    let retake = t::frame::labelled(locale, name, t::card_judged::AGAIN.get(locale));
    let album = t::card::ALBUM.get(locale);
    let primary = if again { "button" } else { "button button--primary" };
    view! {
        <div class="way-choice" hidden>
            <label class="way-choice__way">
                <input
                    class="way-choice__input"
                    type="file"
                    accept="image/*"
                    capture="environment"
                    data-again=retake
                    aria-label=t::frame::labelled(locale, name, camera)
                />
                <span class=primary>{camera}</span>
            </label>
            <label class="way-choice__way">
                <input class="way-choice__input" type="file" accept=PICTURES aria-label=t::frame::labelled(locale, name, album) />
                <span class="button">{album}</span>
            </label>
        </div>
    }
}

/// Works without scripts: the server makes the file.
fn plain_form(visit: &Visit, side: CardSide) -> impl IntoView + use<> {
    let locale = visit.locale;
    let name = side.as_str();
    let hint = format!("{name}-hint");
    view! {
        <form class="plain-upload" method="post" action=visit.own(&visit.routes().card()) enctype="multipart/form-data">
            <div class="field">
                <label class="field__label" for=name>
                    {t::frame::labelled(locale, words::side(side).get(locale), t::card::FILE.get(locale))}
                </label>
                <p class="field__hint" id=hint.clone()>{t::card::FILE_HINT.get(locale)}</p>
                <input class="input" id=name name=name type="file" accept=PICTURES required=true aria-describedby=hint />
            </div>
            <button class="button">{t::card::PLAIN_SUBMIT.get(locale)}</button>
        </form>
    }
}

fn refused(verdict: &CardVerdict, still: bool, locale: Locale) -> AnyView {
    view! {
        <div class="notice notice--bad">
            <h3 class="notice__title">{t::card::REFUSED.get(locale)}</h3>
            {still.then(|| view! { <p>{t::card::STILL.get(locale)}</p> })}
            {findings(verdict, locale)}
        </div>
    }
    .into_any()
}

/// What does not pass, the worst first, with what to do.
fn findings(verdict: &CardVerdict, locale: Locale) -> AnyView {
    let open: Vec<_> = verdict.worst_first().into_iter().filter(|finding| finding.outcome != Outcome::Pass).collect();
    if open.is_empty() {
        return ().into_any();
    }
    let lines = open.into_iter().map(|finding| line(finding, locale)).collect_view();
    view! { <ul class="card-findings">{lines}</ul> }.into_any()
}

fn line(finding: &CardFinding, locale: Locale) -> impl IntoView + use<> {
    let what = finding.hint.as_deref().and_then(words::hint).unwrap_or_else(|| words::rule(finding.rule));
    let advice = (finding.outcome == Outcome::Advice).then(|| {
        view! { <span class="tag tag--warn">{t::card::ADVICE.get(locale)}</span> " " }
    });
    view! {
        <li data-rule=finding.rule.code()>
            {advice}
            <strong>{what.get(locale)}</strong>
            <br />
            {words::mend(finding.rule).get(locale)}
        </li>
    }
}

pub(super) const fn alt(side: CardSide) -> crate::text::Text {
    match side {
        CardSide::Portrait => t::card::ALT_PORTRAIT,
        CardSide::Emblem => t::card::ALT_EMBLEM,
    }
}
