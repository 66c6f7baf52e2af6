//! Scripts, styles and models: kept for ever under the build's own address, compressed where the browser takes it.

use crate::{
    client::Client,
    world::{World, root},
};
use app::drawings::Ground;
use axum::http::Method;
use server::{
    config::Settings,
    http::{Assets, Site, router},
};
use shared::photo::Rule;
use std::fs;

/// A client of a server that has a build.
fn with_build(world: &World) -> (Client, Assets) {
    let dist = world.folder.path().join("dist");
    for (path, content) in [
        ("pkg/app.js", "js"),
        ("pkg/app_bg.wasm", "\0asm"),
        ("pkg/app_bg.wasm.br", "packed"),
        ("pkg/main.css", "css"),
        ("photo/manifest.json", "{}"),
        ("scripts/follow.js", "script"),
    ] {
        let file = dist.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(file, content).expect("written");
    }
    let mut settings = Settings::default();
    settings.assets.directory.clone_from(&dist);
    settings.service.profiles = root("shared/profiles");
    let site = Site::new(world.enrolment.clone(), settings, None, None);
    (Client::new(router(site)), Assets::scan(&dist))
}

#[tokio::test]
async fn pages_name_the_build_and_it_is_kept_for_ever() {
    let world = World::new().await;
    let (mut client, assets) = with_build(&world);
    let package = assets.package_path();
    let page = client.get("/short/register").await.text();
    assert!(page.contains(&format!("/{package}/main.css")), "{page}");
    assert!(page.contains(&format!("/{package}/app.js")), "{page}");
    let plain = client.get(&format!("/{package}/app_bg.wasm")).await;
    assert_eq!((plain.header("content-type"), plain.text().as_str()), (Some("application/wasm"), "\0asm"));
    assert_eq!(plain.header("cache-control"), Some("public, max-age=31536000, immutable"));
    let headers = [("accept-encoding", "br, gzip")];
    let packed = client.send(Method::GET, &format!("/{package}/app_bg.wasm"), &headers, Vec::new()).await;
    assert_eq!((packed.header("content-encoding"), packed.text().as_str()), (Some("br"), "packed"));
    assert_eq!(packed.header("content-type"), Some("application/wasm"));
    let manifest = client.get(&format!("/{}/manifest.json", assets.photo_path())).await;
    assert_eq!(manifest.status.as_u16(), 200);
    let script = client.get(&format!("/{}/follow.js", assets.scripts_path())).await;
    assert_eq!((script.header("content-type"), script.text().as_str()), (Some("text/javascript"), "script"));
    assert_eq!(script.header("cache-control"), Some("public, max-age=31536000, immutable"));
}

#[tokio::test]
async fn nothing_else_of_the_disk_is_served() {
    let world = World::new().await;
    let (mut client, assets) = with_build(&world);
    let package = assets.package_path();
    for path in ["/pkg/0123456789ab/app.js".to_owned(), format!("/{package}/../../ruji.sqlite"), format!("/{package}/")]
    {
        let answer = client.get(&path).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        assert!(!answer.header("cache-control").unwrap_or_default().contains("immutable"), "{path}");
    }
}

#[tokio::test]
async fn pages_work_without_a_build() {
    let world = World::new().await;
    let page = world.client().get("/short/register").await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(page.text().contains("<form"));
}

#[tokio::test]
async fn pages_are_compressed() {
    let world = World::new().await;
    let mut client = world.client();
    for (accepted, sent) in [("br, gzip", "br"), ("gzip", "gzip")] {
        let headers = [("accept", "text/html"), ("accept-encoding", accepted)];
        let page = client.send(Method::GET, "/short/", &headers, Vec::new()).await;
        assert_eq!(page.header("content-encoding"), Some(sent));
    }
}

#[tokio::test]
async fn the_guide_shows_every_rule_with_a_drawing_that_is_kept_for_ever() {
    let world = World::new().await;
    let mut client = world.client();
    let grounds = [("hunan", Ground([100, 197, 255])), ("hubei", Ground([67, 142, 219]))];
    for (province, ground) in grounds {
        let guide = client.get(&format!("/{province}/photo/guide")).await;
        assert_eq!(guide.status.as_u16(), 200, "{province}");
        let html = guide.text();
        for rule in Rule::ALL {
            assert!(html.contains(&app::drawings::path(*rule, ground)), "{} in {province}", rule.code());
        }
    }
    for (rule, (_, ground)) in Rule::ALL.iter().zip(grounds.iter().cycle()) {
        let drawing = client.get(&app::drawings::path(*rule, *ground)).await;
        assert_eq!(drawing.header("content-type"), Some("image/svg+xml"), "{}", rule.code());
        assert_eq!(drawing.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert!(drawing.text().starts_with("<svg "));
    }
}

#[tokio::test]
async fn drawings_of_other_builds_and_rules_are_not_found() {
    let world = World::new().await;
    let mut client = world.client();
    let build = app::drawings::build_id();
    for path in [
        "/assets/drawings/0000000000000000-438edb/eyes.open.svg".to_owned(),
        format!("/assets/drawings/{build}/eyes.open.svg"),
        format!("/assets/drawings/{build}-blue/eyes.open.svg"),
        format!("/assets/drawings/{build}-438edb/eyes.shut.svg"),
        format!("/assets/drawings/{build}-438edb/eyes.open"),
        format!("/assets/drawings/{build}-438edb/"),
    ] {
        let answer = client.get(&path).await;
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        assert!(!answer.header("cache-control").unwrap_or_default().contains("immutable"), "{path}");
    }
}
