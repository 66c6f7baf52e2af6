//! What every answer tells the browser about itself, and which requests are not even looked at.

use crate::{
    client::{Answer, ORIGIN},
    world::{Setup, World},
};
use axum::http::Method;

fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy").expect("a policy");
    let start = policy.find("'nonce-").expect("a nonce") + "'nonce-".len();
    policy[start..].split('\'').next().expect("the end of the nonce").to_owned()
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::new().await;
    for path in ["/short/", "/nowhere/at/all", "/health/live", "/short/photo/source"] {
        let answer = world.client().get(path).await;
        let policy = answer.header("content-security-policy").expect("a policy");
        for part in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "object-src 'none'"] {
            assert!(policy.contains(part), "{path}: {part}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"), "{path}");
        assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 16), "{path}");
        assert_eq!(answer.header("strict-transport-security"), None, "plain HTTP promises no HTTPS");
    }
}

#[tokio::test]
async fn the_nonce_is_new_each_time_and_stands_on_the_scripts() {
    let world = World::new().await;
    let mut client = world.client();
    let (first, second) = (client.get("/short/register").await, client.get("/short/register").await);
    assert_ne!(nonce(&first), nonce(&second));
    assert!(first.text().contains(&format!("nonce=\"{}\"", nonce(&first))), "{}", first.text());
    assert!(!first.text().contains(&nonce(&second)));
}

#[tokio::test]
async fn https_sites_get_a_host_cookie_and_hsts() {
    let change =
        |settings: &mut server::config::Settings| "https://exam.example".clone_into(&mut settings.service.public_url);
    let world = World::with(Setup { change, ..Setup::default() }).await;
    let mut client = world.client();
    let form = [("province", "short"), ("page", "register"), ("phone", "13800138000")];
    let answer = client.post_form("/api/request-code", &form).await;
    assert!(answer.header("strict-transport-security").is_some());
    let cookie = answer.header("set-cookie").expect("a session begins").to_owned();
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let world = World::new().await;
    let mut client = world.client();
    let form = "province=short&page=register&phone=13800138000";
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let foreign: [&[(&str, &str)]; 4] = [
        &[("origin", "https://evil.example"), kind],
        &[("sec-fetch-site", "cross-site"), kind],
        &[("sec-fetch-site", "same-site"), ("origin", "http://sub.127.0.0.1:3000"), kind],
        &[("origin", "null"), kind],
    ];
    for headers in foreign {
        for path in ["/api/request-code", "/short/photo"] {
            let answer = client.send(Method::POST, path, headers, form.into()).await;
            assert_eq!(answer.status.as_u16(), 403, "{headers:?} {path}");
            assert_eq!(client.session(), None);
        }
    }
    let json =
        client.send(Method::POST, "/short/photo", &[("accept", "application/json"), foreign[0][0]], Vec::new()).await;
    assert_eq!(json.json()["code"], "request.cross_site");
    let own = client.send(Method::POST, "/api/request-code", &[("origin", ORIGIN), kind], form.into()).await;
    assert!(own.status.is_success() || own.status.is_redirection(), "{}", own.text());
}

#[tokio::test]
async fn answers_about_people_are_not_kept_by_caches() {
    let world = World::new().await;
    for path in ["/short/", "/short/status", "/nowhere/at/all"] {
        let kept = world.client().get(path).await;
        assert!(kept.header("cache-control").is_some_and(|rule| rule.contains("no-store")), "{path}");
    }
}
