//! The live camera: whether the browser has one for pages, opening and closing its panel. The panel is a script of its own,
//! `app/photo_worker/camera.js`, which is fetched when somebody opens it; here is what it needs and what it tells.

use super::{json::Json, step::Step};
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, HtmlElement};

/// Around the panel; outside what the step redraws.
const PLACE: &str = "photo-live";
const SCRIPT: &str = "photo-camera-script";

/// Browsers without it (old web views) and pages without HTTPS can only choose files.
pub(super) fn available() -> bool {
    let navigator = web_sys::window().map(|window| JsValue::from(window).get("navigator"));
    navigator.is_some_and(|navigator| navigator.get("mediaDevices").get("getUserMedia").is_function())
}

impl Step {
    /// Opens the panel over the page; what is below stays as it is.
    pub(super) fn open_camera(&self) {
        self.expect_picture();
        self.warn("");
        self.set_html(PLACE, "<photo-camera></photo-camera>");
        let Some(panel) = self.element(PLACE).and_then(|place| place.first_element_child()) else { return };
        // The panel reads them after this; setting fields of an element cannot fail.
        let _ = Reflect::set(&panel, &"texts".into(), &self.texts().get("live"));
        let _ = Reflect::set(&panel, &"bands".into(), &self.setup().get("bands"));
        if self.element(SCRIPT).is_none() {
            self.fetch_script(&panel);
        }
    }

    fn fetch_script(&self, panel: &Element) {
        let Some(document) = panel.owner_document() else { return };
        let (Ok(script), Some(head)) = (document.create_element("script"), document.body()) else { return };
        let step = self.clone();
        let lost = Closure::once_into_js(move || {
            // Gone, so that the next try fetches it again.
            step.with_element(SCRIPT, |script| script.remove());
            step.close_camera("failed");
        });
        let address = format!("{}camera.js", self.setup().words("worker_base"));
        // Plain names and a function: none is refused.
        let _ = script.set_attribute("id", SCRIPT);
        let _ = script.set_attribute("src", &address);
        let _ = script.add_event_listener_with_callback("error", lost.unchecked_ref());
        let _ = head.append_child(&script);
    }

    /// What the panel says: it needs the worker, has a picture, or is done.
    pub(super) fn camera_says(&self, event: &Event) {
        let said = JsValue::from(event).get("detail");
        match said.words("kind").as_str() {
            "worker" => self.with_bridge(|bridge| {
                if let (Some(panel), Some(worker)) = (event.target(), bridge.worker()) {
                    // As above.
                    let _ = Reflect::set(&panel, &"worker".into(), &worker);
                }
            }),
            "shot" => {
                self.close_camera("");
                if let Ok(file) = said.get("file").dyn_into() {
                    self.take(&file, said.get("files").dyn_into().ok());
                }
            }
            _ => self.close_camera(&said.words("reason")),
        }
    }

    /// Takes the panel away, which stops the camera, and says why, by its code, if it was not the candidate's wish.
    fn close_camera(&self, reason: &str) {
        self.set_html(PLACE, "");
        self.warn(&self.texts().get("live").words(reason));
        if let Some(button) = self.element("photo-open-camera").and_then(|button| button.dyn_into::<HtmlElement>().ok())
        {
            // An element that cannot take the focus leaves it where it is.
            let _ = button.focus();
        }
    }
}
