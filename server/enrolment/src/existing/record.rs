//! Records sealed and opened. Each has a key of its own, so that it can be made unreadable for good.

use super::store;
use crate::{
    Enrolment, Result,
    clock::Randomness,
    crypto::{Belongs, DataKey, Hashed, Keys},
};
use shared::{
    existing::Record,
    id::{ExistingId, Province},
};

const fn belongs(id: ExistingId) -> Belongs {
    Belongs::to("existing_record.record_sealed", id.0)
}

/// The record's new key, wrapped, and the record under it.
pub(super) fn seal(enrolment: &Enrolment, id: ExistingId, record: &Record) -> Result<(Vec<u8>, Vec<u8>)> {
    let (keys, randomness) = (enrolment.keys(), &*enrolment.parts().randomness);
    let key = DataKey::generate(randomness);
    let sealed = seal_with(&key, randomness, id, record)?;
    Ok((keys.wrap(randomness, id.0, &key), sealed))
}

fn seal_with(key: &DataKey, randomness: &dyn Randomness, id: ExistingId, record: &Record) -> Result<Vec<u8>> {
    Ok(key.seal(randomness, belongs(id), &serde_json::to_vec(record)?))
}

pub(super) fn open(keys: &Keys, row: &store::Row) -> Result<Record> {
    let key = keys.unwrap_key(row.id.0, &row.data_key)?;
    Ok(serde_json::from_slice(&key.open(belongs(row.id), &row.record_sealed)?)?)
}

/// By which two rows that say the same are known.
pub(super) fn content_index(keys: &Keys, province: &Province, record: &Record) -> Result<Vec<u8>> {
    Ok(keys.hash(Hashed::Existing, &[province.as_str().as_bytes(), &serde_json::to_vec(record)?]))
}
