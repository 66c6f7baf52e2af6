//! A [`Problem`] as the error of a server function: to a form it comes back in the query of the page it was sent from,
//! to a program as JSON under the problem's HTTP status.

use axum::http::{StatusCode, header, request::Parts};
use leptos::{
    prelude::use_context,
    server_fn::{
        codec::JsonEncoding,
        error::{FromServerFnError, ServerFnErrorErr},
    },
};
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};
use shared::problem::{Problem, ProblemCode};

/// What a server function answers instead of doing what was asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Refusal(pub Problem);

impl FromServerFnError for Refusal {
    type Encoder = JsonEncoding;

    /// Leptos' own errors: a form that could not be read, or a fault of ours. Their texts stay inside.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let code = match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                ProblemCode::BadRequest
            }
            _ => ProblemCode::Internal,
        };
        Self::from(Problem::new(code))
    }
}

impl From<Problem> for Refusal {
    /// Sets the HTTP status too, unless a form sent the request: that is redirected to its page.
    fn from(problem: Problem) -> Self {
        let status = StatusCode::from_u16(problem.status()).ok().filter(|_| !accepts_html());
        if let (Some(response), Some(status)) = (use_context::<ResponseOptions>(), status) {
            response.set_status(status);
        }
        Self(problem)
    }
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}

fn accepts_html() -> bool {
    let accept = use_context::<Parts>().and_then(|parts| parts.headers.get(header::ACCEPT).cloned());
    accept.is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")))
}
