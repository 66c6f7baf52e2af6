//! A small browser: keeps cookies, sends forms as browsers do, never follows redirects.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use std::collections::BTreeMap;
use tower::ServiceExt as _;

pub(crate) const HOST: &str = "127.0.0.1:3000";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:3000";
const HTML: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
const BOUNDARY: &str = "----ruji-test-boundary";

pub(crate) struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON ({}): {}", self.status, self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn location(&self) -> Option<&str> {
        self.header("location")
    }
}

impl Client {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new() }
    }

    pub(crate) fn session(&self) -> Option<&str> {
        self.cookies.get("session").map(String::as_str)
    }

    /// As if somebody had signed in.
    pub(crate) fn hold_session(&mut self, token: &str) {
        self.cookies.insert("session".to_owned(), token.to_owned());
    }

    /// As if the session had gone.
    pub(crate) fn forget_session(&mut self) {
        self.cookies.clear();
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", HTML)], Vec::new()).await
    }

    pub(crate) async fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        let referer = format!("{ORIGIN}/short/register");
        let headers = [
            ("accept", HTML),
            ("origin", ORIGIN),
            ("referer", &referer),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send(Method::POST, path, &headers, body.into_bytes()).await
    }

    /// Sends a multipart form with a file in the field `photo`; `accept` tells a script from a person.
    pub(crate) async fn upload(&mut self, path: &str, accept: &str, name: &str, content: &[u8]) -> Answer {
        self.upload_as(path, accept, &[], ("photo", &[(name, content)])).await
    }

    /// The same in another field.
    pub(crate) async fn upload_in(
        &mut self,
        field: &str,
        path: &str,
        accept: &str,
        (name, content): (&str, &[u8]),
    ) -> Answer {
        self.upload_as(path, accept, &[], (field, &[(name, content)])).await
    }

    /// Sends a multipart form with plain fields and several files in one field.
    pub(crate) async fn upload_as(
        &mut self,
        path: &str,
        accept: &str,
        fields: &[(&str, &str)],
        (field, files): (&str, &[(&str, &[u8])]),
    ) -> Answer {
        let mut body = fields.iter().map(plain_part).collect::<String>().into_bytes();
        for (name, content) in files {
            body.extend(file_head(field, name).as_bytes());
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.post_multipart(path, accept, body).await
    }

    /// Sends a multipart form of plain fields.
    pub(crate) async fn post_fields(&mut self, path: &str, accept: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields.iter().map(plain_part).collect::<String>() + &format!("--{BOUNDARY}--\r\n");
        self.post_multipart(path, accept, body.into_bytes()).await
    }

    async fn post_multipart(&mut self, path: &str, accept: &str, body: Vec<u8>) -> Answer {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, &[("accept", accept), ("origin", ORIGIN), ("content-type", &kind)], body).await
    }

    pub(crate) async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let request = request.header(header::COOKIE, cookies).header(header::CONTENT_LENGTH, body.len());
        let request = request.body(Body::from(body)).expect("a request");
        let answer = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = answer.into_parts();
        self.keep_cookies(&parts.headers);
        let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("cookies are ASCII");
            let pair = line.split(';').next().expect("a cookie has a pair");
            let (name, value) = pair.split_once('=').expect("a pair has a name");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn plain_part((name, value): &(&str, &str)) -> String {
    format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

fn file_head(field: &str, name: &str) -> String {
    format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    )
}
