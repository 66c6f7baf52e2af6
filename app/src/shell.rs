//! The HTML document around every page. Scripts stand only on the pages that have islands.

use crate::{context::RequestContext, pages::Pages};
use axum::http::request::Parts;
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use shared::{id::Province, route};

/// The whole document; the server renders this for every page. `site_pkg_dir` of the options is the folder of the assets
/// with the build id in it.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let context = use_context::<RequestContext>();
    let locale = context.as_ref().map(|context| context.locale).unwrap_or_default();
    let class = context.filter(|context| context.large_type).map(|_| "large-type");
    let styles = format!("/{}/main.css", options.site_pkg_dir);
    let staff = is_console().then(|| {
        let styles = format!("/{}/staff.css", options.site_pkg_dir);
        view! { <link rel="stylesheet" href=styles /> }
    });
    let islands = has_islands().then(|| islands(&options));
    view! {
        <!DOCTYPE html>
        <html lang=locale.tag() class=class>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="format-detection" content="telephone=no" />
                <link rel="icon" href="data:," />
                {web_app()}
                {islands}
                <link rel="stylesheet" href=styles />
                {staff}
                <MetaTags />
            </head>
            <body>
                <Pages />
            </body>
        </html>
    }
}

/// Fetches the islands' code beside the styles, and wakes the islands when the page is there. In the place of Leptos's
/// `HydrationScripts`, whose link announces the code beforehand: WebKit never uses what was announced for a script's request
/// (seen in 2.50) and fetches it twice, and every browser on an iPhone is WebKit.
fn islands(options: &LeptosOptions) -> impl IntoView + use<> {
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    let (folder, name) = (&options.site_pkg_dir, &options.output_name);
    let (js, wasm) = (format!("/{folder}/{name}.js"), format!("/{folder}/{name}_bg.wasm"));
    let script = format!("{}({js:?}, {wasm:?})", include_str!("shell/islands.js").trim_end());
    view! { <script nonce=use_nonce() inner_html=script></script> }
}

/// What makes a province's pages a web app that can be installed.
fn web_app() -> Option<impl IntoView> {
    let context = use_context::<RequestContext>()?;
    let path = use_context::<Parts>()?.uri.path().to_owned();
    let province: Province = path.split('/').nth(1)?.parse().ok()?;
    context.enrolment.profile(&province).ok()?;
    Some(view! {
        <link rel="manifest" href=route::Candidate(&province).manifest() />
        <link rel="apple-touch-icon" href=format!("{}192.png", route::APP_ICON) />
    })
}

/// Whether the page is for staff.
fn is_console() -> bool {
    use_context::<Parts>().is_some_and(|parts| parts.uri.path().starts_with(route::CONSOLE))
}

/// Whether the page asked for has islands; the others load no script at all.
fn has_islands() -> bool {
    let last = |parts: Parts| parts.uri.path().rsplit('/').next().map(ToOwned::to_owned);
    let candidates = |parts: &Parts| {
        let path = parts.uri.path();
        !path.starts_with(route::CONSOLE) || path.starts_with(route::console::DESK)
    };
    let page = use_context::<Parts>().filter(candidates).and_then(last);
    matches!(page.as_deref(), Some("register" | "sign-in" | "photo" | "handoff" | "hand-in"))
}
