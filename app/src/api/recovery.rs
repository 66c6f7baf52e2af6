//! Security questions and ways back into an account; what officers do for those who come to the office.

use super::{
    Refusal,
    account::PasswordFaults,
    console::{keep, staff},
    forms::{ContactForm, Secret},
    posting::Posting,
    registration::{at_channel, note_sent},
};
use enrolment::{
    account::{Answered, ResetChecks, ResetIssued, problem},
    registration::Channel,
};
use leptos::{prelude::*, server_fn::ServerFn as _};
use serde::{Deserialize, Serialize};
use shared::{
    document::DocumentNumber,
    id::{EnrolmentId, OfficeResetId},
    problem::{Field, Problem, ProblemCode},
    route::console,
};
use std::fmt;

/// Names under which drafts are kept; an answer never is.
pub const QUESTIONS: &str = "questions";
pub const ASKED: &str = "recovery-login";
pub const OFFICE: &str = "recovery-document";
pub const RESET: &str = "console-desk-reset";

/// Which questions were chosen. The answers are typed anew.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionsChosen(pub [String; 3]);

/// The form of the security questions.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionsForm {
    pub question1: String,
    pub answer1: Secret,
    pub question2: String,
    pub answer2: Secret,
    pub question3: String,
    pub answer3: Secret,
    /// The password in use, where answers are there already.
    pub password: Secret,
}

/// Keeps the answers to three questions.
#[server(name = SaveQuestions, prefix = "/api", endpoint = "save-questions")]
pub async fn save_questions(province: String, #[server(flatten)] form: QuestionsForm) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let QuestionsForm { question1, answer1, question2, answer2, question3, answer3, password } = form;
    posting.keep(QUESTIONS, &QuestionsChosen([question1.clone(), question2.clone(), question3.clone()])).await?;
    let fields = [
        (question1.as_str(), Field::Question1),
        (answer1.0.as_str(), Field::Answer1),
        (question2.as_str(), Field::Question2),
        (answer2.0.as_str(), Field::Answer2),
        (question3.as_str(), Field::Question3),
        (answer3.0.as_str(), Field::Answer3),
    ];
    posting.require(SaveQuestions::PATH, &fields).await?;
    let own = |question, answer: Secret| Answered { question, answer: answer.0 };
    let answered = [own(question1, answer1), own(question2, answer2), own(question3, answer3)];
    let (enrolment, address) = (&posting.context.enrolment, posting.context.client_address);
    enrolment.set_questions(&posting.caller, answered, password.0, address).await?;
    enrolment.drop_draft(&posting.caller, QUESTIONS).await?;
    leptos_axum::redirect(&posting.routes().go_on());
    Ok(())
}

/// Remembers who somebody says they are, so that the next page asks their questions.
#[server(name = AskQuestions, prefix = "/api", endpoint = "ask-questions")]
pub async fn ask_questions(province: String, identifier: Secret) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.keep(ASKED, &identifier).await?;
    if identifier.0.trim().is_empty() {
        return Err(Problem::at(ProblemCode::FieldMissing, Field::Identifier).into());
    }
    leptos_axum::redirect(&format!("{}?step=answer", posting.routes().recover_questions()));
    Ok(())
}

/// Compares the answers; where that is enough, a new password is next, else a code.
#[server(name = AnswerQuestions, prefix = "/api", endpoint = "answer-questions")]
pub async fn answer_questions(
    province: String,
    answer1: Secret,
    answer2: Secret,
    answer3: Secret,
) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    let login: Secret = super::posting::typed(&posting.context, ASKED).await?;
    let answers = [(answer1, Field::Answer1), (answer2, Field::Answer2), (answer3, Field::Answer3)];
    posting
        .require(AnswerQuestions::PATH, &answers.each_ref().map(|(answer, field)| (answer.0.as_str(), *field)))
        .await?;
    let answers = answers.map(|(answer, _)| answer.0);
    posting.context.enrolment.answer_questions(&posting.caller, &posting.province, &login.0, answers).await?;
    leptos_axum::redirect(&posting.routes().recover_password());
    Ok(())
}

/// Has a code sent to the phone or the address of whoever got the questions right.
#[server(name = RequestRecoveryCode, prefix = "/api", endpoint = "request-recovery-code")]
pub async fn request_recovery_code(province: String, channel: String) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    let channel = Channel::parse(&channel).ok_or(ProblemCode::BadRequest)?;
    let (enrolment, address) = (&posting.context.enrolment, posting.context.client_address);
    let requested = enrolment.request_recovery_code(&posting.caller, channel, address).await;
    let requested = requested.map_err(|error| at_channel(enrolment.problem(error), Channel::Sms))?;
    let masked = enrolment.recovery(&posting.caller).await?.into_iter().flat_map(|own| own.to);
    let masked = masked.into_iter().find(|(own, _)| *own == channel).map(|(_, masked)| masked).unwrap_or_default();
    note_sent(&posting, (channel, masked), requested).await?;
    leptos_axum::redirect(&format!("{}?by={}", posting.routes().recover_password(), channel.as_str()));
    Ok(())
}

/// Checks that code.
#[server(name = ProveRecovery, prefix = "/api", endpoint = "prove-recovery")]
pub async fn prove_recovery(province: String, channel: String, #[server(default)] code: String) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    let channel = Channel::parse(&channel).ok_or(ProblemCode::BadRequest)?;
    let code = ContactForm { code, ..ContactForm::default() }.code(posting.profile())?;
    posting.context.enrolment.prove_recovery(&posting.caller, channel, &code).await?;
    posting.keep(PasswordFaults::DRAFT, &PasswordFaults::default()).await?;
    leptos_axum::redirect(&posting.routes().recover_password());
    Ok(())
}

/// Takes the code that an office gave, with the number of the document.
#[server(name = RedeemReset, prefix = "/api", endpoint = "redeem-reset")]
pub async fn redeem_reset(
    province: String,
    #[server(flatten)] form: ContactForm,
    reset_code: Secret,
) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    posting.keep(OFFICE, &form).await?;
    let missing = posting.missing(RedeemReset::PATH, &[(reset_code.0.as_str(), Field::ResetCode)]).await?;
    let document: DocumentNumber = form.document(posting.profile())?;
    if let Some(missing) = missing {
        return Err(missing.into());
    }
    let enrolment = &posting.context.enrolment;
    enrolment.redeem_reset(&posting.caller, &posting.province, &document, &reset_code.0).await?;
    posting.keep(PasswordFaults::DRAFT, &PasswordFaults::default()).await?;
    leptos_axum::redirect(&posting.routes().recover_password());
    Ok(())
}

/// Chooses the new password; it is used from now on.
#[server(name = ChooseRecoveredPassword, prefix = "/api", endpoint = "choose-recovered-password")]
pub async fn choose_recovered_password(
    province: String,
    new_password: Secret,
    repeat_password: Secret,
) -> Result<(), Refusal> {
    let posting = Posting::from_anyone(&province).await?;
    let enrolment = &posting.context.enrolment;
    let faults = enrolment.recovered_password_faults(&posting.caller, &new_password.0).await?;
    let mut codes: Vec<_> = faults.into_iter().map(problem).collect();
    codes.dedup();
    posting.keep(PasswordFaults::DRAFT, &PasswordFaults(codes.clone())).await?;
    if let Some(code) = codes.first() {
        return Err(Problem::at(*code, Field::NewPassword).into());
    }
    if new_password != repeat_password {
        return Err(Problem::at(ProblemCode::PasswordDiffers, Field::RepeatPassword).into());
    }
    enrolment.choose_recovered_password(&posting.caller, new_password.0).await?;
    leptos_axum::redirect(&format!("{}?password=set", posting.routes().sign_in()));
    Ok(())
}

/// The code of a reset, for the page that shows it once. What waits for another officer has none yet.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResetShown {
    /// The application at whose page it was asked for; empty where another officer confirmed it.
    pub case: String,
    /// The number of the document, masked, where another officer confirmed it.
    pub document: String,
    /// `printed`, `sent`; empty where nothing was done.
    pub what: String,
    /// The code that is printed, or the phone that it went to, masked.
    pub text: String,
}

impl ResetShown {
    fn of(issued: ResetIssued) -> Option<Self> {
        let (what, text) = match issued {
            ResetIssued::Waiting => return None,
            ResetIssued::Printed(code) => ("printed", code.expose().to_owned()),
            ResetIssued::Sent(phone) => ("sent", phone),
        };
        Some(Self { what: what.to_owned(), text, ..Self::default() })
    }
}

/// What was checked before a new password, as the form sends it. `Debug` hides the phone.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    pub case: String,
    pub present: String,
    pub genuine: String,
    pub same: String,
    pub phone: String,
}

impl fmt::Debug for ResetForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResetForm(***)")
    }
}

impl ResetForm {
    pub const DRAFT: &str = "console-desk-reset-form";
}

/// Lets a candidate choose a new password after their card was checked.
#[server(name = ResetAtDesk, prefix = "/api", endpoint = "desk-reset")]
pub async fn reset_at_desk(#[server(flatten)] form: ResetForm) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id: EnrolmentId = form.case.parse().map_err(|_| ProblemCode::NotFound)?;
    keep(&context, &caller, ResetForm::DRAFT, &form).await?;
    let phone = match form.phone.trim() {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Problem::at(ProblemCode::PhoneInvalid, Field::Phone))?),
    };
    let ticked = |text: &str| text == "on";
    let (present, genuine, same) = (ticked(&form.present), ticked(&form.genuine), ticked(&form.same));
    let checks = ResetChecks { present, genuine, same };
    let issued = context.enrolment.reset_at_desk(&caller, id, checks, phone).await?;
    context.enrolment.drop_draft(&caller, ResetForm::DRAFT).await?;
    let shown = ResetShown::of(issued).map(|shown| ResetShown { case: form.case, ..shown });
    show(&context, &caller, shown).await?;
    leptos_axum::redirect(&console::desk_reset(id));
    Ok(())
}

/// Confirms what another officer asked for.
#[server(name = ConfirmReset, prefix = "/api", endpoint = "confirm-reset")]
pub async fn confirm_reset(reset: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id: OfficeResetId = reset.parse().map_err(|_| ProblemCode::NotFound)?;
    let confirmed = context.enrolment.confirm_reset(&caller, id).await?;
    let shown = ResetShown::of(confirmed.issued).map(|shown| ResetShown { document: confirmed.document, ..shown });
    show(&context, &caller, shown).await?;
    leptos_axum::redirect(console::RESETS);
    Ok(())
}

/// Takes back what was asked for.
#[server(name = RefuseReset, prefix = "/api", endpoint = "refuse-reset")]
pub async fn refuse_reset(reset: String) -> Result<(), Refusal> {
    let (context, caller) = staff()?;
    let id: OfficeResetId = reset.parse().map_err(|_| ProblemCode::NotFound)?;
    context.enrolment.refuse_reset(&caller, id).await?;
    leptos_axum::redirect(console::RESETS);
    Ok(())
}

async fn show(
    context: &crate::context::RequestContext,
    caller: &enrolment::Caller,
    shown: Option<ResetShown>,
) -> Result<(), Refusal> {
    let Some(shown) = shown else { return Ok(()) };
    let json = serde_json::to_string(&shown).map_err(|_| ProblemCode::BadRequest)?;
    Ok(context.enrolment.save_draft(caller, RESET, &json).await?)
}
