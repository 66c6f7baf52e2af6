//! What a signature covers, part by part, as it stands in the database now: the same when it is signed and when it is verified.

use super::{store, value};
use crate::{
    Enrolment, Result,
    application::Application,
    candidate::Candidate,
    card::{self, CardPages},
    crypto::{hex, sha256},
    db::Tx,
    details,
    error::{Cause, Error},
    files::{self, Purpose},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::{
    id::{EnrolmentId, FileId},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// A part of what is signed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Type and number of the document, and whose application it is.
    Document,
    Region,
    Details,
    Major,
    /// Which notices were agreed to, in which words, and when.
    Consents,
    /// What was confirmed of the card.
    Card,
    CardPictures,
    Photo,
    /// What became of the live capture.
    Face,
    FaceVideo,
    Attachments,
    /// Strokes, or the typed name.
    Mark,
}

impl Part {
    pub const ALL: &[Self] = &[
        Self::Document,
        Self::Region,
        Self::Details,
        Self::Major,
        Self::Consents,
        Self::Card,
        Self::CardPictures,
        Self::Photo,
        Self::Face,
        Self::FaceVideo,
        Self::Attachments,
        Self::Mark,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Region => "region",
            Self::Details => "details",
            Self::Major => "major",
            Self::Consents => "consents",
            Self::Card => "card",
            Self::CardPictures => "card_pictures",
            Self::Photo => "photo",
            Self::Face => "face",
            Self::FaceVideo => "face_video",
            Self::Attachments => "attachments",
            Self::Mark => "mark",
        }
    }

    /// Whether it is deleted by itself when its time is over, or when its consent is taken back; then it is gone, not altered.
    pub(super) const fn may_go(self) -> bool {
        matches!(self, Self::CardPictures | Self::Photo | Self::Face | Self::FaceVideo)
    }
}

/// The parts that are there, by what they hold.
pub(crate) type Parts = BTreeMap<Part, Value>;

/// The files of an application, by the hash of what they hold. A file that cannot be read has none.
#[derive(Clone, PartialEq, Eq, Default)]
pub(super) struct Digests(BTreeMap<FileId, Option<String>>);

impl Digests {
    /// Reads and hashes every file that is signed; outside any transaction, for it takes a while.
    pub(super) async fn read(enrolment: &Enrolment, candidate: &Candidate, rows: &[store::FileRow]) -> Self {
        let mut digests = BTreeMap::new();
        for row in rows {
            let purpose = match row.what.as_str() {
                "photo" => Purpose::Photo,
                "card" => Purpose::Card,
                "face" => Purpose::Face,
                _ => Purpose::Attachment,
            };
            let bytes = files::read(enrolment, candidate, purpose, row.file_id).await.ok();
            digests.insert(row.file_id, bytes.map(|bytes| hex(&sha256(&bytes))));
        }
        Self(digests)
    }

    /// Whether every file could be read.
    pub(super) fn are_whole(&self) -> bool {
        self.0.values().all(Option::is_some)
    }

    fn of(&self, id: FileId) -> Option<&str> {
        self.0.get(&id).and_then(|digest| digest.as_deref())
    }
}

/// The parts of an application as they were at `at`, with the mark.
pub(super) async fn gather(
    tx: &mut Tx,
    (application, candidate): (&Application, &Candidate),
    (digests, mark, at): (&Digests, Value, Timestamp),
) -> Result<Parts> {
    let id = application.id;
    let place = (&application.province, application.window_code.as_str());
    let document = value::document(id, place, (candidate.id, &candidate.document));
    let mut parts = Parts::from([(Part::Document, document), (Part::Mark, mark)]);
    let given = store::consents(tx, id, at).await?;
    parts.insert(Part::Consents, value::consents(given.iter().map(store::ConsentRow::given)));
    let of_details = add_details(tx, candidate, id, &mut parts).await?;
    parts.insert(Part::Region, value::region(&application.region, of_details.as_deref()));
    match readable(card::of_enrolment(tx, id, candidate).await)? {
        Some(CardPages { record: Some(record), confirmed_at, .. }) => {
            parts.insert(Part::Card, value::card(&record, confirmed_at));
        }
        Some(_) => {}
        None => drop(parts.insert(Part::Card, Value::Null)),
    }
    if let Some((outcome, judgement, taken_at)) = store::face(tx, id).await? {
        parts.insert(Part::Face, value::face(&outcome, judgement.as_deref(), taken_at));
    }
    add_files(&store::files(tx, id).await?, digests, &mut parts);
    Ok(parts)
}

/// Nothing where something sealed does not open any more, or says nothing: then it is not what was signed.
fn readable<T>(read: Result<T>) -> Result<Option<T>> {
    match read {
        Ok(found) => Ok(Some(found)),
        Err(Error::Internal(Cause::Decrypt(_) | Cause::Corrupt(_) | Cause::Json(_))) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What was typed, and what of it stands in the clear beside it; gives the region that stands there.
async fn add_details(tx: &mut Tx, candidate: &Candidate, id: EnrolmentId, parts: &mut Parts) -> Result<Option<String>> {
    let Some(saved) = readable(details::load(tx, candidate, id).await)? else {
        parts.extend([(Part::Details, Value::Null), (Part::Major, Value::Null)]);
        return Ok(None);
    };
    let Some((saved, _)) = saved else { return Ok(None) };
    let Some(clear) = store::details(tx, id).await? else { return Ok(None) };
    let region = saved.region.clone();
    let [details, major] =
        value::details(saved, (&clear.major, &clear.level), (&clear.education, clear.identity_changed))?;
    parts.extend([(Part::Details, details), (Part::Major, major)]);
    Ok(Some(region))
}

fn add_files(rows: &[store::FileRow], digests: &Digests, parts: &mut Parts) {
    let kinds = [
        (Part::Photo, "photo"),
        (Part::CardPictures, "card"),
        (Part::FaceVideo, "face"),
        (Part::Attachments, "attachment"),
    ];
    for (part, what) in kinds {
        let file = |row: &store::FileRow| {
            let description = row.description_sealed.as_deref().map(|sealed| hex(&sha256(sealed)));
            value::file(&row.kind, digests.of(row.file_id), row.at, description.as_deref())
        };
        let files: Vec<_> = rows.iter().filter(|row| row.what == what).map(file).collect();
        if !files.is_empty() {
            parts.insert(part, files.into());
        }
    }
}
