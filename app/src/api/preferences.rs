//! Language, type size, and how narrow tables are: remembered in cookies that say nothing about who somebody is.
#![expect(clippy::unused_async, reason = "server functions are async")]

use super::Refusal;
use crate::context::{DENSE_COOKIE, LANGUAGE_COOKIE, LARGE_TYPE_COOKIE, request};
use leptos::prelude::*;
use shared::{locale::Locale, route};

/// Switches the language.
#[server(name = SetLanguage, prefix = "/api", endpoint = "set-language")]
pub async fn set_language(language: String, back: String) -> Result<(), Refusal> {
    request().set_preference(LANGUAGE_COOKIE, Locale::from_tag(&language).tag());
    leptos_axum::redirect(&known_path(&back));
    Ok(())
}

/// Switches the large-type mode (适老化).
#[server(name = SetLargeType, prefix = "/api", endpoint = "set-large-type")]
pub async fn set_large_type(large: String, back: String) -> Result<(), Refusal> {
    request().set_preference(LARGE_TYPE_COOKIE, if large == "on" { "on" } else { "off" });
    leptos_axum::redirect(&known_path(&back));
    Ok(())
}

/// Switches narrow rows in the tables of the console.
#[server(name = SetDensity, prefix = "/api", endpoint = "set-density")]
pub async fn set_density(dense: String, back: String) -> Result<(), Refusal> {
    request().set_preference(DENSE_COOKIE, if dense == "on" { "on" } else { "off" });
    leptos_axum::redirect(&known_path(&back));
    Ok(())
}

/// `back` if it is a plain path of this site, otherwise the first page: never a way to another site.
fn known_path(back: &str) -> String {
    let plain = back.len() <= 200
        && back.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_'));
    let local = plain && back.starts_with('/') && !back.starts_with("//");
    if local { back.to_owned() } else { route::ROOT.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_returned_to() {
        assert_eq!(known_path("/hunan/sign-in"), "/hunan/sign-in");
        for elsewhere in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x", "", "evil"]
        {
            assert_eq!(known_path(elsewhere), route::ROOT, "{elsewhere}");
        }
    }
}
