//! Proofs, handing in and receipts over HTTP: bad files, who may fetch what, the reminder without scripts, and verifying.

use crate::{
    client::{Answer, Client, ORIGIN},
    pictures,
    world::World,
};
use axum::http::Method;
use enrolment::{
    Caller,
    crypto::{hex, sha256},
};
use serde_json::json;
use shared::{
    details::{Details, MajorChosen},
    person::{Education, Ethnicity, Household, PoliticalStatus, Sex},
    profile::Level,
    time::Span,
};

const JSON: &str = "application/json";
const HTML: &str = "text/html";
const PAGE: &str = "/proofs/attachments";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";
/// 护理 at college level: one proof.
pub(crate) fn nursing() -> Details {
    Details {
        name: "单雄信".parse().expect("a name"),
        ethnicity: Ethnicity::Han,
        sex: Sex::Female,
        birth_date: "1949-12-31".parse().expect("a date"),
        address: "湖南省长沙市芙蓉区韶山北路1号".parse().expect("an address"),
        pinyin: "SHAN XIONGXIN".parse().expect("a spelling"),
        household: Household::Resident,
        political: PoliticalStatus::Masses,
        postcode: None,
        occupation: None,
        email: None,
        region: "430102".to_owned(),
        major: MajorChosen { code: "520201".to_owned(), name: "护理".to_owned(), level: Level::College },
        education: Education::HighSchool,
        former: None,
        earlier: None,
    }
}

async fn caller(world: &World, client: &Client) -> Caller {
    let token = client.session().expect("a session");
    world.enrolment.find_session(token).await.expect("a database").expect("a session")
}

/// Somebody of the province `proofs` who has chosen a restricted major.
async fn prover(world: &World) -> Client {
    let client = world.registered_in("proofs", "13800138000", "11010519491231002X").await;
    world.enrolment.save_details(&caller(world, &client).await, nursing(), None).await.expect("saved");
    client
}

async fn send(client: &mut Client, kind: &str, name: &str, content: &[u8]) -> Answer {
    client.upload_as(PAGE, JSON, &[("kind", kind)], ("attachment", &[(name, content)])).await
}

fn first_id(answer: &Answer) -> String {
    answer.json()["attachments"][0].as_str().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}

#[tokio::test]
async fn each_bad_file_is_refused_by_its_content() {
    let world = World::new().await;
    let mut client = prover(&world).await;
    let swelling = [PDF, b"/Filter /FlateDecode stream", &vec![0; 200_000], b"endstream %%EOF"].concat();
    assert_eq!(send(&mut client, "other", "bomb.pdf", &swelling).await.status.as_u16(), 200, "it is not unpacked");
    let large = [PDF, &vec![b' '; 11 * 1024 * 1024]].concat();
    let cases: [(&str, &str, &[u8], &str); 12] = [
        ("HEIC", "IMG_0001.jpg", &pictures::heic(), "file.format"),
        ("Word", "proof.pdf", b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", "file.format"),
        ("a program", "proof.pdf", b"MZ\x90\0 %PDF-1.7 %%EOF", "file.format"),
        ("a page", "proof.pdf", b"<!doctype html><script>%PDF-1.7 %%EOF</script>", "file.format"),
        ("GIF", "proof.png", &pictures::animated_gif(), "file.format"),
        ("nothing", "proof.pdf", b"", "file.empty"),
        ("11 MB", "proof.pdf", &large, "file.too_large"),
        ("a broken picture", "proof.jpg", &pictures::truncated(), "file.unreadable"),
        ("a header bomb", "proof.jpg", &pictures::header_bomb(), "file.unreadable"),
        ("a PDF cut off", "proof.pdf", &PDF[..40], "file.unreadable"),
        ("a locked PDF", "proof.pdf", b"%PDF-1.7 trailer << /Encrypt 3 0 R >> %%EOF", "file.unsafe"),
        ("a PDF that acts", "proof.pdf", b"%PDF-1.7 << /S /J#61vaScript >> %%EOF", "file.unsafe"),
    ];
    for (what, name, content, code) in cases {
        let answer = send(&mut client, "other", name, content).await;
        assert_eq!(answer.json()["code"], code, "{what}");
    }
    let missing = client.upload_as(PAGE, JSON, &[("kind", "other")], ("attachment", &[("", b"")])).await;
    assert_eq!(missing.json()["code"], "file.missing");
    let unknown = send(&mut client, "major.520201.9", "proof.pdf", PDF).await;
    assert_eq!(unknown.json()["code"], "request.bad");
}

#[tokio::test]
async fn a_form_without_scripts_adds_several_replaces_and_removes() {
    let world = World::new().await;
    let mut client = prover(&world).await;
    let page = client.get(PAGE).await.text();
    assert!(page.contains("具有国家承认学历的护理专业中专毕业证书者"), "{page}");
    assert!(page.contains("10 MB") && page.contains("+ 新增附件"));
    let (jpeg, png) = (pictures::jpeg(), pictures::png());
    let two: [(&str, &[u8]); 2] = [("<script>alert(1)</script>.jpg", &jpeg), ("b.png", &png)];
    let sent = client.upload_as(PAGE, HTML, &[("kind", "major.520201.1")], ("attachment", &two)).await;
    assert_eq!((sent.status.as_u16(), sent.location()), (303, Some(PAGE)));
    let described = [("kind", "other"), ("description", "<b>户口本</b>")];
    client.upload_as(PAGE, HTML, &described, ("attachment", &[("c.pdf", PDF)])).await;
    let page = client.get(PAGE).await.text();
    assert!(!page.contains("alert(1)") && !page.contains("<b>户口本") && page.contains("&lt;b&gt;户口本"), "{page}");
    assert_eq!(page.matches("class=\"proof__file\"").count(), 3);
    let refused = client.upload_as(PAGE, HTML, &[("kind", "other")], ("attachment", &[("a.zip", b"PK\x03\x04")])).await;
    let back = refused.location().expect("back").to_owned();
    assert_eq!(back, "/proofs/attachments?problem=file.format");
    assert!(client.get(&back).await.text().contains("Word 文档请另存为 PDF"));
    let shown = world.enrolment.attachments(&caller(&world, &client).await).await.expect("shown");
    let ids: Vec<_> = shown.files().map(|file| file.id.to_string()).collect();
    client.upload_as(PAGE, HTML, &[("replaces", &ids[0])], ("attachment", &[("d.pdf", PDF)])).await;
    let removed = client.post_fields(PAGE, HTML, &[("remove", &ids[2])]).await;
    assert_eq!(removed.location(), Some(PAGE));
    assert_eq!(client.get(PAGE).await.text().matches("class=\"proof__file\"").count(), 2);
    assert_eq!(client.get(&format!("/evidence/attachment/{}", ids[0])).await.status.as_u16(), 404);
}

/// Sends a file in one piece; gives the address of its upload.
async fn in_pieces(client: &mut Client, bytes: &[u8]) -> String {
    let headers = [("accept", JSON), ("origin", ORIGIN)];
    let hash = hex(&sha256(bytes));
    let announced = json!({ "purpose": "attachment", "size_bytes": bytes.len(), "sha256": hash }).to_string();
    let begun = client.send(Method::POST, "/proofs/uploads", &headers, announced.into_bytes()).await;
    assert_eq!(begun.status.as_u16(), 201, "{}", begun.text());
    let path = format!("/proofs/uploads/{}", begun.json()["id"].as_str().expect("an id"));
    let headers = [headers[0], headers[1], ("x-chunk-sha256", &hash)];
    let put = client.send(Method::PUT, &format!("{path}/0"), &headers, bytes.to_vec()).await;
    assert_eq!(put.status.as_u16(), 200, "{}", put.text());
    path
}

#[tokio::test]
async fn a_proof_in_pieces_comes_where_finishing_says() {
    let world = World::new().await;
    let mut client = prover(&world).await;
    let mut finish = async |bytes: &[u8], place: &str| {
        let path = in_pieces(&mut client, bytes).await;
        let headers = [("accept", JSON), ("origin", ORIGIN), ("content-type", JSON)];
        client.send(Method::POST, &format!("{path}/finish"), &headers, place.into()).await
    };
    let first = finish(PDF, r#"{"kind":"major.520201.1"}"#).await;
    let id = first.json()["attachment"].as_str().unwrap_or_else(|| panic!("{}", first.text())).to_owned();
    let second = [PDF, b"2"].concat();
    let replaced = finish(&second, &json!({ "replaces": id }).to_string()).await;
    assert_eq!(replaced.status.as_u16(), 200, "{}", replaced.text());
    let third = [PDF, b"3"].concat();
    for wrong in ["[]", r#"{"kind":"nothing demands it"}"#, r#"{"replaces":"nobody"}"#] {
        assert_eq!(finish(&third, wrong).await.json()["code"], "request.bad", "{wrong}");
    }
    let described = finish(&third, r#"{"description":"户口本"}"#).await;
    assert_eq!(described.status.as_u16(), 200, "{}", described.text());
    let page = client.get(PAGE).await.text();
    assert!(page.contains("必需的材料已齐") && page.contains("户口本（PDF"), "{page}");
    assert_eq!(page.matches("proof__file\"").count(), 2, "one was replaced: {page}");
}

#[tokio::test]
async fn a_file_comes_back_harmless_and_for_its_candidate_only() {
    let world = World::new().await;
    let mut client = prover(&world).await;
    let pdf = format!("/evidence/attachment/{}", first_id(&send(&mut client, "other", "a.pdf", PDF).await));
    let answer = client.get(&pdf).await;
    assert_eq!((answer.status.as_u16(), &*answer.body), (200, PDF));
    assert_eq!(answer.header("content-type"), Some("application/pdf"));
    assert!(answer.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    let jpeg = format!(
        "/evidence/attachment/{}",
        first_id(&send(&mut client, "major.520201.1", "a.jpg", &pictures::jpeg()).await)
    );
    let answers = [answer, client.get(&jpeg).await, client.get(&format!("{jpeg}/thumbnail")).await];
    for answer in &answers {
        assert!(answer.header("content-security-policy").is_some_and(|policy| policy.ends_with("sandbox")));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    }
    assert!(answers[2].body.starts_with(&[0xff, 0xd8]) && answers[2].body.len() < answers[1].body.len());
    assert_eq!(client.get(&format!("{pdf}/thumbnail")).await.status.as_u16(), 404);
    let mut other = world.registered_in("proofs", "13900139000", "440524188001010014").await;
    for path in [&pdf, &jpeg] {
        assert_eq!(other.get(path).await.status.as_u16(), 404);
        assert_eq!(world.client().get(path).await.status.as_u16(), 401);
    }
    assert_eq!(client.get("/evidence/attachment/none").await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_reminder_stands_between_the_check_page_and_the_receipt() {
    let world = World::new().await;
    let mut client = prover(&world).await;
    send(&mut client, "major.520201.1", "a.pdf", PDF).await;
    client.upload("/proofs/photo", HTML, "photo.jpg", &pictures::jpeg()).await;
    assert_eq!(client.get("/proofs/hand-in").await.location(), Some("/proofs/check"));
    let page = client.get("/proofs/check").await.text();
    assert!(page.contains("护理专业中专毕业证书") && page.contains("/proofs/attachments"), "{page}");
    let key =
        page.split("name=\"key\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a key").to_owned();
    let skipped = client.post_form("/api/hand-in", &[("province", "proofs"), ("key", &key)]).await;
    assert!(skipped.location().is_some_and(|back| back.contains("__err")));
    let form = [("province", "proofs"), ("key", key.as_str()), ("consent", "on")];
    assert_eq!(client.post_form("/api/submit", &form).await.location(), Some("/proofs/hand-in"));
    let page = client.get("/proofs/hand-in").await.text();
    assert!(page.contains("温馨提示") && page.contains("约 10 秒后可以提交") && !page.contains("disabled"), "{page}");
    let early = client.post_form("/api/hand-in", &form[..2]).await;
    assert!(early.location().is_some_and(|back| back.contains("__err")), "{:?}", early.location());
    world.clock.advance(Span::secs(10));
    assert!(client.get("/proofs/hand-in").await.text().contains("现在可以提交了"));
    for _ in 0..2 {
        assert_eq!(client.post_form("/api/hand-in", &form[..2]).await.location(), Some("/proofs/status"));
    }
    let status = client.get("/proofs/status").await.text();
    assert!(
        status.contains("/proofs/amend") && status.contains("/proofs/receipt") && status.contains("预计不晚于"),
        "{status}"
    );
    let amend = client.get("/proofs/amend").await.text();
    assert!(amend.contains("保存") && amend.contains("取消") && amend.contains("/proofs/photo"), "{amend}");
    assert_eq!(client.get("/proofs/photo").await.status.as_u16(), 200);
    receipts(&world, &mut client).await;
}

/// The receipt, and what anybody may learn from its number.
async fn receipts(world: &World, client: &mut Client) {
    let page = client.get("/proofs/receipt").await.text();
    let caller = caller(world, client).await;
    let number = world.enrolment.status(&caller).await.expect("a status").receipt.expect("a receipt").number;
    assert!(page.contains(&number) && page.contains("<svg") && page.contains("1101**********002X"), "{page}");
    assert!(!page.contains("11010519491231002X"));
    let mut stranger = world.client();
    assert!(stranger.get("/verify").await.text().contains("查验回执"));
    let asked =
        stranger.post_form("/api/verify-receipt", &[("receipt", &number.replace('-', "+").to_lowercase())]).await;
    let found = asked.location().expect("a redirect").to_owned();
    let (known, unknown) = (stranger.get(&found).await, stranger.get("/verify/202704-00000-00000").await);
    assert!(known.text().contains("回执真实") && known.text().contains("湖南省教育考试院"), "{}", known.text());
    for private in ["11010519491231002X", "13800138000", "138****8000", "100701"] {
        assert!(!known.text().contains(private), "{private}");
    }
    assert!(unknown.text().contains("没有这个回执"));
    for answer in [&known, &unknown] {
        assert_eq!((answer.status.as_u16(), answer.header("x-robots-tag")), (200, Some("noindex, nofollow")));
        assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    }
    let mut codes = Vec::new();
    for _ in 0..25 {
        codes.push(stranger.get("/verify/202704-00000-00000").await.status.as_u16());
    }
    assert_eq!(codes.last(), Some(&429), "{codes:?}");
    assert_eq!(stranger.get("/verify").await.status.as_u16(), 200);
}
