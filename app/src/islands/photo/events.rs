//! What people do in the photo step: choosing and dropping files, keys, wheel, fingers, buttons. One listener per kind on the
//! root, as its inside is replaced; what an act does to the crop is for `geometry`.

use super::{
    geometry::{self, Crop, ZOOM_STEP},
    step::Step,
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    AddEventListenerOptions, DragEvent, Element, Event, HtmlInputElement, KeyboardEvent, PointerEvent, WheelEvent,
};

/// Fingers on the frame, in its pixels: pointer id and place.
type Fingers = Rc<RefCell<Vec<(i32, [f32; 2])>>>;

/// Listens as long as the page lives.
pub(super) fn listen(root: &Element, step: &Step) {
    let fingers = Fingers::default();
    for kind in ["focusin", "pointerover"] {
        on(root, kind, step, |step, event| {
            if within(event, ".photo-choice").is_some() {
                step.expect_picture();
            }
        });
    }
    on(root, "change", step, |step, event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        step.choose(input.and_then(|input| input.files()));
    });
    on(root, "dragover", step, |_, event| event.prevent_default());
    on(root, "drop", step, |step, event| {
        event.prevent_default();
        let dropped = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        step.choose(dropped.and_then(|data| data.files()));
    });
    on(root, "photo-camera", step, Step::camera_says);
    on(root, "click", step, click);
    on(root, "keydown", step, key);
    on(root, "wheel", step, wheel);
    for kind in ["pointerdown", "pointermove", "pointerup", "pointercancel"] {
        let fingers = fingers.clone();
        on(root, kind, step, move |step, event| touch(&fingers, step, event));
    }
}

pub(super) fn on(root: &Element, kind: &str, step: &Step, act: impl Fn(&Step, &Event) + 'static) {
    let step = step.clone();
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| act(&step, &event));
    let options = AddEventListenerOptions::new();
    // The wheel must not scroll the page under the frame.
    options.set_passive(false);
    // Only a listener that is no function is refused.
    let _ = root.add_event_listener_with_callback_and_add_event_listener_options(
        kind,
        listener.as_ref().unchecked_ref(),
        &options,
    );
    listener.forget();
}

fn click(step: &Step, event: &Event) {
    if within(event, "#photo-submit").is_some() {
        step.submit();
    }
    if within(event, "#photo-open-camera").is_some() {
        step.open_camera();
    }
    let Some(key) = within(event, "[data-key]").and_then(|button| button.get_attribute("data-key")) else { return };
    let crop = if key == "reset" {
        step.proposal()
    } else {
        step.crop().and_then(|crop| geometry::after_key(crop, &key, false))
    };
    change(step, |_| crop);
}

/// Applies an act, unless the file is on its way to the server.
fn change(step: &Step, act: impl FnOnce(Crop) -> Option<Crop>) {
    if let Some(crop) = step.crop().and_then(act) {
        step.move_to(crop);
    }
}

fn key(step: &Step, event: &Event) {
    let Some(pressed) = event.dyn_ref::<KeyboardEvent>().filter(|_| within(event, "#crop-frame").is_some()) else {
        return;
    };
    if pressed.ctrl_key() || pressed.meta_key() || pressed.alt_key() {
        return;
    }
    change(step, |crop| {
        let after = geometry::after_key(crop, &pressed.key(), pressed.shift_key());
        if after.is_some() {
            event.prevent_default();
        }
        after
    });
}

fn wheel(step: &Step, event: &Event) {
    let Some(turned) = event.dyn_ref::<WheelEvent>() else { return };
    let Some((_, at)) = place(step, turned) else { return };
    event.prevent_default();
    let factor = if turned.delta_y() < 0.0 { ZOOM_STEP } else { 1.0 / ZOOM_STEP };
    change(step, |crop| Some(crop.with_picture_enlarged(factor, at)));
}

fn touch(fingers: &Fingers, step: &Step, event: &Event) {
    let Some(pointer) = event.dyn_ref::<PointerEvent>() else { return };
    let id = pointer.pointer_id();
    let before = fingers.borrow().clone();
    let moved = event.type_() == "pointermove";
    fingers.borrow_mut().retain(|(own, _)| *own != id || moved);
    let Some((frame, at)) = place(step, pointer) else { return };
    if event.type_() == "pointerdown" {
        // Without capture a finger that leaves the frame is merely lost.
        let _ = frame.set_pointer_capture(id);
        fingers.borrow_mut().push((id, at));
    }
    if !moved {
        return;
    }
    for finger in fingers.borrow_mut().iter_mut().filter(|(own, _)| *own == id) {
        finger.1 = at;
    }
    let after = fingers.borrow().clone();
    change(step, |crop| match (before.as_slice(), after.as_slice()) {
        ([(_, from)], [(own, to)]) if *own == id => Some(geometry::after_drag(crop, *from, *to)),
        ([(_, a), (_, b), ..], [(_, c), (_, d), ..]) => Some(geometry::after_pinch(crop, [*a, *b], [*c, *d])),
        _ => None,
    });
}

/// The frame, and where in it something happened, in its pixels.
fn place(step: &Step, event: &web_sys::MouseEvent) -> Option<(Element, [f32; 2])> {
    let frame = within(event, "#crop-frame")?;
    let rect = frame.get_bounding_client_rect();
    let scale = f64::from(step.frame_width()) / rect.width().max(1.0);
    let (x, y) = (f64::from(event.client_x()) - rect.left(), f64::from(event.client_y()) - rect.top());
    Some((frame, [(x * scale) as f32, (y * scale) as f32]))
}

/// The nearest element around the event's target that the selector names.
fn within(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}
