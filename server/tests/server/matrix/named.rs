//! What the requests of the matrix name: a case with every kind of evidence and what else lies in Changsha (430100), all of it there,
//! so that who is refused is refused by a rule and not for an id that nobody has.

use super::{NOBODY, PROVINCE, Person, lists, staff};
use crate::{attachments::nursing, evidence::WEBM, pictures, world::World};
use enrolment::{
    Caller, Who,
    attachments::NewAttachment,
    card::{CardOutcome, Confirmation},
    consent::Consent,
    crypto::sha256,
    export::{ExportColumn, ExportFilter},
    photo::PhotoOutcome,
    uploads::NewUpload,
};
use shared::{
    attachment::OTHER,
    evidence::{CardFields, CardSide, Day, UploadPurpose},
    id::{CardId, EnrolmentId},
    person::{Ethnicity, Sex},
    profile::{CONSENT_CARD, CONSENT_FACE, CONSENT_PHOTO},
    review::Role,
};

pub(super) struct Named {
    pub(super) case: String,
    photo: String,
    card: String,
    face: String,
    /// A still of it.
    still: String,
    attachment: String,
    upload: String,
    export: String,
    pub(super) class: String,
    pub(super) merge: String,
    import: String,
    pub(super) staff: String,
    pub(super) receipt: String,
}

impl Named {
    pub(super) fn fill(&self, path: &str) -> String {
        [
            ("{province}", PROVINCE),
            ("{case}", &self.case),
            ("{staff}", &self.staff),
            ("{receipt}", &self.receipt),
            ("{id}", self.id(path)),
            ("{photo}", &self.photo),
            ("{part}", "majors"),
            ("{list}", &self.class),
            ("{merge}", &self.merge),
            ("{import}", &self.import),
            ("{token}", "unknown"),
            ("{signature}", NOBODY),
            ("{place}", "0"),
            ("{build}", "none"),
            ("{file}", "none"),
        ]
        .into_iter()
        .fold(path.to_owned(), |path, (hole, value)| path.replace(hole, value))
    }

    /// Of what the path is about.
    fn id(&self, path: &str) -> &str {
        let kinds = [
            ("/photo/{", &self.photo),
            ("/card/{", &self.card),
            ("/face/{", &self.face),
            ("/face-part/{", &self.still),
            ("/attachment/{", &self.attachment),
            ("/uploads/{", &self.upload),
            ("/exports/{", &self.export),
        ];
        kinds.into_iter().find(|(kind, _)| path.contains(kind)).map_or(NOBODY, |(_, id)| id)
    }

    /// The candidate gets what others are refused.
    pub(super) async fn exists(&self, owner: &mut Person) {
        let own = [
            "/photo/{id}",
            "/evidence/card/{id}",
            "/evidence/face/{id}",
            "/evidence/face-part/{id}",
            "/evidence/attachment/{id}",
            "/evidence/attachment/{id}/thumbnail",
            "/{province}/uploads/{id}",
        ];
        for path in own {
            let answer = owner.client.get(&self.fill(path)).await;
            assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text());
        }
    }

    /// Staff of the place get what others are refused.
    pub(super) async fn exists_for(&self, people: &mut [Person]) {
        let theirs = [
            ("home.institution_operator", "/console/classes/{list}"),
            ("home.institution_operator", "/console/classes/{list}/result.csv"),
            ("home.desk_officer", "/console/merges/{merge}"),
            ("whole.province_administrator", "/console/admin/existing/{import}/refused.csv"),
            ("whole.province_administrator", "/console/admin/exports/{id}/file"),
        ];
        for (name, path) in theirs {
            let person = people.iter_mut().find(|person| person.name == name).expect("somebody");
            let answer = person.client.get(&self.fill(path)).await;
            assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text());
        }
    }
}

/// The candidate's own application with everything in it, handed in; an account and an export of the same place.
pub(super) async fn by(world: &World, owner: &Person) -> Named {
    let caller = owner.caller.as_ref().expect("a candidate");
    let Who::Candidate { enrolment, .. } = &caller.who else { panic!("{caller:?}") };
    let photo = match world.enrolment.submit_photo(caller, pictures::jpeg(), Some("me.jpg"), None).await {
        Ok(PhotoOutcome::Kept(receipt)) => receipt.photo,
        other => panic!("{other:?}"),
    };
    let card = card(world, caller).await;
    world.enrolment.give_evidence_consent(caller, CONSENT_FACE, &agreed(world, CONSENT_FACE)).await.expect("agreed");
    let face = world.enrolment.submit_face(caller, WEBM.to_vec()).await.expect("a capture").face;
    world.enrolment.save_details(caller, nursing(), None).await.expect("saved");
    let attachment = attachments(world, caller).await;
    let upload = upload(world, caller).await;
    let receipt = world
        .enrolment
        .submit_application(caller, "form", Some(agreed(world, CONSENT_PHOTO)))
        .await
        .expect("handed in");
    let target = staff(world, "home.target", Role::Reviewer, (PROVINCE, "430100"), true).await;
    let province = PROVINCE.parse().expect("a province");
    let import = lists::import(world, &province).await;
    let Some(Who::Staff { staff, .. }) = target.caller.map(|caller| caller.who) else { panic!("no staff") };
    Named {
        case: enrolment.to_string(),
        photo: photo.to_string(),
        card: card.to_string(),
        face: face.to_string(),
        still: still(world, *enrolment).await,
        attachment,
        upload,
        export: export(world).await,
        class: lists::class(world).await,
        merge: lists::merge(world, &province).await.to_string(),
        import: import.to_string(),
        staff: staff.to_string(),
        receipt: receipt.number,
    }
}

/// To the notice as it stands now.
fn agreed(world: &World, notice: &str) -> Consent {
    let profile = world.enrolment.profile(&PROVINCE.parse().expect("a province")).expect("its profile");
    let version = profile.notice(notice).expect("a notice").version.to_string();
    Consent { version, text: "agreed".to_owned() }
}

/// What a reviewer sees of the capture; the case waits as before.
async fn still(world: &World, id: EnrolmentId) -> String {
    let reviewer = staff(world, "home.looker", Role::Reviewer, (PROVINCE, "430100"), true).await;
    let caller = reviewer.caller.expect("a reviewer");
    world.enrolment.take_case(&caller, id).await.expect("taken");
    let face = world.enrolment.open_case(&caller, id).await.expect("a case").face.expect("a capture");
    world.enrolment.release_case(&caller, id).await.expect("given back");
    face.parts.first().expect("a still").part.to_string()
}

/// Both sides, confirmed; gives the portrait.
async fn card(world: &World, caller: &Caller) -> CardId {
    world.enrolment.give_evidence_consent(caller, CONSENT_CARD, &agreed(world, CONSENT_CARD)).await.expect("agreed");
    let side = async |side| match world.enrolment.submit_card_side(caller, side, pictures::jpeg()).await {
        Ok(CardOutcome::Kept(receipt)) => receipt.card,
        other => panic!("{other:?}"),
    };
    let (portrait, emblem) = (side(CardSide::Portrait).await, side(CardSide::Emblem).await);
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let fields = CardFields {
        name: "单雄信".parse().expect("a name"),
        sex: Sex::Female,
        ethnicity: Some(Ethnicity::Han),
        birth_date: day("1949-12-31"),
        address: Some("湖南省长沙市芙蓉区韶山北路1号".to_owned()),
        valid_from: day("2018-03-01"),
        valid_to: Some(day("2038-03-01")),
    };
    let confirmation = Confirmation { fields, pictures: [portrait, emblem] };
    world.enrolment.confirm_card(caller, confirmation).await.expect("confirmed");
    portrait
}

/// What is demanded, and something else; gives one of them.
async fn attachments(world: &World, caller: &Caller) -> String {
    let demands = world.enrolment.attachments(caller).await.expect("a list").demands.unwrap_or_default();
    let kinds = demands.into_iter().map(|demanded| demanded.demand.code).chain([OTHER.to_owned()]);
    let mut last = None;
    for kind in kinds {
        let description = (kind == OTHER).then(|| "proof".to_owned());
        let new = NewAttachment { kind, description, replaces: None, bytes: pictures::jpeg() };
        last = Some(world.enrolment.add_attachment(caller, new).await.expect("attached"));
    }
    last.expect("an attachment").to_string()
}

/// Begun, with nothing of it sent.
async fn upload(world: &World, caller: &Caller) -> String {
    let bytes = pictures::png();
    let new = NewUpload {
        purpose: UploadPurpose::Attachment,
        size_bytes: bytes.len() as u64,
        sha256: sha256(&bytes).try_into().expect("32 bytes"),
        content_type: "image/png".to_owned(),
        challenge: None,
    };
    world.enrolment.begin_upload(caller, &new).await.expect("begun").id.to_string()
}

async fn export(world: &World) -> String {
    let admin = staff(world, "home.exporter", Role::ProvinceAdministrator, (PROVINCE, ""), true).await;
    let caller = admin.caller.expect("an administrator");
    let columns = vec![ExportColumn::Receipt, ExportColumn::DocumentNumber, ExportColumn::Phone];
    let asked = world.enrolment.request_export(&caller, ExportFilter::default(), columns, "audit").await;
    world.enrolment.run_due_jobs().await.expect("made");
    asked.expect("asked for").to_string()
}
