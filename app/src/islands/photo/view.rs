//! What the photo step shows in each of its stages, around the editor and the report.

use super::{
    editor, report,
    setup::{PhotoSetup, StepTexts},
    step::{Notice, Stage, Step},
    words::fill,
};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Ids of the two inputs; the page's own has another.
const CAMERA: &str = "photo-camera";
const ALBUM: &str = "photo-album";

/// A text of the step, from the page.
pub(super) fn text(step: Step, pick: impl Fn(&StepTexts) -> &String) -> String {
    step.setup.with_value(|setup| pick(&setup.texts).clone())
}

/// The whole step; nothing before the browser runs it.
pub(super) fn step(step: Step) -> Option<AnyView> {
    let kind = Memo::new(move |_| step.stage.with(|stage| stage.as_ref().map(Kind::of)));
    let shown = move || match kind.get() {
        Some(Kind::Choose) if step.plain_hidden() => choice(step).into_any(),
        Some(Kind::Waiting) => waiting(step).into_any(),
        Some(Kind::Refused) => refused(step).into_any(),
        Some(Kind::Editing) => editor::editor(step).into_any(),
        _ => ().into_any(),
    };
    kind.get_untracked().is_some().then(|| {
        view! {
            <p class="photo-step__status" role="status">{move || spoken(step)}</p>
            {move || step.notice.get().map(|notice| warning(step, notice))}
            {shown}
        }
        .into_any()
    })
}

/// Stages that share a rendering: a change within one must not build the page anew.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Choose,
    Waiting,
    Refused,
    Editing,
}

impl Kind {
    fn of(stage: &Stage) -> Self {
        match stage {
            Stage::Choose => Self::Choose,
            Stage::Downloading { .. } | Stage::Measuring => Self::Waiting,
            Stage::Refused(_) => Self::Refused,
            Stage::Editing | Stage::Sending { .. } | Stage::Sent => Self::Editing,
        }
    }
}

/// What a screen reader is told; of a download, only the quarters.
fn spoken(step: Step) -> String {
    match step.stage.get() {
        Some(Stage::Downloading { loaded, total }) => {
            let quarter = (loaded / total * 4.0).floor() / 4.0 * total;
            downloading(step, quarter, total)
        }
        Some(Stage::Measuring) => text(step, |texts| &texts.measuring),
        Some(Stage::Refused(_)) => text(step, |texts| &texts.refused),
        Some(Stage::Sending { attempt: 1 }) => text(step, |texts| &texts.sending),
        Some(Stage::Sending { attempt }) => fill(&text(step, |texts| &texts.sending_again), &[&attempt.to_string()]),
        Some(Stage::Sent) => text(step, |texts| &texts.sent),
        Some(Stage::Editing) => report::summary(step),
        Some(Stage::Choose) | None => String::new(),
    }
}

fn downloading(step: Step, loaded: f64, total: f64) -> String {
    let kb = |bytes: f64| format!("{:.0}", bytes / 1024.0);
    fill(&text(step, |texts| &texts.downloading), &[&kb(loaded), &kb(total)])
}

fn warning(step: Step, notice: Notice) -> impl IntoView {
    let words = step.setup.with_value(|PhotoSetup { texts, .. }| match notice {
        Notice::Fallback => texts.fallback.clone(),
        Notice::Unreachable => texts.unreachable.clone(),
        Notice::ServerRefused => texts.server_refused.clone(),
        Notice::Problem(code) => {
            let known = texts.problems.iter().find(|(known, _)| known == code.as_str());
            known.map_or_else(|| texts.problem_other.clone(), |(_, words)| words.clone())
        }
    });
    view! { <p class="notice notice--warn" role="alert">{words}</p> }
}

fn choice(step: Step) -> impl IntoView {
    view! {
        <div
            class="photo-choice"
            on:pointerenter=move |_| step.expect_picture()
            on:focusin=move |_| step.expect_picture()
            on:dragover=move |event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                step.choose(event.data_transfer().and_then(|data| data.files()));
            }
        >
            {input(step, CAMERA, Some("user"), text(step, |texts| &texts.camera), "button button--primary")}
            {input(step, ALBUM, None, text(step, |texts| &texts.album), "button")}
            <p class="photo-choice__drop">{text(step, |texts| &texts.drop)}</p>
        </div>
    }
}

/// A file input that looks like a button: the label is the button, the input keeps focus and keyboard.
pub(super) fn input(
    step: Step,
    id: &'static str,
    capture: Option<&'static str>,
    label: String,
    class: &'static str,
) -> impl IntoView {
    let chosen = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        step.choose(input.files());
    };
    view! {
        <div class="photo-choice__way">
            <input id=id class="photo-choice__input" type="file" accept="image/*" capture=capture on:change=chosen />
            <label for=id class=class>{label}</label>
        </div>
    }
}

fn waiting(step: Step) -> impl IntoView {
    let share = move || match step.stage.get() {
        Some(Stage::Downloading { loaded, total }) => Some((loaded / total * 100.0).to_string()),
        _ => None,
    };
    let words = move || match step.stage.get() {
        Some(Stage::Downloading { loaded, total }) => downloading(step, loaded, total),
        _ => text(step, |texts| &texts.measuring),
    };
    view! {
        <div class="photo-waiting">
            {picture(step)}
            <p id="photo-progress">{words}</p>
            <progress class="photo-waiting__bar" max="100" value=share aria-labelledby="photo-progress"></progress>
        </div>
    }
}

/// The picture as it was chosen.
fn picture(step: Step) -> impl IntoView {
    let url = move || step.picture.with(|picture| picture.as_ref().map(|picture| picture.url.clone()));
    view! { <img class="photo-waiting__picture" src=url alt="" /> }
}

fn refused(step: Step) -> impl IntoView {
    let verdict = move || match step.stage.get() {
        Some(Stage::Refused(verdict)) => Some(report::findings(step, &verdict)),
        _ => None,
    };
    view! {
        {picture(step)}
        <h2>{text(step, |texts| &texts.refused)}</h2>
        {verdict}
        {choice(step)}
    }
}
