//! A page acts for the candidate it was made for, and for nobody else. In a school's computer room one person's page stays open while
//! the next one signs in with the same browser: what is sent from it then would go into the other one's application.
//!
//! Pages say in the query of every form and every upload whose they are (`Visit::own` in `app`, `own` in `app/scripts/upload.js`), and this
//! layer compares that with the session. In the query, because it is there before a body has come and is the same for every kind of body:
//! one layer judges server functions, multipart forms and pieces of files, also those that are written later. A page from before anybody
//! signed in says nothing and acts for who is signed in now; one that is nobody's any more is the matter of the session (`api::posting`).

use super::{
    problem::{Refusal, wants_json},
    upload,
};
use app::context::RequestContext;
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use shared::{problem::ProblemCode, route};

/// As much of a body is read and thrown away, for the browser to show the answer: more than the largest form holds.
const BODY_MAX: usize = 64 * 1024 * 1024;

pub(super) async fn guard(request: Request, next: Next) -> Response {
    let context = request.extensions().get::<RequestContext>();
    let Some(province) = context.and_then(|context| context.on_a_page_of_another().cloned()) else {
        return next.run(request).await;
    };
    let json = wants_json(request.headers());
    upload::drain(request.into_body(), BODY_MAX).await;
    let code = ProblemCode::PageOfAnother;
    if json {
        return Refusal::from(code).into_response();
    }
    Redirect::to(&format!("{}?problem={}", route::Candidate(&province).go_on(), code.as_str())).into_response()
}
