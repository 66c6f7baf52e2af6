//! What every server function needs first: the request, the province of the form, and a session that keeps what was typed.

use super::Refusal;
use crate::context::{self, RequestContext};
use enrolment::{Caller, Error, Who, consent::Consent, session::SignedIn};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shared::{
    id::Province,
    problem::{Field, Problem, ProblemCode},
    profile::Profile,
    route,
};

/// Everything that is wrong with a form, where the page cannot find it out from what was kept: it names it all, not only the first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Faults {
    /// Path of the server function that says so.
    by: String,
    problems: Vec<Problem>,
}

impl Faults {
    const DRAFT: &str = "faults";

    pub(super) fn new(by: &str, problems: Vec<Problem>) -> Self {
        Self { by: by.to_owned(), problems }
    }

    /// Of fields that were left empty.
    pub(super) fn missing(by: &str, fields: &[(&str, Field)]) -> Self {
        let empty = fields.iter().filter(|(typed, _)| typed.trim().is_empty());
        Self::new(by, empty.map(|(_, field)| Problem::at(ProblemCode::FieldMissing, *field)).collect())
    }

    /// Keeps them for the page, and gives the first.
    pub(super) async fn keep(self, context: &RequestContext, caller: &Caller) -> Result<Option<Problem>, Refusal> {
        let json = serde_json::to_string(&self).map_err(|_| ProblemCode::BadRequest)?;
        context.enrolment.save_draft(caller, Self::DRAFT, &json).await?;
        Ok(self.problems.into_iter().next())
    }

    /// Why a form was refused by the server function at the path `refuser`, with what else is wrong with it.
    pub(crate) async fn with(
        context: &RequestContext,
        problem: Option<&Problem>,
        refuser: Option<&str>,
    ) -> enrolment::Result<Vec<Problem>> {
        let Some(problem) = problem else { return Ok(Vec::new()) };
        let others = typed::<Self>(context, Self::DRAFT).await?;
        let mut problems = vec![problem.clone()];
        if refuser == Some(others.by.as_str()) {
            problems.extend(others.problems.into_iter().filter(|other| other.field != problem.field));
        }
        Ok(problems)
    }
}

/// A candidate's form as it came.
pub(super) struct Typing<'a, T> {
    /// Name under which it is kept.
    pub draft: &'static str,
    pub typed: &'a T,
    /// Where it is filled in.
    pub page: fn(route::Candidate<'_>) -> String,
}

/// A form that came after its session had ended. It stays in a guest's session, encrypted.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Unsent {
    /// The application that it belongs to.
    owner: String,
    draft: String,
    page: String,
    json: String,
}

impl Unsent {
    pub(crate) const DRAFT: &str = "unsent";
    /// Query of the page that shows it again.
    pub(crate) const BACK: (&str, &str) = ("unsent", "back");

    /// Whether there is anything.
    pub(crate) const fn waits(&self) -> bool {
        !self.owner.is_empty()
    }

    fn is_of(&self, caller: &Caller) -> bool {
        matches!(&caller.who, Who::Candidate { enrolment, .. } if self.owner == enrolment.to_string())
    }
}

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

    /// The same, and what was typed is kept. Where the session has ended while the form was filled in, it waits with the session of
    /// a guest until whose form it was comes again: see [`Posting::go_on`]. Another person who signs in does away with it.
    pub(super) async fn from_candidate_typing<T: Serialize + Sync>(
        province: &str,
        form: Typing<'_, T>,
    ) -> Result<Self, Refusal> {
        let (context, province) = served(province)?;
        if let Some(caller) = context.candidate(&province).cloned() {
            let posting = Self { context, province, caller };
            posting.keep(form.draft, form.typed).await?;
            return Ok(posting);
        }
        let caller = context.caller_or_guest().await?;
        let posting = Self { context, province, caller };
        if let (Who::Guest, Some(owner)) = (&posting.caller.who, posting.context.page_owner) {
            let json = serde_json::to_string(form.typed).map_err(|_| ProblemCode::BadRequest)?;
            let (owner, draft) = (owner.to_string(), form.draft.to_owned());
            let unsent = Unsent { owner, draft, page: (form.page)(posting.routes()), json };
            posting.keep(Unsent::DRAFT, &unsent).await?;
        }
        Err(ProblemCode::SessionNeeded.into())
    }

    /// What waits for somebody who signs in.
    pub(super) async fn unsent(&self) -> Result<Unsent, Refusal> {
        Ok(typed(&self.context, Unsent::DRAFT).await?)
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

    /// Keeps for the page which of these fields are empty, and gives the first of them. `by`: the path of the server function.
    pub(super) async fn missing(&self, by: &str, fields: &[(&str, Field)]) -> Result<Option<Problem>, Refusal> {
        Faults::missing(by, fields).keep(&self.context, &self.caller).await
    }

    /// Refused with `field.missing` where one of these fields is empty; the page names the others too.
    pub(super) async fn require(&self, by: &str, fields: &[(&str, Field)]) -> Result<(), Refusal> {
        self.missing(by, fields).await?.map_or(Ok(()), |first| Err(first.into()))
    }

    /// Hands over the new session and goes on to the form that waited for this person, filled, or else to the first thing that is
    /// still to be done. Where that is handing over to a phone, the page shows its symbol at once.
    pub(super) async fn go_on(&self, signed_in: SignedIn, unsent: Unsent) -> Result<(), Refusal> {
        let caller = self.context.enter(signed_in);
        if unsent.is_of(&caller) {
            self.context.enrolment.save_draft(&caller, &unsent.draft, &unsent.json).await?;
            let (name, value) = Unsent::BACK;
            leptos_axum::redirect(&format!("{}?{name}={value}", unsent.page));
            return Ok(());
        }
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
