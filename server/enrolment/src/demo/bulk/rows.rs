//! Stories as rows: everything personal sealed under a key of its candidate, the key wrapped, blind indexes as in real life.

use super::{
    dice::Dice,
    kept::{self, RulingItemRow, RulingRow, SnapshotRow, TraceRow},
    person::Person,
    signed::{self, Signer},
    story::{By, Happening, Stage, Story},
};
use crate::{
    Enrolment, Result,
    audit::{Action, Actor},
    candidate,
    card::{self, CardRecord},
    clock,
    crypto::{DataKey, sha256},
    details,
    signature::SignatureRow,
};
use shared::{
    enrolment::Item,
    evidence::FaceOutcome,
    id::{CandidateId, EnrolmentId, FileId, Province},
    locale::Locale,
    profile::{CONSENT_CARD, CONSENT_FACE, CONSENT_IDENTITY, CONSENT_PHOTO, ENROLMENT_RULES},
    time::{Span, Timestamp},
};
use uuid::Uuid;

pub(super) struct CandidateRow {
    pub(super) id: CandidateId,
    pub(super) phone_index: Vec<u8>,
    pub(super) phone_sealed: Vec<u8>,
    pub(super) document_type: &'static str,
    pub(super) document_index: Vec<u8>,
    pub(super) document_sealed: Vec<u8>,
    pub(super) data_key: Vec<u8>,
    pub(super) registered_at: Timestamp,
}

pub(super) struct EnrolmentRow {
    pub(super) id: EnrolmentId,
    pub(super) candidate: CandidateId,
    pub(super) window: String,
    pub(super) region: String,
    pub(super) state: &'static str,
    pub(super) stage: &'static str,
    pub(super) version: i64,
    pub(super) round: i64,
    pub(super) created_at: Timestamp,
    pub(super) receipt: Option<String>,
    pub(super) submitted_at: Option<Timestamp>,
    pub(super) submit_key: Option<Vec<u8>>,
    pub(super) lease_staff: Option<Uuid>,
    pub(super) lease_until: Option<Timestamp>,
    pub(super) returned_by: Option<Uuid>,
    pub(super) refusal: Option<String>,
    pub(super) decided_at: Option<Timestamp>,
    /// Empty where none is chosen.
    pub(super) level: &'static str,
}

pub(super) struct ItemRow {
    pub(super) enrolment: EnrolmentId,
    pub(super) item: &'static str,
    pub(super) state: &'static str,
    pub(super) reason: Option<String>,
    pub(super) changed: Option<i64>,
}

pub(super) struct ConsentRow {
    pub(super) id: Uuid,
    pub(super) enrolment: EnrolmentId,
    pub(super) notice: &'static str,
    pub(super) version: String,
    pub(super) hash: Vec<u8>,
    pub(super) at: Timestamp,
}

pub(super) struct DetailsRow {
    pub(super) enrolment: EnrolmentId,
    pub(super) major: String,
    pub(super) level: &'static str,
    pub(super) education: &'static str,
    pub(super) sealed: Vec<u8>,
    pub(super) at: Timestamp,
}

pub(super) struct CardRow {
    pub(super) enrolment: EnrolmentId,
    pub(super) sealed: Vec<u8>,
    pub(super) at: Timestamp,
}

pub(super) struct FaceRow {
    pub(super) id: Uuid,
    pub(super) enrolment: EnrolmentId,
    pub(super) outcome: &'static str,
    pub(super) at: Timestamp,
}

/// A line of the audit trail, not chained yet.
pub(super) struct AuditRow {
    pub(super) at: Timestamp,
    pub(super) actor: Actor,
    pub(super) action: Action,
    pub(super) enrolment: EnrolmentId,
    pub(super) detail: serde_json::Value,
}

/// An approved application whose time for a number has come.
pub(super) struct NumberDue {
    pub(super) enrolment: EnrolmentId,
    pub(super) window: String,
    pub(super) region: String,
    pub(super) key: DataKey,
    pub(super) at: Timestamp,
}

/// What is written in one transaction.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) candidates: Vec<CandidateRow>,
    pub(super) enrolments: Vec<EnrolmentRow>,
    pub(super) items: Vec<ItemRow>,
    pub(super) consents: Vec<ConsentRow>,
    pub(super) details: Vec<DetailsRow>,
    pub(super) cards: Vec<CardRow>,
    pub(super) faces: Vec<FaceRow>,
    pub(super) audit: Vec<AuditRow>,
    pub(super) numbers: Vec<NumberDue>,
    pub(super) rulings: Vec<RulingRow>,
    pub(super) ruling_items: Vec<RulingItemRow>,
    pub(super) snapshots: Vec<SnapshotRow>,
    pub(super) traces: Vec<TraceRow>,
    pub(super) signatures: Vec<SignatureRow>,
    /// Those who get a photograph.
    pub(super) photographed: Vec<Photographed>,
}

/// Somebody who gets a photograph.
pub(super) struct Photographed {
    pub(super) candidate: CandidateId,
    pub(super) enrolment: EnrolmentId,
    pub(super) key: DataKey,
    pub(super) photo: Uuid,
    pub(super) file: FileId,
    pub(super) at: Timestamp,
}

/// One in so many has the bytes of a photograph: they are what costs space.
const PHOTOGRAPHED: u64 = 50;

impl Batch {
    /// The people from the first number up to the second, without it.
    pub(super) fn of(enrolment: &Enrolment, stage: &Stage<'_>, people: std::ops::Range<u64>) -> Result<Self> {
        let mut batch = Self::default();
        for n in people {
            batch.add(enrolment, stage, n)?;
        }
        batch.numbers.sort_by(|a, b| (a.at, &a.region, a.enrolment).cmp(&(b.at, &b.region, b.enrolment)));
        Ok(batch)
    }

    fn add(&mut self, enrolment: &Enrolment, stage: &Stage<'_>, n: u64) -> Result<()> {
        let dice = Dice::of(n);
        let story = Story::tell(stage, n, &dice)?;
        let person = Person::invent(stage.profile, n, story.region, &dice)?;
        let key = DataKey::generate(&*enrolment.parts().randomness);
        let candidate = CandidateId(clock::new_id(story.created_at, &dice));
        let id = EnrolmentId(clock::new_id(story.created_at, &dice));
        let province = &stage.profile.province;
        self.candidates.push(candidate_row(enrolment, (province, candidate, &key), &person, story.created_at));
        self.enrolments.push(enrolment_row((&story, n), (id, candidate), &person));
        self.items.extend(item_rows(&story, id));
        self.add_answers(enrolment, (&story, id), &person, &key, &dice)?;
        self.add_consents(stage, &story, id, &dice);
        let file = self.add_photo((&story, n), (candidate, id, &key), &dice);
        let signer = Signer { candidate, enrolment: id, person: &person, key: &key };
        signed::add(self, enrolment, (stage.profile, &story, &dice), signer)?;
        self.traces.extend(kept::traces(enrolment, candidate, &person, story.has(Item::Details)));
        self.snapshots.extend(kept::snapshots(enrolment, (&story, id), (&person, file), &key)?);
        kept::rulings((&story, id), &dice, (&mut self.rulings, &mut self.ruling_items));
        if let Some(at) = number_at(stage, &story) {
            let (window, region) = (story.window.code.clone(), story.region.code.clone());
            self.numbers.push(NumberDue { enrolment: id, window, region, key, at });
        }
        self.audit.extend(story.happened.into_iter().map(|happening| audit_row(happening, candidate, id)));
        Ok(())
    }

    /// A photograph for one in many; its file.
    fn add_photo(
        &mut self,
        (story, n): (&Story<'_>, u64),
        (candidate, enrolment, key): (CandidateId, EnrolmentId, &DataKey),
        dice: &Dice,
    ) -> Option<FileId> {
        if !n.is_multiple_of(PHOTOGRAPHED) || !story.has(Item::Photo) {
            return None;
        }
        let at = story.created_at + Span::minutes(3);
        let (photo, file) = (clock::new_id(at, dice), FileId(clock::new_id(at, dice)));
        self.photographed.push(Photographed { candidate, enrolment, key: key.clone(), photo, file, at });
        Some(file)
    }

    /// What the candidate said of themselves, where they got so far.
    fn add_answers(
        &mut self,
        enrolment: &Enrolment,
        (story, id): (&Story<'_>, EnrolmentId),
        person: &Person,
        key: &DataKey,
        dice: &Dice,
    ) -> Result<()> {
        let randomness = &*enrolment.parts().randomness;
        let at = story.created_at + Span::minutes(2);
        if story.has(Item::Card) {
            let record =
                CardRecord { fields: person.card.clone(), corrected: Vec::new(), engine: None, confirmed_at: at };
            let sealed = key.seal(randomness, card::record_of(id), &serde_json::to_vec(&record)?);
            self.cards.push(CardRow { enrolment: id, sealed, at });
        }
        if story.has(Item::Face) {
            let face = clock::new_id(at, dice);
            self.faces.push(FaceRow { id: face, enrolment: id, outcome: FaceOutcome::Manual.as_str(), at });
        }
        if story.has(Item::Details) {
            let own = &person.details;
            let sealed = key.seal(randomness, details::belongs(id), &serde_json::to_vec(own)?);
            self.details.push(DetailsRow {
                enrolment: id,
                major: own.major.code.clone(),
                level: own.major.level.as_str(),
                education: shared::person::CodeTable::code(own.education),
                sealed,
                at,
            });
        }
        Ok(())
    }

    fn add_consents(&mut self, stage: &Stage<'_>, story: &Story<'_>, id: EnrolmentId, dice: &Dice) {
        let handed_in = story.submitted_at.is_some();
        let notices = [
            (CONSENT_IDENTITY, true),
            (CONSENT_CARD, story.has(Item::Card)),
            (CONSENT_FACE, story.has(Item::Face)),
            (ENROLMENT_RULES, handed_in),
            (CONSENT_PHOTO, handed_in),
        ];
        for (code, _) in notices.into_iter().filter(|(_, agreed)| *agreed) {
            let Some(notice) = stage.profile.notice(code) else { continue };
            let at =
                if code == CONSENT_PHOTO { story.submitted_at.unwrap_or(story.created_at) } else { story.created_at };
            self.consents.push(ConsentRow {
                id: clock::new_id(at, dice),
                enrolment: id,
                notice: code,
                version: notice.version.to_string(),
                hash: sha256(notice.body.get(Locale::Chinese).as_bytes()),
                at,
            });
        }
    }
}

fn candidate_row(
    enrolment: &Enrolment,
    (province, id, key): (&Province, CandidateId, &DataKey),
    person: &Person,
    registered_at: Timestamp,
) -> CandidateRow {
    let (keys, randomness) = (enrolment.keys(), &*enrolment.parts().randomness);
    CandidateRow {
        id,
        phone_index: candidate::phone_index(keys, province, &person.phone),
        phone_sealed: key.seal(randomness, candidate::phone_of(id), person.phone.expose().as_bytes()),
        document_type: person.document.kind().as_str(),
        document_index: candidate::document_index(keys, province, &person.document),
        document_sealed: key.seal(randomness, candidate::document_of(id), person.document.expose().as_bytes()),
        data_key: keys.wrap(randomness, id.0, key),
        registered_at,
    }
}

fn enrolment_row(
    (story, n): (&Story<'_>, u64),
    (id, candidate): (EnrolmentId, CandidateId),
    person: &Person,
) -> EnrolmentRow {
    EnrolmentRow {
        id,
        candidate,
        window: story.window.code.clone(),
        region: story.region.code.clone(),
        state: story.progress.state.as_str(),
        stage: story.progress.stage.as_str(),
        version: story.version,
        round: story.round,
        created_at: story.created_at,
        receipt: story.receipt.clone(),
        submitted_at: story.submitted_at,
        submit_key: story.submitted_at.map(|_| sha256(format!("demo {n}").as_bytes())),
        lease_staff: story.lease.map(|(staff, _)| staff.0),
        lease_until: story.lease.map(|(_, until)| until),
        returned_by: kept::returned_by(story).map(|staff| staff.0),
        refusal: story.refusal.as_ref().map(|reason| reason.0.clone()),
        decided_at: story.decided_at,
        level: if story.has(Item::Details) { person.details.major.level.as_str() } else { "" },
    }
}

fn item_rows<'a>(story: &'a Story<'_>, id: EnrolmentId) -> impl Iterator<Item = ItemRow> + 'a {
    story.progress.items.iter().map(move |(item, state)| ItemRow {
        enrolment: id,
        item: item.as_str(),
        state: state.as_str(),
        reason: story.reasons.get(item).map(|reason| reason.0.clone()),
        changed: story.changed.get(item).copied(),
    })
}

fn audit_row(happening: Happening, candidate: CandidateId, enrolment: EnrolmentId) -> AuditRow {
    let Happening { at, by, action, detail } = happening;
    let actor = match by {
        By::Candidate => Actor::candidate(candidate),
        By::Staff(staff) => Actor::staff(staff),
    };
    AuditRow { at, actor, action, enrolment, detail }
}

/// When an approved application got its number, where that is over.
fn number_at(stage: &Stage<'_>, story: &Story<'_>) -> Option<Timestamp> {
    use shared::{enrolment::State, number::Allotment};
    let rule = stage.profile.number.as_ref()?;
    if story.progress.state != State::Approved {
        return None;
    }
    let at = match rule.allotment {
        Allotment::AtOnce => story.decided_at?,
        Allotment::AfterReview => story.window.review_closes_at,
    };
    (at <= stage.now).then_some(at)
}
