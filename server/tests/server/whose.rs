//! A page that stays open while somebody else signs in with the same browser: nothing that is sent from it gets into the application
//! of who is signed in now.

use crate::{
    client::{Answer, Client, ORIGIN},
    evidence::WEBM,
    pictures,
    world::World,
};
use axum::http::Method;
use enrolment::{
    Who,
    crypto::{hex, sha256},
};
use serde_json::json;
use server::http::rules::{Rule, lines};

const HTML: &str = "text/html";
const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";
const REFUSED: &str = "page.of_another";
const AWAY: &str = "/evident/go-on?problem=page.of_another";
/// Where somebody sees what their application holds.
const PAGES: [&str; 6] = ["card", "photo", "face", "details", "attachments", "status"];

/// Somebody of the province that asks for every kind of evidence, who agreed to give it; and which application theirs is.
async fn agreed(world: &World, phone: &str, document: &str) -> (Client, String) {
    let mut client = world.registered_in("evident", phone, document).await;
    for what in ["card", "face"] {
        let fields = [("province", "evident"), ("what", what), ("consent", "on")];
        let answer = client.post_form("/api/give-consent", &fields).await;
        assert_eq!(answer.location(), Some(format!("/evident/{what}").as_str()), "{}", answer.text());
    }
    let token = client.session().expect("a session");
    let caller = world.enrolment.find_session(token).await.expect("a database").expect("a session");
    let Who::Candidate { enrolment, .. } = caller.who else { panic!("no candidate") };
    (client, enrolment.to_string())
}

/// Who opened the page before, and who is signed in now.
async fn both(world: &World) -> ((Client, String), (Client, String)) {
    let before = agreed(world, "13800138000", "430102200001010011").await;
    (before, agreed(world, "13900139000", "440524188001010014").await)
}

async fn seen(client: &mut Client) -> Vec<String> {
    let mut pages = Vec::new();
    for page in PAGES {
        let page = client.get(&format!("/evident/{page}")).await.text();
        let (_, main) = page.split_once("<main").expect("a page");
        // made anew with every answer
        let mut pieces = main.split(" nonce=\"");
        let mut kept = pieces.next().unwrap_or_default().to_owned();
        pieces.for_each(|piece| kept.push_str(piece.split_once('"').map_or(piece, |(_, rest)| rest)));
        pages.push(kept);
    }
    pages
}

async fn send(client: &mut Client, method: &Method, path: &str, accept: &str) -> Answer {
    let headers = [("accept", accept), ("origin", ORIGIN), ("content-type", FORM)];
    client.send(method.clone(), path, &headers, b"province=evident".to_vec()).await
}

fn is_refused(answer: &Answer) -> bool {
    let code = || {
        serde_json::from_slice(&answer.body)
            .ok()
            .and_then(|body: serde_json::Value| body["code"].as_str().map(str::to_owned))
    };
    answer.location().is_some_and(|to| to.contains(REFUSED)) || code().as_deref() == Some(REFUSED)
}

/// Everything that acts for a candidate, as the table of routes knows it.
fn acts() -> Vec<(Method, String)> {
    let acts = lines().filter(|line| line.rule == Rule::Candidate && line.method != "GET");
    let fill = |path: &str| {
        path.replace("{province}", "evident").replace("{id}", &"0".repeat(32)).replace("{place}", "finish")
    };
    acts.map(|line| (line.method.parse().expect("a method"), fill(line.path))).collect()
}

#[tokio::test]
async fn every_act_of_a_candidate_is_refused_from_another_candidates_page() {
    let world = World::new().await;
    let ((_, first), (mut client, own)) = both(&world).await;
    assert!(acts().len() > 30, "{:?}", acts());
    let before = seen(&mut client).await;
    for (method, path) in acts() {
        let page = send(&mut client, &method, &format!("{path}?owner={first}"), HTML).await;
        assert_eq!((page.status.as_u16(), page.location()), (303, Some(AWAY)), "{method} {path}");
        let script = send(&mut client, &method, &format!("{path}?owner={first}"), JSON).await;
        assert_eq!((script.status.as_u16(), script.json()["code"].as_str()), (409, Some(REFUSED)), "{method} {path}");
    }
    assert!(seen(&mut client).await == before, "nothing changed");
    for (method, path) in acts() {
        for owner in ["", "?owner=", &format!("?owner={own}")] {
            let answer = send(&mut client, &method, &format!("{path}{owner}"), JSON).await;
            assert!(!is_refused(&answer), "{method} {path}{owner}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn forms_and_files_of_another_candidates_page_are_not_kept() {
    let world = World::new().await;
    let ((mut before, first), (mut client, own)) = both(&world).await;
    let (empty, others) = (seen(&mut client).await, seen(&mut before).await);
    let picture = pictures::jpeg();
    let details = [("province", "evident"), ("address", "TYPED-BY-SOMEBODY-ELSE"), ("postcode", "12")];
    let by_people = [("province", "evident"), ("way", "reviewer")];
    let mut answers = vec![
        client.post_form(&format!("/api/save-details?owner={first}"), &details).await,
        client.post_form(&format!("/api/choose-major?owner={first}"), &details).await,
        client.post_form(&format!("/api/face-by-people?owner={first}"), &by_people).await,
    ];
    for (path, field, content) in [
        ("photo", "photo", &picture[..]),
        ("photo/prepare", "photo", &picture),
        ("card", "portrait", &picture),
        ("face", "face", WEBM),
        ("attachments", "attachment", PDF),
    ] {
        for accept in [HTML, JSON] {
            let path = format!("/evident/{path}?owner={first}");
            answers.push(client.upload_in(field, &path, accept, ("a.jpg", content)).await);
        }
    }
    for answer in &answers {
        assert!(is_refused(answer), "{} {:?}: {}", answer.status, answer.location(), answer.text());
    }
    assert!(seen(&mut client).await == empty, "nothing of it is in the other application");
    assert!(seen(&mut before).await == others, "nor in the one whose page it was");

    let kept = client.upload(&format!("/evident/photo?owner={own}"), HTML, "a.jpg", &picture).await;
    assert_eq!(kept.location(), Some("/evident/photo"), "from the own page it is taken");
}

#[tokio::test]
async fn pieces_from_another_candidates_page_do_not_make_a_file() {
    let world = World::new().await;
    let ((_, first), (mut client, own)) = both(&world).await;
    let bytes = pictures::jpeg();
    let hash = hex(&sha256(&bytes));
    let body =
        json!({ "purpose": "card_portrait", "size_bytes": bytes.len(), "sha256": hash, "content_type": "image/jpeg" });
    let (pieces, begin) =
        ([("accept", JSON), ("origin", ORIGIN), ("x-chunk-sha256", &*hash)], body.to_string().into_bytes());
    let from = |owner: &str, path: &str| format!("/evident/uploads{path}?owner={owner}");
    let refused = client.send(Method::POST, &from(&first, ""), &pieces, begin.clone()).await;
    assert!(is_refused(&refused), "{}", refused.text());
    let begun = client.send(Method::POST, &from(&own, ""), &pieces, begin).await;
    let id = begun.json()["id"].as_str().expect("an id").to_owned();
    let (piece, finish) = (format!("/{id}/0"), format!("/{id}/finish"));
    assert!(is_refused(&client.send(Method::PUT, &from(&first, &piece), &pieces, bytes.clone()).await));
    assert_eq!(
        client.send(Method::GET, &from(&own, &format!("/{id}")), &pieces, Vec::new()).await.json()["have"],
        json!([])
    );
    assert_eq!(client.send(Method::PUT, &from(&own, &piece), &pieces, bytes).await.status.as_u16(), 200);
    assert!(is_refused(&client.send(Method::POST, &from(&first, &finish), &pieces, Vec::new()).await));
    assert!(is_refused(&client.send(Method::DELETE, &from(&first, &format!("/{id}")), &pieces, Vec::new()).await));
    let taken = client.send(Method::POST, &from(&own, &finish), &pieces, Vec::new()).await;
    assert_eq!(taken.json()["outcome"], "kept", "{}", taken.text());
}

#[tokio::test]
async fn who_is_signed_in_sees_their_own_application_and_a_word_about_it() {
    let world = World::new().await;
    let ((_, first), (mut client, _)) = both(&world).await;
    let refused =
        client.post_form(&format!("/api/submit?owner={first}"), &[("province", "evident"), ("key", "1")]).await;
    let own = client.get(refused.location().expect("a redirect")).await;
    assert_eq!(own.location(), Some("/evident/status?problem=page.of_another"));
    for (language, words) in [("zh-CN", "刚才的页面是另一位考生打开的"), ("en", "opened by another candidate")]
    {
        let headers = [("accept", HTML), ("accept-language", language)];
        let page =
            client.send(Method::GET, "/evident/status?problem=page.of_another", &headers, Vec::new()).await.text();
        assert!(page.contains(words) && page.contains("139****9000"), "{page}");
        assert!(!page.contains("href=\"#photo\""), "it is about no field");
    }
}

#[tokio::test]
async fn an_owner_that_nobody_can_be_is_refused_and_a_guest_is_asked_to_sign_in() {
    let world = World::new().await;
    let ((_, first), (mut client, _)) = both(&world).await;
    let garbled = send(&mut client, &Method::POST, "/api/submit?owner=me", JSON).await;
    assert_eq!((garbled.status.as_u16(), garbled.json()["code"].as_str()), (400, Some("request.bad")));
    client.forget_session();
    let guest = send(&mut client, &Method::POST, &format!("/evident/uploads?owner={first}"), JSON).await;
    assert_eq!((guest.status.as_u16(), guest.json()["code"].as_str()), (401, Some("session.needed")));
}
