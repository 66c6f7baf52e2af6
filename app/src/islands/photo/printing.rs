//! The result on paper: the button that prints it. What paper shows and what it leaves out is for the style sheet.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::Document;

/// Cards that are folded on the screen stand open on paper.
const FOLDED: &str = ".findings-passed:not([open])";

/// The page's button works from now on.
pub(super) fn offer(document: &Document) {
    let Some(button) = document.get_element_by_id("photo-print") else { return };
    let page = document.clone();
    let print = Closure::<dyn Fn()>::new(move || {
        while let Ok(Some(cards)) = page.query_selector(FOLDED) {
            if cards.set_attribute("open", "").is_err() {
                break;
            }
        }
        if let Some(window) = web_sys::window() {
            // A browser that cannot print does nothing.
            let _ = window.print();
        }
    });
    // Only a listener that is no function is refused, and only malformed names are.
    let _ = button.add_event_listener_with_callback("click", print.as_ref().unchecked_ref());
    let _ = button.remove_attribute("hidden");
    print.forget();
}
