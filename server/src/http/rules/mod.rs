//! Who may ask for what: one line for each route of the process, and the layer that answers nothing which has no line. A route
//! without a line is dead, and a test names it. What is decided about a single person's data, the use cases decide besides.

mod functions;
mod others;
mod pages;

use super::problem::{Refusal, wants_json};
use app::{context::RequestContext, pages::console::sections};
use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};
use enrolment::{Caller, Who, staff::Stage};
use shared::{problem::ProblemCode, route, staff::Act};

/// Who may ask for a route at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// Everybody, signed in or not.
    Everybody,
    /// Programs: probes, vendors, developers' tools. Each secures itself.
    Machine,
    /// Candidates, about themselves; the pages and use cases send others away.
    Candidate,
    /// Staff whose role may do one of these acts, about what lies in their jurisdiction.
    Staff(&'static [Act]),
    /// Such staff of a whole province, not of a place or an institution in it.
    Province(&'static [Act]),
    /// Candidates about themselves, and such staff.
    CandidateOrStaff(&'static [Act]),
    /// Staff in the middle of signing in too: the use case knows which step is theirs.
    SigningIn,
}

/// One route and its rule.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub method: &'static str,
    /// As axum matches it: `/{province}/photo`.
    pub path: &'static str,
    pub rule: Rule,
    /// The request names something that lies in a place: staff of another place are refused.
    pub named: bool,
}

const fn line(method: &'static str, path: &'static str, rule: Rule) -> Line {
    Line { method, path, rule, named: false }
}

/// About something that the request names: a case, a file, an account.
const fn about(line: Line) -> Line {
    Line { named: true, ..line }
}

/// The whole table.
pub fn lines() -> impl Iterator<Item = &'static Line> {
    pages::PAGES.iter().chain(functions::FUNCTIONS).chain(others::OTHERS)
}

/// `HEAD` is answered where `GET` is.
fn rule_of(method: &Method, path: &str) -> Option<Rule> {
    let method = if method == Method::HEAD { "GET" } else { method.as_str() };
    lines().find(|line| line.path == path && line.method == method).map(|line| line.rule)
}

impl Rule {
    /// Refused with `session.needed`, `session.unfinished` or `request.not_permitted`.
    pub fn judge(self, caller: Option<&Caller>) -> Result<(), ProblemCode> {
        let staff = caller.and_then(|caller| match &caller.who {
            Who::Staff { role, stage, jurisdiction, .. } => Some((*role, *stage, jurisdiction)),
            Who::Guest | Who::Candidate { .. } => None,
        });
        match (self, staff) {
            (Self::Everybody | Self::Machine | Self::Candidate, _)
            | (Self::CandidateOrStaff(_), None)
            | (Self::SigningIn, Some(_)) => Ok(()),
            (Self::Staff(_) | Self::Province(_) | Self::SigningIn, None) => Err(ProblemCode::SessionNeeded),
            (Self::Staff(acts) | Self::Province(acts) | Self::CandidateOrStaff(acts), Some((role, stage, within))) => {
                let wide_enough =
                    !matches!(self, Self::Province(_)) || (within.region.is_none() && within.institution.is_none());
                if stage != Stage::Full {
                    Err(ProblemCode::SignInUnfinished)
                } else if wide_enough && acts.iter().any(|act| role.may(*act)) {
                    Ok(())
                } else {
                    Err(ProblemCode::NotPermitted)
                }
            }
        }
    }
}

/// Lets through what the table allows.
pub(super) async fn enforce(request: Request, next: Next) -> Response {
    let Some(path) = request.extensions().get::<MatchedPath>().cloned() else {
        // Only the page that says so may answer where no route does.
        let response = next.run(request).await;
        let is_unknown = response.status() == StatusCode::NOT_FOUND;
        return if is_unknown { response } else { Refusal::from(ProblemCode::NotFound).into_response() };
    };
    let Some(rule) = rule_of(request.method(), path.as_str()) else { return unlisted(path.as_str()) };
    let caller = request.extensions().get::<RequestContext>().and_then(|context| context.caller.clone());
    match rule.judge(caller.as_ref()) {
        Ok(()) => next.run(request).await,
        Err(code) => refuse(&request, caller.as_ref(), code),
    }
}

/// Another method of a listed path is refused as such; a path that is not listed does not exist.
fn unlisted(path: &str) -> Response {
    let methods: Vec<_> = lines().filter(|line| line.path == path).map(|line| line.method).collect();
    if methods.is_empty() {
        tracing::error!(route = path, "a route has no rule, so nobody may ask for it");
        return Refusal::from(ProblemCode::NotFound).into_response();
    }
    let mut response = StatusCode::METHOD_NOT_ALLOWED.into_response();
    if let Ok(allowed) = HeaderValue::from_str(&methods.join(", ")) {
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}

/// Whether somebody sent a form, or comes back from one that was refused.
fn sent_a_form(request: &Request) -> bool {
    let refused = |query: &str| query.split('&').any(|pair| pair.starts_with("__err="));
    request.method() == Method::POST || request.uri().query().is_some_and(refused)
}

/// People who have to sign in, or to finish it, are sent there.
fn refuse(request: &Request, caller: Option<&Caller>, code: ProblemCode) -> Response {
    match (code, caller) {
        _ if wants_json(request.headers()) => Refusal::from(code).into_response(),
        (ProblemCode::SessionNeeded, _) if sent_a_form(request) => {
            Redirect::to(&format!("{}?{}", route::CONSOLE_SIGN_IN, route::SESSION_ENDED)).into_response()
        }
        (ProblemCode::SessionNeeded, _) => Redirect::to(route::CONSOLE_SIGN_IN).into_response(),
        (ProblemCode::SignInUnfinished, Some(caller)) => Redirect::to(sections::next(caller)).into_response(),
        _ => Refusal::from(code).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_route_has_one_rule() {
        let mut seen = BTreeSet::new();
        for line in lines() {
            assert!(seen.insert((line.path, line.method)), "{} {} stands twice", line.method, line.path);
            if let Rule::Staff(acts) | Rule::CandidateOrStaff(acts) = line.rule {
                assert!(!acts.is_empty(), "{} {} is nobody's", line.method, line.path);
            }
        }
    }
}
