//! From registration to the result over HTTP without scripts, and what the log says meanwhile: nothing about the person.

use crate::{
    log::LOG,
    pictures,
    postgres::Database,
    world::{Setup, World},
};
use std::sync::LazyLock;

const PHONE: &str = "13800138000";
const DOCUMENT: &str = "11010519491231002X";
const TYPED_CODE: &str = "918273";

#[tokio::test]
async fn a_whole_journey_leaves_nothing_personal_in_the_log() {
    LazyLock::force(&LOG);
    journey(&World::new().await).await;
}

#[tokio::test]
async fn it_goes_the_same_way_on_postgresql() {
    LazyLock::force(&LOG);
    let Some(database) = Database::create().await else { return };
    let world = World::with(Setup { database: Some(database.url.clone()), ..Setup::default() }).await;
    journey(&world).await;
    world.enrolment.db().close().await;
    database.drop().await;
}

async fn journey(world: &World) {
    let mut client = world.client();
    let wrong = [("province", "short"), ("phone", PHONE), ("code", TYPED_CODE), ("document_number", DOCUMENT)];
    client.post_form("/api/register", &wrong).await;
    let mut client = world.registered(PHONE, DOCUMENT).await;
    let session = client.session().expect("a session").to_owned();
    let kept = client.upload("/short/photo", "text/html", "张三 13800138000.jpg", &pictures::jpeg()).await;
    assert_eq!(kept.location(), Some("/short/photo"));
    for page in ["/short/check", "/short/status", "/short/handoff", "/short/h/0123456789abcdef0123456789abcdef"] {
        client.get(page).await;
    }
    world.enrolment.run_due_jobs().await.expect("jobs run");

    let code = world.inbox.code_for(PHONE).expect("a code was sent");
    let text = LOG.text();
    assert!(text.contains("\"route\":\"/{province}/photo\""), "the log names routes: {text}");
    let secrets = [PHONE, DOCUMENT, "110105", TYPED_CODE, &code, &session, "张三", "0123456789abcdef0123456789abcdef"];
    for secret in secrets {
        assert!(!text.contains(secret), "`{secret}` stands in the log: {}", around(&text, secret));
    }
}

/// The line that gives something away.
fn around<'a>(text: &'a str, secret: &str) -> &'a str {
    text.lines().find(|line| line.contains(secret)).unwrap_or_default()
}

#[tokio::test]
async fn a_refused_request_for_a_code_shows_its_form_again_where_it_is_folded_away() {
    let world = World::new().await;
    let mut client = world.client();
    // the tag that folds it away
    let fold = |page: &str| {
        let (before, after) = page.split_once("class=\"sign-in-by-code\"").expect("a fold");
        let (_, attributes) = before.rsplit_once("<details").expect("a tag");
        format!("{attributes}{}", after.split('>').next().unwrap_or_default())
    };
    let before = client.get("/hunan/sign-in").await.text();
    assert!(!fold(&before).contains("open"), "{before}");
    let refused =
        client.post_form("/api/request-code", &[("province", "hunan"), ("page", "sign-in"), ("phone", "1")]).await;
    let (_, query) = refused.location().and_then(|back| back.split_once('?')).expect("a refusal");
    let page = client.get(&format!("/hunan/sign-in?{query}")).await.text();
    assert!(page.contains("请填写 11 位手机号码"), "{page}");
    assert!(fold(&page).contains("open"), "the field that it is about is seen: {page}");
}

#[tokio::test]
async fn what_was_typed_comes_back_when_a_form_is_refused() {
    let world = World::new().await;
    let mut client = world.client();
    let form = [
        ("province", "short"),
        ("phone", PHONE),
        ("code", "000000"),
        ("document_type", "resident_id_card"),
        ("document_number", "340102199503021234"),
        ("region", "430102"),
        ("consent", "on"),
    ];
    let refused = client.post_form("/api/register", &form).await;
    let back = refused.location().expect("a redirect").to_owned();
    for private in [PHONE, "340102199503021234"] {
        assert!(!back.contains(private), "{back}");
    }
    let page = client.get(back.trim_start_matches(crate::client::ORIGIN)).await.text();
    assert!(page.contains("340102199503021234") && page.contains(PHONE), "{page}");
}
