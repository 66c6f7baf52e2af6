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

/// A likeness and the keyed hash by which it is found.
type Trace = (Likeness, Vec<u8>);

/// What document and phone leave.
pub(crate) fn identity_traces(keys: &Keys, (document, phone): (&DocumentNumber, &PhoneNumber)) -> Vec<Trace> {
    let phone = (Likeness::Phone, index(keys, Likeness::Phone, &[phone.expose()]));
    number_trace(keys, document.expose()).into_iter().chain([phone]).collect()
}

/// What both ways to write a name leave, with the birth date.
pub(crate) fn name_traces(
    keys: &Keys,
    (name, spoken): (&PersonName, &RomanisedName),
    born: impl fmt::Display,
) -> [Trace; 2] {
    let born = born.to_string();
    [name_trace(keys, name, &born), spoken_trace(keys, spoken, &born)]
}

fn number_trace(keys: &Keys, number: &str) -> Option<Trace> {
    Some((Likeness::Document, index(keys, Likeness::Document, &[&lasting(number)?])))
}

fn name_trace(keys: &Keys, name: &PersonName, born: &str) -> Trace {
    let plain: String = name.expose().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    (Likeness::Name, index(keys, Likeness::Name, &[&plain, born]))
}

fn spoken_trace(keys: &Keys, name: &RomanisedName, born: &str) -> Trace {
    let letters: String = name.expose().chars().filter(char::is_ascii_alphabetic).collect();
    (Likeness::Pinyin, index(keys, Likeness::Pinyin, &[&letters, born]))
}

/// Remembers document and phone. Those of before stay: somebody may come back with them.
pub(crate) async fn trace_identity(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    identity: (&DocumentNumber, &PhoneNumber),
) -> Result<()> {
    for (kind, index) in identity_traces(enrolment.keys(), identity) {
        store::add(tx, candidate, kind.as_str(), &index).await?;
    }
    Ok(())
}

/// Remembers the number of a document, also of one that was replaced.
pub(crate) async fn trace_former_number(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    number: &str,
) -> Result<()> {
    let Some((kind, index)) = number_trace(enrolment.keys(), number) else { return Ok(()) };
    store::add(tx, candidate, kind.as_str(), &index).await
}

/// Remembers name and birth date in the place of those of before.
pub(crate) async fn trace_name(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    (name, born): (&PersonName, impl fmt::Display),
) -> Result<()> {
    replace(tx, candidate, name_trace(enrolment.keys(), name, &born.to_string())).await
}

/// The same of how the name is pronounced.
pub(crate) async fn trace_spoken_name(
    enrolment: &Enrolment,
    tx: &mut Tx,
    candidate: CandidateId,
    (name, born): (&RomanisedName, impl fmt::Display),
) -> Result<()> {
    replace(tx, candidate, spoken_trace(enrolment.keys(), name, &born.to_string())).await
}

async fn replace(tx: &mut Tx, candidate: CandidateId, (kind, index): Trace) -> Result<()> {
    store::forget(tx, candidate, kind.as_str()).await?;
    store::add(tx, candidate, kind.as_str(), &index).await
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
