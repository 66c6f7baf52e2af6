//! The details form and the education check as forms send them.
#![expect(clippy::unused_async, reason = "server functions are async")]

use super::{
    Refusal,
    details_form::{DETAILS, DetailsForm, Leaving},
    forms::Secret,
    posting::{Posting, Typing},
};
use crate::journey;
use enrolment::education::EducationCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    education::CheckKind,
    enrolment::{Item, Step},
    person::{PersonName, pinyin},
    problem::ProblemCode,
    profile::{CONSENT_CHSI, Level},
    route,
};

/// Keeps the details and goes on: to the education check where it is asked for, else to the next step.
#[server(name = SaveDetails, prefix = "/api", endpoint = "save-details")]
pub async fn save_details(province: String, #[server(flatten)] form: DetailsForm) -> Result<(), Refusal> {
    let posting = filling(&province, &form).await?;
    let enrolment = &posting.context.enrolment;
    let basis = enrolment.details_form(&posting.caller).await?;
    let details = form.details(posting.profile(), &basis)?;
    let unchecked = details.major.level == Level::Bachelor && basis.check.outcome().is_none() && !basis.check.manual;
    enrolment.save_details(&posting.caller, details, form.version()).await?;
    enrolment.drop_draft(&posting.caller, DETAILS).await?;
    if posting.profile().education.is_automatic() {
        enrolment.await_education(&posting.caller).await?;
    }
    leptos_axum::redirect(&if form.then == "check" || unchecked {
        posting.routes().education_check()
    } else {
        journey::next_step(posting.profile(), &enrolment.status(&posting.caller).await?)
    });
    Ok(())
}

async fn filling(province: &str, form: &DetailsForm) -> Result<Posting, Refusal> {
    let page = |routes: route::Candidate<'_>| routes.details();
    Posting::from_candidate_typing(province, Typing { draft: DETAILS, typed: form, page }).await
}

/// How a name may be spelled, the likeliest first: for the page while it is filled in. Nothing is kept, and a name that is none
/// has no spelling.
#[server(name = ProposePinyin, prefix = "/api", endpoint = "propose-pinyin")]
pub async fn propose_pinyin(province: String, name: Secret) -> Result<Vec<String>, Refusal> {
    Posting::from_candidate(&province)?;
    let name: Option<PersonName> = name.0.parse().ok();
    Ok(name.map(|name| pinyin::propose(&name)).unwrap_or_default().into_iter().map(String::from).collect())
}

/// Searches majors, or shows what the chosen one demands. Nothing is judged yet; what was typed is kept.
#[server(name = ChooseMajor, prefix = "/api", endpoint = "choose-major")]
pub async fn choose_major(province: String, #[server(flatten)] form: DetailsForm) -> Result<(), Refusal> {
    let posting = filling(&province, &form).await?;
    leptos_axum::redirect(&format!("{}#major", posting.routes().details()));
    Ok(())
}

/// Keeps what was typed and leaves the page for another one: the step before, the identity document, another region. Nothing is
/// judged, and nothing of the application is changed.
#[server(name = LeaveDetails, prefix = "/api", endpoint = "leave-details")]
pub async fn leave_details(province: String, #[server(flatten)] form: DetailsForm) -> Result<(), Refusal> {
    let leaving = Leaving::parse(&form.then).ok_or(ProblemCode::BadRequest)?;
    // another name will have another spelling
    let form = if leaving == Leaving::Card { form.without_proposed_spelling() } else { form };
    let posting = filling(&province, &form).await?;
    let routes = posting.routes();
    leptos_axum::redirect(&match leaving {
        Leaving::Back => {
            let status = posting.context.enrolment.status(&posting.caller).await?;
            journey::page_before(posting.profile(), &status, Step::Provide(Item::Details))
        }
        Leaving::Card => routes.card_confirm(),
        Leaving::Region => routes.region_change(),
    });
    Ok(())
}

/// The codes that the page of the education check shows. They stay in the session, encrypted, and leave it only as QR symbols.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodesShown {
    pub enrolment: String,
    pub diploma: String,
}

impl CodesShown {
    pub const DRAFT: &str = "education";

    pub fn of(&self, kind: CheckKind) -> &str {
        match kind {
            CheckKind::Enrolment => &self.enrolment,
            CheckKind::Diploma => &self.diploma,
        }
    }

    fn put(&mut self, code: EducationCode) {
        match code.kind {
            CheckKind::Enrolment => self.enrolment = code.url,
            CheckKind::Diploma => self.diploma = code.url,
        }
    }
}

/// New codes: of one `kind`, or of both where it is empty.
#[server(name = BeginEducationCheck, prefix = "/api", endpoint = "begin-education-check")]
pub async fn begin_education_check(
    province: String,
    #[server(default)] kind: String,
    #[server(default)] consent: String,
) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let kinds = if kind.is_empty() {
        CheckKind::ALL.to_vec()
    } else {
        vec![CheckKind::parse(&kind).ok_or(ProblemCode::BadRequest)?]
    };
    let consent = posting.consent_to(CONSENT_CHSI).filter(|_| consent == "on");
    let codes = posting.context.enrolment.begin_education_check(&posting.caller, &kinds, consent).await?;
    let mut shown: CodesShown = super::posting::typed(&posting.context, CodesShown::DRAFT).await?;
    for code in codes {
        shown.put(code);
    }
    posting.keep(CodesShown::DRAFT, &shown).await?;
    leptos_axum::redirect(&posting.routes().education_check());
    Ok(())
}

/// Has the register asked about the diploma that was described, with the consent to it.
#[server(name = CheckEducation, prefix = "/api", endpoint = "check-education")]
pub async fn check_education(province: String, #[server(default)] consent: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let consent = posting.consent_to(CONSENT_CHSI).filter(|_| consent == "on");
    let enrolment = &posting.context.enrolment;
    enrolment.check_education_by_itself(&posting.caller, consent).await?;
    enrolment.await_education(&posting.caller).await?;
    leptos_axum::redirect(&posting.routes().education_check());
    Ok(())
}

/// 学信网校验失败: goes on with proofs instead.
#[server(name = GiveUpEducationCheck, prefix = "/api", endpoint = "give-up-education-check")]
pub async fn give_up_education_check(province: String) -> Result<(), Refusal> {
    let posting = Posting::from_candidate(&province)?;
    let enrolment = &posting.context.enrolment;
    enrolment.give_up_education_check(&posting.caller).await?;
    enrolment.drop_draft(&posting.caller, CodesShown::DRAFT).await?;
    leptos_axum::redirect(&journey::next_step(posting.profile(), &enrolment.status(&posting.caller).await?));
    Ok(())
}
