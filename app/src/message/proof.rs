//! Words about proofs: what is demanded.

use crate::text::t;
use shared::{attachment::Reason, locale::Locale};

/// What the file has to prove. The proofs of a restricted major stand in the authority's own words.
pub fn name(reason: &Reason, locale: Locale) -> String {
    match reason {
        Reason::Education => t::attachments::EDUCATION.get(locale).to_owned(),
        Reason::Document { name } => name.get(locale).to_owned(),
        Reason::Major { proof, .. } => proof.clone(),
        Reason::IdentityChange => t::attachments::IDENTITY_CHANGE.get(locale).to_owned(),
    }
}
