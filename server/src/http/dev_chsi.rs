//! The simulator of the register of education: takes codes as the register would (signed, or not at all), and plays its app:
//! whoever scans a code chooses what the register says, and the signed answer is sent over real HTTP. Not mounted in production.

use super::{Site, problem::escape};
use crate::chsi::{CodeMade, NONCE, NewCode, NewVerification, SIGNATURE, TIMESTAMP, Verification};
use axum::{
    Form, Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use enrolment::{
    crypto::hex,
    education::{
        CALLBACK_CLOCK_TOLERANCE, RegisterAnswer, RegisterFacts,
        signature::{SharedSecret, Signed},
    },
};
use serde::Deserialize;
use shared::{
    education::{CheckKind, CheckOutcome},
    person::PersonName,
    route,
    time::Timestamp,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

/// Codes remembered; older ones are forgotten.
const CODES_MAX: usize = 500;

/// The register's memory.
#[derive(Clone)]
pub struct Simulator {
    secret: SharedSecret,
    client: reqwest::Client,
    state: Arc<Mutex<Memory>>,
}

#[derive(Default)]
struct Memory {
    codes: BTreeMap<String, Code>,
    nonces: BTreeSet<String>,
    /// Counts codes, so that the oldest is known.
    last: u64,
}

#[derive(Clone)]
struct Code {
    number: u64,
    kind: CheckKind,
    masked: String,
    expires_at: Timestamp,
    callback: String,
    scanned: bool,
}

impl Simulator {
    pub fn new(secret: SharedSecret) -> Option<Self> {
        // Fails where another part of the process has chosen already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().ok()?;
        Some(Self { secret, client, state: Arc::default() })
    }

    fn memory(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers a code that the service asked for.
    fn learn(&self, code: &NewCode) {
        let mut memory = self.memory();
        memory.last += 1;
        let masked = code.name.parse::<PersonName>().map_or_else(|_| "***".to_owned(), |name| name.masked());
        let (kind, callback, expires_at) = (code.kind, code.callback.clone(), Timestamp(code.expires_at));
        let known = Code { number: memory.last, kind, masked, expires_at, callback, scanned: false };
        memory.codes.insert(code.token.clone(), known);
        let oldest = memory.last.saturating_sub(CODES_MAX as u64);
        memory.codes.retain(|_, code| code.number > oldest);
    }

    /// The code, for the first who scans it in time.
    fn scan(&self, token: &str, now: Timestamp) -> Option<Code> {
        let mut memory = self.memory();
        let code = memory.codes.get_mut(token).filter(|code| !code.scanned && now < code.expires_at)?;
        code.scanned = true;
        Some(code.clone())
    }

    fn scanned(&self, token: &str) -> Option<Code> {
        self.memory().codes.get(token).filter(|code| code.scanned).cloned()
    }

    /// Whether the service signed this request just now, and never before.
    fn accepts(&self, message: Signed<'_>, now: Timestamp) -> bool {
        let sent = message.timestamp.parse().map(Timestamp);
        let fresh =
            sent.is_ok_and(|sent| sent >= now - CALLBACK_CLOCK_TOLERANCE && sent <= now + CALLBACK_CLOCK_TOLERANCE);
        fresh && self.secret.is_genuine(message) && self.memory().nonces.insert(message.nonce.to_owned())
    }
}

pub(super) fn mount(router: Router<Site>) -> Router<Site> {
    router
        .route(route::DEV_CHSI, get(list))
        .route("/dev/chsi/codes", post(codes))
        .route("/dev/chsi/verifications", post(verify))
        .route("/dev/chsi/scan/{token}", get(scan).post(answer))
}

/// `POST /dev/chsi/codes`: as the register takes a code.
async fn codes(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(simulator) = &site.simulator else { return StatusCode::NOT_FOUND.into_response() };
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let message = Signed { timestamp: text(TIMESTAMP), nonce: text(NONCE), signature: text(SIGNATURE), body: &body };
    if !simulator.accepts(message, site.enrolment.now()) {
        return (StatusCode::FORBIDDEN, Json("signature")).into_response();
    }
    let Ok(code) = serde_json::from_slice::<NewCode>(&body) else {
        return (StatusCode::BAD_REQUEST, Json("form")).into_response();
    };
    simulator.learn(&code);
    let url = format!("{}/dev/chsi/scan/{}", site.settings.service.public_url, code.token);
    Json(CodeMade { url }).into_response()
}

/// `POST /dev/chsi/verifications`: answers at once, by the last digit of the diploma's number: 0 is not found, 9 is somebody else's,
/// any other is confirmed.
async fn verify(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    let Some(simulator) = &site.simulator else { return StatusCode::NOT_FOUND.into_response() };
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let message = Signed { timestamp: text(TIMESTAMP), nonce: text(NONCE), signature: text(SIGNATURE), body: &body };
    if !simulator.accepts(message, site.enrolment.now()) {
        return (StatusCode::FORBIDDEN, Json("signature")).into_response();
    }
    let Ok(asked) = serde_json::from_slice::<NewVerification>(&body) else {
        return (StatusCode::BAD_REQUEST, Json("form")).into_response();
    };
    let filled = [&asked.name, &asked.document_type, &asked.document_number, &asked.level, &asked.school];
    if asked.token.len() != 32 || filled.iter().any(|text| text.is_empty()) {
        return (StatusCode::UNPROCESSABLE_ENTITY, Json("empty")).into_response();
    }
    let (outcome, name_matches) = match asked.certificate.chars().last() {
        Some('0') | None => (CheckOutcome::Failed, None),
        Some('9') => (CheckOutcome::Passed, Some(false)),
        Some(_) => (CheckOutcome::Passed, Some(true)),
    };
    let facts = match outcome {
        CheckOutcome::Passed => RegisterFacts {
            name_matches,
            number_matches: Some(true),
            school: Some(asked.school),
            level: Some("专科".to_owned()),
            diploma: Some(asked.certificate),
        },
        CheckOutcome::Failed => RegisterFacts::default(),
    };
    let answer = serde_json::to_vec(&Verification { token: asked.token, outcome, facts }).unwrap_or_default();
    let mut random = [0; 16];
    enrolment::clock::Randomness::fill(&enrolment::clock::OsRandomness, &mut random);
    let (timestamp, nonce) = (site.enrolment.now().0.to_string(), hex(&random));
    let signature = simulator.secret.sign(&timestamp, &nonce, &answer);
    ([(TIMESTAMP, timestamp), (NONCE, nonce), (SIGNATURE, signature)], answer).into_response()
}

/// `GET /dev/chsi`: every code, newest first, for those who have no phone at hand.
async fn list(State(site): State<Site>) -> Html<String> {
    let Some(simulator) = &site.simulator else { return page("学信网（模拟）", "") };
    let mut codes: Vec<_> = simulator.memory().codes.clone().into_iter().collect();
    codes.sort_by_key(|(_, code)| std::cmp::Reverse(code.number));
    let line = |(token, code): (String, Code)| {
        let state = if code.scanned { "已扫描" } else { "未扫描" };
        let (kind, masked) = (kind(code.kind), escape(&code.masked));
        format!("<li><a href=\"/dev/chsi/scan/{}\">{kind} {masked}</a> {state}</li>", escape(&token))
    };
    let lines: String = codes.into_iter().map(line).collect();
    page("学信网（模拟）", &format!("<ul>{lines}</ul>"))
}

/// `GET /dev/chsi/scan/{token}`: what the app shows. The code is used up by it.
async fn scan(State(site): State<Site>, Path(token): Path<String>) -> Response {
    let code = site.simulator.as_ref().and_then(|simulator| simulator.scan(&token, site.enrolment.now()));
    let Some(code) = code else {
        return (StatusCode::GONE, page("学信网（模拟）", "<p>二维码已使用或已失效，请刷新后重新扫描。</p>"))
            .into_response();
    };
    let button =
        |(value, words): &(&str, &str)| format!("<p><button name=\"outcome\" value=\"{value}\">{words}</button></p>");
    let buttons =
        [("passed", "校验通过"), ("failed", "校验未通过"), ("differs", "校验通过，但姓名不一致"), ("none", "无反馈")];
    let buttons: String = buttons.iter().map(button).collect();
    let body = format!(
        "<p>{} · {}</p><form method=\"post\" action=\"/dev/chsi/scan/{}\">{buttons}</form>",
        kind(code.kind),
        escape(&code.masked),
        escape(&token)
    );
    page("学信网（模拟）", &body).into_response()
}

#[derive(Deserialize)]
struct Chosen {
    outcome: String,
}

/// `POST /dev/chsi/scan/{token}`: the register answers the service.
async fn answer(State(site): State<Site>, Path(token): Path<String>, Form(chosen): Form<Chosen>) -> Response {
    let known = site.simulator.as_ref().and_then(|simulator| Some((simulator, simulator.scanned(&token)?)));
    let Some((simulator, code)) = known else { return StatusCode::NOT_FOUND.into_response() };
    let (outcome, name_matches) = match chosen.outcome.as_str() {
        "passed" => (CheckOutcome::Passed, true),
        "differs" => (CheckOutcome::Passed, false),
        "failed" => (CheckOutcome::Failed, true),
        _ => return page("学信网（模拟）", "<p>没有反馈。</p>").into_response(),
    };
    let facts = match outcome {
        CheckOutcome::Passed => RegisterFacts {
            name_matches: Some(name_matches),
            number_matches: Some(true),
            school: Some("长沙民政职业技术学院".to_owned()),
            level: Some("专科".to_owned()),
            diploma: Some("108271202306001234".to_owned()),
        },
        CheckOutcome::Failed => RegisterFacts::default(),
    };
    let sent = send(simulator, &code, (&token, outcome, facts), site.enrolment.now()).await;
    page("学信网（模拟）", &format!("<p>已反馈：{}</p>", escape(&sent))).into_response()
}

/// Signs the answer and sends it; gives what the service said.
async fn send(
    simulator: &Simulator,
    code: &Code,
    (token, outcome, facts): (&str, CheckOutcome, RegisterFacts),
    now: Timestamp,
) -> String {
    let mut random = [0; 16];
    enrolment::clock::Randomness::fill(&enrolment::clock::OsRandomness, &mut random);
    let (timestamp, nonce) = (now.0.to_string(), hex(&random));
    let answer =
        RegisterAnswer { token: token.to_owned(), kind: code.kind, outcome, time: now.0, nonce: nonce.clone(), facts };
    let body = serde_json::to_vec(&answer).unwrap_or_default();
    let signature = simulator.secret.sign(&timestamp, &nonce, &body);
    let request = simulator.client.post(&code.callback).body(body).header("content-type", "application/json");
    let request = request.header(TIMESTAMP, timestamp).header(NONCE, nonce).header(SIGNATURE, signature);
    match request.header("accept", "application/json").send().await {
        Ok(answer) => {
            let status = answer.status();
            format!("{status} {}", answer.text().await.unwrap_or_default())
        }
        Err(error) => error.without_url().to_string(),
    }
}

const fn kind(kind: CheckKind) -> &'static str {
    match kind {
        CheckKind::Enrolment => "学籍校验",
        CheckKind::Diploma => "学历校验",
    }
}

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    ))
}
