//! What a page or a server function knows about the request at hand. The server provides it; nothing is decided here.

use axum::http::{HeaderMap, HeaderValue, header};
use enrolment::{
    Caller, Enrolment, Who,
    session::{SessionToken, SignedIn},
};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use shared::{
    id::{EnrolmentId, Province},
    locale::Locale,
};
use std::net::IpAddr;

/// Cookie that remembers the language, as a BCP 47 tag.
pub const LANGUAGE_COOKIE: &str = "language";
/// Cookie that remembers the large-type mode: `on`, or absent.
pub const LARGE_TYPE_COOKIE: &str = "large_type";
/// Cookie that remembers narrow rows in the tables of the console: `on`, or absent.
pub const DENSE_COOKIE: &str = "dense";

/// One request, resolved once by the server's middleware and provided to pages and server functions.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "facts of a request that do not depend on each other")]
pub struct RequestContext {
    pub enrolment: Enrolment,
    /// Absent before the first form is sent, and after the session ended.
    pub caller: Option<Caller>,
    /// Whose page a form or an upload says that it comes from.
    pub page_owner: Option<EnrolmentId>,
    pub locale: Locale,
    pub client_address: IpAddr,
    pub large_type: bool,
    /// Staff see narrow rows.
    pub dense: bool,
    pub cookies: CookiePolicy,
    /// Scheme, host and port under which phones reach the service, without a slash at the end.
    pub public_url: String,
    /// Folder of the photo worker's build, with a slash at both ends.
    pub photo_assets: String,
    /// Folder of the pages' small scripts (`app/scripts`), with a slash at both ends.
    pub scripts: String,
    /// The browser says that it runs on a phone: a hint for what is offered first, never for what is allowed.
    pub mobile: bool,
    /// Shows the way to the development inbox for text messages.
    pub development: bool,
}

/// How the session cookie is set. `name` begins with `__Host-` where `secure`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CookiePolicy {
    pub name: String,
    pub secure: bool,
}

/// The context of the request being answered.
pub fn request() -> RequestContext {
    expect_context()
}

/// Language and large-type mode as the browser remembers them; without a cookie the language it asks for.
pub fn preferences(headers: &HeaderMap) -> (Locale, bool) {
    let language = cookie(headers, LANGUAGE_COOKIE)
        .or_else(|| headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
        .map(Locale::from_tag)
        .unwrap_or_default();
    (language, cookie(headers, LARGE_TYPE_COOKIE) == Some("on"))
}

/// Whether staff want narrow rows, as the browser remembers it.
pub fn is_dense(headers: &HeaderMap) -> bool {
    cookie(headers, DENSE_COOKIE) == Some("on")
}

/// Whether the browser says that it runs on a phone: by its client hint, or else by the name it gives itself.
pub fn is_mobile(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-ch-ua-mobile") {
        Some(hint) => hint == "?1",
        None => text("user-agent").is_some_and(|name| {
            ["Mobile", "Android", "MicroMessenger/"].iter().any(|mark| name.contains(mark))
                && !name.contains("WindowsWechat")
        }),
    }
}

/// The value of one cookie, as it was sent.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

impl RequestContext {
    /// The caller's session; a guest session is started for somebody unknown.
    pub async fn caller_or_guest(&self) -> enrolment::Result<Caller> {
        match &self.caller {
            Some(caller) => Ok(caller.clone()),
            None => Ok(self.enter(self.enrolment.start_session().await?)),
        }
    }

    /// The caller if they are a candidate of `province`.
    pub fn candidate(&self, province: &Province) -> Option<&Caller> {
        self.caller
            .as_ref()
            .filter(|caller| matches!(&caller.who, Who::Candidate { province: own, .. } if own == province))
    }

    /// The province of the caller where they are a candidate and the page was another one's.
    pub fn on_a_page_of_another(&self) -> Option<&Province> {
        match (&self.caller.as_ref()?.who, self.page_owner?) {
            (Who::Candidate { province, enrolment, .. }, owner) if *enrolment != owner => Some(province),
            _ => None,
        }
    }

    /// The caller if they are staff.
    pub fn staff(&self) -> Option<&Caller> {
        self.caller.as_ref().filter(|caller| matches!(caller.who, Who::Staff { .. }))
    }

    /// Hands the browser the token of its new session.
    pub fn enter(&self, signed_in: SignedIn) -> Caller {
        self.set_session_cookie(Some(&signed_in.token));
        signed_in.caller
    }

    /// Sets the session cookie, or has the browser forget it.
    pub fn set_session_cookie(&self, token: Option<&SessionToken>) {
        let value = token.map_or("", SessionToken::expose);
        let life = if token.is_some() { "" } else { "; Max-Age=0" };
        self.append_cookie(&format!("{}={value}; HttpOnly{life}", self.cookies.name));
    }

    /// Remembers a preference for a year; it says nothing about who somebody is.
    pub fn set_preference(&self, name: &str, value: &str) {
        self.append_cookie(&format!("{name}={value}; Max-Age=31536000"));
    }

    fn append_cookie(&self, cookie: &str) {
        let secure = if self.cookies.secure { "; Secure" } else { "" };
        let line = format!("{cookie}; Path=/; SameSite=Lax{secure}");
        if let (Some(response), Ok(line)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&line)) {
            response.append_header(header::SET_COOKIE, line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_cookie_wins_over_what_the_browser_asks_for() {
        let both =
            headers(&[(header::COOKIE, "a=b; language=zh-CN; large_type=on"), (header::ACCEPT_LANGUAGE, "en-GB")]);
        assert_eq!(preferences(&both), (Locale::Chinese, true));
    }

    #[test]
    fn a_phone_is_known_by_its_hint_or_by_its_name() {
        const HINT: header::HeaderName = header::HeaderName::from_static("sec-ch-ua-mobile");
        const PHONE: &str =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 MicroMessenger/8.0.44";
        const WECHAT_ON_PC: &str = "Mozilla/5.0 (Windows NT 10.0) MicroMessenger/7.0.20 WindowsWechat(0x63090a13)";
        assert!(is_mobile(&headers(&[(HINT, "?1")])));
        assert!(!is_mobile(&headers(&[(HINT, "?0"), (header::USER_AGENT, PHONE)])));
        assert!(is_mobile(&headers(&[(header::USER_AGENT, PHONE)])));
        assert!(!is_mobile(&headers(&[(header::USER_AGENT, WECHAT_ON_PC)])));
        assert!(!is_mobile(&HeaderMap::new()));
    }

    #[test]
    fn without_a_cookie_the_language_asked_for_is_used() {
        assert_eq!(preferences(&headers(&[(header::ACCEPT_LANGUAGE, "en-GB,en;q=0.8")])), (Locale::English, false));
        assert_eq!(preferences(&HeaderMap::new()), (Locale::Chinese, false));
    }
}
