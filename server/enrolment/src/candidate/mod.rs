//! Candidates as the other areas need them: identity in the clear, the data key, and looking one up by blind index.

mod store;

use crate::{
    Enrolment, Result,
    crypto::{Belongs, DataKey, Hashed, Keys},
    db::Tx,
    error::{Cause, Error},
    review,
};
use shared::{
    contact::{Email, PhoneNumber},
    document::{DocumentNumber, DocumentType},
    id::{CandidateId, Province},
    time::Timestamp,
};

/// A candidate, unsealed in memory.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) id: CandidateId,
    pub(crate) phone: PhoneNumber,
    /// Where the province asks for one.
    pub(crate) email: Option<Email>,
    pub(crate) document: DocumentNumber,
    /// Seals everything that is kept about them.
    pub(crate) key: DataKey,
}

/// Where a phone number is looked up; differs by province.
pub(crate) fn phone_index(keys: &Keys, province: &Province, phone: &PhoneNumber) -> Vec<u8> {
    keys.hash(Hashed::Phone, &[province.as_str().as_bytes(), phone.expose().as_bytes()])
}

/// Where an e-mail address is looked up.
pub(crate) fn email_index(keys: &Keys, province: &Province, email: &Email) -> Vec<u8> {
    keys.hash(Hashed::Email, &[province.as_str().as_bytes(), email.key().as_bytes()])
}

pub(crate) fn document_index(keys: &Keys, province: &Province, document: &DocumentNumber) -> Vec<u8> {
    let parts = [province.as_str(), document.kind().as_str(), document.expose()].map(str::as_bytes);
    keys.hash(Hashed::Document, &parts)
}

pub(crate) const fn phone_of(id: CandidateId) -> Belongs {
    Belongs::to("candidate.phone_sealed", id.0)
}

pub(crate) const fn email_of(id: CandidateId) -> Belongs {
    Belongs::to("candidate.email_sealed", id.0)
}

pub(crate) const fn document_of(id: CandidateId) -> Belongs {
    Belongs::to("candidate.document_sealed", id.0)
}

/// Adds a candidate with a new data key; `None` where the phone, the e-mail address or the document is registered already.
pub(crate) async fn insert(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    (phone, email): (&PhoneNumber, Option<&Email>),
    document: &DocumentNumber,
) -> Result<Option<CandidateId>> {
    let (keys, randomness) = (enrolment.keys(), &*enrolment.parts().randomness);
    let id = CandidateId(enrolment.new_id());
    let key = DataKey::generate(randomness);
    let row = store::Row {
        id,
        province: province.clone(),
        phone_index: phone_index(keys, province, phone),
        phone_sealed: key.seal(randomness, phone_of(id), phone.expose().as_bytes()),
        email_index: email.map(|email| email_index(keys, province, email)),
        email_sealed: email.map(|email| key.seal(randomness, email_of(id), email.expose().as_bytes())),
        document_type: document.kind().as_str().to_owned(),
        document_index: document_index(keys, province, document),
        document_sealed: key.seal(randomness, document_of(id), document.expose().as_bytes()),
        data_key: Some(keys.wrap(randomness, id.0, &key)),
    };
    if !store::insert(tx, &row, enrolment.now()).await? {
        return Ok(None);
    }
    review::trace_identity(enrolment, tx, id, (document, phone)).await?;
    Ok(Some(id))
}

/// The candidate, or `NotFound` once their data has been made unreadable.
pub(crate) async fn load(enrolment: &Enrolment, tx: &mut Tx, id: CandidateId) -> Result<Candidate> {
    let row = store::by_id(tx, id).await?.ok_or(Error::NotFound)?;
    unseal(enrolment.keys(), &row)
}

/// PHC string of the candidate's password, once they have chosen one.
pub(crate) async fn password_hash(tx: &mut Tx, id: CandidateId) -> Result<Option<String>> {
    store::password_hash(tx, id).await
}

pub(crate) async fn set_password(tx: &mut Tx, id: CandidateId, hash: &str, now: Timestamp) -> Result<()> {
    store::set_password(tx, id, hash, now).await
}

pub(crate) async fn find_by_document(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    document: &DocumentNumber,
) -> Result<Option<Candidate>> {
    let index = document_index(enrolment.keys(), province, document);
    let row = store::by_document(tx, province, &index).await?;
    row.map(|row| unseal(enrolment.keys(), &row)).transpose()
}

pub(crate) async fn find_by_phone(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    phone: &PhoneNumber,
) -> Result<Option<Candidate>> {
    let index = phone_index(enrolment.keys(), province, phone);
    let row = store::by_phone(tx, province, &index).await?;
    row.map(|row| unseal(enrolment.keys(), &row)).transpose()
}

pub(crate) async fn find_by_email(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    email: &Email,
) -> Result<Option<Candidate>> {
    let index = email_index(enrolment.keys(), province, email);
    let row = store::by_email(tx, province, &index).await?;
    row.map(|row| unseal(enrolment.keys(), &row)).transpose()
}

/// Replaces the phone; false where another candidate has it, and the transaction is then of no further use.
pub(crate) async fn set_phone(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    candidate: &Candidate,
    phone: &PhoneNumber,
) -> Result<bool> {
    let index = phone_index(enrolment.keys(), province, phone);
    let randomness = &*enrolment.parts().randomness;
    let sealed = candidate.key.seal(randomness, phone_of(candidate.id), phone.expose().as_bytes());
    if !store::set_phone(tx, candidate.id, &index, &sealed).await? {
        return Ok(false);
    }
    review::trace_identity(enrolment, tx, candidate.id, (&candidate.document, phone)).await?;
    Ok(true)
}

/// Replaces the e-mail address; false where another candidate has it, and the transaction is then of no further use.
pub(crate) async fn set_email(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    candidate: &Candidate,
    email: &Email,
) -> Result<bool> {
    let index = email_index(enrolment.keys(), province, email);
    let randomness = &*enrolment.parts().randomness;
    let sealed = candidate.key.seal(randomness, email_of(candidate.id), email.expose().as_bytes());
    store::set_email(tx, candidate.id, &index, &sealed).await
}

/// Replaces the document; false where another candidate has it.
pub(crate) async fn set_document(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    candidate: &Candidate,
    document: &DocumentNumber,
) -> Result<bool> {
    let index = document_index(enrolment.keys(), province, document);
    let randomness = &*enrolment.parts().randomness;
    let sealed = candidate.key.seal(randomness, document_of(candidate.id), document.expose().as_bytes());
    if !store::set_document(tx, candidate.id, document.kind().as_str(), &index, &sealed).await? {
        return Ok(false);
    }
    review::trace_identity(enrolment, tx, candidate.id, (document, &candidate.phone)).await?;
    Ok(true)
}

/// Makes everything about a candidate unreadable for good: the key goes, and with it what the row itself holds. The phone and the
/// document can be registered anew at once. The row goes when its last file has.
pub(crate) async fn shred(enrolment: &Enrolment, tx: &mut Tx, id: CandidateId) -> Result<()> {
    let (phone, document) = (enrolment.random::<32>(), enrolment.random::<32>());
    store::shred(tx, id, &phone, &document).await
}

/// Rows of shredded candidates of whom nothing is left.
pub(crate) async fn delete_shredded(tx: &mut Tx) -> Result<()> {
    store::delete_shredded(tx).await
}

fn unseal(keys: &Keys, row: &store::Row) -> Result<Candidate> {
    let wrapped = row.data_key.as_deref().ok_or(Error::NotFound)?;
    let key = keys.unwrap_key(row.id.0, wrapped)?;
    let phone = key.open_text(phone_of(row.id), &row.phone_sealed)?;
    let number = key.open_text(document_of(row.id), &row.document_sealed)?;
    let kind = DocumentType::parse(&row.document_type).ok_or(Cause::Corrupt("candidate.document_type"))?;
    let document = DocumentNumber::parse(kind, &number).map_err(|_| Cause::Corrupt("candidate.document_sealed"))?;
    let phone = phone.parse().map_err(|_| Cause::Corrupt("candidate.phone_sealed"))?;
    let email = row.email_sealed.as_deref().map(|sealed| key.open_text(email_of(row.id), sealed)).transpose()?;
    let email = email.map(|text| text.parse().map_err(|_| Cause::Corrupt("candidate.email_sealed"))).transpose()?;
    Ok(Candidate { id: row.id, phone, email, document, key })
}
