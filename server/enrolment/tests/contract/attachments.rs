//! Proofs: what is demanded, what may come in, who may see it, and the limits under concurrency.

use crate::{facts::Facts, support::*};
use enrolment::{
    Caller, Error, Who, attachments::NewAttachment, audit::AuditState, handoff::Claim, registration::Registration,
    session::SignedIn,
};
use shared::{
    attachment::{COUNT_MAX, OTHER, SIZE_MAX},
    enrolment::{Item, ItemState, State, Step},
    file_kind::FileKind,
    id::{AttachmentId, Province},
    problem::ProblemCode,
    profile::{Level, Profile},
    review::{ReasonCode, Role, Ruling},
};

const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a proof EXIF 28.2 N 112.9 E";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// Hunan as far as proofs are concerned: without the steps on the phone, and with its reminder.
pub(crate) fn proofs() -> Profile {
    let steps = [Item::Document, Item::Photo, Item::Details, Item::Attachments].map(Step::Provide).to_vec();
    Profile { province: proving(), steps, windows: short().windows, ..hunan() }
}

pub(crate) fn proving() -> Province {
    "proofs".parse().unwrap()
}

/// A college major without conditions.
pub(crate) const PLAIN: Facts<'static> =
    Facts { major: "440501", level: Level::College, education_passed: false, identity_changed: false };
/// 药学 after a passed education check: one proof.
pub(crate) const PHARMACY: Facts<'static> =
    Facts { major: "100701", level: Level::Bachelor, education_passed: true, identity_changed: false };

impl Bench {
    /// The n-th candidate of `proofs`, with photograph and details.
    pub(crate) async fn prover(&self, n: u32, facts: Facts<'_>) -> Caller {
        let guest = self.guest().await;
        self.service.request_code(&guest, &proving(), &phone(n), ADDRESS).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        let code = self.inbox.code_for(phone(n).expose()).unwrap();
        let form = Registration { phone: phone(n), code, document: document_no(n), region: "430102".to_owned() };
        let caller = self.service.register(&guest, &proving(), form, consent()).await.unwrap().caller;
        self.photo(&caller, b"good photo").await;
        self.save_facts(&caller, facts).await.unwrap();
        caller
    }

    pub(crate) async fn attach(&self, caller: &Caller, kind: &str, bytes: &[u8]) -> Result<AttachmentId, Error> {
        self.service.add_attachment(caller, file(kind, bytes)).await
    }

    async fn replace(&self, caller: &Caller, old: AttachmentId, bytes: &[u8]) -> Result<AttachmentId, Error> {
        self.service.add_attachment(caller, NewAttachment { replaces: Some(old), ..file(OTHER, bytes) }).await
    }

    pub(crate) async fn item(&self, caller: &Caller, item: Item) -> ItemState {
        let status = self.service.status(caller).await.unwrap();
        status.items.iter().find(|own| own.item == item).unwrap().state
    }

    /// Hands in, after the reminder was read.
    pub(crate) async fn hand_in(&self, caller: &Caller, key: &str) -> Result<enrolment::submission::Receipt, Error> {
        let reminder = self.service.open_reminder(caller).await?;
        self.clock.set(reminder.ready_at.max(self.service.now()));
        self.service.submit_application(caller, key, consent()).await
    }

    pub(crate) async fn proof_reviewer(&self) -> Caller {
        let guest = self.guest().await;
        let login = format!("proofs{}", self.service.now().0);
        let jurisdiction = enrolment::session::Jurisdiction { province: proving(), region: None, institution: None };
        let (name, password) = ("Reviewer".to_owned(), PASSWORD.to_owned().into());
        let new =
            enrolment::staff::NewStaff { login: login.clone(), name, role: Role::Reviewer, jurisdiction, password };
        self.service.create_staff(new).await.unwrap();
        self.service.sign_in_staff(&guest, &login, PASSWORD.to_owned().into(), ADDRESS).await.unwrap().caller
    }
}

fn file(kind: &str, bytes: &[u8]) -> NewAttachment {
    NewAttachment { kind: kind.to_owned(), description: None, replaces: None, bytes: bytes.to_vec() }
}

/// Files in the store.
fn stored(t: &Bench) -> usize {
    let folders = std::fs::read_dir(t.files()).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

pub(crate) fn id_of(caller: &Caller) -> shared::id::EnrolmentId {
    match caller.who {
        Who::Candidate { enrolment, .. } => enrolment,
        _ => panic!("not a candidate"),
    }
}

both! {
    async fn what_is_demanded_makes_the_item_missing_until_it_is_there(t) {
        let caller = t.prover(1, PLAIN).await;
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Provided);
        t.save_facts(&caller, PHARMACY).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Missing);
        let id = t.attach(&caller, "major.100701.1", JPEG).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Provided);
        let shown = t.service.attachments(&caller).await.unwrap();
        assert!(shown.open && shown.complete());
        let demands = shown.demands.unwrap();
        assert_eq!((demands.len(), demands[0].files[0].id, demands[0].files[0].has_thumbnail), (1, id, true));
        // another restricted major: the file stays, but is no proof for it
        t.save_facts(&caller, Facts { major: "030601K", ..PHARMACY }).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Missing);
        t.save_facts(&caller, PHARMACY).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Provided);
        t.save_facts(&caller, Facts { identity_changed: true, ..PLAIN }).await.unwrap();
        let shown = t.service.attachments(&caller).await.unwrap();
        assert_eq!((shown.complete(), shown.others.len()), (false, 1));
    }

    async fn a_file_comes_back_as_it_came_less_its_places_and_times(t) {
        let caller = t.prover(1, PHARMACY).await;
        let picture = t.attach(&caller, "major.100701.1", JPEG).await.unwrap();
        let back = t.service.attachment_file(&caller, picture).await.unwrap();
        assert_eq!((back.format, &*back.bytes), (FileKind::Jpeg, &JPEG[..12]));
        assert_eq!(t.service.attachment_thumbnail(&caller, picture).await.unwrap(), b"thumbnail");
        let pdf = t.attach(&caller, OTHER, PDF).await.unwrap();
        assert_eq!(t.service.attachment_file(&caller, pdf).await.unwrap().bytes, PDF);
        assert_eq!(refusal(t.service.attachment_thumbnail(&caller, pdf).await), ProblemCode::NotFound);
        for folder in std::fs::read_dir(t.files()).unwrap() {
            for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
                let bytes = std::fs::read(file.unwrap().path()).unwrap();
                assert!(!bytes.windows(7).any(|window| window == b"a proof" || window == b"%PDF-1."));
            }
        }
    }

    async fn a_replaced_or_removed_file_is_deleted(t) {
        let caller = t.prover(1, PHARMACY).await;
        let before = stored(t);
        let first = t.attach(&caller, "major.100701.1", JPEG).await.unwrap();
        let second = t.replace(&caller, first, PDF).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(stored(t), before + 1);
        assert_eq!(refusal(t.service.attachment_file(&caller, first).await), ProblemCode::NotFound);
        assert_eq!(t.service.attachments(&caller).await.unwrap().demands.unwrap()[0].files[0].kind, "major.100701.1");
        t.service.remove_attachment(&caller, second).await.unwrap();
        assert_eq!(refusal(t.service.remove_attachment(&caller, second).await), ProblemCode::NotFound);
        t.service.run_due_jobs().await.unwrap();
        assert_eq!((stored(t), t.item(&caller, Item::Attachments).await), (before, ItemState::Missing));
    }

    async fn what_is_no_proof_is_refused_by_its_content(t) {
        let caller = t.prover(1, PHARMACY).await;
        let refused = async |bytes: &[u8]| refusal(t.attach(&caller, OTHER, bytes).await);
        assert_eq!(refused(b"").await, ProblemCode::FileEmpty);
        assert_eq!(refused(&[PDF, &vec![b' '; SIZE_MAX]].concat()).await, ProblemCode::FileTooLarge);
        assert_eq!(refused(b"PK\x03\x04 a Word document").await, ProblemCode::FileFormat);
        assert_eq!(refused(b"\xff\xd8\xff\xe0 noise").await, ProblemCode::FileUnreadable);
        assert_eq!(refused(b"%PDF-1.7 /Encrypt 3 0 R %%EOF").await, ProblemCode::FileUnsafe);
        assert_eq!(refused(b"%PDF-1.7 cut off").await, ProblemCode::FileUnreadable);
        assert_eq!(refusal(t.attach(&caller, "major.100701.2", JPEG).await), ProblemCode::BadRequest);
        let long = NewAttachment { description: Some("长".repeat(101)), ..file(OTHER, JPEG) };
        assert_eq!(refusal(t.service.add_attachment(&caller, long).await), ProblemCode::FieldTooLong);
        assert!(t.service.attachments(&caller).await.unwrap().others.is_empty());
    }

    async fn a_description_is_kept_sealed_on_one_line(t) {
        let caller = t.prover(1, PLAIN).await;
        let described = NewAttachment { description: Some(" 户口本\n首页 ".to_owned()), ..file(OTHER, JPEG) };
        t.service.add_attachment(&caller, described).await.unwrap();
        let shown = t.service.attachments(&caller).await.unwrap();
        assert_eq!(shown.others[0].description.as_deref(), Some("户口本 首页"));
    }

    async fn many_uploads_at_once_keep_the_limit(t) {
        let caller = t.prover(1, PLAIN).await;
        for _ in 0..5 {
            t.attach(&caller, OTHER, PDF).await.unwrap();
        }
        let results = at_once(20, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.add_attachment(&caller, file(OTHER, PDF)).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::FileTooMany), COUNT_MAX - 5);
        let shown = t.service.attachments(&caller).await.unwrap();
        assert_eq!((shown.others.len(), shown.left), (COUNT_MAX, 0));
        // one in another's place is none more
        t.replace(&caller, shown.others[0].id, PDF).await.unwrap();
    }

    async fn one_file_is_replaced_by_one_only(t) {
        let caller = t.prover(1, PLAIN).await;
        let old = t.attach(&caller, OTHER, PDF).await.unwrap();
        let results = at_once(6, |_| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.add_attachment(&caller, NewAttachment { replaces: Some(old), ..file(OTHER, PDF) }).await }
        }).await;
        let done = results.into_iter().filter(|result| match result {
            Ok(_) => true,
            Err(Error::NotFound) => false,
            Err(error) => panic!("{error:?}"),
        });
        assert_eq!(done.count(), 1);
        assert_eq!(t.service.attachments(&caller).await.unwrap().others.len(), 1);
    }

    async fn a_file_is_for_its_candidate_and_for_who_holds_the_case(t) {
        let caller = t.prover(1, PHARMACY).await;
        let id = t.attach(&caller, "major.100701.1", JPEG).await.unwrap();
        let stranger = t.prover(2, PLAIN).await;
        for other in [&stranger, &t.guest().await] {
            assert_eq!(refusal(t.service.attachment_file(other, id).await), ProblemCode::NotFound);
        }
        assert_eq!(refusal(t.service.remove_attachment(&stranger, id).await), ProblemCode::NotFound);
        assert_eq!(refusal(t.replace(&stranger, id, PDF).await), ProblemCode::NotFound);
        let invitation = t.service.invite_device(&caller).await.unwrap();
        let guest = t.guest().await;
        let claim = t.service.claim_invitation(&guest, &proving(), &invitation.token).await.unwrap();
        let Claim::Entered(SignedIn { caller: phone, .. }) = claim else { panic!("the phone is let in") };
        assert_eq!(refusal(t.service.attachment_file(&phone, id).await), ProblemCode::SessionLimited);
        t.hand_in(&caller, "form").await.unwrap();
        let reviewer = t.proof_reviewer().await;
        assert_eq!(refusal(t.service.attachment_file(&reviewer, id).await), ProblemCode::LeaseLost);
        t.service.take_case(&reviewer, id_of(&caller)).await.unwrap();
        let case = t.service.open_case(&reviewer, id_of(&caller)).await.unwrap();
        assert_eq!(case.attachments.unwrap().files().map(|file| file.id).collect::<Vec<_>>(), [id]);
        let entries = async || match t.service.verify_audit().await.unwrap() {
            AuditState::Intact { entries } => entries,
            other => panic!("{other:?}"),
        };
        let before = entries().await;
        t.service.attachment_file(&reviewer, id).await.unwrap();
        t.service.attachment_thumbnail(&reviewer, id).await.unwrap();
        assert_eq!(entries().await, before + 2, "each read of a reviewer is on the record");
    }

    async fn what_was_handed_in_may_be_amended_but_not_made_incomplete(t) {
        let caller = t.prover(1, PHARMACY).await;
        let proof = t.attach(&caller, "major.100701.1", JPEG).await.unwrap();
        t.hand_in(&caller, "form").await.unwrap();
        assert_eq!(refusal(t.service.remove_attachment(&caller, proof).await), ProblemCode::AttachmentMissing);
        let refused = t.save_facts(&caller, Facts { identity_changed: true, ..PHARMACY }).await;
        assert_eq!(refusal(refused), ProblemCode::AttachmentMissing);
        let other = t.attach(&caller, OTHER, PDF).await.unwrap();
        t.replace(&caller, proof, PDF).await.unwrap();
        t.service.remove_attachment(&caller, other).await.unwrap();
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!((status.state, t.item(&caller, Item::Attachments).await), (State::Submitted, ItemState::Provided));
        let reviewer = t.proof_reviewer().await;
        t.service.take_case(&reviewer, id_of(&caller)).await.unwrap();
        assert_eq!(refusal(t.attach(&caller, OTHER, PDF).await), ProblemCode::WrongState);
    }

    async fn returned_proofs_stay_returned_until_the_candidate_touches_them(t) {
        let caller = t.prover(1, PHARMACY).await;
        let proof = t.attach(&caller, "major.100701.1", JPEG).await.unwrap();
        t.hand_in(&caller, "form").await.unwrap();
        let (reviewer, id) = (t.proof_reviewer().await, id_of(&caller));
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        assert!(case.items.iter().all(|item| !item.changed));
        let back = |item, reason: &str| (item, ReasonCode(reason.to_owned()));
        let returned = [back(Item::Details, "details.wrong"), back(Item::Attachments, "attachments.illegible")];
        let ruling = Ruling::send_back(crate::reviewing::items(&case), returned);
        t.service.decide_case(&reviewer, id, case.version, ruling).await.unwrap();
        t.save_facts(&caller, PHARMACY).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Returned);
        t.replace(&caller, proof, PDF).await.unwrap();
        assert_eq!(t.item(&caller, Item::Attachments).await, ItemState::Provided);
        t.hand_in(&caller, "again").await.unwrap();
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        let changed: Vec<_> = case.items.iter().filter(|item| item.changed).map(|item| item.item).collect();
        assert_eq!(changed, [Item::Details, Item::Attachments]);
        // sent back once more: what was changed before is no news
        let ruling = crate::reviewing::back(&case, Item::Details, "details.wrong");
        t.service.decide_case(&reviewer, id, case.version, ruling).await.unwrap();
        t.save_facts(&caller, PHARMACY).await.unwrap();
        t.hand_in(&caller, "third").await.unwrap();
        t.service.take_case(&reviewer, id).await.unwrap();
        let case = t.service.open_case(&reviewer, id).await.unwrap();
        let changed: Vec<_> = case.items.iter().filter(|item| item.changed).map(|item| item.item).collect();
        assert_eq!(changed, [Item::Details]);
    }

    async fn nothing_is_attached_when_the_window_is_over(t) {
        let caller = t.prover(1, PLAIN).await;
        t.clock.set(hunan().windows[1].closes_at);
        let guest = t.guest().await;
        t.service.request_code(&guest, &proving(), &phone(1), ADDRESS).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        let code = t.inbox.code_for(phone(1).expose()).unwrap();
        let late = t.service.sign_in(&guest, &proving(), &phone(1), &code).await.unwrap().caller;
        assert_eq!(id_of(&late), id_of(&caller));
        assert_eq!(refusal(t.attach(&late, OTHER, PDF).await), ProblemCode::WindowClosed);
    }
}
