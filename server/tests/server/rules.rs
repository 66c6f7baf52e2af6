//! Every route that the process has stands in the table of rules, and the table names no other. Whoever adds a route adds its
//! line to `server/src/http/rules/`; this test names the lines that are missing.

use crate::world::World;
use leptos_axum::generate_route_list;
use server::http::rules::lines;
use std::collections::BTreeSet;

type Routes = BTreeSet<(String, String)>;

fn listed() -> Routes {
    lines().map(|line| (line.path.to_owned(), line.method.to_owned())).collect()
}

fn without_rule(routes: &Routes) -> Vec<String> {
    let listed = listed();
    routes.difference(&listed).map(|(path, method)| format!("{method} {path}")).collect()
}

fn pages() -> Routes {
    generate_route_list(app::App).iter().map(|page| (page.path().to_owned(), "GET".to_owned())).collect()
}

fn functions() -> Routes {
    leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| (path.to_owned(), method.as_str().to_owned()))
        .collect()
}

/// Paths of the router itself: what its description puts in quotes and begins with a slash.
fn paths(router: &axum::Router) -> BTreeSet<String> {
    let description = format!("{router:?}");
    let quoted = description.split('"').skip(1).step_by(2);
    quoted.filter(|text| text.starts_with('/') && !text.contains("{*")).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_page_has_a_rule() {
    let pages = pages();
    assert!(pages.len() > 30, "{} pages", pages.len());
    assert_eq!(without_rule(&pages), Vec::<String>::new(), "add these to server/src/http/rules/pages.rs");
}

#[tokio::test]
async fn every_server_function_has_a_rule() {
    let _world = World::new().await;
    let functions = functions();
    assert!(functions.len() > 40, "{} functions", functions.len());
    assert_eq!(without_rule(&functions), Vec::<String>::new(), "add these to server/src/http/rules/functions.rs");
}

#[tokio::test]
async fn every_path_of_the_router_has_a_rule_and_every_rule_a_path() {
    let world = World::new().await;
    let assets = ["/pkg/", "/assets/photo/", "/assets/scripts/"];
    let routed: BTreeSet<_> =
        paths(&world.router).into_iter().filter(|path| !assets.iter().any(|folder| path.starts_with(folder))).collect();
    assert!(routed.contains("/photo/{id}") && routed.contains("/health/live"), "{routed:?}");
    let known: BTreeSet<_> = lines().map(|line| line.path.to_owned()).collect();
    let missing: Vec<_> = routed.difference(&known).collect();
    assert_eq!(missing, Vec::<&String>::new(), "add these to server/src/http/rules/");
    let stale: Vec<_> = known.difference(&routed).collect();
    assert_eq!(stale, Vec::<&String>::new(), "no route has these paths any more");
}

#[tokio::test]
async fn a_route_without_a_rule_answers_nobody() {
    let world = World::new().await;
    let mut client = world.client();
    let put = client.send(axum::http::Method::PUT, "/api/set-language", &[], Vec::new()).await;
    assert_eq!((put.status.as_u16(), put.header("allow")), (405, Some("POST")));
    assert_eq!(client.get("/console/no-such-page").await.status.as_u16(), 404);
}
