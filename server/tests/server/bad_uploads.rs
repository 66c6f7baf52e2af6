//! Files that are no finished photograph: each gets a clear answer, and nothing that was there is lost.

use crate::{
    client::Client,
    pictures,
    world::{Setup, World, real_engine},
};
use serde_json::Value;
use shared::problem::ProblemCode;

const JSON: &str = "application/json";
const HTML: &str = "text/html";
const PHONE: &str = "13800138000";
const DOCUMENT: &str = "11010519491231002X";
const MB: usize = 1024 * 1024;

async fn world() -> (World, Client) {
    let world = World::with(Setup { engine: real_engine(), ..Setup::default() }).await;
    let client = world.registered(PHONE, DOCUMENT).await;
    (world, client)
}

/// Rules that failed.
fn failed(answer: &Value) -> Vec<&str> {
    let findings = answer["verdict"]["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let failed = findings.iter().filter(|finding| finding["outcome"] == "fail");
    failed.filter_map(|finding| finding["rule"].as_str()).collect()
}

#[tokio::test]
async fn each_bad_file_is_refused_by_name() {
    let (_world, mut client) = world().await;
    let cases: [(&str, &str, Vec<u8>, &[&str]); 9] = [
        ("a PNG named .jpg without a face", "photo.jpg", pictures::png(), &["subject.count"]),
        ("truncated", "photo.jpg", pictures::truncated(), &["file.readable"]),
        ("cut in its headers", "photo.jpg", pictures::stump(), &["file.readable"]),
        ("claims 65535×65535", "photo.jpg", pictures::header_bomb(), &["file.readable"]),
        ("an animated GIF", "photo.gif", pictures::animated_gif(), &["file.format", "file.readable"]),
        ("HEIC", "IMG_0001.HEIC", pictures::heic(), &["file.readable"]),
        ("CMYK without a face", "photo.jpg", pictures::cmyk(), &["subject.count"]),
        ("16 bits a channel", "photo.png", pictures::sixteen_bit_png(), &["file.format", "subject.count"]),
        ("one pixel", "photo.jpg", pictures::one_pixel(), &["file.dimensions", "subject.count", "file.readable"]),
    ];
    for (what, name, content, rules) in cases {
        let answer = client.upload("/short/photo", JSON, name, &content).await;
        assert_eq!(answer.status.as_u16(), 422, "{what}: {}", answer.text());
        let body = answer.json();
        assert_eq!(body["code"], "photo.refused", "{what}: {body}");
        assert!(failed(&body).iter().any(|rule| rules.contains(rule)), "{what}: {body}");
    }
}

#[tokio::test]
async fn an_empty_a_missing_and_a_huge_file_have_codes_of_their_own() {
    let (_world, mut client) = world().await;
    let empty = client.upload("/short/photo", JSON, "photo.jpg", b"").await;
    assert_eq!((empty.status.as_u16(), empty.json()["code"].as_str()), (422, Some("file.empty")));
    let missing = client.upload("/short/photo", JSON, "", b"").await;
    assert_eq!((missing.status.as_u16(), missing.json()["code"].as_str()), (422, Some("file.missing")));
    let huge = client.upload("/short/photo", JSON, "photo.jpg", &vec![0xff; 50 * MB]).await;
    assert_eq!((huge.status.as_u16(), huge.json()["code"].as_str()), (413, Some("file.too_large")));
    let broken = client.send(axum::http::Method::POST, "/short/photo", &[("accept", JSON)], b"no form".to_vec()).await;
    assert_eq!((broken.status.as_u16(), broken.json()["code"].as_str()), (400, Some("request.bad")));
}

#[tokio::test]
async fn a_person_without_scripts_is_led_back_to_the_page() {
    let (_world, mut client) = world().await;
    let huge = client.upload("/short/photo", HTML, "photo.jpg", &vec![0xff; 50 * MB]).await;
    assert_eq!((huge.status.as_u16(), huge.location()), (303, Some("/short/photo?problem=file.too_large")));
    let refused = client.upload("/short/photo", HTML, "photo.jpg", &pictures::jpeg()).await;
    assert_eq!((refused.status.as_u16(), refused.location()), (303, Some("/short/photo")));
    let page = client.get("/short/photo").await;
    assert_eq!(page.status.as_u16(), 200);
    let rule = app::text::t::rule::subject_count::NAME.get(shared::locale::Locale::Chinese);
    assert!(page.text().contains(rule), "the page says what is wrong: {}", page.text());
    let shown = client.get("/short/photo/source").await;
    assert_eq!(shown.body, pictures::jpeg());
    assert_eq!(shown.header("cache-control"), Some("private, no-store"));
}

#[tokio::test]
async fn without_a_session_the_answer_says_so_and_shows_nothing() {
    let (_world, mut client) = world().await;
    client.upload("/short/photo", JSON, "photo.jpg", &pictures::jpeg()).await;
    client.forget_session();
    let answer = client.upload("/short/photo", JSON, "photo.jpg", &pictures::jpeg()).await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (401, Some("session.needed")));
    assert_eq!(client.get("/short/photo/source").await.status.as_u16(), 401);
}

#[tokio::test]
async fn a_refused_picture_leaves_the_kept_one_alone() {
    let world = World::new().await;
    let mut client = world.registered(PHONE, DOCUMENT).await;
    let kept = client.upload("/short/photo", JSON, "photo.jpg", &pictures::jpeg()).await;
    let photo = kept.json()["photo"].as_str().expect("an id").to_owned();
    for content in [pictures::heic(), Vec::new(), vec![0; 30 * MB]] {
        assert!(client.upload("/short/photo", JSON, "photo.jpg", &content).await.status.is_client_error());
    }
    let stored = client.get(&format!("/photo/{photo}")).await;
    assert_eq!((stored.status.as_u16(), stored.body), (200, pictures::jpeg()));
}

#[tokio::test]
async fn a_picture_is_for_its_candidate_only() {
    let world = World::new().await;
    let mut owner = world.registered(PHONE, DOCUMENT).await;
    let kept = owner.upload("/short/photo", JSON, "photo.jpg", &pictures::jpeg()).await;
    let path = format!("/photo/{}", kept.json()["photo"].as_str().expect("an id"));
    let mut other = world.registered("13900139000", "440524188001010014").await;
    assert_eq!(other.get(&path).await.status.as_u16(), 404);
    assert_eq!(world.client().get(&path).await.status.as_u16(), 401);
    assert_eq!(owner.get(&path).await.header("content-type"), Some("image/jpeg"));
}

#[tokio::test]
async fn a_crop_can_be_moved_without_scripts() {
    let world = World::new().await;
    let mut client = world.registered(PHONE, DOCUMENT).await;
    let nothing = client.post_fields("/short/photo/prepare", JSON, &[("nudge", "up")]).await;
    assert_eq!(nothing.json()["code"].as_str().and_then(ProblemCode::parse), Some(ProblemCode::FileMissing));
    client.upload("/short/photo", JSON, "photo.jpg", &pictures::png()).await;
    let fields = [("crop", "100,100,600,800"), ("nudge", "right")];
    let moved = client.post_fields("/short/photo/prepare", HTML, &fields).await;
    assert_eq!((moved.status.as_u16(), moved.location()), (303, Some("/short/photo")));
    let bad = client.post_fields("/short/photo/prepare", JSON, &[("crop", "1,2,3"), ("nudge", "up")]).await;
    assert_eq!(bad.status.as_u16(), 400);
}
