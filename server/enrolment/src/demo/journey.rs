//! The way of a demonstration candidate: the use cases that real ones go through, step by step as the province asks; only the
//! one-time code, the password's code and the reading of the reminder are passed over, for nobody would do them.

use super::person::Person;
use crate::{
    Caller, Enrolment, Result, Who, application,
    attachments::NewAttachment,
    audit::{Action, Actor, Entry},
    candidate,
    card::{CardOutcome, Confirmation},
    consent::Consent,
    error::Cause,
    session::{self, Scope},
    signature::{Mark, Signing},
    submission,
};
use shared::{
    attachment::OTHER,
    enrolment::{Item, State, Step},
    evidence::CardSide,
    id::{CardId, EnrolmentId},
    liveness::{Liveness, Way},
    locale::Locale,
    profile::{CONSENT_CARD, CONSENT_FACE, CONSENT_PHOTO, ENROLMENT_RULES, Profile, QUESTIONS_ASKED},
    time::Span,
};

pub(super) const PHOTO: &[u8] = include_bytes!("placeholder.jpg");
const PORTRAIT: &[u8] = include_bytes!("card-portrait.jpg");
const EMBLEM: &[u8] = include_bytes!("card-emblem.jpg");
const CAPTURE: &[u8] = include_bytes!("face.webm");
/// Who signs in a province that asks for no name.
const DEMO_NAME: &str = "演示考生";
const PROOF: &[u8] = include_bytes!("proof.jpg");

impl Enrolment {
    /// Registers past the one-time code, whose message nobody would read. `None` where somebody has the number already.
    pub(super) async fn seed_registration(
        &self,
        profile: &Profile,
        person: &Person,
    ) -> Result<Option<(Caller, EnrolmentId)>> {
        let province = &profile.province;
        let window = profile.open_window(self.now()).ok_or(Cause::Corrupt("no open window"))?;
        let mut tx = self.db().begin().await?;
        let (phone, document) = (&person.phone, &person.document);
        let email = person.email(profile)?;
        let Some(candidate) = candidate::insert(self, &mut tx, province, (phone, email.as_ref()), document).await?
        else {
            return Ok(None);
        };
        let place = (province, window.code.as_str(), person.region.as_str());
        let enrolment = application::insert(self, &mut tx, candidate, place).await?;
        let enrolment = enrolment.ok_or(Cause::Corrupt("a new candidate with an application"))?;
        let who = Who::Candidate { province: province.clone(), candidate, enrolment, scope: Scope::Full };
        let caller = session::open(self, &mut tx, who).await?.caller;
        let (actor, detail) = (Actor::candidate(candidate), serde_json::json!({ "demo": true }));
        let entry =
            Entry { actor, action: Action::Registered, province: Some(province), enrolment: Some(enrolment), detail };
        self.record(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(Some((caller, enrolment)))
    }

    /// Everything that the province asks for between registering and handing in.
    pub(super) async fn seed_steps(
        &self,
        profile: &Profile,
        person: &Person,
        caller: &Caller,
        password_hash: &str,
    ) -> Result<()> {
        for step in &profile.steps {
            match step {
                // the first is there, the other is last of all, with handing in
                Step::Provide(Item::Document | Item::Signature) => {}
                Step::Provide(Item::Card) => self.seed_card(profile, person, caller).await?,
                Step::Provide(Item::Photo) => drop(self.keep_whatever_the_verdict(caller, PHOTO).await?),
                Step::Provide(Item::Face) => self.seed_face(profile, caller).await?,
                Step::Provide(Item::Details) => {
                    let details = person.details.clone().ok_or(Cause::Corrupt("a profile without majors"))?;
                    self.save_details(caller, details, None).await?;
                }
                Step::Provide(Item::Attachments) => self.seed_proofs(caller).await?,
                Step::Password => self.seed_password(caller, password_hash).await?,
                Step::Questions => self.seed_answers(profile, caller, password_hash).await?,
                Step::Notice => self.accept_notice(caller, &agreed(profile, ENROLMENT_RULES)?).await?,
            }
        }
        Ok(())
    }

    /// Both sides, and what was invented for them confirmed.
    async fn seed_card(&self, profile: &Profile, person: &Person, caller: &Caller) -> Result<()> {
        self.give_evidence_consent(caller, CONSENT_CARD, &agreed(profile, CONSENT_CARD)?).await?;
        let portrait = self.seed_side(caller, CardSide::Portrait, PORTRAIT).await?;
        let emblem = self.seed_side(caller, CardSide::Emblem, EMBLEM).await?;
        let confirmation = Confirmation { fields: person.card.clone(), pictures: [portrait, emblem] };
        self.confirm_card(caller, confirmation).await.map(drop)
    }

    async fn seed_side(&self, caller: &Caller, side: CardSide, picture: &[u8]) -> Result<CardId> {
        match self.submit_card_side(caller, side, picture.to_vec()).await? {
            CardOutcome::Kept(receipt) => Ok(receipt.card),
            CardOutcome::Refused(_) => Err(Cause::Corrupt("a demonstration card that is refused").into()),
        }
    }

    /// A capture that shows nobody, for the reviewer, whatever an engine says of it.
    async fn seed_face(&self, profile: &Profile, caller: &Caller) -> Result<()> {
        self.give_evidence_consent(caller, CONSENT_FACE, &agreed(profile, CONSENT_FACE)?).await?;
        let asked = match profile.face.challenge {
            Liveness::Digits => {
                let challenge = self.ask_face(caller, Way::Speaking).await?;
                Some(self.answer_challenge(caller, challenge.id).await?)
            }
            Liveness::Presence => None,
        };
        self.submit_face_as_asked(caller, asked, CAPTURE.to_vec()).await?;
        self.face_to_reviewer(caller).await.map(drop)
    }

    /// A drawing for everything that is demanded, and one for nothing.
    async fn seed_proofs(&self, caller: &Caller) -> Result<()> {
        let demands = self.attachments(caller).await?.demands.unwrap_or_default();
        let kinds = demands.into_iter().map(|demanded| demanded.demand.code);
        for kind in kinds.chain([OTHER.to_owned()]) {
            let description = (kind == OTHER).then(|| "DEMO".to_owned());
            let new = NewAttachment { kind, description, replaces: None, bytes: PROOF.to_vec() };
            self.add_attachment(caller, new).await?;
        }
        Ok(())
    }

    /// The password of the demo accounts.
    async fn seed_password(&self, caller: &Caller, hash: &str) -> Result<()> {
        let (.., candidate, _) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        candidate::set_password(&mut tx, candidate, hash, self.now()).await?;
        tx.commit().await
    }

    /// Answers that are the password of the demo accounts.
    async fn seed_answers(&self, profile: &Profile, caller: &Caller, hash: &str) -> Result<()> {
        let (.., candidate, _) = caller.candidate()?;
        let answers: Vec<_> = profile.accounts.questions.iter().take(QUESTIONS_ASKED).collect();
        let answers: Vec<_> = answers.into_iter().map(|question| (question.code.clone(), hash.to_owned())).collect();
        let mut tx = self.db().begin().await?;
        crate::account::keep_answers(self, &mut tx, candidate, &answers).await?;
        tx.commit().await
    }

    /// Hands in, as if the reminder had been read before.
    pub(super) async fn seed_hand_in(&self, profile: &Profile, caller: &Caller, key: &str) -> Result<()> {
        let (.., enrolment) = caller.candidate()?;
        let read_at = self.now() - Span::minutes(5);
        let mut tx = self.db().begin().await?;
        let application = application::load(&mut tx, enrolment).await?;
        submission::open_reminder_at(&mut tx, &application, read_at).await?;
        tx.commit().await?;
        if profile.items().any(|item| item == Item::Signature) && !self.seed_signature(profile, caller, key).await? {
            return Ok(());
        }
        self.submit_application(caller, key, Some(agreed(profile, CONSENT_PHOTO)?)).await.map(drop)
    }
}

impl Enrolment {
    /// The name typed, where none is known that of the drawings; false where signing has handed in already.
    async fn seed_signature(&self, profile: &Profile, caller: &Caller, key: &str) -> Result<bool> {
        let page = self.signature_page(caller).await?;
        let name = page.name.or_else(|| DEMO_NAME.parse().ok());
        let name = name.ok_or(Cause::Corrupt("a demonstration candidate without a name"))?;
        let consent = Some(agreed(profile, CONSENT_PHOTO)?);
        let signing =
            Signing { version: page.version, key: key.to_owned(), mark: Mark::Typed(name), consent, by_person: false };
        Ok(self.sign(caller, signing).await?.state == State::Draft)
    }
}

/// The consent to a notice in its Chinese words.
fn agreed(profile: &Profile, notice: &str) -> Result<Consent> {
    let notice = profile.notice(notice).ok_or(Cause::Corrupt("a profile without its notices"))?;
    Ok(Consent { version: notice.version.to_string(), text: notice.body.get(Locale::Chinese).to_owned() })
}
