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
    if let Some(clock) = web_sys::window().and_then(|window| window.performance()) {
        let end = clock.now() + f64::from(seconds) * 1000.0;
        tick(Tick { clock, end, ticking, ready, words, announced });
    }
}

#[cfg(feature = "hydrate")]
struct Tick {
    clock: web_sys::Performance,
    /// Milliseconds on `clock`.
    end: f64,
    ticking: String,
    ready: String,
    words: RwSignal<String>,
    announced: RwSignal<String>,
}

#[cfg(feature = "hydrate")]
fn tick(state: Tick) {
    gloo::timers::callback::Timeout::new(1000, move || {
        let left = ((state.end - state.clock.now()) / 1000.0).ceil();
        if left > 0.0 {
            state.words.set(state.ticking.replace("{n}", &left.to_string()));
            tick(state);
        } else {
            state.words.set(state.ready.clone());
            state.announced.set(state.ready);
        }
    })
    .forget();
}
