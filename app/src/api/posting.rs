//! What every server function needs first: the request, the province of the form, and a session that keeps what was typed.

use super::Refusal;
use crate::context::{self, RequestContext};
use enrolment::{Caller, Error, consent::Consent, session::SignedIn};
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    id::Province,
    problem::{Problem, ProblemCode},
    profile::Profile,
    route,
};

/// A form sent from a page of one province.
pub(super) struct Posting {
    pub context: RequestContext,
    pub province: Province,
    pub caller: Caller,
}

impl Posting {
    /// Of somebody who may be unknown; then a guest session begins.
    pub(super) async fn from_anyone(province: &str) -> Result<Self, Refusal> {
        let (context, province) = served(province)?;
        let caller = context.caller_or_guest().await?;
        Ok(Self { context, province, caller })
    }

    /// Of a signed-in candidate of this province.
    pub(super) fn from_candidate(province: &str) -> Result<Self, Refusal> {
        let (context, province) = served(province)?;
        let caller = context.candidate(&province).cloned().ok_or(ProblemCode::SessionNeeded)?;
        Ok(Self { context, province, caller })
    }

    pub(super) fn profile(&self) -> &Profile {
        self.context.enrolment.profile(&self.province).expect("served() found it")
    }

    pub(super) fn routes(&self) -> route::Candidate<'_> {
        route::Candidate(&self.province)
    }

    /// The consent to a notice as it was shown, in the language it was shown in.
    pub(super) fn consent_to(&self, notice: &str) -> Option<Consent> {
        let (notice, locale) = (self.profile().notice(notice)?, self.context.locale);
        let text = format!("{}\n\n{}", notice.title.get(locale), notice.body.get(locale));
        Some(Consent { version: notice.version.to_string(), text })
    }

    /// Keeps what was typed on `page`, so that the form comes back filled when it is refused.
    pub(super) async fn keep<T: Serialize + Sync>(&self, page: &str, typed: &T) -> Result<(), Refusal> {
        let json = serde_json::to_string(typed).map_err(|_| ProblemCode::BadRequest)?;
        Ok(self.context.enrolment.save_draft(&self.caller, page, &json).await?)
    }

    /// Hands over the new session and goes on to the first thing that is still to be done. Where that is handing over to a
    /// phone, the page shows its symbol at once.
    pub(super) async fn go_on(&self, signed_in: SignedIn) -> Result<(), Refusal> {
        let caller = self.context.enter(signed_in);
        let status = self.context.enrolment.status(&caller).await?;
        let next = crate::journey::next_step(self.profile(), &status);
        if next == self.routes().handoff() {
            super::handoff::invite(&self.context, &caller).await?;
        }
        leptos_axum::redirect(&next);
        Ok(())
    }
}

fn served(province: &str) -> Result<(RequestContext, Province), Refusal> {
    let context = context::request();
    let province: Province = province.parse().map_err(|_| ProblemCode::NotFound)?;
    context.enrolment.profile(&province)?;
    // who comes past the layer of the server, without a page to come from
    if let Some(away) = context.enrolment.maintenance(&province) {
        let secs = (away.until - context.enrolment.now()).whole_secs().max(60);
        return Err(Problem::new(ProblemCode::Maintenance).retry_after(secs).into());
    }
    Ok((context, province))
}

/// What was last typed on `page`; nothing where the session is new or the draft is not of this kind.
pub(crate) async fn typed<T: DeserializeOwned + Default>(context: &RequestContext, page: &str) -> enrolment::Result<T> {
    let Some(caller) = &context.caller else { return Ok(T::default()) };
    let json = context.enrolment.load_draft(caller, page).await?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        context::request().enrolment.problem(error).into()
    }
}

impl From<Vec<Problem>> for Refusal {
    /// The first one: the page finds the others again in the draft.
    fn from(problems: Vec<Problem>) -> Self {
        problems.into_iter().next().unwrap_or_else(|| ProblemCode::BadRequest.into()).into()
    }
}
