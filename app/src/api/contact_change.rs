//! Another phone or e-mail address for somebody who is signed in: two codes, and the password where there is one.

use super::{
    Refusal,
    forms::{self, Secret},
    posting::Posting,
    registration::{at_channel, note_sent_as},
};
use enrolment::{
    account::ContactChange,
    registration::{Channel, Recipient},
};
use leptos::{prelude::*, server_fn::ServerFn as _};
use serde::{Deserialize, Serialize};
use shared::{
    contact::{Email, PhoneNumber},
    problem::{Field, Problem, ProblemCode},
    profile::Profile,
};
use std::fmt;

/// The form. `Debug` hides it: it is what a person typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactChangeForm {
    /// What is changed: the channel of it.
    pub kind: String,
    pub phone: String,
    pub code: String,
    pub email: String,
    pub email_code: String,
    /// Where the code to the phone or the address of now went.
    pub by: String,
    pub old_code: String,
}

impl fmt::Debug for ContactChangeForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContactChangeForm(***)")
    }
}

/// Well-formed, but for the password.
type Changed = (Recipient, String, Channel, String);

impl ContactChangeForm {
    pub fn kind(&self) -> Result<Channel, Problem> {
        Channel::parse(&self.kind).ok_or_else(|| ProblemCode::BadRequest.into())
    }

    /// The new phone or address.
    pub fn to(&self) -> Result<Recipient, Problem> {
        match self.kind()? {
            Channel::Sms => {
                let phone = self.phone.parse::<PhoneNumber>();
                phone.map(Recipient::Phone).map_err(|_| Problem::at(ProblemCode::PhoneInvalid, Field::Phone))
            }
            Channel::Mail => {
                let email = self.email.parse::<Email>();
                email.map(Recipient::Email).map_err(|_| Problem::at(ProblemCode::EmailInvalid, Field::Email))
            }
        }
    }

    /// Where the other code went: of a phone there is one way only.
    pub fn by(&self) -> Result<Channel, Problem> {
        match self.kind()? {
            Channel::Sms => Ok(Channel::Sms),
            Channel::Mail => {
                Channel::parse(&self.by).ok_or_else(|| Problem::at(ProblemCode::CodeMissing, Field::OldCode))
            }
        }
    }

    /// What is to be changed, or every problem in the order of the fields.
    pub fn change(&self, profile: &Profile) -> Result<Changed, Vec<Problem>> {
        let kind = self.kind().map_err(|problem| vec![problem])?;
        let typed = if kind == Channel::Sms { &self.code } else { &self.email_code };
        let code = forms::code(typed, profile, kind.field());
        let old_code = forms::code(&self.old_code, profile, Field::OldCode);
        match (self.to(), code, self.by(), old_code) {
            (Ok(to), Ok(code), Ok(by), Ok(old_code)) => Ok((to, code, by, old_code)),
            (to, code, by, old_code) => {
                let old = by.err().or(old_code.err());
                Err([to.err(), code.err(), old].into_iter().flatten().collect())
            }
        }
    }
}

/// Names of drafts: the form, and when its codes were asked for; of phone and address apart.
pub struct Drafts {
    pub form: &'static str,
    pub new_sent: &'static str,
    pub old_sent: &'static str,
}

impl Drafts {
    pub const fn of(kind: Channel) -> Self {
        match kind {
            Channel::Sms => {
                Self { form: "change-phone", new_sent: "change-phone-new-sent", old_sent: "change-phone-old-sent" }
            }
            Channel::Mail => {
                Self { form: "change-email", new_sent: "change-email-new-sent", old_sent: "change-email-old-sent" }
            }
        }
    }
}

fn page(posting: &Posting, kind: Channel) -> String {
    match kind {
        Channel::Sms => posting.routes().change_phone(),
        Channel::Mail => posting.routes().change_email(),
    }
}

/// Has a code sent to the new phone or address; the rest of the form is kept.
#[server(name = RequestNewContactCode, prefix = "/api", endpoint = "request-new-contact-code")]
pub async fn request_new_contact_code(
    province: String,
    #[server(flatten)] form: ContactChangeForm,
) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let kind = form.kind()?;
    let emptied = ContactChangeForm { code: String::new(), email_code: String::new(), ..form.clone() };
    posting.keep(Drafts::of(kind).form, &emptied).await?;
    let to = form.to()?;
    let (enrolment, address) = (&posting.context.enrolment, posting.context.client_address);
    let requested = enrolment.request_new_contact_code(&posting.caller, &to, address).await;
    let requested = requested.map_err(|error| at_channel(enrolment.problem(error), kind))?;
    note_sent_as(&posting, Drafts::of(kind).new_sent, (kind, to.masked()), requested).await?;
    leptos_axum::redirect(&page(&posting, kind));
    Ok(())
}

/// Has a code sent to the phone or the address of now. `proof`: which of them.
#[server(name = RequestOldContactCode, prefix = "/api", endpoint = "request-old-contact-code")]
pub async fn request_old_contact_code(
    province: String,
    proof: String,
    #[server(flatten)] form: ContactChangeForm,
) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let (kind, by) = (form.kind()?, Channel::parse(&proof).ok_or(ProblemCode::BadRequest)?);
    let emptied = ContactChangeForm { by: proof, old_code: String::new(), ..form };
    posting.keep(Drafts::of(kind).form, &emptied).await?;
    let (enrolment, address) = (&posting.context.enrolment, posting.context.client_address);
    let proofs = enrolment.proofs_of_contact(&posting.caller, kind).await?;
    let masked = proofs.into_iter().find(|(own, _)| *own == by).map(|(_, masked)| masked).unwrap_or_default();
    let requested = enrolment.request_old_contact_code(&posting.caller, (kind, by), address).await;
    let requested = requested.map_err(|error| {
        let problem = enrolment.problem(error);
        Refusal::from(Problem { field: problem.field.or(Some(Field::OldCode)), ..problem })
    })?;
    note_sent_as(&posting, Drafts::of(kind).old_sent, (by, masked), requested).await?;
    leptos_axum::redirect(&page(&posting, kind));
    Ok(())
}

/// Changes it. This device stays signed in, under a new token.
#[server(name = ChangeContact, prefix = "/api", endpoint = "change-contact")]
pub async fn change_contact(
    province: String,
    #[server(default)] password: Secret,
    #[server(flatten)] form: ContactChangeForm,
) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let kind = form.kind()?;
    posting.keep(Drafts::of(kind).form, &form).await?;
    let (enrolment, address) = (&posting.context.enrolment, posting.context.client_address);
    let asked = enrolment.status(&posting.caller).await?.password_set;
    let fields = asked.then_some((password.0.as_str(), Field::Password));
    let missing = posting.missing(ChangeContact::PATH, fields.as_slice()).await?;
    let (to, code, by, old_code) = form.change(posting.profile())?;
    if let Some(missing) = missing {
        return Err(missing.into());
    }
    let change = ContactChange { to, code, by, old_code, password: password.0.into() };
    posting.context.enter(enrolment.change_contact(&posting.caller, change, address).await?);
    leptos_axum::redirect(&format!("{}?changed={}", posting.routes().account(), kind.as_str()));
    Ok(())
}
