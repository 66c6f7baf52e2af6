//! What both simulated vendors share: real HTTP on a loopback port, how they behave, and what they took.

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse as _, Response},
};
use enrolment::clock::{Clock, FrozenClock};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http_body_util::{Full, Limited};
use sha2::{Digest as _, Sha256};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

/// The secret that vendor and service share in these tests.
pub(super) const SECRET: &str = "the-secret-of-the-account";
pub(super) const ACCESS_ID: &str = "LTAI-test";

/// How a vendor behaves at the moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Mood {
    #[default]
    Well,
    /// Status 503 before anything is looked at.
    Down,
    /// Takes the message and closes the connection in the middle of the answer.
    CutsOff,
    /// Takes the message and never answers.
    Silent,
    /// Takes nothing and answers with a page, as a proxy does.
    Garbage,
    /// Answers with more bytes than anybody wants.
    Endless,
    /// Sends the caller elsewhere.
    Redirects,
    /// Refuses every phone for its quota.
    OverQuota,
    Blacklists,
}

/// One request as it came over the wire.
pub(super) struct Call<'a> {
    pub(super) method: &'a Method,
    pub(super) uri: &'a Uri,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

impl Call<'_> {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A message a vendor took.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Taken {
    pub(super) phone: String,
    pub(super) id: String,
    pub(super) signature: String,
    pub(super) values: Vec<String>,
}

/// The vendor's side of one company.
pub(super) trait Desk: Send + Sync + 'static {
    /// Looks at the request as the vendor does; gives the message, or the status and body of a refusal.
    fn examine(&self, call: &Call<'_>, book: &mut Book, now_secs: i64) -> Result<Taken, (u16, String)>;
    fn accepted(&self, taken: &Taken) -> String;
    fn refused(&self, taken: &Taken, mood: Mood) -> String;
}

/// What the vendor remembers.
#[derive(Default)]
pub(super) struct Book {
    pub(super) mood: Mood,
    pub(super) nonces: BTreeSet<String>,
    pub(super) taken: Vec<Taken>,
    pub(super) calls: usize,
}

/// A running vendor; ends with the test's runtime.
#[derive(Clone)]
pub(super) struct Vendor {
    desk: Arc<dyn Desk>,
    book: Arc<Mutex<Book>>,
    pub(super) clock: Arc<FrozenClock>,
    pub(super) url: String,
}

impl Vendor {
    pub(super) async fn open(desk: impl Desk, clock: Arc<FrozenClock>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let vendor = Self { desk: Arc::new(desk), book: Arc::default(), clock, url };
        let router = Router::new().fallback(answer).with_state(vendor.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        vendor
    }

    pub(super) fn is(&self, mood: Mood) {
        self.book.lock().expect("not poisoned").mood = mood;
    }

    pub(super) fn taken(&self) -> Vec<Taken> {
        self.book.lock().expect("not poisoned").taken.clone()
    }

    pub(super) fn calls(&self) -> usize {
        self.book.lock().expect("not poisoned").calls
    }

    /// Looks and decides; the answer is given afterwards.
    fn decide(&self, call: &Call<'_>) -> (Mood, u16, String) {
        let mut book = self.book.lock().expect("not poisoned");
        book.calls += 1;
        let mood = book.mood;
        match mood {
            Mood::Down => return (mood, 503, "{\"Code\":\"ServiceUnavailable\"}".to_owned()),
            Mood::Garbage => return (mood, 200, "<html>please sign in to this network</html>".to_owned()),
            Mood::Endless => return (mood, 200, " ".repeat(1 << 20)),
            Mood::Redirects => return (mood, 302, String::new()),
            _ => {}
        }
        match self.desk.examine(call, &mut book, self.clock.now().0 / 1000) {
            Err((status, body)) => (Mood::Well, status, body),
            Ok(taken) if matches!(mood, Mood::OverQuota | Mood::Blacklists) => {
                (mood, 200, self.desk.refused(&taken, mood))
            }
            Ok(taken) => {
                let body = self.desk.accepted(&taken);
                book.taken.push(taken);
                (mood, 200, body)
            }
        }
    }
}

async fn answer(State(vendor): State<Vendor>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let (mood, status, text) = vendor.decide(&Call { method: &method, uri: &uri, headers: &headers, body: &body });
    let status = StatusCode::from_u16(status).expect("a status");
    match mood {
        Mood::Silent => std::future::pending().await,
        Mood::CutsOff => (status, torn(text)).into_response(),
        Mood::Redirects => (status, [("location", "/elsewhere")]).into_response(),
        _ => (status, text).into_response(),
    }
}

/// Fails after the head of the answer.
fn torn(text: String) -> Body {
    Body::new(Limited::new(Full::new(Bytes::from(text)), 10))
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    lower_hex(&Sha256::digest(bytes))
}

pub(super) fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

pub(super) fn lower_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// What stands between `name=` and the next `,` of an `Authorization` header.
pub(super) fn part<'a>(authorization: &'a str, name: &str) -> &'a str {
    let parts = authorization.split_once(' ').map_or("", |(_, rest)| rest).split(',');
    let found = parts.map(str::trim).find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    found.unwrap_or_default()
}

/// `name:value` lines of the headers that the caller says it signed, as every vendor builds them.
pub(super) fn header_lines(call: &Call<'_>, names: &str) -> String {
    let lines = names.split(';').map(|name| format!("{name}:{}\n", call.header(name).trim()));
    lines.collect::<Vec<_>>().concat()
}
