//! Taking the capture: what is asked for, the camera that the script shows, and below it the plain form, which works without it.
//! Where a province asks for digits, forms draw them and the page shows them once; the script does the same in place.

use super::{super::frame::Visit, drawing, words};
use crate::{
    components::{Notice, Tone},
    message::card::movement,
    text::{Text, t},
};
use enrolment::{attempts::Counted, face::Challenge};
use leptos::prelude::*;
use shared::{
    evidence::CAPTURE_BYTES_MAX,
    liveness::{Expected, Liveness, Way},
    problem::Field,
};

/// Before anything is asked.
pub(super) fn first(visit: &Visit, liveness: Liveness) -> AnyView {
    let locale = visit.locale;
    match liveness {
        Liveness::Presence => {
            let form = plain_form(visit, &visit.routes().face(), t::face::FILE);
            view! { <p class="lead">{t::face::LEAD.get(locale)}</p> {stage(visit, None, None, form)} }.into_any()
        }
        Liveness::Digits => view! {
            <p class="lead">{t::face_asked::LEAD.get(locale)}</p>
            <p>{t::face_asked::LEAD_MOVING.get(locale)}</p>
            {stage(visit, Some(Liveness::Digits), None, ask(visit, false).into_any())}
        }
        .into_any(),
    }
}

/// What was just drawn, and the form for its answer; nothing where it was shown before. A script that comes now – it had not come when
/// the form was sent – goes on with it as if it had drawn it.
pub(super) fn answering(visit: &Visit, challenge: Option<Challenge>) -> AnyView {
    let locale = visit.locale;
    let Some(challenge) = challenge else {
        return view! {
            <Notice title=t::face_asked::USED.get(locale) tone=Tone::Warn />
            {stage(visit, Some(Liveness::Digits), None, ask(visit, false).into_any())}
        }
        .into_any();
    };
    let form = plain_form(visit, &visit.routes().face_asked(challenge.id), t::face_asked::FILE);
    let shown = view! { {asked(&challenge.expected, visit)} {form} {ask(visit, true)} };
    stage(visit, Some(Liveness::Digits), Some(&challenge), shown.into_any()).into_any()
}

fn asked(expected: &Expected, visit: &Visit) -> AnyView {
    let locale = visit.locale;
    let (title, how, what) = match expected {
        Expected::Digits(digits) => {
            let digits = digits.map(|digit| view! { <span>{digit.to_string()}</span> }).into_iter().collect_view();
            (
                t::face_asked::DIGITS,
                t::face_asked::DIGITS_HOW,
                view! { <p class="face-asked__digits">{digits}</p> }.into_any(),
            )
        }
        Expected::Movements(order) => {
            let order = order.iter().map(|one| view! { <li>{movement(*one).get(locale)}</li> }).collect_view();
            (t::face_asked::MOVEMENTS, t::face_asked::MOVEMENTS_HOW, view! { <ol>{order}</ol> }.into_any())
        }
        Expected::Presence => return ().into_any(),
    };
    view! {
        <section class="face-asked face-asked--plain notice">
            <h2 class="notice__title">{title.get(locale)}</h2>
            <p>{how.get(locale)}</p>
            {what}
            <p class="quiet">{t::face_asked::VALID.get(locale)}</p>
        </section>
    }
    .into_any()
}

/// The forms that draw. `again`: something is shown already.
fn ask(visit: &Visit, again: bool) -> impl IntoView + use<> {
    let locale = visit.locale;
    let way = |way: Way, words: Text, class: &'static str| {
        view! { <button class=class name="way" value=way.as_str()>{words.get(locale)}</button> }
    };
    let first = if again { "button" } else { "button button--primary" };
    let digits = if again { t::face_asked::AGAIN } else { t::face_asked::ASK_DIGITS };
    let once = (!again).then(|| view! { <p class="quiet">{t::face_asked::SHOWN_ONCE.get(locale)}</p> });
    view! {
        <form class="face-ask" method="post" action=visit.own(&visit.routes().face_challenge())>
            {once}
            <div class="face-ask__ways">
                {way(Way::Speaking, digits, first)}
                {way(Way::Moving, t::face_asked::ASK_MOVEMENTS, "button")}
            </div>
        </form>
    }
}

/// Everything that the script works with, and in it what works without the script. `shown`: what stands on the page already.
fn stage(visit: &Visit, asks: Option<Liveness>, shown: Option<&Challenge>, plain: AnyView) -> impl IntoView + use<> {
    let locale = visit.locale;
    let shown = shown.and_then(|challenge| serde_json::to_string(challenge).ok());
    view! {
        <div
            id="evidence"
            data-purpose="face"
            data-owner=visit.owner()
            data-go-on=visit.routes().go_on()
            data-uploads=visit.routes().uploads()
            data-page=visit.routes().face()
            data-turn=visit.routes().turn(Counted::Face.as_str())
            data-asks=asks.map(|_| visit.own(&visit.routes().face_challenge()))
            data-challenge=shown
            data-most=CAPTURE_BYTES_MAX.to_string()
            data-words=words::face(locale, asks.is_some())
        >
            <section class="face-asked notice" id="face-asked" hidden tabindex="-1">
                <h2 class="notice__title"></h2>
                <p class="face-asked__how"></p>
                <div class="face-asked__what"></div>
                <p class="quiet">{t::face_asked::VALID.get(locale)}</p>
            </section>
            {live(visit, asks.is_some())}
            {plain}
            <p class="upload-status" role="status" aria-live="polite"></p>
            <progress class="upload-progress" max="100" hidden aria-hidden="true"></progress>
            <button type="button" class="button upload-resume" hidden>{t::upload::RESUME.get(locale)}</button>
        </div>
        <script type="module" src=format!("{}face.js", visit.context.scripts)></script>
    }
}

/// Nothing is taken any more; what waits on the device to be sent goes.
pub(super) fn no_more(visit: &Visit) -> AnyView {
    let script = format!("{}kept.js", visit.context.scripts);
    view! {
        <div id="kept" hidden data-purpose="face" data-owner=visit.owner()></div>
        <script type="module" src=script></script>
    }
    .into_any()
}

fn plain_form(visit: &Visit, path: &str, label: Text) -> AnyView {
    let locale = visit.locale;
    let name = Field::Face.as_str();
    view! {
        <form class="plain-upload content--narrow" method="post" action=visit.own(path) enctype="multipart/form-data">
            <div class="field">
                <label class="field__label" for=name>{label.get(locale)}</label>
                <p class="field__hint" id="face-hint">{t::face::FILE_HINT.get(locale)}</p>
                <input
                    class="input"
                    id=name
                    name=name
                    type="file"
                    accept="video/*"
                    capture="user"
                    required=true
                    aria-describedby="face-hint"
                />
            </div>
            <button class="button">{t::face::SUBMIT.get(locale)}</button>
        </form>
    }
    .into_any()
}

fn live(visit: &Visit, asks: bool) -> impl IntoView + use<> {
    let words = |text: Text| text.get(visit.locale);
    let (start, say) =
        if asks { (t::face_asked::START, "") } else { (t::face::START, t::face::INSTRUCTION.get(visit.locale)) };
    view! {
        <div class="face-live" hidden>
            <p class="face-live__say" aria-live="polite">{say}</p>
            <div class="face-live__stage">
                <video class="face-live__video" id="face-video" playsinline muted></video>
                {drawing::oval()}
            </div>
            <div class="act">
                <button type="button" class="button button--primary" data-act="start">{words(start)}</button>
                <button type="button" class="button button--primary" data-act="use" hidden>{words(t::face::USE)}</button>
                <button type="button" class="button" data-act="retake" hidden>{words(t::face::RETAKE)}</button>
            </div>
        </div>
        <div class="way-choice" hidden>
            <label class="way-choice__way">
                <input class="way-choice__input" type="file" accept="video/*" capture="user" aria-label=words(t::face::RECORD) />
                <span class="button button--primary">{words(t::face::RECORD)}</span>
            </label>
            <label class="way-choice__way">
                <input class="way-choice__input" type="file" accept="video/*" aria-label=words(t::face::ALBUM) />
                <span class="button">{words(t::face::ALBUM)}</span>
            </label>
        </div>
    }
}
