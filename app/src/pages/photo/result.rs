//! What the server found of the last picture: accepted with its lines, or refused with its findings; and the buttons that
//! move the crop without scripts.

use super::super::frame::Visit;
use crate::{
    api::PhotoByPeople,
    components::{Findings, Notice, PhotoMeasures, Tone, photo_measures},
    drawings::Ground,
    text::{Text, t},
};
use enrolment::photo::{Likeness, PhotoReceipt, PhotoRefusal, PhotoSource};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::route;

/// What there is to show.
#[expect(clippy::large_enum_variant, reason = "there is one a page")]
pub(super) enum Shown {
    Nothing,
    Accepted {
        photo: PhotoReceipt,
        source: Option<PhotoSource>,
    },
    /// `earlier`: a photograph that was accepted before, which still stands.
    Refused {
        refusal: PhotoRefusal,
        has_file: bool,
        earlier: bool,
    },
}

impl Shown {
    pub(super) fn of(photo: Option<PhotoReceipt>, source: Option<PhotoSource>) -> Self {
        match (photo, source) {
            (photo, Some(PhotoSource { refusal: Some(refusal), has_file, .. })) => {
                Self::Refused { refusal, has_file, earlier: photo.is_some() }
            }
            (Some(photo), source) => Self::Accepted { photo, source },
            (None, _) => Self::Nothing,
        }
    }
}

/// `next`: where “use this photo” leads.
pub(super) fn result(visit: &Visit, shown: &Shown, next: &str) -> AnyView {
    match shown {
        Shown::Nothing => ().into_any(),
        Shown::Accepted { photo, .. } if photo.likeness == Some(Likeness::Different) => {
            not_the_person(visit, photo).into_any()
        }
        Shown::Accepted { photo, source } => accepted(visit, photo, source.as_ref(), next).into_any(),
        Shown::Refused { refusal, has_file, earlier } => refused(visit, refusal, *has_file, *earlier).into_any(),
    }
}

/// Whose photograph it is: not the person's of the document, or a reviewer compares.
fn likeness(visit: &Visit, photo: &PhotoReceipt) -> Option<AnyView> {
    let locale = visit.locale;
    let note = |title: Text, text: Text, tone: Tone| {
        view! {
            <Notice title=title.get(locale) tone=tone>
                <p role="status">{text.get(locale)}</p>
            </Notice>
        }
        .into_any()
    };
    match photo.likeness? {
        Likeness::Same => None,
        Likeness::Doubtful => Some(note(t::photo_likeness::REVIEWER, t::photo_likeness::DOUBTFUL_TEXT, Tone::Plain)),
        Likeness::Reviewer => Some(note(t::photo_likeness::REVIEWER, t::photo_likeness::REVIEWER_TEXT, Tone::Plain)),
        Likeness::Different => Some(note(t::photo_likeness::DIFFERENT, t::photo_likeness::DIFFERENT_TEXT, Tone::Bad)),
    }
}

/// Another photograph, or a reviewer.
fn not_the_person(visit: &Visit, photo: &PhotoReceipt) -> impl IntoView + use<> {
    let locale = visit.locale;
    let image = route::photo_file(photo.photo);
    view! {
        <section class="photo-result">
            {likeness(visit, photo)}
            <img class="measures__picture" src=image alt=t::photo::ALT.get(locale) />
            <form class="act" method="post" action=visit.own(PhotoByPeople::url())>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <a class="button button--primary" href="#photo-step">{t::photo_likeness::CHOOSE.get(locale)}</a>
                <button class="button">{t::photo_likeness::TO_REVIEWER.get(locale)}</button>
            </form>
        </section>
    }
}

fn accepted(visit: &Visit, photo: &PhotoReceipt, source: Option<&PhotoSource>, next: &str) -> impl IntoView + use<> {
    let locale = visit.locale;
    let spec = visit.profile().photo.clone();
    let ground = Ground::of(&spec);
    let image = route::photo_file(photo.photo);
    let crop = source.filter(|source| source.has_file).and_then(|source| source.crop);
    let nudges = crop.map(|crop| nudges(visit, crop));
    view! {
        <section class="photo-result">
            <Notice title=t::photo_step::ACCEPTED.get(locale) tone=Tone::Good>
                <p>{t::photo_step::ACCEPTED_TEXT.get(locale)}</p>
            </Notice>
            {likeness(visit, photo)}
            <PhotoMeasures verdict=photo.verdict.clone() spec=spec image=image locale=locale />
            <Findings verdict=photo.verdict.clone() ground=ground locale=locale />
            {nudges}
            <div class="act">
                <a class="button button--primary" href=next.to_owned()>{t::photo_step::USE.get(locale)}</a>
            </div>
        </section>
    }
}

fn refused(visit: &Visit, refusal: &PhotoRefusal, has_file: bool, earlier: bool) -> impl IntoView + use<> {
    let locale = visit.locale;
    let crop = refusal.crop.filter(|_| has_file);
    let preview = crop.map(|crop| preview(visit, refusal, crop));
    let ground = Ground::of(&visit.profile().photo);
    let nudges = crop.map(|crop| nudges(visit, crop));
    let still = earlier.then(|| view! { <p>{t::photo_step::STILL.get(locale)}</p> });
    view! {
        <section class="photo-result">
            <Notice title=t::photo_step::REFUSED.get(locale) tone=Tone::Bad>
                <p>{t::photo_step::REFUSED_TEXT.get(locale)}</p>
                {still}
            </Notice>
            {preview}
            <Findings verdict=refusal.verdict.clone() ground=ground locale=locale />
            <p class="screen-only">
                <a href=visit.routes().photo_guide()>{t::photo::GUIDE.get(locale)}</a>
            </p>
            {nudges}
        </section>
    }
}

/// The part of the kept picture that the crop takes, cut by the SVG's own window: no script, no style. Over it the measured
/// lines, where the finished picture was measured.
fn preview(visit: &Visit, refusal: &PhotoRefusal, [x, y, width, height]: [f32; 4]) -> impl IntoView + use<> {
    let (href, spec) = (visit.routes().photo_source(), &visit.profile().photo);
    let (source_width, source_height) = (refusal.source_width, refusal.source_height);
    let frame = (spec.file.width_px, spec.file.height_px);
    let finished = (refusal.verdict.width_px, refusal.verdict.height_px) == frame;
    let face = refusal.verdict.face.as_ref().filter(|_| finished);
    let lines = face.map(|face| {
        let lines = photo_measures::lines(face, spec, visit.locale);
        let window = format!("0 0 {} {}", frame.0, frame.1);
        view! { <svg class="measures__lines" viewBox=window aria-hidden="true" inner_html=lines></svg> }
    });
    view! {
        <div class="measures">
            <svg
                class="measures__picture"
                viewBox=format!("{x:.0} {y:.0} {width:.0} {height:.0}")
                role="img"
                aria-label=t::photo::ALT.get(visit.locale)
            >
                <image href=href width=source_width height=source_height />
            </svg>
            {lines}
        </div>
        {face.map(|face| photo_measures::key(face, spec, visit.locale))}
    }
}

/// The picture moves the way the arrow points, so the crop moves the other way.
const NUDGES: [(&str, &str, Text); 6] = [
    ("right", "←", t::photo_step::LEFT),
    ("down", "↑", t::photo_step::UP),
    ("up", "↓", t::photo_step::DOWN),
    ("left", "→", t::photo_step::RIGHT),
    ("further", "−", t::photo_step::SMALLER),
    ("closer", "+", t::photo_step::LARGER),
];

fn nudges(visit: &Visit, crop: [f32; 4]) -> impl IntoView + use<> {
    let locale = visit.locale;
    let crop = crop.map(|number| format!("{number:.2}")).join(",");
    let buttons = NUDGES.map(|(value, sign, name)| {
        view! { <button class="button crop__button" name="nudge" value=value aria-label=name.get(locale)>{sign}</button> }
    });
    view! {
        <form class="photo-nudges" method="post" action=visit.own(&visit.routes().photo_prepare()) enctype="multipart/form-data">
            <input type="hidden" name="crop" value=crop />
            <p id="nudge-text">{t::photo_step::NUDGE_TEXT.get(locale)}</p>
            <div class="crop__buttons" role="group" aria-label=t::photo_step::NUDGE.get(locale) aria-describedby="nudge-text">
                {buttons.into_iter().collect_view()}
            </div>
        </form>
    }
}
