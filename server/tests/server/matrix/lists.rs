//! What else lies in Changsha: a list of a class, a file of numbers of before and a request to merge two of them; and an engine that
//! takes a capture of a face apart.

use super::{ADDRESS, DOCUMENT, PROVINCE, staff};
use crate::world::World;
use enrolment::{
    classes,
    consent::Consent,
    existing::{Contact, Wanted, import},
    ports::{
        EngineFailure, EngineStamp, FaceEvidence, FaceJudgement, FacePart, FaceVerdict, FaceVerification, FaceVerifier,
        PartKind,
    },
    registration::Registration,
};
use shared::{
    contact::PhoneNumber,
    document::{DocumentNumber, DocumentType},
    existing::Column,
    id::{ImportId, MergeId, Province},
    review::Role,
};

/// The number of somebody who has two.
pub(super) const NUMBER: &str = "430102000001";
const THEIR_DOCUMENT: &str = "430102200001010011";
const THEIR_PHONE: &str = "13700137000";

/// Gives one still of every capture, which passes.
pub(super) struct OneStill;

impl FaceVerifier for OneStill {
    fn verify(&self, _: &FaceEvidence<'_>) -> Result<FaceVerification, EngineFailure> {
        let engine = EngineStamp {
            name: "one still".to_owned(),
            version: "1".to_owned(),
            model_sha256: "00".repeat(32),
            limits: serde_json::json!({}),
        };
        let judgement =
            FaceJudgement { verdict: FaceVerdict::Pass, cues: Vec::new(), reasons: Vec::new(), heard: None, engine };
        let still = FacePart { kind: PartKind::Still, at_ms: 0, bytes: crate::pictures::jpeg() };
        Ok(FaceVerification { judgement, parts: vec![still] })
    }
}

/// A list with the candidate of the case on it, sent by an operator of the institution.
pub(super) async fn class(world: &World) -> String {
    let operator = staff(world, "home.sender", Role::InstitutionOperator, (PROVINCE, "430100"), true).await;
    let headings = classes::Headings { number: &["number"], name: &["name"], class: &["class"] };
    let sheet = format!("number,name\n{DOCUMENT},单雄信\n");
    let caller = operator.caller.expect("an operator");
    world.enrolment.send_class(&caller, sheet.as_bytes(), headings).await.expect("a list").to_string()
}

/// Two numbers of one person, and a row that is refused, with the document of the case.
pub(super) async fn import(world: &World, province: &Province) -> ImportId {
    let row =
        |number: &str, document: &str, region: &str| format!("{number},张三,{document},{region},{THEIR_PHONE},\r\n");
    let file = [
        "number,name,document_number,region,phone,email\r\n".to_owned(),
        row(NUMBER, THEIR_DOCUMENT, "430102"),
        row("430103000002", THEIR_DOCUMENT, "430103"),
        row("430102000003", DOCUMENT, "999999"),
    ];
    let mut incoming = world.enrolment.begin_import_for(province, "numbers.csv").await.expect("begun");
    world.enrolment.receive(&mut incoming, file.concat().as_bytes()).await.expect("received");
    let columns = Column::ALL.iter().map(|column| (*column, vec![column.as_str().to_owned()])).collect();
    let headings = import::Headings { columns, document_types: Vec::new() };
    let id = world.enrolment.finish_import(incoming, &headings).await.expect("a file");
    world.enrolment.run_due_jobs().await.expect("taken in");
    let refused = world.enrolment.refused_rows_of(id, 0).await.expect("rows");
    assert_eq!(refused.len(), 1, "{refused:?}");
    id
}

/// Who has two numbers registers with one and asks to have the other merged into it.
pub(super) async fn merge(world: &World, province: &Province) -> MergeId {
    let enrolment = &world.enrolment;
    let guest = enrolment.start_session().await.expect("a session").caller;
    let phone: PhoneNumber = THEIR_PHONE.parse().expect("a phone number");
    let document = DocumentNumber::parse(DocumentType::ResidentIdCard, THEIR_DOCUMENT).expect("a number");
    let contact = Contact::Phone(phone.clone());
    let wanted = Wanted { name: "张三".parse().expect("a name"), document: document.clone(), contact };
    enrolment.ask_for_numbers(&guest, province, &wanted, ADDRESS).await.expect("asked");
    enrolment.prove_numbers(&guest, province, &code(world).await).await.expect("proved");
    let (_, own) = enrolment.proved_numbers(&guest, province).await.expect("numbers");
    let chosen = own.iter().find(|own| own.record.number.expose() == NUMBER).expect("the number");
    enrolment.choose_number(&guest, province, chosen.id, &NUMBER[8..]).await.expect("chosen");
    world.clock.advance(shared::time::Span::minutes(2));
    enrolment.request_code(&guest, province, &phone, ADDRESS).await.expect("asked");
    let form = Registration { phone, code: code(world).await, document, region: "430102".to_owned() };
    let consent = Some(Consent { version: "1".to_owned(), text: "agreed".to_owned() });
    let caller = enrolment.register(&guest, province, form, consent).await.expect("registered").caller;
    let others = enrolment.numbers(&caller).await.expect("numbers").expect("chosen").others;
    enrolment.request_merge(&caller, others[0].id).await.expect("asked");
    let officer = staff(world, "home.merger", Role::DeskOfficer, (PROVINCE, "430100"), true).await;
    let open = enrolment.merges(&officer.caller.expect("an officer"), true).await.expect("requests");
    open[0].id
}

async fn code(world: &World) -> String {
    world.enrolment.run_due_jobs().await.expect("jobs run");
    world.inbox.code_for(THEIR_PHONE).expect("a code was sent")
}
