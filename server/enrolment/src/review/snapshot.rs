//! What stood in a case when it was sent back, kept sealed, and what has changed since.

use super::case::store;
use crate::{
    Enrolment, Result,
    application::Application,
    candidate::{self, Candidate},
    card::{self, CardRecord},
    clock::Randomness,
    crypto::{Belongs, DataKey, hex},
    db::Tx,
    details,
};
use serde::{Deserialize, Serialize};
use shared::{
    case::Private,
    details::Details,
    document::DocumentNumber,
    evidence::{CardField, CardSide},
    id::{EnrolmentId, FileId, StaffId},
    person::{CodeTable as _, Words},
};
use std::collections::{BTreeMap, BTreeSet};

/// As the photograph is called among files.
const PHOTO: &str = "photo";

/// The answers and pictures of a case at one moment.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    document: DocumentNumber,
    region: String,
    details: Option<Details>,
    card: Option<CardRecord>,
    /// By what they show: keyed hashes of the content.
    files: BTreeMap<String, Vec<String>>,
}

impl Snapshot {
    /// What demonstration data make of an application that was sent back.
    pub(crate) fn of(
        document: DocumentNumber,
        region: String,
        details: Option<Details>,
        card: Option<CardRecord>,
        photo: Option<FileId>,
    ) -> Self {
        let files = photo.map(|file| (PHOTO.to_owned(), vec![content(file, None)]));
        Self { document, region, details, card, files: files.into_iter().collect() }
    }

    pub(crate) fn seal(&self, key: &DataKey, randomness: &dyn Randomness, id: EnrolmentId) -> Result<Vec<u8>> {
        Ok(key.seal(randomness, belongs(id), &serde_json::to_vec(self)?))
    }
}

/// What stands for the content of a file: its keyed hash, of files of before their id.
fn content(file: FileId, index: Option<&[u8]>) -> String {
    index.map_or_else(|| hex(file.0.as_bytes()), hex)
}

/// Something that is not what it was when the case was sent back last.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    pub what: Reviewed,
    pub old: Value,
    pub new: Value,
}

/// What a reviewer looks at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reviewed {
    Document,
    Region,
    Name,
    Pinyin,
    Ethnicity,
    Sex,
    BirthDate,
    Address,
    Household,
    Political,
    Occupation,
    Postcode,
    Email,
    Major,
    Education,
    FormerName,
    FormerNumber,
    /// As confirmed of the card.
    Card(CardField),
    Photo,
    Side(CardSide),
    Face,
    Attachments,
}

/// How it stood or stands; masked where it is masked in the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    Nothing,
    Text(String),
    /// The names of a code.
    Words(Words),
    /// A region's code.
    Region(String),
    /// So many files; the beginnings of the hashes of their contents.
    Files(Vec<String>),
}

/// Keeps what stands in the case that is being sent back. `application` has been advanced already.
pub(super) async fn keep(enrolment: &Enrolment, tx: &mut Tx, application: &Application, staff: StaffId) -> Result<()> {
    let candidate = candidate::load(enrolment, tx, application.candidate).await?;
    let snapshot = now(tx, application, &candidate).await?;
    let id = (application.id, application.round);
    let sealed = snapshot.seal(&candidate.key, &*enrolment.parts().randomness, id.0)?;
    store::save_snapshot(tx, id, staff, enrolment.now(), &sealed).await
}

/// What has changed since the case was sent back last; nothing where it never was.
pub(super) async fn since(
    tx: &mut Tx,
    application: &Application,
    candidate: &Candidate,
    revealed: &BTreeSet<Private>,
) -> Result<Vec<Change>> {
    let Some(sealed) = store::last_snapshot(tx, application.id).await? else { return Ok(Vec::new()) };
    let last: Snapshot = serde_json::from_slice(&candidate.key.open(belongs(application.id), &sealed)?)?;
    let now = now(tx, application, candidate).await?;
    Ok(differences(&last, &now, revealed))
}

async fn now(tx: &mut Tx, application: &Application, candidate: &Candidate) -> Result<Snapshot> {
    let pages = card::of_enrolment(tx, application.id, candidate).await?;
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in store::files(tx, application.id).await? {
        files.entry(row.what).or_default().push(content(row.id, row.content_index.as_deref()));
    }
    for contents in files.values_mut() {
        contents.sort();
    }
    Ok(Snapshot {
        document: candidate.document.clone(),
        region: application.region.clone(),
        details: details::load(tx, candidate, application.id).await?.map(|(details, _)| details),
        card: pages.record,
        files,
    })
}

fn differences(old: &Snapshot, new: &Snapshot, revealed: &BTreeSet<Private>) -> Vec<Change> {
    let (before, after) = (values(old), values(new));
    let all: BTreeSet<_> = before.keys().chain(after.keys()).copied().collect();
    let changed = all.into_iter().filter(|what| before.get(what) != after.get(what));
    let shown = |what: Reviewed, of: &BTreeMap<Reviewed, Value>| {
        of.get(&what).map_or(Value::Nothing, |value| veil(what, value.clone(), revealed))
    };
    changed.map(|what| Change { what, old: shown(what, &before), new: shown(what, &after) }).collect()
}

/// Masks what has not been uncovered.
fn veil(what: Reviewed, value: Value, revealed: &BTreeSet<Private>) -> Value {
    let Value::Text(text) = value else { return value };
    Value::Text(match what {
        Reviewed::Document | Reviewed::FormerNumber if !revealed.contains(&Private::Document) => number(&text),
        Reviewed::Address | Reviewed::Card(CardField::Address) if !revealed.contains(&Private::Address) => {
            text.chars().take(2).chain("***".chars()).collect()
        }
        _ => text,
    })
}

/// The first four and the last two characters.
fn number(text: &str) -> String {
    let length = text.chars().count();
    text.chars().enumerate().map(|(at, c)| if at >= 4 && at + 2 < length { '*' } else { c }).collect()
}

fn values(of: &Snapshot) -> BTreeMap<Reviewed, Value> {
    let mut values = BTreeMap::from([
        (Reviewed::Document, Value::Text(of.document.expose().to_owned())),
        (Reviewed::Region, Value::Region(of.region.clone())),
    ]);
    if let Some(details) = &of.details {
        values.extend(said(details));
    }
    if let Some(card) = &of.card {
        let confirmed = CardField::CONFIRMED.into_iter();
        values
            .extend(confirmed.filter_map(|field| Some((Reviewed::Card(field), Value::Text(card.fields.text(field)?)))));
    }
    let shown = |what: &str| match what {
        PHOTO => Reviewed::Photo,
        "face" => Reviewed::Face,
        side => CardSide::parse(side).map_or(Reviewed::Attachments, Reviewed::Side),
    };
    values.extend(of.files.iter().map(|(what, contents)| (shown(what), Value::Files(contents.clone()))));
    values
}

fn said(details: &Details) -> Vec<(Reviewed, Value)> {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut said = vec![
        (Reviewed::Name, text(details.name.expose())),
        (Reviewed::Pinyin, text(details.pinyin.expose())),
        (Reviewed::Ethnicity, Value::Words(details.ethnicity.words())),
        (Reviewed::Sex, Value::Words(details.sex.words())),
        (Reviewed::BirthDate, text(&details.birth_date.to_string())),
        (Reviewed::Address, text(details.address.expose())),
        (Reviewed::Household, Value::Words(details.household.words())),
        (Reviewed::Political, Value::Words(details.political.words())),
        (Reviewed::Major, Value::Text(format!("{} {}", details.major.code, details.major.name))),
        (Reviewed::Education, Value::Words(details.education.words())),
    ];
    let former = details.former.as_ref();
    let optional = [
        (Reviewed::Occupation, details.occupation.map(|own| Value::Words(own.words()))),
        (Reviewed::Postcode, details.postcode.as_ref().map(|own| text(own.expose()))),
        (Reviewed::Email, details.email.as_ref().map(|own| text(own.expose()))),
        (Reviewed::FormerName, former.and_then(|own| Some(text(own.name.as_ref()?.expose())))),
        (Reviewed::FormerNumber, former.and_then(|own| Some(text(own.number.as_ref()?.expose())))),
    ];
    said.extend(optional.into_iter().filter_map(|(what, value)| Some((what, value?))));
    said
}

const fn belongs(id: EnrolmentId) -> Belongs {
    Belongs::to("snapshot.snapshot_sealed", id.0)
}
