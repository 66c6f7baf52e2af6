//! What engines said of the face: of the live capture with every measure, its limit and every try, and of the photograph beside the
//! document.

use super::tries::{Kind, engine, tries};
use crate::{
    message::card::{face_outcome, face_reason, movement},
    text::{Text, t},
};
use enrolment::{
    attempts::FaceTry,
    face::FaceCase,
    photo::{Likeness, PhotoReceipt},
    ports::{Cue, FaceJudgement, FaceVerdict},
};
use leptos::prelude::*;
use shared::{
    evidence::FaceOutcome,
    liveness::{Expected, Movement},
    locale::Locale,
};

pub(super) fn said(case: &FaceCase, locale: Locale) -> impl IntoView + use<> {
    let reasons = case.receipt.reasons.iter().map(|reason| view! { <li>{face_reason(*reason).get(locale)}</li> });
    let reasons = reasons.collect_view();
    let counted = (case.tries > 0).then(|| view! { <p>{t::console::face_tries(locale, case.tries)}</p> });
    let overtaken = was_passed(case).then(|| view! { <p>{t::console_face::MANUAL_AFTER_PASS.get(locale)}</p> });
    let none = (!case.receipt.has_file).then(|| view! { <p class="quiet">{t::console::FACE_NONE.get(locale)}</p> });
    let asked = case.asked.as_ref().map(|asked| {
        view! { <p>{t::console_face::ASKED.get(locale)} ": " {asked_words(asked, locale)}</p> }
    });
    view! {
        <h2>{t::console::FACE.get(locale)}</h2>
        <p><span class="tag">{face_outcome(case.receipt.outcome).get(locale)}</span></p>
        {none}
        {asked}
        {overtaken}
        <ul>{reasons}</ul>
        {counted}
        {case.judgement.as_ref().map(|judgement| measured(judgement, locale))}
        {tries(&case.history, &TRIES, locale)}
    }
}

/// It passed, and waits for a reviewer all the same.
fn was_passed(case: &FaceCase) -> bool {
    let passed = case.judgement.as_ref().is_some_and(|judgement| judgement.verdict == FaceVerdict::Pass);
    passed && case.receipt.outcome == FaceOutcome::Manual
}

fn asked_words(asked: &Expected, locale: Locale) -> String {
    match asked {
        Expected::Digits(digits) => {
            t::console_face::asked_digits(locale, digits.iter().map(u8::to_string).collect::<String>())
        }
        Expected::Movements(order) => {
            let name = |one: &Movement| movement(*one).get(locale);
            let separator = t::console_face::SEPARATOR.get(locale);
            t::console_face::asked_movements(locale, order.iter().map(name).collect::<Vec<_>>().join(separator))
        }
        Expected::Presence => t::console_face::ASKED_PRESENCE.get(locale).to_owned(),
    }
}

fn measured(judgement: &FaceJudgement, locale: Locale) -> impl IntoView + use<> {
    let words = |text: Text| text.get(locale);
    let heard = judgement.heard.as_ref().map(|heard| view! { <p>{t::console_face::heard(locale, heard)}</p> });
    let cues = judgement.cues.iter().map(|cue| row(cue, locale)).collect_view();
    view! {
        {heard}
        <div class="table-frame">
            <table class="table case-table">
                <thead>
                    <tr>
                        <th scope="col">{words(t::console_face::MEASURE)}</th>
                        <th scope="col">{words(t::console_face::VALUE)}</th>
                        <th scope="col">{words(t::console_face::LIMIT)}</th>
                        <th scope="col">{words(t::console_face::RESULT)}</th>
                    </tr>
                </thead>
                <tbody>{cues}</tbody>
            </table>
        </div>
        {engine(&judgement.engine, locale)}
    }
}

/// A measure that this version has no words for bears its own name.
fn row(cue: &Cue, locale: Locale) -> impl IntoView + use<> {
    let name = t::face_cue::named(&cue.name).map_or_else(|| cue.name.clone(), |words| words.get(locale).to_owned());
    let (tone, outcome) =
        if cue.passes { ("tag tag--good", t::outcome::PASS) } else { ("tag tag--bad", t::outcome::FAIL) };
    view! {
        <tr class="case-table__row">
            <th scope="row">{name}</th>
            <td>{format!("{:.2}", cue.score)}</td>
            <td>{cue.limit.map_or_else(|| "—".to_owned(), |limit| format!("{limit:.2}"))}</td>
            <td><span class=tone>{outcome.get(locale)}</span></td>
        </tr>
    }
}

fn asked_of(one: &FaceTry, locale: Locale) -> String {
    one.asked.as_ref().map(|asked| asked_words(asked, locale)).unwrap_or_default()
}

fn reasons(judgement: &FaceJudgement) -> Vec<Text> {
    judgement.reasons.iter().map(|reason| face_reason(*reason)).collect()
}

const TRIES: Kind<FaceJudgement> = Kind {
    title: t::console_face::TRIES,
    passed: t::console_face::PASSED,
    failed: t::console_face::FAILED,
    asked: Some(asked_of),
    found: reasons,
};

/// How like the photograph is to the portrait on the document.
pub(super) fn likeness(photo: &PhotoReceipt, locale: Locale) -> impl IntoView + use<> {
    let (words, tone) = match photo.likeness {
        Some(Likeness::Same) => (t::console_face::LIKENESS_SAME, "tag tag--good"),
        Some(Likeness::Doubtful) => (t::console_face::LIKENESS_DOUBTFUL, "tag tag--warn"),
        Some(Likeness::Different) => (t::console_face::LIKENESS_DIFFERENT, "tag tag--bad"),
        Some(Likeness::Reviewer) => (t::console_face::LIKENESS_REVIEWER, "tag tag--bad"),
        None => (t::console_face::LIKENESS_NONE, "tag tag--warn"),
    };
    let compared = photo.compared.as_ref().map(|compared| {
        let similarity = compared.comparison.similarity.map(|similarity| format!("{similarity:.2}"));
        let similarity = similarity.map(|text| view! { <p>{t::console_face::similarity(locale, text)}</p> });
        view! { {similarity} {engine(&compared.comparison.engine, locale)} }
    });
    view! {
        <h3>{t::console_face::LIKENESS.get(locale)}</h3>
        <p><span class=tone>{words.get(locale)}</span></p>
        {compared}
    }
}
