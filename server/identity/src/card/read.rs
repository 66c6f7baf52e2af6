//! The reader itself: both pictures of a document to what stands there.

use super::{
    CardRead, CardSide, Problem,
    detect::Detector,
    direction::Direction,
    emblem::{self, Emblem},
    loose::Loose,
    network::{Failed, Network},
    page::{Networks, Page},
    portrait::{self, Portrait},
    problems::of_picture,
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

/// A side with what was found of it, or why it is none.
type Side<T> = Result<(Page, T), Problem>;

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
        match self.portrait_side(kind, picture)? {
            Err(problem) => read.problems.push(problem),
            Ok((page, found)) => {
                read.problems.extend(page.colourless.then_some(Problem::NoColours(CardSide::Portrait)));
                read.problems.extend(found.contradicts.then_some(Problem::Contradiction));
                read.fields.extend(found.fields);
                read.portrait = found.region;
            }
        }
        Ok(())
    }

    fn emblem(&self, kind: DocumentType, picture: &Shown, read: &mut CardRead) -> Result<(), Failed> {
        match self.emblem_side(kind, picture)? {
            Err(problem) => read.problems.push(problem),
            Ok((page, found)) => {
                read.problems.extend(page.colourless.then_some(Problem::NoColours(CardSide::Emblem)));
                read.problems.extend(found.other_kind.then_some(Problem::OtherKind));
                read.fields.extend(found.fields);
                read.others.extend(found.others);
            }
        }
        Ok(())
    }

    fn portrait_side(&self, kind: DocumentType, picture: &Shown) -> Result<Side<Portrait>, Failed> {
        if let Some(page) = self.outlined(picture)? {
            let found = portrait::read(&page, kind);
            if found.labels >= LABELS {
                return Ok(Ok((page, found)));
            }
            if emblem::read(&page, kind).labels >= LABELS {
                return Ok(Err(Problem::WrongSide(CardSide::Portrait)));
            }
        }
        let loose = Loose::read(&self.networks, &picture.raster)?;
        if let Some(page) = loose.card(&self.networks)? {
            let found = portrait::read(&page, kind);
            if found.labels >= LABELS {
                return Ok(Ok((page, found)));
            }
        }
        Ok(Err(stranger(emblem::read(&loose.page(), kind).labels, CardSide::Portrait)))
    }

    fn emblem_side(&self, kind: DocumentType, picture: &Shown) -> Result<Side<Emblem>, Failed> {
        if let Some(page) = self.outlined(picture)? {
            let found = emblem::read(&page, kind);
            if found.labels >= LABELS {
                return Ok(Ok((page, found)));
            }
            if portrait::read(&page, kind).labels >= LABELS {
                return Ok(Err(Problem::WrongSide(CardSide::Emblem)));
            }
        }
        let loose = Loose::read(&self.networks, &picture.raster)?;
        let page = loose.page();
        let found = emblem::read(&page, kind);
        if found.labels >= LABELS {
            return Ok(Ok((page, found)));
        }
        let other = loose.card(&self.networks)?.map_or(0, |page| portrait::read(&page, kind).labels);
        Ok(Err(stranger(other, CardSide::Emblem)))
    }

    /// What is read within the outline, where one was found: it may be something else's.
    fn outlined(&self, picture: &Shown) -> Result<Option<Page>, Failed> {
        picture.outline.map(|outline| Page::read(&self.networks, &picture.raster, outline)).transpose()
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
