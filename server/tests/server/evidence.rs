//! Evidence over HTTP: uploads piece by piece, plain forms, files of every wrong kind, and what strangers get to see.

use crate::{
    client::{Answer, Client, ORIGIN},
    pictures,
    world::World,
};
use axum::http::Method;
use enrolment::crypto::{hex, sha256};
use serde_json::json;

const JSON: &str = "application/json";
const HTML: &str = "text/html";
const MB: usize = 1024 * 1024;
const PIECE: usize = 64 * 1024;
pub(crate) const WEBM: &[u8] = b"\x1a\x45\xdf\xa3\x42\x82\x84webm and some pictures";

/// A browser of somebody who registered in Hunan and agreed to everything about evidence.
async fn agreed(world: &World, phone: &str, document: &str) -> Client {
    let mut client = world.client();
    let contact = [("province", "hunan"), ("page", "register"), ("phone", phone)];
    client.post_form("/api/request-code", &contact).await;
    world.enrolment.run_due_jobs().await.expect("jobs run");
    let code = world.inbox.code_for(phone).expect("a code was sent");
    let form = [
        ("province", "hunan"),
        ("phone", phone),
        ("code", &code),
        ("document_type", "resident_id_card"),
        ("document_number", document),
        ("region", "430102"),
        ("consent", "on"),
    ];
    let registered = client.post_form("/api/register", &form).await;
    assert!(!registered.location().unwrap_or_default().contains("__err"), "{}", registered.text());
    for what in ["card", "face"] {
        let refused = client.post_form("/api/give-consent", &[("province", "hunan"), ("what", what)]).await;
        assert!(refused.location().is_some_and(|back| back.contains("__err=")), "{}", refused.text());
        let fields = [("province", "hunan"), ("what", what), ("consent", "on")];
        let answer = client.post_form("/api/give-consent", &fields).await;
        assert_eq!(answer.location(), Some(format!("/hunan/{what}").as_str()), "{}", answer.text());
    }
    client
}

async fn first(world: &World) -> Client {
    agreed(world, "13800138000", "430102200001010011").await
}

async fn second(world: &World) -> Client {
    agreed(world, "13900139000", "440524188001010014").await
}

async fn begin(client: &mut Client, purpose: &str, bytes: &[u8]) -> Answer {
    let body = json!({
        "purpose": purpose, "size_bytes": bytes.len(), "sha256": hex(&sha256(bytes)), "content_type": "image/jpeg",
    });
    send(client, Method::POST, "/hunan/uploads", &[], body.to_string().into_bytes()).await
}

async fn send(client: &mut Client, method: Method, path: &str, more: &[(&str, &str)], body: Vec<u8>) -> Answer {
    let headers = [&[("accept", JSON), ("origin", ORIGIN)], more].concat();
    client.send(method, path, &headers, body).await
}

async fn put(client: &mut Client, id: &str, bytes: &[u8], place: usize) -> Answer {
    let piece = bytes.chunks(PIECE).nth(place).expect("a piece").to_vec();
    let hash = hex(&sha256(&piece));
    send(client, Method::PUT, &format!("/hunan/uploads/{id}/{place}"), &[("x-chunk-sha256", &hash)], piece).await
}

fn picture() -> Vec<u8> {
    let mut bytes = pictures::jpeg();
    bytes.resize(2 * PIECE + 100, 7);
    bytes
}

#[tokio::test]
async fn a_picture_comes_in_pieces_and_goes_on_after_a_break() {
    let world = World::new().await;
    let mut client = first(&world).await;
    let bytes = picture();
    let begun = begin(&mut client, "card_portrait", &bytes).await;
    assert_eq!(begun.status.as_u16(), 201, "{}", begun.text());
    let id = begun.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!((begun.json()["chunks"].as_u64(), begun.json()["chunk_bytes"].as_u64()), (Some(3), Some(65_536)));
    put(&mut client, &id, &bytes, 1).await;
    let again = begin(&mut client, "card_portrait", &bytes).await.json();
    assert_eq!((again["id"].as_str(), &again["have"]), (Some(id.as_str()), &json!([1])));
    let path = format!("/hunan/uploads/{id}");
    let early = send(&mut client, Method::POST, &format!("{path}/finish"), &[], Vec::new()).await;
    assert_eq!((early.status.as_u16(), early.json()["code"].as_str()), (422, Some("upload.damaged")));
    let wrong = [("x-chunk-sha256", &*hex(&sha256(b"other")))];
    let damaged = send(&mut client, Method::PUT, &format!("{path}/0"), &wrong, bytes[..PIECE].to_vec()).await;
    assert_eq!((damaged.status.as_u16(), damaged.json()["code"].as_str()), (422, Some("upload.damaged")));
    for place in [2, 0] {
        assert_eq!(put(&mut client, &id, &bytes, place).await.status.as_u16(), 200);
    }
    let taken = send(&mut client, Method::POST, &format!("{path}/finish"), &[], Vec::new()).await;
    assert_eq!(taken.json()["outcome"], "kept", "{}", taken.text());
    let twice = send(&mut client, Method::POST, &format!("{path}/finish"), &[], Vec::new()).await;
    assert_eq!(twice.json(), taken.json());
    let card = taken.json()["card"].as_str().expect("an id").replace('-', "");
    assert!(client.get("/hunan/card").await.text().contains(&card));
}

#[tokio::test]
async fn uploads_that_cannot_be_are_refused_by_name() {
    let world = World::new().await;
    let (mut client, mut stranger) = (first(&world).await, second(&world).await);
    let bytes = picture();
    let id = begin(&mut client, "card_portrait", &bytes).await.json()["id"].as_str().expect("an id").to_owned();
    let path = format!("/hunan/uploads/{id}");
    assert_eq!(put(&mut stranger, &id, &bytes, 0).await.status.as_u16(), 404);
    for (method, path) in [(Method::GET, path.clone()), (Method::POST, format!("{path}/finish"))] {
        assert_eq!(send(&mut stranger, method, &path, &[], Vec::new()).await.status.as_u16(), 404);
    }
    assert_eq!(send(&mut world.client(), Method::GET, &path, &[], Vec::new()).await.status.as_u16(), 401);
    let huge = json!({ "purpose": "card_emblem", "size_bytes": 11 * MB, "sha256": "00".repeat(32) }).to_string();
    let answer = send(&mut client, Method::POST, "/hunan/uploads", &[], huge.into_bytes()).await;
    assert_eq!((answer.status.as_u16(), answer.json()["field"].as_str()), (413, Some("emblem")));
    for body in ["", "{}", r#"{"purpose":"other","size_bytes":1,"sha256":"00"}"#] {
        let answer = send(&mut client, Method::POST, "/hunan/uploads", &[], body.into()).await;
        assert_eq!(answer.json()["code"], "request.bad", "{body}");
    }
    let large = vec![0; PIECE * 5];
    let hash = hex(&sha256(&large));
    let answer = send(&mut client, Method::PUT, &format!("{path}/0"), &[("x-chunk-sha256", &hash)], large).await;
    assert!(answer.status.is_client_error(), "{}", answer.text());
    assert_eq!(send(&mut client, Method::DELETE, &path, &[], Vec::new()).await.status.as_u16(), 204);
    assert_eq!(send(&mut client, Method::GET, &path, &[], Vec::new()).await.status.as_u16(), 404);
}

#[tokio::test]
async fn without_scripts_forms_bring_both_sides_and_what_stands_on_them() {
    let world = World::new().await;
    let mut client = first(&world).await;
    assert!(client.get("/hunan/card").await.text().contains("name=\"portrait\""));
    for side in ["portrait", "emblem"] {
        let answer = client.upload_in(side, "/hunan/card", HTML, ("card.jpg", &pictures::jpeg())).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, Some("/hunan/card")), "{}", answer.text());
    }
    let page = client.get("/hunan/card/confirm").await.text();
    assert!(page.contains("430102 20000101 0011") && page.contains("value=\"2000-01-01\""), "{page}");
    let id = |page: &str, name: &str| {
        let at = page.find(&format!("name=\"{name}\" value=\"")).expect("a hidden field");
        page[at..].split('"').nth(3).expect("a value").to_owned()
    };
    let (portrait, emblem) = (id(&page, "portrait"), id(&page, "emblem"));
    let mut form = vec![
        ("province", "hunan"),
        ("portrait", &portrait),
        ("emblem", &emblem),
        ("name", "%E5%BC%A0%E4%B8%89"),
        ("sex", "2"),
        ("ethnicity", "01"),
        ("birth_date", "20000101"),
        ("address", "%E9%95%BF%E6%B2%99"),
        ("valid_from", "20180301"),
        ("valid_to", "20380301"),
    ];
    let wrong = client.post_form("/api/confirm-card", &form).await;
    assert!(wrong.location().is_some_and(|back| back.contains("__err=")), "{:?}", wrong.location());
    let again = client.get("/hunan/card/confirm").await.text();
    assert!(again.contains("value=\"20380301\"") && again.contains("张三"), "what was typed is still there");
    form[4].1 = "1";
    let right = client.post_form("/api/confirm-card", &form).await;
    assert_eq!(right.location(), Some("/hunan/photo"), "{}", right.text());
    let picture = client.get(&format!("/evidence/card/{portrait}")).await;
    assert_eq!(
        (picture.header("content-type"), picture.header("cache-control")),
        (Some("image/jpeg"), Some("private, no-store"))
    );
    assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));
    let mut stranger = second(&world).await;
    assert_eq!(stranger.get(&format!("/evidence/card/{portrait}")).await.status.as_u16(), 404);
    assert_eq!(world.client().get(&format!("/evidence/card/{portrait}")).await.status.as_u16(), 401);
}

#[tokio::test]
async fn wrong_files_lead_back_to_the_page_with_words() {
    let world = World::new().await;
    let mut client = first(&world).await;
    for content in [pictures::heic(), b"%PDF-1.7 and more".to_vec(), b"a text".to_vec()] {
        let answer = client.upload_in("portrait", "/hunan/card", HTML, ("card.jpg", &content)).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, Some("/hunan/card")));
        assert!(client.get("/hunan/card").await.text().contains("这张照片还不能用"));
        let answer = client.upload_in("face", "/hunan/face", HTML, ("face.mp4", &content)).await;
        assert_eq!(answer.location(), Some("/hunan/face?problem=file.format&at=face"));
    }
    for (field, path) in [("portrait", "/hunan/card"), ("face", "/hunan/face")] {
        let empty = client.upload_in(field, path, HTML, ("empty", b"")).await;
        assert_eq!(empty.location(), Some(format!("{path}?problem=file.empty&at={field}").as_str()));
        let missing = client.upload_in(field, path, HTML, ("", b"")).await;
        assert_eq!(missing.location(), Some(format!("{path}?problem=file.missing&at={field}").as_str()));
        let huge = client.upload_in(field, path, HTML, ("huge", &vec![0; 30 * MB])).await;
        assert_eq!(huge.location(), Some(format!("{path}?problem=file.too_large&at={field}").as_str()));
        let page = client.get(&format!("{path}?problem=file.too_large&at={field}")).await.text();
        assert!(page.contains(&format!("href=\"#{field}\"")), "{page}");
    }
}

#[tokio::test]
async fn a_video_of_the_face_is_kept_and_given_out_in_parts() {
    let world = World::new().await;
    let mut client = first(&world).await;
    let sent = client.upload_in("face", "/hunan/face", HTML, ("me.webm", WEBM)).await;
    assert_eq!((sent.status.as_u16(), sent.location()), (303, Some("/hunan/face")));
    let page = client.get("/hunan/face").await.text();
    assert!(page.contains("已转人工审核"), "{page}");
    let mut guest = world.client();
    assert_eq!(guest.get("/evidence/face/0190a0b0c0d070008000000000000001").await.status.as_u16(), 401);
    let caller =
        world.enrolment.find_session(client.session().expect("a session")).await.expect("a look").expect("found");
    let receipt = world.enrolment.face_pages(&caller).await.expect("pages").receipt.expect("a capture");
    let path = format!("/evidence/face/{}", receipt.face);
    let whole = client.get(&path).await;
    assert_eq!((whole.header("content-type"), whole.body.as_slice()), (Some("video/webm"), WEBM));
    let part = client.send(Method::GET, &path, &[("range", "bytes=4-7")], Vec::new()).await;
    assert_eq!((part.status.as_u16(), part.body.as_slice()), (206, &WEBM[4..8]));
    assert_eq!(part.header("content-range"), Some(format!("bytes 4-7/{}", WEBM.len()).as_str()));
    assert_eq!(second(&world).await.get(&path).await.status.as_u16(), 404);
}

#[tokio::test]
async fn somebody_who_does_not_want_face_data_chooses_the_office() {
    let world = World::new().await;
    let mut client = first(&world).await;
    let chosen = client.post_form("/api/face-by-people", &[("province", "hunan"), ("way", "office")]).await;
    assert_eq!(chosen.location(), Some("/hunan/face"), "{}", chosen.text());
    assert!(client.get("/hunan/face").await.text().contains("已选择现场办理"));
    assert_eq!(client.get("/hunan/evidence-done").await.status.as_u16(), 200);
}
