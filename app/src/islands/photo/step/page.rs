//! What the step reads from its page and writes to it.

use super::Step;
use crate::islands::photo::{PLAIN, html, json::Json};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

impl Step {
    pub(in crate::islands::photo) fn setup(&self) -> &JsValue {
        &self.0.setup
    }

    pub(in crate::islands::photo) fn texts(&self) -> JsValue {
        self.0.setup.get("texts")
    }

    pub(super) fn show(&self, html: &str) {
        self.set_html("photo-body", html);
    }

    /// To screen readers; the same words twice are said once.
    pub(super) fn say(&self, words: &str) {
        self.with_element("photo-status", |status| {
            if status.text_content().as_deref() != Some(words) {
                status.set_text_content(Some(words));
            }
        });
    }

    /// Beside the button, and to screen readers.
    pub(super) fn tell(&self, words: &str) {
        self.set_text("photo-blocked", words);
        self.say(words);
    }

    /// What went wrong outside the picture; empty: nothing.
    pub(in crate::islands::photo) fn warn(&self, words: &str) {
        let notice = format!(r#"<p class="notice notice--warn">{}</p>"#, html::escape(words));
        self.set_html("photo-notice", if words.is_empty() { "" } else { &notice });
    }

    pub(super) fn set_plain_hidden(&self, hidden: bool) {
        self.with_element(PLAIN, |plain| plain.set_hidden(hidden));
    }

    pub(super) fn is_plain_hidden(&self) -> bool {
        self.element(PLAIN).is_some_and(|plain| plain.has_attribute("hidden"))
    }

    pub(in crate::islands::photo) fn set_html(&self, id: &str, html: &str) {
        if let Some(element) = self.element(id) {
            element.set_inner_html(html);
        }
    }

    pub(super) fn set_text(&self, id: &str, text: &str) {
        if let Some(element) = self.element(id) {
            element.set_text_content(Some(text));
        }
    }

    pub(super) fn set_attribute(&self, id: &str, name: &str, value: &str) {
        if let Some(element) = self.element(id) {
            // Only malformed names are refused.
            let _ = element.set_attribute(name, value);
        }
    }

    /// By script, which the content security policy allows; an attribute it would not.
    pub(super) fn style(&self, id: &str, name: &str, value: &str) {
        self.with_element(id, |element| drop(element.style().set_property(name, value)));
    }

    pub(in crate::islands::photo) fn with_element(&self, id: &str, act: impl FnOnce(&HtmlElement)) {
        if let Some(element) = self.element(id).and_then(|element| element.dyn_into().ok()) {
            act(&element);
        }
    }

    pub(in crate::islands::photo) fn element(&self, id: &str) -> Option<Element> {
        self.0.document.get_element_by_id(id)
    }
}
