//! The page's end of the photo worker: starts it when it is needed, gives it one job at a time, stops it when it is idle
//! or silent. What the answers mean is for `step`.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Object, Reflect};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Blob, File, MessageEvent, Worker};

/// With nothing to do the worker gives its memory back; busy and silent for as long, it hangs.
const PATIENCE_MS: u32 = 60_000;

/// What the worker says.
pub(super) enum Event {
    Downloading {
        loaded: f64,
        total: f64,
    },
    /// The picture is being measured, or a crop being made into a file.
    Working,
    /// `shared::photo::exchange::Opened`, parsed.
    Opened(JsValue),
    /// `shared::photo::exchange::Finished`, parsed, and the file.
    Finished(JsValue, Option<Blob>),
    /// It could not be started, broke down, or hangs. It is stopped; the next job starts another.
    Broken,
}

/// A handle; clones share the worker.
#[derive(Clone)]
pub(super) struct Bridge(Rc<RefCell<State>>);

struct State {
    /// Where the worker's files lie, with a slash at the end.
    base: String,
    spec: String,
    hear: Rc<dyn Fn(Event)>,
    running: Option<Running>,
    /// The picture that is open, so that a worker stopped for idleness can be started again.
    file: Option<File>,
    busy: Option<u32>,
    /// The crop to make when the one under way is done; only the latest counts.
    waiting: Option<[f32; 4]>,
    last_id: u32,
    clock: Option<Timeout>,
}

struct Running {
    worker: Worker,
    _hear: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut()>,
}

impl Bridge {
    /// Nothing is fetched before the first `warm_up` or `open`.
    pub(super) fn new(base: String, spec: String, hear: Rc<dyn Fn(Event)>) -> Self {
        let state =
            State { base, spec, hear, running: None, file: None, busy: None, waiting: None, last_id: 0, clock: None };
        Self(Rc::new(RefCell::new(state)))
    }

    /// Fetches the engine before a picture is chosen. `false` where the browser has no workers.
    pub(super) fn warm_up(&self) -> bool {
        let started = self.start();
        self.watch();
        started
    }

    /// The worker itself, started if need be, for the live camera, which sends it frames of its own. A frame answered is a
    /// sign of life like any other.
    pub(super) fn worker(&self) -> Option<Worker> {
        self.warm_up();
        self.0.borrow().running.as_ref().map(|running| running.worker.clone())
    }

    /// Opens a picture; whatever was under way is given up.
    pub(super) fn open(&self, file: &File) {
        if self.0.borrow().busy.is_some() {
            self.stop();
        }
        {
            let mut state = self.0.borrow_mut();
            state.file = None;
            state.waiting = None;
        }
        if !self.start() {
            return self.broken();
        }
        self.post_open(file, true);
        self.0.borrow_mut().file = Some(file.clone());
        self.watch();
    }

    /// Makes a crop of the open picture into a file; of several asked for meanwhile, only the last is made.
    pub(super) fn finish(&self, crop: [f32; 4]) {
        if self.0.borrow().busy.is_some() {
            self.0.borrow_mut().waiting = Some(crop);
            return;
        }
        if !self.start() {
            return self.broken();
        }
        let id = self.next_id();
        let crop = Array::from_iter(crop.map(JsValue::from));
        self.post("finish", &[("id", id.into()), ("crop", crop.into())]);
        self.0.borrow_mut().busy = Some(id);
        self.watch();
    }

    /// Starts the worker unless it runs. A picture that was open is opened again, unheard.
    fn start(&self) -> bool {
        if self.0.borrow().running.is_some() {
            return true;
        }
        let (base, spec, file) = {
            let state = self.0.borrow();
            (state.base.clone(), state.spec.clone(), state.file.clone())
        };
        let Ok(worker) = Worker::new(&format!("{base}worker_loader.js")) else { return false };
        let (heard, failed) = (self.clone(), self.clone());
        let hear = Closure::new(move |event: MessageEvent| heard.heard(&event.data()));
        let fail = Closure::new(move || failed.broken());
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        self.0.borrow_mut().running = Some(Running { worker, _hear: hear, _fail: fail });
        self.post("init", &[("base", base.into()), ("spec", spec.into())]);
        if let Some(file) = file {
            self.post_open(&file, false);
        }
        true
    }

    /// The file itself is handed over, not its bytes: the worker reads it, and this thread never holds it.
    fn post_open(&self, file: &File, answer_wanted: bool) {
        let id = self.next_id();
        self.post("open", &[("id", id.into()), ("file", file.clone().into())]);
        if answer_wanted {
            self.0.borrow_mut().busy = Some(id);
        }
    }

    fn next_id(&self) -> u32 {
        let mut state = self.0.borrow_mut();
        state.last_id += 1;
        state.last_id
    }

    fn post(&self, kind: &str, fields: &[(&str, JsValue)]) {
        let message = Object::new();
        let mut fields = fields.to_vec();
        fields.push(("kind", kind.into()));
        for (name, value) in fields {
            // Setting a field of a plain new object cannot fail.
            let _ = Reflect::set(&message, &name.into(), &value);
        }
        if let Some(running) = &self.0.borrow().running {
            // A worker that cannot be reached stays silent, and silence is watched.
            let _ = running.worker.post_message(&message);
        }
    }

    fn heard(&self, message: &JsValue) {
        let field = |name: &str| Reflect::get(message, &name.into()).unwrap_or_default();
        let number = |name| field(name).as_f64().unwrap_or_default();
        let awaited = self.0.borrow().busy.is_some_and(|id| f64::from(id) == number("id"));
        let event = match field("kind").as_string().unwrap_or_default().as_str() {
            "progress" if field("total").is_undefined() => Some(Event::Working),
            "progress" => Some(Event::Downloading { loaded: number("loaded"), total: number("total") }),
            "opened" if awaited => Some(parse(&field("json")).map_or(Event::Broken, Event::Opened)),
            "finished" if awaited => {
                let file = field("file").dyn_into::<js_sys::Uint8Array>().ok().and_then(|bytes| jpeg(&bytes));
                Some(parse(&field("json")).map_or(Event::Broken, |finished| Event::Finished(finished, file)))
            }
            "failed" => Some(Event::Broken),
            _ => None,
        };
        if awaited {
            self.0.borrow_mut().busy = None;
        }
        self.watch();
        match event {
            Some(Event::Broken) => self.broken(),
            Some(event) => self.tell(event),
            None => {}
        }
        self.go_on();
    }

    /// The crop that waited, now that the worker is free.
    fn go_on(&self) {
        let crop = {
            let mut state = self.0.borrow_mut();
            if state.busy.is_some() { None } else { state.waiting.take() }
        };
        if let Some(crop) = crop {
            self.finish(crop);
        }
    }

    /// Winds the clock up again: each sign of life gives a minute.
    fn watch(&self) {
        let ringing = self.clone();
        let clock = Timeout::new(PATIENCE_MS, move || ringing.minute_is_up());
        self.0.borrow_mut().clock = Some(clock);
    }

    fn minute_is_up(&self) {
        if self.0.borrow().busy.is_some() { self.broken() } else { self.stop() }
    }

    fn broken(&self) {
        self.stop();
        self.tell(Event::Broken);
    }

    fn stop(&self) {
        let mut state = self.0.borrow_mut();
        state.busy = None;
        state.waiting = None;
        if let Some(running) = state.running.take() {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.terminate();
            // Dropped later: this may be called by one of its own closures.
            drop(state);
            Timeout::new(0, move || drop(running)).forget();
        }
    }

    fn tell(&self, event: Event) {
        let hear = self.0.borrow().hear.clone();
        hear(event);
    }
}

fn parse(json: &JsValue) -> Option<JsValue> {
    js_sys::JSON::parse(&json.as_string()?).ok()
}

fn jpeg(bytes: &js_sys::Uint8Array) -> Option<Blob> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("image/jpeg");
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(bytes), &options).ok()
}
