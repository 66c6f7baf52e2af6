//! What of a case is masked, and where what was typed differs from what stands on the document.

use super::Case;
use crate::{
    card::{self, CardPages},
    details::CaseDetails,
    ports::CardReading,
};
use shared::{case::Private, document::DocumentNumber, evidence::CardField, person::CodeTable as _};
use std::collections::BTreeSet;

/// A text of a case, masked or uncovered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    pub text: String,
    pub revealed: bool,
}

impl Shown {
    pub(super) fn new(plain: &str, masked: String, revealed: bool) -> Self {
        Self { text: if revealed { plain.to_owned() } else { masked }, revealed }
    }
}

impl Case {
    pub fn is_revealed(&self, private: Private) -> bool {
        self.revealed.contains(&private)
    }
}

/// What the candidate typed that is not what was read of the card, or, where nothing was read, not what they confirmed of it.
/// To be asked before anything is masked.
pub(super) fn differing(
    document: &DocumentNumber,
    details: Option<&CaseDetails>,
    pages: &CardPages,
) -> BTreeSet<CardField> {
    let reading = pages.reading.as_ref();
    let mut differing: BTreeSet<CardField> =
        pages.record.as_ref().map(|record| record.corrected.iter().copied().collect()).unwrap_or_default();
    // read after it was confirmed
    if let (Some(record), Some(reading)) = (&pages.record, reading) {
        differing.extend(card::corrected(&record.fields, reading));
    }
    if reading.and_then(|reading| reading.text(CardField::Number)).is_some_and(|read| read != document.expose()) {
        differing.insert(CardField::Number);
    }
    if let Some(own) = details {
        differing.extend(CardField::CONFIRMED.into_iter().filter(|field| typed_differs(own, *field, reading)));
    }
    differing
}

fn typed_differs(own: &CaseDetails, field: CardField, reading: Option<&CardReading>) -> bool {
    let Some(typed) = typed(own, field).filter(|_| field != CardField::Address || !own.postal) else { return false };
    let confirmed = own.card.as_ref().and_then(|card| match field {
        CardField::Name => card.name.as_ref().map(|name| name.expose().to_owned()),
        CardField::Sex => card.sex.map(|sex| sex.words().zh.to_owned()),
        CardField::Ethnicity => card.ethnicity.map(|ethnicity| ethnicity.words().zh.to_owned()),
        CardField::BirthDate => card.birth_date.map(|date| date.to_string()),
        CardField::Address => card.address.as_ref().map(|address| address.expose().to_owned()),
        CardField::Number | CardField::ValidFrom | CardField::ValidTo => None,
    });
    if confirmed.is_some_and(|confirmed| confirmed != typed) {
        return true;
    }
    // names of code tables are compared by the confirmation, in any of their writings
    matches!(field, CardField::Name | CardField::BirthDate | CardField::Address)
        && reading.and_then(|reading| reading.text(field)).is_some_and(|read| read != typed)
}

fn typed(own: &CaseDetails, field: CardField) -> Option<String> {
    let details = &own.details;
    Some(match field {
        CardField::Name => details.name.expose().to_owned(),
        CardField::Sex => details.sex.words().zh.to_owned(),
        CardField::Ethnicity => details.ethnicity.words().zh.to_owned(),
        CardField::BirthDate => details.birth_date.to_string(),
        CardField::Address => details.address.expose().to_owned(),
        CardField::Number | CardField::ValidFrom | CardField::ValidTo => return None,
    })
}

/// Masks addresses and numbers in everything that was given and read, but for what was uncovered.
pub(super) fn veil(revealed: &BTreeSet<Private>, details: Option<&mut CaseDetails>, card: &mut CardPages) {
    let (addresses, numbers) = (!revealed.contains(&Private::Address), !revealed.contains(&Private::Document));
    if let Some(own) = details {
        veil_details(own, addresses, numbers);
    }
    let star = |text: &mut String, keep: usize| *text = text.chars().take(keep).chain("***".chars()).collect();
    if let Some(address) = card.record.as_mut().and_then(|record| record.fields.address.as_mut()).filter(|_| addresses)
    {
        star(address, 2);
    }
    for read in card.reading.iter_mut().flat_map(|reading| &mut reading.fields) {
        match read.field {
            CardField::Address if addresses => star(&mut read.text, 2),
            CardField::Number if numbers => star(&mut read.text, 4),
            _ => {}
        }
    }
}

fn veil_details(own: &mut CaseDetails, addresses: bool, numbers: bool) {
    if addresses {
        own.details.address = own.details.address.veiled();
        if let Some(address) = own.card.as_mut().and_then(|card| card.address.as_mut()) {
            *address = address.veiled();
        }
    }
    if let Some(number) = own.details.former.as_mut().and_then(|former| former.number.as_mut()).filter(|_| numbers) {
        *number = number.veiled();
    }
}
