//! A vendor's identity engines over real HTTP: the test plays the vendor and checks every request as a vendor would.

use crate::world::root;
use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::post,
};
use enrolment::{
    clock::{Clock, FrozenClock, SeededRandomness},
    ports::{CardProblem, EngineFailure, FaceEvidence, FaceReason, FaceVerdict, Identity, PartKind, SamePerson},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use server::{
    config::{IdentityEngine, Settings, Span},
    engine::LocalEngine,
    identity::{self, IdentityError},
};
use sha2::Sha256;
use shared::{document::DocumentType, evidence::CardField, liveness::Expected, time::Timestamp};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

const SECRET: &str = "shared with the vendor";
/// Of nobody.
const NUMBER: &str = "430102199003070000";
const NOW: Timestamp = Timestamp(1_796_090_400_000);

/// How the vendor behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mood {
    Well,
    Down,
    Garbage,
    /// JSON of another kind, with somebody's number in every place.
    Misplaced,
    Redirects,
    Silent,
    Endless,
}

struct Vendor {
    mood: Mood,
    nonces: Mutex<BTreeSet<String>>,
    asked: Mutex<Vec<(String, Value)>>,
}

async fn answer(
    State(vendor): State<Arc<Vendor>>,
    Path(what): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match vendor.mood {
        Mood::Down => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Mood::Garbage => return "<html>proxy</html>".into_response(),
        Mood::Misplaced => return Json(json!({ "engine": NUMBER, "verdict": NUMBER })).into_response(),
        Mood::Redirects => return (StatusCode::FOUND, [(header::LOCATION, "http://192.0.2.1/")]).into_response(),
        Mood::Silent => tokio::time::sleep(Duration::from_mins(1)).await,
        Mood::Endless => return vec![b'['; 17 * 1024 * 1024].into_response(),
        Mood::Well => {}
    }
    if !vendor.believes(&headers, &body) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let asked: Value = serde_json::from_slice(&body).expect("JSON");
    vendor.asked.lock().expect("no panic").push((what.clone(), asked));
    let mut said = match what.as_str() {
        "card" => json!({
            "fields": [{ "field": "name", "text": "张三", "confidence": 0.98, "region": ["portrait", [1.0, 2.0, 3.0, 4.0]] }],
            "portrait": [10.0, 20.0, 30.0, 40.0],
            "problems": ["glare"],
        }),
        "face" => json!({
            "verdict": "fail",
            "reasons": ["other_digits"],
            "cues": [{ "name": "digits", "score": -2.5, "limit": 0.0, "passes": false }],
            "heard": "2719",
            "parts": [{ "kind": "still", "at_ms": 500, "bytes": "c3RpbGw=" }],
        }),
        "compare" => json!({ "verdict": "doubtful", "similarity": 0.41 }),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    said["engine"] =
        json!({ "name": "vendor", "version": "7", "model_sha256": "ab".repeat(32), "limits": { "same": 0.5 } });
    Json(said).into_response()
}

impl Vendor {
    /// As `docs/identity-http.md` tells vendors to: time, a nonce of its own, and the signature over all.
    fn believes(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (timestamp, nonce) = (header("x-identity-timestamp"), header("x-identity-nonce"));
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any key");
        mac.update(format!("{timestamp}\n{nonce}\n").as_bytes());
        mac.update(body);
        let signature =
            mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        timestamp == NOW.0.to_string()
            && nonce.len() == 32
            && self.nonces.lock().expect("no panic").insert(nonce.to_owned())
            && header("x-identity-signature") == signature
    }
}

/// The vendor, and the service's engines that ask it with `secret`.
async fn asked(mood: Mood, secret: &str) -> (Arc<Vendor>, Identity) {
    let vendor = Arc::new(Vendor { mood, nonces: Mutex::default(), asked: Mutex::default() });
    let router = Router::new().route("/v1/{what}", post(answer)).with_state(vendor.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}/v1/", listener.local_addr().expect("bound"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let engines = open(|settings| {
        settings.identity.endpoint = endpoint;
        secret.clone_into(&mut settings.identity.secret);
        settings.identity.timeout = Span::secs(1);
    });
    (vendor, engines.expect("engines"))
}

fn open(change: impl FnOnce(&mut Settings)) -> Result<Identity, IdentityError> {
    let mut settings = Settings::default();
    settings.identity.engine = IdentityEngine::Http;
    change(&mut settings);
    let photo = LocalEngine::load(&root("models")).expect("run `cargo xtask models` first");
    let clock: Arc<dyn Clock> = Arc::new(FrozenClock::at(NOW));
    identity::load(&settings, &photo, clock, Arc::new(SeededRandomness::new(1)))
}

/// Ports block.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("no panic")
}

#[tokio::test]
async fn a_vendor_is_asked_signed_and_its_answers_are_the_engines() {
    let (vendor, engines) = asked(Mood::Well, SECRET).await;
    let reader = engines.reader.clone().expect("a reader");
    let reading = blocking(move || reader.read(DocumentType::ResidentIdCard, b"front", b"back")).await.expect("read");
    assert_eq!((reading.text(CardField::Name), reading.portrait), (Some("张三"), Some([10.0, 20.0, 30.0, 40.0])));
    assert_eq!((reading.problems, reading.engine.name.as_str()), (vec![CardProblem::Glare], "vendor"));

    let face = engines.face.clone().expect("a verifier");
    let said = blocking(move || {
        let expected = Expected::Digits([2, 7, 1, 8]);
        face.verify(&FaceEvidence { card: Some(b"front"), portrait: None, capture: b"film", expected: &expected })
    });
    let said = said.await.expect("judged");
    assert_eq!((said.judgement.verdict, said.judgement.reasons), (FaceVerdict::Fail, vec![FaceReason::OtherDigits]));
    assert_eq!((said.parts[0].kind, said.parts[0].bytes.as_slice()), (PartKind::Still, b"still".as_slice()));
    assert_eq!(said.judgement.heard.as_deref(), Some("2719"));

    let likeness = engines.likeness.clone().expect("a comparer");
    let compared = blocking(move || likeness.compare(b"front", Some([1.0; 4]), b"photo")).await.expect("compared");
    assert_eq!((compared.verdict, compared.similarity), (SamePerson::Doubtful, Some(0.41)));

    let asked = vendor.asked.lock().expect("no panic");
    assert_eq!(asked[0].1, json!({ "kind": "resident_id_card", "portrait": "ZnJvbnQ=", "emblem": "YmFjaw==" }));
    assert_eq!(asked[1].1["expected"], json!({ "digits": [2, 7, 1, 8] }));
    assert_eq!(asked[2].1["picture"], "cGhvdG8=");
    assert_eq!(vendor.nonces.lock().expect("no panic").len(), 3, "no nonce twice");
}

/// None of it says anything about the evidence, and none of it names the address, what was sent or what was answered.
#[tokio::test]
async fn whatever_goes_wrong_on_the_way_is_a_failure_of_ours() {
    for mood in [Mood::Down, Mood::Garbage, Mood::Misplaced, Mood::Redirects, Mood::Silent, Mood::Endless] {
        let (_, engines) = asked(mood, SECRET).await;
        let likeness = engines.likeness.expect("a comparer");
        let EngineFailure(why) =
            blocking(move || likeness.compare(b"front", None, b"photo")).await.expect_err("no answer");
        let leaks = ["127.0.0.1", "photo", NUMBER, "html"];
        assert!(!leaks.iter().any(|leak| why.contains(leak)), "{mood:?}: {why}");
        assert_eq!(why.contains("Data at line 1"), mood == Mood::Misplaced, "{mood:?}: {why}");
    }
    let (vendor, engines) = asked(Mood::Well, "another secret").await;
    let likeness = engines.likeness.expect("a comparer");
    assert!(blocking(move || likeness.compare(b"front", None, b"photo")).await.is_err());
    assert!(vendor.asked.lock().expect("no panic").is_empty(), "the vendor believes no other signature");
}

#[test]
fn without_address_or_secret_there_is_no_vendor() {
    for (endpoint, secret) in [("", SECRET), ("https://vendor.example", "")] {
        let opened = open(|settings| {
            settings.identity.endpoint = endpoint.to_owned();
            settings.identity.secret = secret.to_owned();
        });
        assert!(matches!(opened.err(), Some(IdentityError::NoVendor)));
    }
}
