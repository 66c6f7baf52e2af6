//! The crop editor: the frame stands still with its limits drawn in, the picture moves under it by touch, mouse and keys.

use super::{
    geometry::{self, Crop, ZOOM_STEP},
    overlay, report,
    setup::StepTexts,
    step::{Stage, Step},
    view::{input, text},
};
use leptos::{
    ev::{KeyboardEvent, PointerEvent, WheelEvent},
    prelude::*,
};
use web_sys::{Element, wasm_bindgen::JsCast};

/// Fingers on the frame, in its pixels: pointer id and place.
type Fingers = StoredValue<Vec<(i32, [f32; 2])>>;

pub(super) fn editor(step: Step) -> impl IntoView {
    let sending = move || matches!(step.stage.get(), Some(Stage::Sending { .. } | Stage::Sent));
    let blocked = move || sending() || !step.may_submit();
    let findings = move || {
        (!step.moved.get())
            .then(|| step.verdict.with(|verdict| verdict.as_ref().map(|verdict| report::findings(step, verdict))))
    };
    let verdict_words = move || {
        let words = report::summary(step);
        if words.is_empty() { text(step, |texts| &texts.checking) } else { words }
    };
    view! {
        <div class="crop">
            <div class="crop__stage">
                {frame(step)}
                {buttons(step)}
            </div>
            <div class="crop__side">
                <p id="crop-help" class="quiet">{text(step, |texts| &texts.editor_help)}</p>
                {move || overlay::key(step)}
                <h2>{verdict_words}</h2>
                {findings}
                {input(step, "photo-other", None, text(step, |texts| &texts.again), "button")}
            </div>
        </div>
        <div class="act">
            <button
                type="button"
                class="button button--primary"
                aria-disabled=move || blocked().then_some("true")
                aria-describedby="photo-blocked"
                on:click=move |_| if !blocked() { step.submit() }
            >
                {text(step, |texts| &texts.submit)}
            </button>
            <p id="photo-blocked" class="quiet">
                {move || (blocked() && !sending()).then(|| text(step, |texts| &texts.submit_blocked))}
            </p>
        </div>
    }
}

fn frame(step: Step) -> impl IntoView {
    let fingers: Fingers = StoredValue::new(Vec::new());
    let percent = move |which: usize| step.crop.get().map(|crop| format!("{}%", crop.picture_percent()[which]));
    let bands = step.setup.with_value(|setup| setup.bands);
    let url = step.picture.with_untracked(|picture| picture.as_ref().map(|picture| picture.url.clone()));
    view! {
        <div
            id="crop-frame"
            class="measures crop__frame"
            style:aspect-ratio=format!("{} / {}", bands.width, bands.height)
            tabindex="0"
            role="application"
            aria-label=text(step, |texts| &texts.editor)
            aria-describedby="crop-help"
            on:keydown=move |event| key(step, &event)
            on:wheel=move |event| wheel(step, &event)
            on:pointerdown=move |event| put_down(fingers, step, &event)
            on:pointermove=move |event| drag(fingers, step, &event)
            on:pointerup=move |event| lift(fingers, &event)
            on:pointercancel=move |event| lift(fingers, &event)
        >
            <img
                class="crop__picture"
                src=url
                alt=""
                draggable="false"
                style:left=move || percent(0)
                style:top=move || percent(1)
                style:width=move || percent(2)
            />
            <svg
                class="measures__lines"
                viewBox=format!("0 0 {} {}", bands.width, bands.height)
                aria-hidden="true"
                inner_html=move || overlay::drawing(step)
            ></svg>
        </div>
    }
}

/// The same acts as the keys, for a thumb or a switch.
fn buttons(step: Step) -> impl IntoView {
    let button = |sign: &'static str, name: String, key: &'static str| {
        let act = move |_| change(step, |crop| geometry::after_key(crop, key, false));
        view! { <button type="button" class="button crop__button" aria-label=name on:click=act>{sign}</button> }
    };
    let named = |pick: fn(&StepTexts) -> &String| text(step, pick);
    let reset = move |_| {
        let proposal = step.picture.with_untracked(|picture| picture.as_ref().and_then(|picture| picture.proposal));
        change(step, |_| proposal);
    };
    view! {
        <div class="crop__buttons" role="group" aria-label=text(step, |texts| &texts.editor)>
            {button("←", named(|texts| &texts.left), "ArrowLeft")}
            {button("↑", named(|texts| &texts.up), "ArrowUp")}
            {button("↓", named(|texts| &texts.down), "ArrowDown")}
            {button("→", named(|texts| &texts.right), "ArrowRight")}
            {button("−", named(|texts| &texts.smaller), "-")}
            {button("+", named(|texts| &texts.larger), "+")}
            <button type="button" class="button crop__reset" on:click=reset>{named(|texts| &texts.reset)}</button>
        </div>
    }
}

/// Applies an act, unless the file is on its way to the server.
fn change(step: Step, act: impl FnOnce(Crop) -> Option<Crop>) {
    let editing = step.stage.get_untracked() == Some(Stage::Editing);
    if let Some(crop) = step.crop.get_untracked().filter(|_| editing).and_then(act) {
        step.move_to(crop);
    }
}

fn key(step: Step, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    change(step, |crop| {
        let after = geometry::after_key(crop, &event.key(), event.shift_key());
        if after.is_some() {
            event.prevent_default();
        }
        after
    });
}

fn wheel(step: Step, event: &WheelEvent) {
    event.prevent_default();
    let Some(at) = place(step, event.current_target(), event.client_x(), event.client_y()) else { return };
    let factor = if event.delta_y() < 0.0 { ZOOM_STEP } else { 1.0 / ZOOM_STEP };
    change(step, |crop| Some(crop.with_picture_enlarged(factor, at)));
}

fn put_down(fingers: Fingers, step: Step, event: &PointerEvent) {
    let Some(at) = place(step, event.current_target(), event.client_x(), event.client_y()) else { return };
    if let Some(frame) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // Without capture a finger that leaves the frame is merely lost.
        let _ = frame.set_pointer_capture(event.pointer_id());
    }
    fingers.update_value(|fingers| {
        fingers.retain(|(id, _)| *id != event.pointer_id());
        fingers.push((event.pointer_id(), at));
    });
}

fn drag(fingers: Fingers, step: Step, event: &PointerEvent) {
    let Some(to) = place(step, event.current_target(), event.client_x(), event.client_y()) else { return };
    let before = fingers.get_value();
    fingers.update_value(|fingers| {
        for (id, at) in fingers {
            if *id == event.pointer_id() {
                *at = to;
            }
        }
    });
    let after = fingers.get_value();
    change(step, |crop| match (before.as_slice(), after.as_slice()) {
        ([(_, from)], [(id, to)]) if *id == event.pointer_id() => Some(geometry::after_drag(crop, *from, *to)),
        ([(_, a), (_, b), ..], [(_, c), (_, d), ..]) => Some(geometry::after_pinch(crop, [*a, *b], [*c, *d])),
        _ => None,
    });
}

fn lift(fingers: Fingers, event: &PointerEvent) {
    fingers.update_value(|fingers| fingers.retain(|(id, _)| *id != event.pointer_id()));
}

/// A place on the screen in pixels of the frame.
fn place(step: Step, frame: Option<web_sys::EventTarget>, x: i32, y: i32) -> Option<[f32; 2]> {
    let rect = frame?.dyn_into::<Element>().ok()?.get_bounding_client_rect();
    let scale = step.setup.with_value(|setup| f64::from(setup.bands.width)) / rect.width().max(1.0);
    Some([((f64::from(x) - rect.left()) * scale) as f32, ((f64::from(y) - rect.top()) * scale) as f32])
}
