//! Wrong addresses, bodies and floods: an answer in words, in the person's language, and never a blank page.

use crate::world::{Setup, World};
use axum::http::Method;

#[tokio::test]
async fn an_unknown_path_is_a_page_with_status_404() {
    let world = World::new().await;
    for path in ["/nowhere/at/all", "/short/nothing", "/atlantis/", "/photo/0"] {
        let answer = world.client().get(path).await;
        assert!([404, 401].contains(&answer.status.as_u16()), "{path}: {}", answer.status);
        assert!(answer.text().contains("<!DOCTYPE html>"), "{path}: {}", answer.text());
    }
    let english = [("accept", "text/html"), ("accept-language", "en")];
    let answer = world.client().send(Method::GET, "/photo/0", &english, Vec::new()).await;
    assert!(answer.text().contains("lang=\"en\""), "{}", answer.text());
}

#[tokio::test]
async fn a_province_without_its_slash_is_sent_there() {
    let world = World::new().await;
    let answer = world.client().get("/short").await;
    assert_eq!((answer.status.as_u16(), answer.location()), (308, Some("/short/")));
    assert_eq!(world.client().get("/atlantis").await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_wrong_method_is_refused_in_words() {
    let world = World::new().await;
    let answer =
        world.client().send(Method::DELETE, "/short/photo", &[("accept", "application/json")], Vec::new()).await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (405, Some("request.bad")));
}

#[tokio::test]
async fn a_form_above_its_limit_is_refused() {
    let world = World::new().await;
    let mut client = world.client();
    let long = "9".repeat(200 * 1024);
    let form = [("province", "short"), ("page", "register"), ("phone", long.as_str())];
    let answer = client.post_form("/api/request-code", &form).await;
    assert!(answer.status.is_client_error() || answer.status.is_redirection(), "{}", answer.status);
    assert!(world.inbox.messages().is_empty());
}

#[tokio::test]
async fn a_flood_from_one_address_is_slowed_down() {
    let change = |settings: &mut server::config::Settings| {
        settings.http.burst = 5;
        settings.http.per_second = 1;
    };
    let world = World::with(Setup { change, ..Setup::default() }).await;
    let mut client = world.client();
    let mut last = client.get("/short/").await;
    for _ in 0..8 {
        last = client.get("/short/").await;
    }
    assert_eq!(last.status.as_u16(), 429);
    assert!(last.header("retry-after").is_some());
    assert!(last.text().contains("<!DOCTYPE html>"));
    assert_eq!(client.get("/health/live").await.status.as_u16(), 200, "the balancer's question is not counted");
}
