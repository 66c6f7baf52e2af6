//! The candidate's signature over everything that they hand in: what the page needs, and giving it out. Signing is `sign`; what is
//! signed is put together in `parts`, whether it still is so is found out in `verify` and, for all of them, in `round`.

mod completion;
mod later;
mod parts;
mod round;
mod sign;
mod statement;
mod store;
mod svg;
pub(crate) mod value;
mod verify;
mod waits;

pub use completion::{Completion, HealthFacts, Portrait};
pub(crate) use later::{complete_in_person, complete_with_number};
pub use parts::Part;
pub(crate) use parts::Parts;
pub(crate) use sign::sealed;
pub use sign::{Mark, SignedOutcome, Signing};
pub(crate) use store::Row as SignatureRow;
pub use verify::{PartState, SignatureCheck, SignatureFault};
pub use waits::Waits;

use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    candidate::{self, Candidate},
    card,
    crypto::Belongs,
    db::Tx,
    details,
    error::Cause,
};
use shared::{
    enrolment::{Event, Item, ItemState},
    id::{EnrolmentId, SignatureId},
    person::PersonName,
    profile::DecisionMode,
    signature::{Method, Strokes},
    time::Timestamp,
};

/// A signature that stands. `Debug` hides how it looks.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed {
    pub id: SignatureId,
    pub method: Method,
    /// How it looks; a typed name is text.
    pub look: Look,
    pub signed_at: Timestamp,
    /// Why a reviewer decides, where the province decides at once.
    pub waits: Vec<Waits>,
}

impl std::fmt::Debug for Signed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signed").field("id", &self.id).field("method", &self.method).finish_non_exhaustive()
    }
}

#[derive(Clone, PartialEq, Eq)]
pub enum Look {
    /// A whole SVG.
    Drawn(String),
    Typed(String),
}

/// What signing leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AfterSigning {
    /// The candidate hands in on another page, and a reviewer decides.
    HandIn,
    /// It is handed in with it, and a reviewer decides whatever the machines say.
    Review,
    /// It is handed in with it, and approved at once where every machine agrees and the candidate does not ask for a person.
    Decision,
}

/// What the page that is signed on starts from.
#[derive(Clone, PartialEq, Debug)]
pub struct SignaturePage {
    /// Send it back with the form: what is signed is what stood there.
    pub version: i64,
    /// It may be signed now: everything else is there.
    pub ready: bool,
    pub after: AfterSigning,
    /// The name that is typed where nothing is drawn; absent where none is known.
    pub name: Option<PersonName>,
    pub signed: Option<Signed>,
}

impl Enrolment {
    /// What the page that is signed on starts from.
    pub async fn signature_page(&self, caller: &Caller) -> Result<SignaturePage> {
        let (province, candidate, id) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let mut application = application::load(&mut tx, id).await?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        let profile = self.profile(province)?;
        let signed = standing(&mut tx, &candidate, &application).await?;
        let name = name_of(&mut tx, &candidate, id).await?;
        let version = application.version;
        application.forget_dropped(profile)?;
        let ready = application.require_open(self).is_ok() && is_due(&application);
        let after = match profile.decision {
            DecisionMode::Reviewers => AfterSigning::HandIn,
            DecisionMode::Automatic if waits::was_sent_back(&application) => AfterSigning::Review,
            DecisionMode::Automatic => AfterSigning::Decision,
        };
        Ok(SignaturePage { version, ready, after, name, signed })
    }
}

/// Whether the signature alone is missing.
fn is_due(application: &Application) -> bool {
    application.progress.advance(&Event::Provide(Item::Signature)).is_ok_and(|signed| signed.complete())
}

/// The signature that covers the application as it is; nothing where it has to be signed again.
pub(crate) async fn standing(tx: &mut Tx, candidate: &Candidate, application: &Application) -> Result<Option<Signed>> {
    let state = application.progress.items.get(&Item::Signature);
    if !matches!(state, Some(ItemState::Provided | ItemState::Accepted)) {
        return Ok(None);
    }
    store::current(tx, application.id).await?.map(|row| signed(candidate, &row)).transpose()
}

/// Whether there is a signature that was not replaced.
pub(crate) async fn is_given(tx: &mut Tx, id: EnrolmentId) -> Result<bool> {
    Ok(store::current(tx, id).await?.is_some())
}

fn signed(candidate: &Candidate, row: &store::Row) -> Result<Signed> {
    let method = Method::parse(&row.method).ok_or(Cause::Corrupt("signature.method"))?;
    let mark = candidate.key.open_text(mark_of(row.id), &row.mark_sealed)?;
    let look = match method {
        Method::Typed => Look::Typed(mark),
        Method::Drawn => {
            let strokes: Strokes = mark.parse().map_err(|_| Cause::Corrupt("signature.mark_sealed"))?;
            Look::Drawn(svg::svg(&strokes))
        }
    };
    let waits = row.waits.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
    Ok(Signed { id: row.id, method, look, signed_at: row.signed_at, waits })
}

/// As the card says, or else the details.
pub(crate) async fn name_of(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId) -> Result<Option<PersonName>> {
    let card = card::of_enrolment(tx, id, candidate).await?.record;
    if let Some(record) = card {
        return Ok(Some(record.fields.name));
    }
    Ok(details::load(tx, candidate, id).await?.map(|(details, _)| details.name))
}

const fn mark_of(id: SignatureId) -> Belongs {
    Belongs::to("signature.mark_sealed", id.0)
}

const fn salt_of(id: SignatureId) -> Belongs {
    Belongs::to("signature.salt_sealed", id.0)
}
