//! Whether a signature still stands as it was made: for anybody who has its address, without personal data. All of them are looked
//! through by `round`.

use super::{
    mark_of,
    parts::{self, Digests, Part},
    salt_of,
    statement::{Salt, Statement},
    store, value,
};
use crate::{
    Enrolment, Result, application,
    candidate::{self, Candidate},
    crypto::{KEY_BYTES, hex},
    error::{Cause, Error},
    seals::SealState,
};
use shared::{
    id::{Province, SignatureId},
    signature::Method,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// How one part stands beside what was signed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PartState {
    Unchanged,
    /// It is not what was signed.
    Altered,
    /// It is no longer kept: its time is over, or its consent was taken back.
    Gone,
}

/// What verifying says. No personal data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignatureCheck {
    pub id: SignatureId,
    pub province: Province,
    pub signed_at: Timestamp,
    pub method: Method,
    pub seal: SealState,
    /// Since when a later signature stands in its place.
    pub superseded_at: Option<Timestamp>,
    pub parts: BTreeMap<Part, PartState>,
    /// For verifying elsewhere: the sealed text, the seal and the public key, both hexadecimal.
    pub statement: String,
    pub seal_hex: String,
    pub public_key: Option<String>,
}

impl SignatureCheck {
    /// The seal is the server's, and nothing that was signed is altered.
    pub fn stands(&self) -> bool {
        self.seal == SealState::Genuine && self.parts.values().all(|state| *state != PartState::Altered)
    }

    /// The parts that are not what was signed.
    pub fn altered(&self) -> impl Iterator<Item = Part> + use<'_> {
        self.parts.iter().filter(|(_, state)| **state == PartState::Altered).map(|(part, _)| *part)
    }
}

/// A signature that does not stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignatureFault {
    pub id: SignatureId,
    pub seal: SealState,
    pub altered: Vec<Part>,
}

impl Enrolment {
    /// Whether a signature of a province stands; `None` where there is none, or nothing of it is kept.
    pub async fn verify_signature(&self, province: &Province, id: SignatureId) -> Result<Option<SignatureCheck>> {
        let check = self.check_signature(id).await?;
        Ok(check.filter(|check| check.province == *province))
    }

    /// `None` where nothing of it is kept.
    pub(super) async fn check_signature(&self, id: SignatureId) -> Result<Option<SignatureCheck>> {
        let mut tx = self.db().read().await?;
        let Some(row) = store::by_id(&mut tx, id).await? else { return Ok(None) };
        let Some(owner) = store::owner(&mut tx, row.enrolment_id).await? else { return Ok(None) };
        let candidate = match candidate::load(self, &mut tx, owner).await {
            // their data were made unreadable
            Err(Error::NotFound) => return Ok(None),
            Err(Error::Internal(Cause::Decrypt(_) | Cause::Corrupt(_))) => None,
            found => Some(found?),
        };
        let files = store::files(&mut tx, row.enrolment_id).await?;
        tx.commit().await?;
        let Ok(statement) = serde_json::from_str::<Statement>(&row.statement) else {
            return self.unreadable(&row).await;
        };
        let digests = match &candidate {
            Some(candidate) => Digests::read(self, candidate, &files).await,
            None => Digests::default(),
        };
        let parts = self.compare(&row, &statement, (candidate.as_ref(), &digests)).await?;
        let seal = self.seal_state(&row, Some(&statement));
        Ok(Some(self.check(&row, (statement.province, seal), parts)))
    }

    /// Each part of the statement beside what stands there now.
    async fn compare(
        &self,
        row: &store::Row,
        statement: &Statement,
        (candidate, digests): (Option<&Candidate>, &Digests),
    ) -> Result<BTreeMap<Part, PartState>> {
        let all = |state| statement.parts.keys().map(|part| (*part, state)).collect();
        let Some(candidate) = candidate else { return Ok(all(PartState::Altered)) };
        let Some(salt) = salt(candidate, row) else { return Ok(all(PartState::Altered)) };
        let mark = candidate.key.open_text(mark_of(row.id), &row.mark_sealed).ok();
        let mark = value::mark(&row.method, mark.as_deref());
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, row.enrolment_id).await?;
        let now = parts::gather(&mut tx, (&application, candidate), (digests, mark, row.signed_at)).await?;
        let left = store::left_regions(&mut tx, row.enrolment_id, row.signed_at).await?;
        tx.commit().await?;
        // who was moved since, by two offices or after their number, signed for the place of then
        let moved =
            |hash: &str| left.iter().any(|left| salt.hash(Part::Region, &value::region(left, Some(left))) == hash);
        let state = |(part, hash): (&Part, &String)| match now.get(part) {
            Some(value) if salt.hash(*part, value) == *hash => (*part, PartState::Unchanged),
            Some(_) if *part == Part::Region && moved(hash) => (*part, PartState::Unchanged),
            None if part.may_go() => (*part, PartState::Gone),
            _ => (*part, PartState::Altered),
        };
        let mut states: BTreeMap<_, _> = statement.parts.iter().map(state).collect();
        // what was not there when it was signed
        let added = now.keys().filter(|part| !statement.parts.contains_key(part)).copied();
        states.extend(added.collect::<Vec<_>>().into_iter().map(|part| (part, PartState::Altered)));
        Ok(states)
    }

    /// The seal is over this statement, and the row says what the statement says.
    fn seal_state(&self, row: &store::Row, statement: Option<&Statement>) -> SealState {
        let sealed = self.keys().seals().verify(&row.key_id, row.statement.as_bytes(), &row.seal);
        let same = statement.is_some_and(|own| {
            own.id == row.id
                && own.method.as_str() == row.method
                && own.signed_at == row.signed_at
                && own.key == row.key_id
        });
        if sealed == SealState::Genuine && !same { SealState::Broken } else { sealed }
    }

    /// A statement that is none any more: the seal cannot hold either.
    async fn unreadable(&self, row: &store::Row) -> Result<Option<SignatureCheck>> {
        let mut tx = self.db().read().await?;
        let province = application::load(&mut tx, row.enrolment_id).await?.province;
        tx.commit().await?;
        Ok(Some(self.check(row, (province, self.seal_state(row, None)), BTreeMap::new())))
    }

    fn check(
        &self,
        row: &store::Row,
        (province, seal): (Province, SealState),
        parts: BTreeMap<Part, PartState>,
    ) -> SignatureCheck {
        SignatureCheck {
            id: row.id,
            province,
            signed_at: row.signed_at,
            method: Method::parse(&row.method).unwrap_or(Method::Drawn),
            seal,
            superseded_at: row.superseded_at,
            parts,
            statement: row.statement.clone(),
            seal_hex: hex(&row.seal),
            public_key: self.keys().seals().public(&row.key_id).map(|key| hex(&key)),
        }
    }
}

fn salt(candidate: &Candidate, row: &store::Row) -> Option<Salt> {
    let bytes = candidate.key.open(salt_of(row.id), &row.salt_sealed).ok()?;
    <[u8; KEY_BYTES]>::try_from(bytes).ok().map(Salt)
}
