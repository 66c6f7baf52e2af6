//! What candidates who have numbers do, and the offices with them.

use super::{
    Refusal,
    console::{keep, staff},
    posting::Posting,
};
use crate::context::RequestContext;
use enrolment::{
    Caller,
    existing::{Contact, Wanted},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    contact::PhoneNumber,
    document::{DocumentNumber, DocumentType},
    id::{ExistingId, MergeId},
    person::PersonName,
    problem::{Field, Problem, ProblemCode},
    profile::Profile,
    route::existing as route,
};
use std::fmt;

/// Names under which drafts are kept.
pub const WANTED: &str = "existing";
pub const PICKED: &str = "existing-picked";
pub const AT_DESK: &str = "console-numbers";
pub const MERGE_NOTE: &str = "console-merge";

/// Who somebody says they are, as it is typed; at an office without a contact. `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    pub name: String,
    pub document_type: String,
    pub document_number: String,
    pub contact: String,
    /// At an office: the original document was compared.
    pub checks: String,
    /// At an office: what shall be the phone.
    pub phone: String,
}

impl fmt::Debug for PersonForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonForm(***)")
    }
}

impl PersonForm {
    /// Name and document, or every problem.
    pub fn person(&self, profile: &Profile) -> Result<(PersonName, DocumentNumber), Vec<Problem>> {
        let name = match self.name.trim() {
            "" => Err(Problem::at(ProblemCode::FieldMissing, Field::Name)),
            typed => typed.parse().map_err(|_| Problem::at(ProblemCode::NameInvalid, Field::Name)),
        };
        match (name, self.document(profile)) {
            (Ok(name), Ok(document)) => Ok((name, document)),
            (name, document) => Err(name.err().into_iter().chain(document.err().unwrap_or_default()).collect()),
        }
    }

    fn document(&self, profile: &Profile) -> Result<DocumentNumber, Vec<Problem>> {
        let only = match profile.document_types[..] {
            [only] => Some(only),
            _ => DocumentType::parse(&self.document_type).filter(|kind| profile.document_types.contains(kind)),
        };
        super::forms::document_of(only, &self.document_number)
    }

    /// The same with the contact.
    pub fn wanted(&self, profile: &Profile) -> Result<Wanted, Vec<Problem>> {
        let contact = Contact::parse(&self.contact);
        match (self.person(profile), contact) {
            (Ok((name, document)), Some(contact)) => Ok(Wanted { name, document, contact }),
            (person, contact) => {
                let mut problems = person.err().unwrap_or_default();
                if contact.is_none() {
                    problems.push(Problem::at(ProblemCode::ContactInvalid, Field::Contact));
                }
                Err(problems)
            }
        }
    }
}

/// 查询准考证: has a code sent to the contact of before, where all agrees.
#[server(name = AskNumbers, prefix = "/api", endpoint = "ask-numbers")]
pub async fn ask_numbers(province: String, #[server(flatten)] form: PersonForm) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.keep(WANTED, &form).await?;
    let wanted = form.wanted(posting.profile())?;
    let (enrolment, address) = (&posting.context.enrolment, posting.context.client_address);
    enrolment.ask_for_numbers(&posting.caller, &posting.province, &wanted, address).await?;
    leptos_axum::redirect(&format!("{}#code", posting.routes().existing()));
    Ok(())
}

/// Enters that code.
#[server(name = ProveNumbers, prefix = "/api", endpoint = "prove-numbers")]
pub async fn prove_numbers(province: String, #[server(default)] code: String) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.context.enrolment.prove_numbers(&posting.caller, &posting.province, &code).await?;
    leptos_axum::redirect(&posting.routes().existing_records());
    Ok(())
}

/// Which number somebody wants to choose; the next page asks whether they mean it.
#[server(name = PickNumber, prefix = "/api", endpoint = "pick-number")]
pub async fn pick_number(province: String, #[server(default)] number: String) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    record(&number)?;
    posting.keep(PICKED, &number).await?;
    leptos_axum::redirect(&posting.routes().existing_confirm());
    Ok(())
}

/// Chooses it for good, and goes on to registering with it; who has registered goes on with it.
#[server(name = ChooseNumber, prefix = "/api", endpoint = "choose-number")]
pub async fn choose_number(
    province: String,
    #[server(default)] number: String,
    #[server(default)] last_digits: String,
) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    let id = record(&number)?;
    if posting.context.candidate(&posting.province).is_some() {
        posting.context.enrolment.take_number(&posting.caller, id, &last_digits).await?;
        leptos_axum::redirect(&posting.routes().status());
        return Ok(());
    }
    posting.context.enrolment.choose_number(&posting.caller, &posting.province, id, &last_digits).await?;
    leptos_axum::redirect(&posting.routes().register());
    Ok(())
}

/// Asks to have another number merged.
#[server(name = RequestMerge, prefix = "/api", endpoint = "request-merge")]
pub async fn request_merge(province: String, #[server(default)] number: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    posting.context.enrolment.request_merge(&posting.caller, record(&number)?).await?;
    leptos_axum::redirect(&posting.routes().numbers());
    Ok(())
}

fn record(text: &str) -> Result<ExistingId, Problem> {
    text.parse().map_err(|_| Problem::at(ProblemCode::FieldMissing, Field::Number))
}

/// At an office: keeps whom the officer looks for; the page shows what there is.
#[server(name = FindNumbers, prefix = "/api", endpoint = "desk-numbers")]
pub async fn find_numbers(#[server(flatten)] form: PersonForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, AT_DESK, &form).await?;
    form.person(profile(&context, &caller)?)?;
    leptos_axum::redirect(&format!("{}?found", route::DESK_EXISTING));
    Ok(())
}

/// At an office: sets the phone of whoever was found, whose original document was compared.
#[server(name = SetContact, prefix = "/api", endpoint = "desk-set-contact")]
pub async fn set_contact(#[server(flatten)] form: PersonForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    keep(&context, &caller, AT_DESK, &form).await?;
    let (name, document) = form.person(profile(&context, &caller)?)?;
    if form.checks != "on" {
        return Err(Problem::at(ProblemCode::DeskChecksMissing, Field::Checks).into());
    }
    let phone: PhoneNumber = form.phone.parse().map_err(|_| Problem::at(ProblemCode::PhoneInvalid, Field::Phone))?;
    context.enrolment.set_contact_at_desk(&caller, &name, &document, &phone).await?;
    leptos_axum::redirect(&format!("{}?found&set", route::DESK_EXISTING));
    Ok(())
}

fn profile<'a>(context: &'a RequestContext, caller: &Caller) -> Result<&'a Profile, Refusal> {
    match &caller.who {
        enrolment::Who::Staff { jurisdiction, .. } => Ok(context.enrolment.profile(&jurisdiction.province)?),
        _ => Err(ProblemCode::SessionNeeded.into()),
    }
}

/// Accepts a request to merge, or refuses it.
#[server(name = DecideMerge, prefix = "/api", endpoint = "decide-merge")]
pub async fn decide_merge(merge: String, decision: String, #[server(default)] note: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id: MergeId = merge.parse().map_err(|_| ProblemCode::NotFound)?;
    keep(&context, &caller, MERGE_NOTE, &note).await?;
    let accept = match decision.as_str() {
        "accept" => true,
        "refuse" => false,
        _ => return Err(ProblemCode::BadRequest.into()),
    };
    context.enrolment.decide_merge(&caller, id, accept, if accept { "" } else { &note }).await?;
    context.enrolment.drop_draft(&caller, MERGE_NOTE).await?;
    leptos_axum::redirect(route::MERGES);
    Ok(())
}
