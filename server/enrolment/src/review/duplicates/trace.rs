//! What a candidate is found again by: keyed hashes of what lasts of their document, phone, name and photograph, written in the
//! transaction that keeps the thing itself.

use super::store;
use crate::{
    Enrolment, Result,
    candidate::Candidate,
    crypto::{Belongs, Hashed, Keys},
    db::Tx,
    error::Cause,
};
use shared::{
    case::Likeness,
    contact::PhoneNumber,
    document::{DocumentNumber, lasting},
    id::CandidateId,
    person::{PersonName, RomanisedName},
};
use std::fmt;

/// Half a hash is enough to tell a hundred million rows apart.
const INDEX_BYTES: usize = 16;
/// Prints that differ in no more bits belong to one picture.
const DISTANCE_MAX: u32 = 6;
/// One more than bits may differ, so that one band at least is equal (pigeonhole).
const BANDS: u32 = DISTANCE_MAX + 1;

/// Remembers document and phone. Those of before stay: somebody may come back with them.
pub(crate) async fn trace_identity(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    (document, phone): (&DocumentNumber, &PhoneNumber),
) -> Result<()> {
    trace_former_number(enrolment, tx, candidate, document.expose()).await?;
    let index = index(enrolment.keys(), Likeness::Phone, &[phone.expose()]);
    store::add(tx, candidate, Likeness::Phone.as_str(), &index).await
}

/// Remembers the number of a document, also of one that was replaced.
pub(crate) async fn trace_former_number(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    number: &str,
) -> Result<()> {
    let Some(lasting) = lasting(number) else { return Ok(()) };
    let index = index(enrolment.keys(), Likeness::Document, &[&lasting]);
    store::add(tx, candidate, Likeness::Document.as_str(), &index).await
}

/// Remembers name and birth date in the place of those of before.
pub(crate) async fn trace_name(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    (name, born): (&PersonName, impl fmt::Display),
) -> Result<()> {
    let plain: String = name.expose().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    replace(enrolment, tx, candidate, Likeness::Name, &[&plain, &born.to_string()]).await
}

/// The same of how the name is pronounced.
pub(crate) async fn trace_spoken_name(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    (name, born): (&RomanisedName, impl fmt::Display),
) -> Result<()> {
    let letters: String = name.expose().chars().filter(char::is_ascii_alphabetic).collect();
    replace(enrolment, tx, candidate, Likeness::Pinyin, &[&letters, &born.to_string()]).await
}

async fn replace(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    kind: Likeness,
    parts: &[&str],
) -> Result<()> {
    store::forget(tx, candidate, kind.as_str()).await?;
    store::add(tx, candidate, kind.as_str(), &index(enrolment.keys(), kind, parts)).await
}

/// Remembers the print of the photograph in the place of that of before; a picture without one leaves none.
pub(crate) async fn trace_photo(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: &Candidate,
    print: Option<u64>,
) -> Result<()> {
    let kind = Likeness::Photo.as_str();
    store::forget(tx, candidate.id, kind).await?;
    store::forget_print(tx, candidate.id).await?;
    let Some(print) = print else { return Ok(()) };
    for (band, bits) in bands(print).into_iter().enumerate() {
        let index = index(enrolment.keys(), Likeness::Photo, &[&band.to_string(), &bits.to_string()]);
        store::add(tx, candidate.id, kind, &index).await?;
    }
    let sealed = candidate.key.seal(&*enrolment.parts().randomness, print_of(candidate.id), &print.to_be_bytes());
    store::save_print(tx, candidate.id, &sealed).await
}

/// Whose photographs look like that of the candidate. The bands lead to few others; only their prints are opened.
pub(super) async fn same_photo(enrolment: &Enrolment, tx: &mut Tx, own: &Candidate) -> Result<Vec<CandidateId>> {
    let Some(sealed) = store::print(tx, own.id).await? else { return Ok(Vec::new()) };
    let print = open(&own.key.open(print_of(own.id), &sealed)?)?;
    let mut same = Vec::new();
    for row in store::sharing_bands(tx, own.id).await? {
        let key = enrolment.keys().unwrap_key(row.id.0, &row.data_key)?;
        let theirs = open(&key.open(print_of(row.id), &row.print_sealed)?)?;
        if (print ^ theirs).count_ones() <= DISTANCE_MAX {
            same.push(row.id);
        }
    }
    Ok(same)
}

fn open(plain: &[u8]) -> Result<u64> {
    Ok(u64::from_be_bytes(plain.try_into().map_err(|_| Cause::Corrupt("photo_print.print_sealed"))?))
}

/// Seven bands of nine or ten bits.
fn bands(print: u64) -> [u64; BANDS as usize] {
    std::array::from_fn(|band| {
        let (from, to) = (64 * band as u32 / BANDS, 64 * (band as u32 + 1) / BANDS);
        print >> from & ((1 << (to - from)) - 1)
    })
}

fn index(keys: &Keys, kind: Likeness, parts: &[&str]) -> Vec<u8> {
    let parts: Vec<_> = std::iter::once(kind.as_str()).chain(parts.iter().copied()).map(str::as_bytes).collect();
    let mut index = keys.hash(Hashed::Trace, &parts);
    index.truncate(INDEX_BYTES);
    index
}

const fn print_of(id: CandidateId) -> Belongs {
    Belongs::to("photo_print.print_sealed", id.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_cover_every_bit_once() {
        for bit in 0..64 {
            let touched = bands(1 << bit).into_iter().filter(|band| *band != 0).count();
            assert_eq!(touched, 1, "bit {bit}");
        }
    }

    #[test]
    fn prints_that_differ_in_six_bits_share_a_band() {
        let mut state = 7_u64;
        for _ in 0..500 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let other = (0..6).fold(state, |other, turn| other ^ 1 << (state >> (turn * 6) & 63));
            assert!(bands(state).iter().zip(bands(other)).any(|(one, other)| *one == other));
        }
    }
}
