//! Consents: which notice, in which version and words, agreed to when. Kept with the application they were given for.

mod mine;
mod store;

pub use mine::GivenConsent;

use crate::{Enrolment, Result, crypto::sha256, db::Tx};
use shared::id::{EnrolmentId, Province};

/// The consent that the candidate gave, as shown to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consent {
    /// Version of the notice.
    pub version: String,
    /// The text that was shown; its hash is kept.
    pub text: String,
}

/// Records a consent to the notice with this code.
pub(crate) async fn record(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: EnrolmentId,
    notice: &str,
    consent: &Consent,
) -> Result<()> {
    let given = (notice, consent.version.as_str(), &*sha256(consent.text.as_bytes()));
    store::insert(tx, enrolment.new_id(), application, given, enrolment.now()).await
}

/// Whether the present version of the notice was agreed to for this application, and not taken back since.
pub(crate) async fn accepted(
    enrolment: &Enrolment,
    tx: &mut Tx,
    (province, application): (&Province, EnrolmentId),
    notice: &str,
) -> Result<bool> {
    let Some(notice) = enrolment.profile(province)?.notice(notice) else { return Ok(false) };
    store::is_in_force(tx, application, &notice.code, &notice.version.to_string()).await
}
