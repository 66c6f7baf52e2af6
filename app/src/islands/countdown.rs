//! Seconds until a code may be asked for again. Without WASM the sentence that was true when the page was made stays.

use leptos::prelude::*;

/// `still`: the sentence without scripts. `ticking`: the sentence with `{n}` for the seconds. `ready`: when they are over;
/// only this one is announced to screen readers.
#[island]
pub fn Countdown(seconds: u32, still: String, ticking: String, ready: String) -> impl IntoView {
    let words = RwSignal::new(still);
    let announced = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    start(seconds, ticking, ready, words, announced);
    #[cfg(not(feature = "hydrate"))]
    let _ = (seconds, ticking, ready);
    view! {
        <span class="quiet" role="timer" aria-live="off">{words}</span>
        <span class="visually-hidden" role="status">{announced}</span>
    }
}

/// Ticks by the clock, not by counting: a phone in a pocket lets timers sleep.
#[cfg(feature = "hydrate")]
fn start(seconds: u32, ticking: String, ready: String, words: RwSignal<String>, announced: RwSignal<String>) {
    use gloo::timers::callback::Interval;
    use std::{cell::RefCell, rc::Rc};

    let Some(clock) = web_sys::window().and_then(|window| window.performance()) else { return };
    let end = clock.now() + f64::from(seconds) * 1000.0;
    let running = Rc::new(RefCell::new(None));
    let handle = Rc::clone(&running);
    let tick = move || {
        let left = ((end - clock.now()) / 1000.0).ceil();
        if left > 0.0 {
            words.set(ticking.replace("{n}", &left.to_string()));
        } else {
            words.set(ready.clone());
            announced.set(ready.clone());
            handle.borrow_mut().take();
        }
    };
    *running.borrow_mut() = Some(Interval::new(1000, tick));
}
