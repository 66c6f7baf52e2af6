//! What the operations team and developers see: health, metrics, the development inbox.

use crate::world::{Setup, World};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request},
};
use server::{
    config::Settings,
    http::{Site, router},
};
use std::net::SocketAddr;
use tower::ServiceExt as _;

#[tokio::test]
async fn it_is_ready_while_database_and_files_answer() {
    let world = World::new().await;
    let mut client = world.client();
    assert_eq!(client.get("/health/live").await.text(), "live");
    assert_eq!(client.get("/health/ready").await.status.as_u16(), 200);
    std::fs::remove_dir_all(world.folder.path().join("files")).expect("removed");
    let files_gone = client.get("/health/ready").await;
    assert_eq!(files_gone.status.as_u16(), 503);
    std::fs::create_dir(world.folder.path().join("files")).expect("made");
    assert_eq!(client.get("/health/ready").await.status.as_u16(), 200);
    world.enrolment.db().close().await;
    assert_eq!(client.get("/health/ready").await.status.as_u16(), 503);
    assert_eq!(client.get("/health/live").await.status.as_u16(), 200);
}

#[tokio::test]
async fn metrics_count_by_template_and_are_not_for_everybody() {
    let world = World::new().await;
    // Requests without a peer address are nobody's neighbours.
    assert_eq!(world.client().get("/metrics").await.status.as_u16(), 404);
    let token = secrecy::SecretString::from("open sesame");
    let settings = Settings::default();
    let mut client =
        crate::client::Client::new(router(Site::new(world.enrolment.clone(), settings, None, Some(token))));
    client.get("/short/").await;
    let wrong = client.send(Method::GET, "/metrics", &[("authorization", "Bearer open sesamf")], Vec::new()).await;
    assert_eq!(wrong.status.as_u16(), 404);
    let shown = client.send(Method::GET, "/metrics", &[("authorization", "Bearer open sesame")], Vec::new()).await;
    assert_eq!(shown.status.as_u16(), 200);
    assert!(shown.text().contains("endpoint=\"/{province}/\""), "{}", shown.text());
    assert!(shown.text().contains("ruji_jobs_waiting"));
    assert!(!shown.text().contains("/short/"), "paths are not labels");
}

/// The answer's status for somebody on the machine itself, perhaps a proxy that speaks for others.
async fn metrics_here(router: &Router, forwarded: Option<&str>) -> u16 {
    let mut request = Request::get("/metrics").extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
    if let Some(client) = forwarded {
        request = request.header("x-forwarded-for", client);
    }
    let request = request.body(Body::empty()).expect("a request");
    router.clone().oneshot(request).await.expect("the router never fails").status().as_u16()
}

#[tokio::test]
async fn metrics_without_a_token_are_for_the_machine_itself_and_not_for_whom_a_proxy_brings() {
    let change = |settings: &mut Settings| settings.http.trusted_proxies = Vec::new();
    let world = World::with(Setup { change, ..Setup::default() }).await;
    assert_eq!(metrics_here(&world.router, None).await, 200);
    for client in ["198.51.100.1", "127.0.0.1"] {
        assert_eq!(metrics_here(&world.router, Some(client)).await, 404, "{client}");
    }
}

#[tokio::test]
async fn the_inbox_shows_messages_in_development_only() {
    let world = World::new().await;
    world.registered("13800138000", "11010519491231002X").await;
    let mut client = world.client();
    let listed = client.get("/dev/sms.json?phone=13800138000").await.json();
    assert_eq!(listed[0]["phone"], "13800138000");
    assert_eq!(listed[0]["code"].as_str().map(str::len), Some(6));
    assert!(listed[0]["sent_at"].is_i64());
    assert_eq!(client.get("/dev/sms.json?phone=13900139000").await.json(), serde_json::json!([]));
    assert!(client.get("/dev/sms").await.text().contains("13800138000"));

    let change = |settings: &mut Settings| {
        settings.service.mode = server::config::Mode::Production;
        "https://exam.example".clone_into(&mut settings.service.public_url);
    };
    let production = World::with(Setup { change, ..Setup::default() }).await;
    for path in ["/dev/sms", "/dev/sms.json"] {
        assert_eq!(production.client().get(path).await.status.as_u16(), 404, "{path}");
    }
}
