//! The state of the photo step, what changes it, and bringing it to the screen. What it looks like is `html`, what people do
//! is `events`, messages are `bridge`.

mod page;

use super::{
    LIVE,
    bridge::{Bridge, Event},
    events,
    geometry::{Crop, Frame, Size},
    html,
    json::Json,
    live,
    overlay::{self, Bands, Face},
    printing,
    sending::{self, Answer},
    words::fill,
};
use crate::number::decimal;
use gloo::timers::callback::Timeout;
use leptos::task::spawn_local;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Document, File, FileList, HtmlInputElement, Url};

/// Waiting time after the last movement before the crop is judged.
const SETTLED_MS: u32 = 250;

/// What the candidate is looking at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Choose,
    /// The engine is loaded, or the picture measured.
    Waiting,
    Editing,
    /// On its way to the server, or kept by it: nothing can be moved any more.
    Sending,
}

/// A handle on the step; clones share it.
#[derive(Clone)]
pub(super) struct Step(Rc<Inner>);

struct Inner {
    document: Document,
    setup: JsValue,
    bands: Bands,
    enlargement_max: f32,
    bridge: RefCell<Option<Bridge>>,
    state: RefCell<State>,
}

/// `Default` is the choice, with nothing chosen.
struct State {
    stage: Stage,
    /// Address of the chosen picture within the browser.
    url: String,
    chosen: Option<FileList>,
    face: Option<Face>,
    proposal: Option<Crop>,
    crop: Option<Crop>,
    /// Of the crop that was last made into `file`.
    verdict: JsValue,
    file: Option<Blob>,
    /// The picture was moved since that verdict.
    moved: bool,
    settle: Option<Timeout>,
}

impl Default for State {
    fn default() -> Self {
        let (url, verdict) = (String::new(), JsValue::NULL);
        let (chosen, face, proposal, crop, file, settle) = (None, None, None, None, None, None);
        Self { stage: Stage::Choose, url, chosen, face, proposal, crop, verdict, file, moved: false, settle }
    }
}

/// Takes the page over; leaves it as it is where anything is missing.
pub(super) fn begin(setup: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let (Some(document), Ok(setup)) = (document, js_sys::JSON::parse(setup)) else { return };
    let (Some(bands), Some(root)) = (Bands::read(&setup.get("bands")), document.get_element_by_id(LIVE)) else {
        return;
    };
    printing::offer(&document);
    let enlargement_max = setup.get("bands").get("enlargement_max").number().unwrap_or(1.0);
    let (bridge, state) = (RefCell::new(None), RefCell::new(State::default()));
    let step = Step(Rc::new(Inner { document, setup, bands, enlargement_max, bridge, state }));
    let heard = step.clone();
    let (base, spec) = (step.0.setup.words("worker_base"), step.0.setup.words("spec"));
    *step.0.bridge.borrow_mut() = Some(Bridge::new(base, spec, Rc::new(move |event| heard.heard(event))));
    root.set_inner_html(html::SHELL);
    events::listen(&root, &step);
    step.show(&html::choice(&step.texts(), live::available()));
    step.set_plain_hidden(true);
    step.adopt();
}

impl Step {
    /// The candidate means to choose a picture: what is needed to check it starts loading.
    pub(super) fn expect_picture(&self) {
        self.with_bridge(|bridge| {
            bridge.warm_up();
        });
    }

    /// What was chosen in the plain form before this script had come, or is being chosen there at this moment.
    fn adopt(&self) {
        let Some(input) = self.plain_input() else { return };
        self.choose(input.files());
        events::on(&input, "change", self, |step, _| {
            if step.is_plain_hidden() {
                step.choose(step.plain_input().and_then(|input| input.files()));
            }
        });
    }

    fn plain_input(&self) -> Option<HtmlInputElement> {
        self.element(&self.0.setup.words("plain_input"))?.dyn_into().ok()
    }

    /// A picture was taken, chosen or dropped.
    pub(super) fn choose(&self, files: Option<FileList>) {
        if let Some(file) = files.as_ref().and_then(|files| files.get(0)) {
            self.take(&file, files);
        }
    }

    /// Opens a picture; `files` holds it too, for the plain form, where browsers can make such lists.
    pub(super) fn take(&self, file: &File, files: Option<FileList>) {
        self.forget_picture();
        self.set_text("photo-file", &file.name());
        let url = Url::create_object_url_with_blob(file).unwrap_or_default();
        let measuring = self.texts().words("measuring");
        self.show(&html::waiting(&url, &measuring));
        self.say(&measuring);
        self.warn("");
        *self.0.state.borrow_mut() = State { stage: Stage::Waiting, url, chosen: files, ..State::default() };
        self.with_bridge(|bridge| bridge.open(file));
    }

    /// The crop on the screen, while it may be moved.
    pub(super) fn crop(&self) -> Option<Crop> {
        let state = self.0.state.borrow();
        state.crop.filter(|_| state.stage == Stage::Editing)
    }

    pub(super) fn proposal(&self) -> Option<Crop> {
        self.0.state.borrow().proposal
    }

    pub(super) fn frame_width(&self) -> f32 {
        self.0.bands.width
    }

    /// The candidate moved the picture; it is judged when the hand rests.
    pub(super) fn move_to(&self, crop: Crop) {
        if self.crop() == Some(crop) {
            return;
        }
        let judging = self.clone();
        let settle = Timeout::new(SETTLED_MS, move || judging.with_bridge(|bridge| bridge.finish(crop.to_array())));
        {
            let mut state = self.0.state.borrow_mut();
            state.crop = Some(crop);
            state.moved = true;
            state.settle = Some(settle);
        }
        self.draw();
    }

    /// Hands the file in, if it is the one on the screen and passes.
    pub(super) fn submit(&self) {
        let Some(file) = self.0.state.borrow().file.clone().filter(|_| self.may_submit()) else { return };
        self.0.state.borrow_mut().stage = Stage::Sending;
        self.warn("");
        self.draw();
        let step = self.clone();
        spawn_local(async move { step.hand_in(&file).await });
    }

    async fn hand_in(&self, file: &Blob) {
        let (setup, texts) = (&self.0.setup, self.texts());
        let trying = |attempt: usize| match attempt {
            1 => self.tell(&texts.words("sending")),
            _ => self.tell(&fill(&texts.words("sending_again"), &[&attempt.to_string()])),
        };
        let warning = match sending::send(&setup.words("upload_url"), file, trying).await {
            Answer::Kept => {
                self.tell(&texts.words("sent"));
                if let Some(window) = web_sys::window() {
                    // Same origin, given by the page: cannot be refused.
                    let _ = window.location().set_href(&setup.words("next_url"));
                }
                return;
            }
            Answer::Refused(verdict) => {
                self.0.state.borrow_mut().verdict = verdict;
                texts.words("server_refused")
            }
            Answer::Problem(code) => {
                texts.get("problems").get(&code).text().unwrap_or_else(|| texts.words("problem_other"))
            }
            Answer::Unreachable => texts.words("unreachable"),
        };
        self.0.state.borrow_mut().stage = Stage::Editing;
        self.draw();
        self.warn(&warning);
    }

    fn may_submit(&self) -> bool {
        let state = self.0.state.borrow();
        state.stage == Stage::Editing && !state.moved && html::passes(&state.verdict)
    }

    fn heard(&self, event: Event) {
        let waiting = self.0.state.borrow().stage == Stage::Waiting;
        match event {
            Event::Downloading { loaded, total } if waiting => self.downloading(loaded, total),
            Event::Working if waiting => {
                self.set_text("photo-progress", &self.texts().words("measuring"));
                self.with_element("photo-bar", |bar| drop(bar.remove_attribute("value")));
            }
            Event::Downloading { .. } | Event::Working => {}
            Event::Opened(opened) => self.opened(&opened),
            Event::Finished(finished, file) => self.finished(&finished, file),
            Event::Broken => self.fall_back(),
        }
    }

    fn downloading(&self, loaded: f64, total: f64) {
        let kb = |bytes: f64| decimal((bytes / 1024.0) as f32, 0);
        let words = |loaded: f64| fill(&self.texts().words("downloading"), &[&kb(loaded), &kb(total)]);
        self.set_text("photo-progress", &words(loaded));
        self.set_attribute("photo-bar", "value", &decimal((loaded / total * 100.0) as f32, 0));
        // Read out by quarters only.
        self.say(&words((loaded / total * 4.0).floor() / 4.0 * total));
    }

    fn opened(&self, opened: &JsValue) {
        let number = |key| opened.get(key).number();
        let (Some(width), Some(height), Some(crop)) =
            (number("width_px"), number("height_px"), opened.get("crop").numbers())
        else {
            return self.refused(&opened.get("verdict"));
        };
        let size = Size { width: self.0.bands.width, height: self.0.bands.height };
        let frame = Frame { size, enlargement_max: self.0.enlargement_max };
        let proposal = Crop::new(crop, Size { width, height }, frame);
        let url = {
            let mut state = self.0.state.borrow_mut();
            state.stage = Stage::Editing;
            state.face = Face::read(&opened.get("face"));
            (state.proposal, state.crop, state.moved) = (Some(proposal), Some(proposal), true);
            state.url.clone()
        };
        self.show(&html::editor(&url, &self.0.setup, live::available()));
        let (width, height) = (decimal(size.width, 0), decimal(size.height, 0));
        self.set_attribute("crop-lines", "viewBox", &format!("0 0 {width} {height}"));
        self.style("crop-frame", "aspect-ratio", &format!("{width} / {height}"));
        self.draw();
        self.with_element("crop-frame", |frame| drop(frame.focus()));
        self.with_bridge(|bridge| bridge.finish(proposal.to_array()));
    }

    fn refused(&self, verdict: &JsValue) {
        let url = self.0.state.borrow().url.clone();
        self.0.state.borrow_mut().stage = Stage::Choose;
        self.show(&html::refused(&url, verdict, &self.0.setup, live::available()));
        self.say(&self.texts().words("refused"));
    }

    fn finished(&self, finished: &JsValue, file: Option<Blob>) {
        let judged: Option<[f32; 4]> = finished.get("crop").numbers();
        {
            let mut state = self.0.state.borrow_mut();
            let shown = state.crop.map(Crop::to_array);
            let same = shown.zip(judged).is_some_and(|(a, b)| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1.0));
            if !same || state.stage != Stage::Editing {
                return;
            }
            (state.moved, state.file, state.verdict) = (false, file, finished.get("verdict"));
        }
        self.draw();
    }

    /// Brings crop and verdict to the screen.
    fn draw(&self) {
        let (texts, words, bands) = (self.texts(), self.0.setup.get("words"), &self.0.bands);
        let state = self.0.state.borrow();
        let Some(crop) = state.crop else { return };
        let [left, top, width] = crop.picture_percent().map(|percent| format!("{}%", decimal(percent, 3)));
        for (name, value) in [("left", left), ("top", top), ("width", width)] {
            self.style("crop-picture", name, &value);
        }
        if let Some(face) = &state.face {
            self.set_html("crop-lines", &overlay::drawing(face, crop, bands, &texts));
            self.set_html("crop-key", &html::key(face, crop, bands, &words));
        }
        let judged = !state.moved && state.verdict.is_object();
        let (summary, findings) = if judged {
            (html::summary(&state.verdict, &words), html::findings(&state.verdict, &words))
        } else {
            (texts.words("checking"), String::new())
        };
        let sending = state.stage == Stage::Sending;
        drop(state);
        self.set_html("crop-findings", &findings);
        self.set_text("crop-verdict", &summary);
        self.say(if judged { &summary } else { "" });
        let may_submit = self.may_submit();
        self.set_attribute("photo-submit", "aria-disabled", if may_submit { "false" } else { "true" });
        let blocked = if may_submit || sending { String::new() } else { texts.words("submit_blocked") };
        self.set_text("photo-blocked", &blocked);
    }

    /// The worker cannot run here, or broke: the plain form takes over, with the picture already in it.
    fn fall_back(&self) {
        if self.0.state.borrow().stage == Stage::Choose {
            // Nothing is lost yet; the next picture starts the worker anew.
            return;
        }
        let chosen = self.0.state.borrow().chosen.clone();
        if let Some(input) = self.plain_input() {
            input.set_files(chosen.as_ref());
        }
        self.forget_picture();
        self.show("");
        self.set_plain_hidden(false);
        self.warn(&self.texts().words("fallback"));
    }

    fn forget_picture(&self) {
        let old = std::mem::take(&mut *self.0.state.borrow_mut());
        // Revoking an address that is gone changes nothing.
        let _ = Url::revoke_object_url(&old.url);
    }

    pub(super) fn with_bridge(&self, act: impl FnOnce(&Bridge)) {
        let bridge = self.0.bridge.borrow().clone();
        if let Some(bridge) = bridge {
            act(&bridge);
        }
    }
}
