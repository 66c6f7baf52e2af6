//! Consents: which notice, in which version and words, agreed to when. Kept with the application they were given for.

mod store;

use crate::{Enrolment, Result, crypto::sha256, db::Tx};
use shared::id::EnrolmentId;

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
