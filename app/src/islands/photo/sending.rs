//! Hands the finished file to the server: the page's own form, by `fetch`, tried again when the connection drops. The
//! server takes the same file twice without harm.

use super::json::Json;
use gloo::timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FormData, Headers, RequestInit, Response};

/// Waiting times before the second, third and fourth try.
const PAUSES_MS: [u32; 3] = [1_000, 3_000, 8_000];
/// Answers of a server or proxy that is worth asking again.
const PASSING: [u16; 4] = [408, 502, 503, 504];

/// How the server answered.
pub(super) enum Answer {
    Kept,
    /// The server's verdict differs from the worker's.
    Refused(JsValue),
    /// A code of `shared::problem`.
    Problem(String),
    /// No answer at all.
    Unreachable,
}

/// Posts the file; `trying` hears the number of each try.
pub(super) async fn send(url: &str, file: &Blob, trying: impl Fn(usize)) -> Answer {
    let mut pauses = PAUSES_MS.iter();
    for number in 1.. {
        trying(number);
        match post(url, file).await {
            Ok(response) if !PASSING.contains(&response.status()) => return read(response).await,
            _ => match pauses.next() {
                Some(pause) => rest(*pause).await,
                None => break,
            },
        }
    }
    Answer::Unreachable
}

async fn post(url: &str, file: &Blob) -> Result<Response, JsValue> {
    let form = FormData::new()?;
    form.append_with_blob_and_filename("photo", file, "photo.jpg")?;
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_body(&form);
    request.set_headers(&headers);
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.fetch_with_str_and_init(url, &request)).await?.dyn_into()
}

async fn rest(pause_ms: u32) {
    let promise = Promise::new(&mut |wake, _| {
        let wake = move || wake.call0(&JsValue::NULL).map_or_else(drop, drop);
        Timeout::new(pause_ms, wake).forget();
    });
    // It is never rejected.
    let _ = JsFuture::from(promise).await;
}

async fn read(response: Response) -> Answer {
    if response.ok() {
        return Answer::Kept;
    }
    let body = match response.json() {
        Ok(body) => JsFuture::from(body).await.unwrap_or_default(),
        Err(_) => JsValue::NULL,
    };
    let verdict = body.get("verdict");
    if verdict.is_object() { Answer::Refused(verdict) } else { Answer::Problem(body.words("code")) }
}
