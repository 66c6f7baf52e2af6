//! Engines that look at evidence, as tests need them; and candidates of the whole journey, who hand evidence in.

use crate::support::*;
use enrolment::{
    Caller, Who,
    card::{CardOutcome, CardReceipt, CardRecord, Confirmation},
    consent::Consent,
    db::Db,
    ports::{
        CardEngine, CardReader, CardReading, Cue, EngineFailure, EngineStamp, FaceComparer, FaceComparison,
        FaceEvidence, FaceJudgement, FacePart, FaceReason, FaceVerdict, FaceVerification, FaceVerifier, Identity,
        PartKind, ReadField, SamePerson,
    },
    registration::Registration,
    session::{Jurisdiction, SignedIn},
    staff::NewStaff,
};
use shared::{
    document::DocumentType,
    enrolment::{Item, Step},
    evidence::{CardField, CardFields, CardSide},
    id::{CardId, Province},
    liveness::{Expected, Liveness},
    person::{Ethnicity, Sex},
    photo::{CardFinding, CardRule, CardVerdict, Outcome, PreparedCard},
    profile::{CONSENT_CARD, CONSENT_FACE, FaceRules, Profile},
    review::Role,
};
use sqlx::AssertSqlSafe;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

/// A card passes when it begins with `good` or is a JPEG, and bears the number that it ends with after `number `; `raw` is made into a
/// good one; `good held` waits for its reading to be let go. A face says itself what is found, after its header: `pass`, `fail`, `doubt`, `break`, `slow` or `held` (then `pass`), `held fail`,
/// `says` and the digits or movements.
#[derive(Default)]
pub(crate) struct Engines {
    pub(crate) reads: AtomicBool,
    pub(crate) verifies: AtomicBool,
    /// Lets go what is `held`.
    pub(crate) release: AtomicBool,
    /// How often a face was judged.
    pub(crate) judged: AtomicU32,
    /// How often a card was read, or was begun to be.
    pub(crate) read: AtomicU32,
    /// How often a photograph was compared, or was begun to be.
    pub(crate) compared: AtomicU32,
}

const JPEG: &[u8] = b"\xff\xd8\xff";

/// What stands in front of every capture.
pub(crate) const WEBM: &[u8] = b"\x1a\x45\xdf\xa3\x42\x82\x84webm";

pub(crate) fn capture(says: &str) -> Vec<u8> {
    [WEBM, says.as_bytes()].concat()
}

impl Engines {
    /// Both are there in every test; what is off behaves as if it were not.
    pub(crate) fn identity(self: &Arc<Self>) -> Identity {
        Identity { reader: Some(self.clone()), face: Some(self.clone()), likeness: Some(self.clone()) }
    }

    fn wait_for_release(&self) {
        for _ in 0..2000 {
            if self.release.load(Ordering::SeqCst) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
}

fn stamp() -> EngineStamp {
    let limits = serde_json::json!({ "similarity": 0.45 });
    EngineStamp { name: "test".to_owned(), version: "1".to_owned(), model_sha256: "00".repeat(32), limits }
}

fn verdict(passes: bool) -> CardVerdict {
    let outcome = if passes { Outcome::Pass } else { Outcome::Fail };
    let finding =
        CardFinding { rule: CardRule::Sharp, outcome, measured: Some(1.0), limit: None, unit: None, hint: None };
    CardVerdict { findings: vec![finding], quad: None, width_px: 1600, height_px: 1000 }
}

impl CardEngine for Engines {
    fn check(&self, bytes: &[u8]) -> CardVerdict {
        verdict(bytes.starts_with(b"good"))
    }

    fn prepare(&self, bytes: &[u8]) -> PreparedCard {
        let file = match bytes {
            _ if bytes.starts_with(b"good") || bytes.starts_with(JPEG) => Some(bytes.to_vec()),
            _ if bytes.starts_with(b"raw") => Some([b"good made from ", bytes].concat()),
            _ => None,
        };
        PreparedCard { verdict: verdict(file.is_some()), file }
    }
}

impl CardReader for Engines {
    fn read(&self, _: DocumentType, portrait: &[u8], _: &[u8]) -> Result<CardReading, EngineFailure> {
        if !self.reads.load(Ordering::SeqCst) {
            return Err(EngineFailure("off".to_owned()));
        }
        self.read.fetch_add(1, Ordering::SeqCst);
        if portrait.starts_with(b"good held") {
            self.wait_for_release();
        }
        let name = if portrait.ends_with(b"other") { "李四" } else { "张三" };
        let read = |field, text: &str| ReadField { field, text: text.to_owned(), confidence: 0.9, region: None };
        let mut fields =
            vec![read(CardField::Name, name), read(CardField::Sex, "男"), read(CardField::Ethnicity, "汉")];
        let text = String::from_utf8_lossy(portrait);
        fields.extend(text.split_once("number ").map(|(_, number)| read(CardField::Number, number)));
        Ok(CardReading { engine: stamp(), fields, portrait: Some([1.0, 2.0, 3.0, 4.0]), problems: Vec::new() })
    }
}

impl FaceVerifier for Engines {
    fn verify(&self, evidence: &FaceEvidence<'_>) -> Result<FaceVerification, EngineFailure> {
        if !self.verifies.load(Ordering::SeqCst) {
            return Err(EngineFailure("off".to_owned()));
        }
        self.judged.fetch_add(1, Ordering::SeqCst);
        let says = std::str::from_utf8(&evidence.capture[WEBM.len()..]).unwrap_or_default();
        let said = says.strip_prefix("says ").map(str::to_owned);
        let (verdict, reasons) = match says {
            _ if said.is_some() => heard(evidence.expected, said.as_deref()),
            "break" => return Err(EngineFailure("broken".to_owned())),
            "fail" | "held fail" => (FaceVerdict::Fail, vec![FaceReason::OtherPerson]),
            "doubt" => (FaceVerdict::Doubtful, vec![]),
            _ => (FaceVerdict::Pass, vec![]),
        };
        if says.starts_with("held") {
            self.wait_for_release();
        }
        if says == "slow" {
            std::thread::sleep(std::time::Duration::from_millis(600));
        }
        let passes = verdict == FaceVerdict::Pass;
        let cues = vec![Cue { name: "similarity".to_owned(), score: 0.6, limit: Some(0.45), passes }];
        let part = |kind, at_ms, bytes: &[u8]| FacePart { kind, at_ms, bytes: bytes.to_vec() };
        let parts = vec![part(PartKind::Still, 500, b"a still"), part(PartKind::Sound, 0, b"a sound")];
        let judgement = FaceJudgement { verdict, cues, reasons, heard: said, engine: stamp() };
        Ok(FaceVerification { judgement, parts })
    }
}

/// `1234` or `blink turn_left blink`.
fn heard(expected: &Expected, said: Option<&str>) -> (FaceVerdict, Vec<FaceReason>) {
    if said == Some(&answer(expected)) {
        return (FaceVerdict::Pass, Vec::new());
    }
    let reason =
        if matches!(expected, Expected::Digits(_)) { FaceReason::OtherDigits } else { FaceReason::OtherMovements };
    (FaceVerdict::Fail, vec![reason])
}

/// What a capture says that does as it was asked.
pub(crate) fn answer(expected: &Expected) -> String {
    match expected {
        Expected::Digits(digits) => digits.iter().map(u8::to_string).collect(),
        Expected::Movements(order) => order.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(" "),
        Expected::Presence => String::new(),
    }
}

impl FaceComparer for Engines {
    /// A photograph says itself whom it shows, at its end: `other`, `doubtful`, `broken`, `held` (then the same).
    fn compare(&self, _: &[u8], _: Option<[f32; 4]>, picture: &[u8]) -> Result<FaceComparison, EngineFailure> {
        self.compared.fetch_add(1, Ordering::SeqCst);
        if picture.ends_with(b"held") {
            self.wait_for_release();
        }
        if picture.ends_with(b"broken") {
            return Err(EngineFailure("off".to_owned()));
        }
        let (verdict, similarity) = match picture {
            _ if picture.ends_with(b"other") => (SamePerson::Different, 0.1),
            _ if picture.ends_with(b"doubtful") => (SamePerson::Doubtful, 0.4),
            _ => (SamePerson::Same, 0.7),
        };
        Ok(FaceComparison { verdict, similarity: Some(similarity), engine: stamp() })
    }
}

/// Every province that some test plays in.
pub(crate) fn all_profiles() -> enrolment::Profiles {
    let special = [
        crate::numbers::prompt(),
        crate::details::plain(),
        crate::attachments::proofs(),
        crate::accounts::gated(),
        crate::existing::known(),
        crate::existing_late::patient(),
        crate::joining::joining(),
        proof(),
        spoken(),
        crate::signature::sealed(),
        crate::signature::signed_first(),
    ];
    let made: enrolment::Profiles = [short(), hunan()].into_iter().chain(special).collect();
    made.and(crate::administration::edited())
}

/// A province whose journey is evidence alone, so that it can be handed in.
pub(crate) fn proof() -> Profile {
    let steps = [Item::Document, Item::Card, Item::Face].map(Step::Provide).to_vec();
    Profile { province: "proof".parse().unwrap(), steps, reminder_secs: 0, ..hunan() }
}

/// The same as [`proof`] where digits are read aloud and the photograph is compared with the document.
pub(crate) fn spoken() -> Profile {
    let steps = [Item::Document, Item::Card, Item::Photo, Item::Face].map(Step::Provide).to_vec();
    let face = FaceRules { challenge: Liveness::Digits };
    Profile { province: "spoken".parse().unwrap(), steps, face, compare_photo_with_card: true, ..proof() }
}

/// Where the whole journey is.
pub(crate) fn whole() -> Province {
    "hunan".parse().unwrap()
}

impl Bench {
    /// The n-th candidate of the whole journey, a man born on 2000-01-01, who agreed to nothing yet.
    pub(crate) async fn newcomer(&self, n: u32) -> SignedIn {
        self.newcomer_of(&whole(), n).await
    }

    pub(crate) async fn newcomer_of(&self, province: &Province, n: u32) -> SignedIn {
        let (guest, phone) = (self.guest().await, phone(n));
        self.service.request_code(&guest, province, &phone, ADDRESS).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        let code = self.inbox.code_for(phone.expose()).expect("a code was sent");
        let form = Registration { phone, code, document: document_no(10 * n + 1), region: "430102".to_owned() };
        self.service.register(&guest, province, form, consent()).await.unwrap()
    }

    /// The same, having agreed to everything about evidence.
    pub(crate) async fn agreed(&self, n: u32) -> Caller {
        let caller = self.newcomer(n).await.caller;
        for notice in [CONSENT_CARD, CONSENT_FACE] {
            self.agree(&caller, notice).await;
        }
        caller
    }

    pub(crate) async fn agree(&self, caller: &Caller, notice: &str) {
        self.service.give_evidence_consent(caller, notice, &self.consent_to(caller, notice)).await.unwrap();
    }

    /// To a notice as it stands now.
    pub(crate) fn consent_to(&self, caller: &Caller, notice: &str) -> Consent {
        let Who::Candidate { province, .. } = &caller.who else { panic!("{caller:?}") };
        let version = self.service.profile(province).unwrap().notice(notice).unwrap().version.to_string();
        Consent { version, text: "agreed".to_owned() }
    }

    /// A reviewer of a province.
    pub(crate) async fn reviewer_of(&self, province: &Province) -> Caller {
        let jurisdiction = Jurisdiction { province: province.clone(), region: None, institution: None };
        let (login, name) = (format!("of-{province}"), "Name".to_owned());
        let new = NewStaff {
            login: login.clone(),
            name,
            role: Role::Reviewer,
            jurisdiction,
            password: PASSWORD.to_owned().into(),
        };
        self.service.create_staff(new).await.unwrap();
        let guest = self.guest().await;
        self.service.sign_in_staff(&guest, &login, PASSWORD.to_owned().into(), ADDRESS).await.unwrap().caller
    }

    pub(crate) async fn side(&self, caller: &Caller, side: CardSide, bytes: &[u8]) -> CardReceipt {
        match self.service.submit_card_side(caller, side, bytes.to_vec()).await.unwrap() {
            CardOutcome::Kept(receipt) => receipt,
            CardOutcome::Refused(refusal) => panic!("refused: {refusal:?}"),
        }
    }

    /// Both sides.
    pub(crate) async fn sides(&self, caller: &Caller) -> [CardId; 2] {
        let portrait = self.side(caller, CardSide::Portrait, b"good portrait").await.card;
        [portrait, self.side(caller, CardSide::Emblem, b"good emblem").await.card]
    }

    pub(crate) async fn confirmed(&self, caller: &Caller) -> CardRecord {
        let pictures = self.sides(caller).await;
        self.service.confirm_card(caller, Confirmation { fields: fields(), pictures }).await.unwrap()
    }
}

/// What stands on the card of a [`Bench::newcomer`].
pub(crate) fn fields() -> CardFields {
    CardFields {
        name: "张三".parse().unwrap(),
        sex: Sex::Male,
        ethnicity: Some(Ethnicity::Han),
        birth_date: "2000-01-01".parse().unwrap(),
        address: Some("湖南省长沙市芙蓉区 1 号".to_owned()),
        valid_from: "2018-03-01".parse().unwrap(),
        valid_to: None,
    }
}

/// What a query counts.
pub(crate) async fn count(t: &Bench, sql: &str) -> i64 {
    let sql = AssertSqlSafe(sql.to_owned());
    match t.service.db() {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
    }
}
