//! The details form and the education check over HTTP without scripts, with the simulator as the register's other end.

use crate::{
    client::{Answer, Client, ORIGIN},
    world::{Setup, World},
};
use axum::http::Method;
use enrolment::education::signature::SharedSecret;
use shared::time::Span;
use std::sync::OnceLock;

const PHONE: &str = "13800138000";
const NUMBER: &str = "11010519491231002X";

/// Registered in Hunan.
async fn registered(world: &World) -> Client {
    let mut client = world.client();
    let contact = [("province", "hunan"), ("page", "register"), ("phone", PHONE)];
    client.post_form("/api/request-code", &contact).await;
    world.enrolment.run_due_jobs().await.expect("jobs run");
    let code = world.inbox.code_for(PHONE).expect("a code was sent");
    let form = [
        ("province", "hunan"),
        ("phone", PHONE),
        ("code", &code),
        ("document_type", "resident_id_card"),
        ("document_number", NUMBER),
        ("region", "430102"),
        ("consent", "on"),
    ];
    client.post_form("/api/register", &form).await;
    client
}

const FORM: [(&str, &str); 15] = [
    ("province", "hunan"),
    ("name", "单雄信"),
    ("ethnicity", "01"),
    ("sex", "2"),
    ("birth_date", "1949-12-31"),
    ("pinyin", "SHAN XIONGXIN"),
    ("household", "resident"),
    ("political", "13"),
    ("address", "北京市朝阳区"),
    ("region", "430202"),
    ("major", "050101"),
    ("education", "30"),
    ("changed", "no"),
    ("former_name", ""),
    ("q", ""),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| changes.iter().find(|(other, _)| *other == name).copied();
    let known = FORM.iter().map(|pair| changed(pair.0).unwrap_or(*pair));
    let new = changes.iter().filter(|(name, _)| FORM.iter().all(|pair| pair.0 != *name)).copied();
    known.chain(new).collect()
}

async fn follow(client: &mut Client, answer: &Answer) -> String {
    let back = answer.location().expect("a redirect").trim_start_matches(ORIGIN).to_owned();
    let path = back.split('#').next().expect("a path").to_owned();
    client.get(&path).await.text()
}

#[tokio::test]
async fn what_is_refused_comes_back_with_every_problem_and_nothing_in_the_address() {
    let world = World::new().await;
    let mut client = registered(&world).await;
    let page = client.get("/hunan/details").await.text();
    for words in ["个人信息", "入籍信息", "姓名全拼", "长沙市", "限制性专业", "1949-12-31"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let wrong = with(&[("postcode", "12"), ("education", "60"), ("household", ""), ("email", "nobody@")]);
    let refused = client.post_form("/api/save-details", &wrong).await;
    let address = refused.location().expect("a redirect").to_owned();
    assert!(!address.contains("单雄信") && !address.contains("%E5%8D%95"), "{address}");
    let page = follow_to_details(&mut client, &address).await;
    for problem in ["邮政编码是 6 位数字", "本科专业要求专科及以上学历", "请选择户口类型", "请填写正确的电子邮箱"]
    {
        assert!(page.contains(problem), "{problem}: {page}");
    }
    assert!(page.contains("单雄信") && page.contains("北京市朝阳区") && page.contains("nobody@"));
}

/// The client's forms come from another page than the details; a browser would be sent back to the details page.
async fn follow_to_details(client: &mut Client, address: &str) -> String {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    client.get(&format!("/hunan/details?{query}")).await.text()
}

#[tokio::test]
async fn without_scripts_a_major_is_searched_and_its_condition_shown() {
    let world = World::new().await;
    let mut client = registered(&world).await;
    let searched = client.post_form("/api/choose-major", &with(&[("q", "护理"), ("major", "")])).await;
    let page = follow(&mut client, &searched).await;
    assert!(page.contains("找到 2 个专业") && page.contains("520201") && !page.contains("value=\"540101\""), "{page}");
    assert!(page.contains("data-major=\"101101\" hidden"), "no condition before the choice");
    let chosen = client.post_form("/api/choose-major", &with(&[("q", ""), ("major", "101101")])).await;
    let page = follow(&mut client, &chosen).await;
    assert!(page.contains("data-major=\"101101\">") && page.contains("相应的执业资格证书"), "{page}");
    assert!(page.contains("点击进行学信网校验") && page.contains("单雄信"));
}

#[tokio::test]
async fn leaving_the_page_keeps_what_was_typed() {
    let world = World::new().await;
    let mut client = registered(&world).await;
    let typed = with(&[("then", "back"), ("address", "湘江中路一号"), ("household", "")]);
    let left = client.post_form("/api/leave-details", &typed).await;
    assert_eq!(left.location().map(|to| to.trim_start_matches(ORIGIN)), Some("/hunan/notice"));
    let page = client.get("/hunan/details").await.text();
    assert!(page.contains("湘江中路一号") && page.contains("单雄信"), "{page}");
}

/// Signs in by a code; gives where that leads.
async fn sign_in(world: &World, client: &mut Client) -> String {
    let phone = [("province", "hunan"), ("page", "sign-in"), ("phone", PHONE)];
    client.post_form("/api/request-code", &phone).await;
    world.enrolment.run_due_jobs().await.expect("jobs run");
    let code = world.inbox.code_for(PHONE).expect("a code was sent");
    let signed_in = client.post_form("/api/sign-in", &[("province", "hunan"), ("phone", PHONE), ("code", &code)]).await;
    signed_in.location().expect("a redirect").trim_start_matches(ORIGIN).to_owned()
}

/// Sends the form of somebody whose session has run out.
async fn send_too_late(world: &World, client: &mut Client) -> String {
    let page = client.get("/hunan/details").await.text();
    let (_, form) = page.split_once("action=\"/api/save-details").expect("the form says whose it is");
    let form = format!("/api/save-details{}", form.split('"').next().expect("an address"));
    assert!(form.contains("?owner="), "{form}");
    world.clock.advance(Span::hours(3));
    let typed = with(&[("address", "湘江中路一号"), ("postcode", "12")]);
    let refused = client.post_form(&form, &typed).await;
    follow_to_details(client, refused.location().expect("a redirect")).await
}

#[tokio::test]
async fn what_came_after_the_session_had_run_out_is_shown_again_to_whoever_typed_it() {
    let world = World::new().await;
    let mut client = registered(&world).await;
    let page = send_too_late(&world, &mut client).await;
    assert!(page.contains("请重新登录") && page.contains("您刚才填写的内容没有丢"), "{page}");
    assert!(!page.contains("湘江中路"), "{page}");

    let back = sign_in(&world, &mut client).await;
    assert!(back.starts_with("/hunan/details?"), "{back}");
    let page = client.get(&back).await.text();
    assert!(page.contains("湘江中路一号") && page.contains("您填写的内容已放回表中"), "{page}");
    client.post_form("/api/sign-out", &[("province", "hunan")]).await;
    world.clock.advance(Span::minutes(2));
    let next = sign_in(&world, &mut client).await;
    assert!(!next.starts_with("/hunan/details?"), "it is brought back once: {next}");
    let page = client.get("/hunan/details").await.text();
    assert!(!page.contains("湘江中路"), "signing out forgets it: {page}");
}

#[tokio::test]
async fn somebody_else_who_signs_in_neither_sees_nor_keeps_what_was_typed_before() {
    let world = World::new().await;
    let mut client = registered(&world).await;
    send_too_late(&world, &mut client).await;
    let other = "13900139000";
    client.post_form("/api/request-code", &[("province", "hunan"), ("page", "register"), ("phone", other)]).await;
    world.enrolment.run_due_jobs().await.expect("jobs run");
    let code = world.inbox.code_for(other).expect("a code was sent");
    let form = [
        ("province", "hunan"),
        ("phone", other),
        ("code", &code),
        ("document_type", "resident_id_card"),
        ("document_number", "440524188001010014"),
        ("region", "430102"),
        ("consent", "on"),
    ];
    let entered = client.post_form("/api/register", &form).await;
    assert!(!entered.location().expect("a redirect").contains("/details"), "{:?}", entered.location());
    let page = client.get("/hunan/details").await.text();
    assert!(page.contains("1880-01-01") && !page.contains("湘江中路"), "{page}");

    client.post_form("/api/sign-out", &[("province", "hunan")]).await;
    let next = sign_in(&world, &mut client).await;
    assert!(!next.contains("/details?"), "{next}");
    let page = client.get("/hunan/details").await.text();
    assert!(!page.contains("湘江中路"), "{page}");
}

static PORT: OnceLock<u16> = OnceLock::new();

/// A world that listens, for what calls it over HTTP.
async fn listening() -> World {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("set");
    PORT.set(listener.local_addr().expect("an address").port()).expect("one test uses it");
    let change = |settings: &mut server::config::Settings| {
        settings.service.public_url = format!("http://127.0.0.1:{}", PORT.get().expect("set above"));
    };
    let world = World::with(Setup { change, ..Setup::default() }).await;
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    let router = world.router.clone().into_make_service_with_connect_info::<std::net::SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, router).await });
    world
}

/// The path of the simulator that the left (学籍) or right (学历) code holds.
fn scanned(page: &str, nth: usize) -> String {
    let mut parts = page.split("/dev/chsi/scan/").skip(1).map(|rest| rest[..32].to_owned()).collect::<Vec<_>>();
    parts.dedup();
    format!("/dev/chsi/scan/{}", parts[nth])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_is_answered_by_the_simulator_over_http() {
    let world = listening().await;
    let mut client = registered(&world).await;
    let saved = client.post_form("/api/save-details", &FORM).await;
    assert_eq!(saved.location(), Some("/hunan/education"), "{}", saved.text());
    let begun = client.post_form("/api/begin-education-check", &[("province", "hunan"), ("consent", "on")]).await;
    let page = follow(&mut client, &begun).await;
    assert!(page.contains("建议先扫描左侧二维码") && page.contains("<svg"), "{page}");

    let left = scanned(&page, 0);
    let mut phone = world.client();
    let app = phone.get(&left).await.text();
    assert!(app.contains("学籍校验") && app.contains("单**") && !app.contains("单雄信"), "{app}");
    assert_eq!(world.client().get(&left).await.status, 410, "the second phone");
    let said = phone.post_form(&left, &[("outcome", "failed")]).await.text();
    assert!(said.contains("counted"), "{said}");
    assert!(client.get("/hunan/education").await.text().contains("学信网校验未通过"));

    let right = scanned(&page, 1);
    phone.get(&right).await;
    let said = phone.post_form(&right, &[("outcome", "passed")]).await.text();
    assert!(said.contains("counted"), "{said}");
    let said = phone.post_form(&right, &[("outcome", "passed")]).await.text();
    assert!(said.contains("again"), "{said}");
    assert!(client.get("/hunan/education").await.text().contains("学信网校验通过"));
    let details = client.get("/hunan/details").await.text();
    assert!(details.contains("tag--good\">通过"), "{details}");
}

#[tokio::test]
async fn strangers_cannot_answer_for_the_register_nor_ask_it() {
    let world = World::new().await;
    let client = &mut world.client();
    let now = world.enrolment.now().0.to_string();
    let nonce = "0123456789abcdef";
    let forged = SharedSecret::new("a guess").sign(&now, nonce, b"{}");
    let headers: [(&str, &str); 4] = [
        ("content-type", "application/json"),
        ("x-chsi-timestamp", &now),
        ("x-chsi-nonce", nonce),
        ("x-chsi-signature", &forged),
    ];
    for path in ["/chsi/callback", "/dev/chsi/codes"] {
        assert_eq!(client.send(Method::POST, path, &headers, b"{}".to_vec()).await.status, 403, "{path}");
        assert_eq!(client.send(Method::POST, path, &[], b"{}".to_vec()).await.status, 403, "{path}");
    }
    let huge = client.send(Method::POST, "/chsi/callback", &headers, vec![b' '; 20_000]).await;
    assert_eq!(huge.status, 413);
}

#[tokio::test]
async fn giving_up_leads_on_to_proofs() {
    let world = World::new().await;
    let mut client = registered(&world).await;
    client.post_form("/api/save-details", &FORM).await;
    client.post_form("/api/give-up-education-check", &[("province", "hunan")]).await;
    let details = client.get("/hunan/details").await.text();
    assert!(details.contains("未校验，改为手动上传附件"), "{details}");
    // asked already: saving again does not lead to the check
    let saved = client.post_form("/api/save-details", &FORM).await;
    assert_ne!(saved.location(), Some("/hunan/education"));
}
