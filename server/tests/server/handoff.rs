//! Live news of the phone's work over HTTP: the state as JSON, and the stream of events.

use crate::{client::HOST, world::World};
use axum::{
    body::Body,
    http::{Request, header},
    response::Response,
};
use http_body_util::BodyExt as _;
use std::time::Duration;
use tower::ServiceExt as _;

const EVENTS: &str = "/short/handoff/events";
const STATE: &str = "/short/handoff/state";
/// Long enough for a machine under load.
const PATIENCE: Duration = Duration::from_secs(20);

async fn listen(world: &World, session: &str) -> Response {
    let request = Request::get(EVENTS)
        .header(header::HOST, HOST)
        .header(header::COOKIE, format!("session={session}"))
        .header(header::ACCEPT, "text/event-stream")
        .header(header::ACCEPT_ENCODING, "gzip, br");
    let request = request.body(Body::empty()).expect("a request");
    world.router.clone().oneshot(request).await.expect("the router never fails")
}

/// The next piece of the stream; `None` at its end.
async fn piece(stream: &mut Response) -> Option<String> {
    let frame = tokio::time::timeout(PATIENCE, stream.body_mut().frame()).await.expect("nothing came")?;
    let data = frame.expect("a frame").into_data().expect("data");
    Some(String::from_utf8(data.to_vec()).expect("UTF-8"))
}

#[tokio::test]
async fn the_first_device_hears_what_happens_at_once_and_afterwards() {
    let world = World::new().await;
    let mut client = world.registered("13800138000", "11010519491231002X").await;
    let session = client.session().expect("a session").to_owned();
    let mut stream = listen(&world, &session).await;
    assert_eq!(stream.status(), 200);
    let header = |name: &str| stream.headers().get(name).map(|value| value.to_str().expect("ASCII").to_owned());
    assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
    assert_eq!(header("content-encoding"), None);
    assert_eq!(header("cache-control").as_deref(), Some("private, no-store"));
    let first = piece(&mut stream).await.expect("the state at once");
    assert!(first.starts_with("event: news\ndata: {\"handoff\":\"none\""), "{first}");
    client.post_form("/api/invite-device", &[("province", "short")]).await;
    let second = piece(&mut stream).await.expect("the change");
    assert!(second.contains("\"handoff\":\"waiting\"") && second.contains("\"expires_in_secs\":300"), "{second}");
    let state = client.get(STATE).await.json();
    assert_eq!((&state["handoff"], &state["expires_in_secs"]), (&"waiting".into(), &300.into()));
    assert_eq!(state["items"], serde_json::json!([{ "item": "photo", "state": "missing" }]));
    client.post_form("/api/sign-out", &[("province", "short")]).await;
    world.enrolment.end_watching().await;
    assert_eq!(piece(&mut stream).await, None);
}

#[tokio::test]
async fn nobody_else_hears_and_nobody_holds_many_lines() {
    let world = World::new().await;
    let mut stranger = world.client();
    assert_eq!(stranger.get(STATE).await.status.as_u16(), 401);
    assert_eq!(stranger.get(EVENTS).await.status.as_u16(), 401);
    let client = world.registered("13800138000", "11010519491231002X").await;
    let session = client.session().expect("a session").to_owned();
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(listen(&world, &session).await);
    }
    assert!(open.iter().all(|stream| stream.status() == 200));
    assert_eq!(listen(&world, &session).await.status(), 429);
    open.clear();
    assert_eq!(listen(&world, &session).await.status(), 200);
}
