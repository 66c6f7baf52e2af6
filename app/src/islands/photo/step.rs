//! The state of the photo step and what changes it. No markup (`view`, `editor`), no messages (`bridge`).

use super::{
    bridge::{Bridge, Event},
    geometry::{Crop, Frame, Size},
    sending::{self, Answer},
    setup::{Bands, PhotoSetup},
};
use gloo::timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};
use shared::{
    photo::{
        FaceMeasures, Verdict,
        exchange::{Finished, Opened},
    },
    problem::ProblemCode,
};
use std::rc::Rc;
use web_sys::{Blob, FileList, HtmlInputElement, Url, wasm_bindgen::JsCast};

/// Waiting time after the last movement before the crop is judged.
const SETTLED_MS: u32 = 250;

/// What the candidate is looking at.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Stage {
    Choose,
    Downloading {
        loaded: f64,
        total: f64,
    },
    Measuring,
    /// The source cannot become a certificate photograph.
    Refused(Verdict),
    Editing,
    Sending {
        attempt: usize,
    },
    Sent,
}

/// What went wrong outside the picture; stands above the step until the next act.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Notice {
    Fallback,
    Unreachable,
    ServerRefused,
    Problem(ProblemCode),
}

/// The open picture.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Picture {
    pub(super) url: String,
    pub(super) face: Option<FaceMeasures>,
    /// `None` until it was measured.
    pub(super) proposal: Option<Crop>,
}

/// A handle on the step; copies share it.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// `None` until the browser runs it, so that the first rendering equals the server's.
    pub(super) stage: RwSignal<Option<Stage>>,
    pub(super) notice: RwSignal<Option<Notice>>,
    pub(super) picture: RwSignal<Option<Picture>>,
    pub(super) crop: RwSignal<Option<Crop>>,
    /// The verdict on the crop that was last made into a file.
    pub(super) verdict: RwSignal<Option<Verdict>>,
    /// The picture was moved since that verdict.
    pub(super) moved: RwSignal<bool>,
    pub(super) setup: StoredValue<PhotoSetup>,
    file: StoredValue<Option<Blob>, LocalStorage>,
    chosen: StoredValue<Option<FileList>, LocalStorage>,
    settle: StoredValue<Option<Timeout>, LocalStorage>,
    bridge: StoredValue<Option<Bridge>, LocalStorage>,
}

impl Step {
    /// Begins in the browser once the page is awake.
    pub(super) fn new(setup: PhotoSetup) -> Self {
        let step = Self {
            stage: RwSignal::new(None),
            notice: RwSignal::new(None),
            picture: RwSignal::new(None),
            crop: RwSignal::new(None),
            verdict: RwSignal::new(None),
            moved: RwSignal::new(false),
            setup: StoredValue::new(setup),
            file: StoredValue::new_local(None),
            chosen: StoredValue::new_local(None),
            settle: StoredValue::new_local(None),
            bridge: StoredValue::new_local(None),
        };
        Effect::new(move |_| step.begin());
        step
    }

    /// The plain form gives way to the step, unless the step gave way to it.
    pub(super) fn plain_hidden(self) -> bool {
        self.stage.with(Option::is_some) && self.notice.get() != Some(Notice::Fallback)
    }

    fn begin(self) {
        let (base, spec) = self.setup.with_value(|setup| (setup.worker_base.clone(), setup.spec.clone()));
        let bridge = Bridge::new(base, spec, Rc::new(move |event| self.heard(event)));
        self.bridge.set_value(Some(bridge));
        self.stage.set(Some(Stage::Choose));
    }

    /// The candidate means to choose a picture: what is needed to check it starts loading.
    pub(super) fn expect_picture(self) {
        self.with_bridge(|bridge| {
            bridge.warm_up();
        });
    }

    /// A picture was taken, chosen or dropped.
    pub(super) fn choose(self, files: Option<FileList>) {
        let Some(file) = files.as_ref().and_then(|files| files.get(0)) else { return };
        self.forget_picture();
        self.chosen.set_value(files);
        self.notice.set(None);
        self.stage.set(Some(Stage::Measuring));
        let url = Url::create_object_url_with_blob(&file).unwrap_or_default();
        self.picture.set(Some(Picture { url, face: None, proposal: None }));
        self.with_bridge(|bridge| bridge.open(&file));
    }

    /// The candidate moved the picture; it is judged when the hand rests.
    pub(super) fn move_to(self, crop: Crop) {
        if self.crop.get_untracked() == Some(crop) {
            return;
        }
        self.crop.set(Some(crop));
        self.moved.set(true);
        self.settle.set_value(Some(Timeout::new(SETTLED_MS, move || self.judge(crop))));
    }

    /// Hands the file in.
    pub(super) fn submit(self) {
        let Some(file) = self.file.get_value().filter(|_| self.may_submit()) else { return };
        let (url, next) = self.setup.with_value(|setup| (setup.upload_url.clone(), setup.next_url.clone()));
        self.notice.set(None);
        spawn_local(async move {
            let trying = move |attempt| self.stage.set(Some(Stage::Sending { attempt }));
            match sending::send(&url, &file, trying).await {
                Answer::Kept => {
                    self.stage.set(Some(Stage::Sent));
                    if let Some(window) = web_sys::window() {
                        // Same origin, given by the page: cannot be refused.
                        let _ = window.location().set_href(&next);
                    }
                }
                Answer::Refused(verdict) => {
                    self.verdict.set(Some(verdict));
                    self.stay(Notice::ServerRefused);
                }
                Answer::Problem(code) => self.stay(Notice::Problem(code)),
                Answer::Unreachable => self.stay(Notice::Unreachable),
            }
        });
    }

    /// The last verdict passes, is of the crop on the screen, and its file is there.
    pub(super) fn may_submit(self) -> bool {
        !self.moved.get() && self.verdict.with(|verdict| verdict.as_ref().is_some_and(Verdict::passes))
    }

    fn stay(self, notice: Notice) {
        self.notice.set(Some(notice));
        self.stage.set(Some(Stage::Editing));
    }

    fn judge(self, crop: Crop) {
        self.with_bridge(|bridge| bridge.finish(crop.to_array()));
    }

    fn heard(self, event: Event) {
        let waiting = matches!(self.stage.get_untracked(), Some(Stage::Downloading { .. } | Stage::Measuring));
        match event {
            Event::Downloading { loaded, total } if waiting => {
                self.stage.set(Some(Stage::Downloading { loaded, total }));
            }
            Event::Working if waiting => self.stage.set(Some(Stage::Measuring)),
            Event::Downloading { .. } | Event::Working => {}
            Event::Opened(opened) => self.opened(opened),
            Event::Finished(finished, file) => self.finished(finished, file),
            Event::Broken => self.fall_back(),
        }
    }

    fn opened(self, opened: Opened) {
        match opened {
            Opened::Refused { verdict } => self.stage.set(Some(Stage::Refused(verdict))),
            Opened::Ready { width_px, height_px, face, crop } => {
                let Bands { width, height, enlargement_max, .. } = self.setup.with_value(|setup| setup.bands);
                let frame = Frame { size: Size { width, height }, enlargement_max };
                let source = Size { width: width_px as f32, height: height_px as f32 };
                let proposal = Crop::new(crop, source, frame);
                self.picture.update(|picture| {
                    if let Some(picture) = picture {
                        picture.face = face;
                        picture.proposal = Some(proposal);
                    }
                });
                self.crop.set(Some(proposal));
                self.moved.set(true);
                self.stage.set(Some(Stage::Editing));
                self.judge(proposal);
            }
        }
    }

    fn finished(self, finished: Finished, file: Option<Blob>) {
        let shown = self.crop.get_untracked().map(Crop::to_array);
        let near = |shown: [f32; 4]| shown.iter().zip(finished.crop).all(|(a, b)| (a - b).abs() < 1.0);
        if shown.is_some_and(near) {
            self.moved.set(false);
            self.file.set_value(file);
            self.verdict.set(Some(finished.verdict));
        }
    }

    /// The worker cannot run here, or broke: the plain form takes over, with the picture already in it.
    fn fall_back(self) {
        let Some(stage) = self.stage.get_untracked() else { return };
        if stage == Stage::Choose {
            // Nothing is lost yet; the next picture starts the worker anew.
            return;
        }
        let id = self.setup.with_value(|setup| setup.plain_input.clone());
        let document = web_sys::window().and_then(|window| window.document());
        let input = document.and_then(|document| document.get_element_by_id(&id));
        if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
            input.set_files(self.chosen.get_value().as_ref());
        }
        self.forget_picture();
        self.notice.set(Some(Notice::Fallback));
        self.stage.set(Some(Stage::Choose));
    }

    fn forget_picture(self) {
        if let Some(picture) = self.picture.get_untracked() {
            // Revoking an address that is gone changes nothing.
            let _ = Url::revoke_object_url(&picture.url);
        }
        self.settle.set_value(None);
        self.file.set_value(None);
        self.verdict.set(None);
        self.crop.set(None);
        self.picture.set(None);
    }

    fn with_bridge(self, act: impl FnOnce(&Bridge)) {
        if let Some(bridge) = self.bridge.get_value() {
            act(&bridge);
        }
    }
}
