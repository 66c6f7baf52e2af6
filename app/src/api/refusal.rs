//! A [`Problem`] as the error of a server function: to a form it comes back in the query of the page it was sent from,
//! to a program as JSON under the problem's HTTP status.

use axum::http::{StatusCode, header, request::Parts};
use leptos::{
    prelude::use_context,
    server_fn::{
        codec::JsonEncoding,
        error::{FromServerFnError, ServerFnErrorErr, ServerFnUrlError},
    },
};
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};
use shared::{
    problem::{Problem, ProblemCode},
    route,
};

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
    /// Sets the HTTP status too; a form is sent back to its page instead, with this problem alone in the query.
    fn from(problem: Problem) -> Self {
        let refusal = Self(problem);
        // A page that reads a refusal from its query passes here as well, and answers nothing by it.
        if let Some(parts) = use_context::<Parts>().filter(|parts| parts.uri.path().starts_with(route::API)) {
            refusal.answer(&parts);
        }
        refusal
    }
}

impl Refusal {
    fn answer(&self, parts: &Parts) {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        if text(header::ACCEPT).is_some_and(|accept| accept.contains("text/html")) {
            self.send_back(parts.uri.path(), text(header::REFERER));
        } else if let (Some(response), Ok(status)) =
            (use_context::<ResponseOptions>(), StatusCode::from_u16(self.0.status()))
        {
            response.set_status(status);
        }
    }

    /// Leptos appends to the query of the referring page; after some refusals that would hold them all.
    fn send_back(&self, function: &str, referer: Option<&str>) {
        let Some(mut page) = referer.map(ToOwned::to_owned) else { return };
        ServerFnUrlError::<Self>::strip_error_info(&mut page);
        if let Ok(address) = ServerFnUrlError::new(function, self.clone()).to_url(&page) {
            leptos_axum::redirect(address.as_str());
        }
    }
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Problem::new(code).into()
    }
}
