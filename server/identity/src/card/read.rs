//! The reader itself: both pictures of a document to what stands there.

use super::{
    CardRead, CardSide, Problem,
    anchors::outline_by_labels,
    detect::Detector,
    direction::Direction,
    emblem,
    network::{Failed, Network},
    page::{Networks, Page},
    portrait,
    problems::{is_colourless, of_picture},
    raster::{Quad, Raster},
    recognise::Recogniser,
};
use crate::{
    EngineFailure,
    models::{Folder, ModelError, hash_of_all},
};
use photo::{Pixels, card::CardSpec};
use shared::document::DocumentType;

/// Longest side on which a picture is read, within a factor of two: kept files have at most this.
const LONGEST: usize = 1600;
/// Labels that a side has to show to be one.
const LABELS: usize = 2;

/// Reads identity documents. Blocks; may be shared.
pub struct CardReader {
    networks: Networks,
    model_sha256: String,
}

impl From<Failed> for EngineFailure {
    fn from(failed: Failed) -> Self {
        Self(failed.0)
    }
}

impl CardReader {
    pub fn load(folder: &Folder) -> Result<Self, ModelError> {
        let [det, rec, cls] = ["card_det", "card_rec", "card_cls"].map(|name| folder.load(name));
        let (det, rec, cls) = (det?, rec?, cls?);
        let model_sha256 = hash_of_all([&det, &rec, &cls].map(|loaded| loaded.sha256.as_str()));
        let unfit = |name: &str| {
            let name = name.to_owned();
            move |Failed(reason)| ModelError::Unsuitable { name, reason }
        };
        let detector = Detector(Network::new(det.model).map_err(unfit("card_det"))?);
        let recogniser = Network::new(rec.model).and_then(Recogniser::new).map_err(unfit("card_rec"))?;
        let direction = Direction(Network::new(cls.model).map_err(unfit("card_cls"))?);
        Ok(Self { networks: Networks { detector, recogniser, direction }, model_sha256 })
    }

    /// SHA-256 over the networks', hexadecimal.
    pub fn model_sha256(&self) -> &str {
        &self.model_sha256
    }

    /// Reads a document: the kept files of its sides.
    pub fn read(&self, kind: DocumentType, portrait: &[u8], emblem: Option<&[u8]>) -> Result<CardRead, EngineFailure> {
        let mut read = CardRead::default();
        let known = !matches!(kind, DocumentType::HongKongMacaoTravelPermit | DocumentType::TaiwanTravelPermit);
        for (side, file) in [(CardSide::Portrait, Some(portrait)), (CardSide::Emblem, emblem)] {
            let Some(file) = file else { continue };
            let Some(picture) = Shown::new(file, side) else {
                read.problems.push(Problem::Unreadable(side));
                continue;
            };
            read.problems.extend(&picture.problems);
            match side {
                _ if !known => {}
                CardSide::Portrait => self.portrait(kind, &picture, &mut read)?,
                CardSide::Emblem => self.emblem(kind, &picture, &mut read)?,
            }
        }
        if !known {
            read.problems.push(Problem::LayoutUnknown);
        }
        read.fields.sort_by_key(|field| field.field);
        Ok(read)
    }

    fn portrait(&self, kind: DocumentType, picture: &Shown, read: &mut CardRead) -> Result<(), Failed> {
        let mut page = Page::read(&self.networks, &picture.raster, picture.outline)?;
        let mut found = portrait::read(&page, kind);
        if found.labels < LABELS && page.outlined {
            // What was taken for the card is something else.
            page = Page::read(&self.networks, &picture.raster, None)?;
        }
        if !page.outlined
            && let Some(outline) = outline_by_labels(&page)
        {
            page = Page::read(&self.networks, &picture.raster, Some(outline))?;
            found = portrait::read(&page, kind);
        }
        if found.labels < LABELS {
            read.problems.push(stranger(emblem::read(&page, kind).labels, CardSide::Portrait));
            return Ok(());
        }
        if is_colourless(&page.raster) {
            read.problems.push(Problem::NoColours(CardSide::Portrait));
        }
        read.problems.extend(found.contradicts.then_some(Problem::Contradiction));
        read.fields.extend(found.fields);
        read.portrait = found.region;
        Ok(())
    }

    fn emblem(&self, kind: DocumentType, picture: &Shown, read: &mut CardRead) -> Result<(), Failed> {
        let mut page = Page::read(&self.networks, &picture.raster, picture.outline)?;
        let mut found = emblem::read(&page, kind);
        if found.labels < LABELS && page.outlined {
            let whole = Page::read(&self.networks, &picture.raster, None)?;
            let again = emblem::read(&whole, kind);
            if again.labels > found.labels {
                (page, found) = (whole, again);
            }
        }
        if found.labels < LABELS {
            read.problems.push(stranger(portrait::read(&page, kind).labels, CardSide::Emblem));
            return Ok(());
        }
        if is_colourless(&page.raster) {
            read.problems.push(Problem::NoColours(CardSide::Emblem));
        }
        read.problems.extend(found.other_kind.then_some(Problem::OtherKind));
        read.fields.extend(found.fields);
        read.others.extend(found.others);
        Ok(())
    }
}

/// What a picture is in which not enough of the side was found that it should show.
fn stranger(labels_of_the_other: usize, side: CardSide) -> Problem {
    if labels_of_the_other >= LABELS { Problem::WrongSide(side) } else { Problem::NotACard(side) }
}

/// A picture with what its measures say.
struct Shown {
    raster: Raster,
    outline: Option<Quad>,
    problems: Vec<Problem>,
}

impl Shown {
    /// `None` where the file cannot be decoded.
    fn new(file: &[u8], side: CardSide) -> Option<Self> {
        let verdict = photo::card::check(file, &CardSpec::default());
        let pixels = Pixels::decode(file, LONGEST)?;
        let raster = Raster { width: pixels.width(), height: pixels.height(), rgb: pixels.rgb().to_vec() };
        let scale = [
            raster.width as f32 / verdict.width_px.max(1) as f32,
            raster.height as f32 / verdict.height_px.max(1) as f32,
        ];
        let outline = verdict.quad.map(|quad| quad.map(|[x, y]| [x * scale[0], y * scale[1]]));
        Some(Self { raster, outline, problems: of_picture(&verdict, side) })
    }
}
