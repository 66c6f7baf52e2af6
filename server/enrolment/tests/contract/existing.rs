//! Candidates who have numbers: finding them, choosing one for good, registering with it, and getting no other.

use crate::{number_plan::meddle, reviewing::approval, support::*};
use enrolment::{
    Caller, Error,
    existing::{Contact, OwnRecord, Wanted, import::Headings},
    registration::Registration,
    session::{Jurisdiction, SignedIn},
    staff::NewStaff,
};
use shared::{
    document::DocumentNumber,
    existing::{Column, ImportState},
    id::{ImportId, Province},
    problem::ProblemCode,
    profile::{ExistingRule, Profile},
    review::Role,
    time::Span,
};

/// A province where they register, and numbers are allotted at once.
pub(crate) fn known() -> Profile {
    let province = "known".parse().unwrap();
    Profile { province, existing: ExistingRule { enabled: true }, ..crate::numbers::prompt() }
}

pub(crate) fn place() -> Province {
    "known".parse().unwrap()
}

pub(crate) const HEAD: &str = "number,name,document_number,region,phone,email\r\n";

pub(crate) fn headings() -> Headings {
    Headings {
        columns: Column::ALL.iter().map(|column| (*column, vec![column.as_str().to_owned()])).collect(),
        document_types: Vec::new(),
    }
}

/// A row of the n-th person, whose phone before was `phone(n)`.
pub(crate) fn row(number: &str, n: u32, region: &str) -> String {
    format!("{number},张三,{},{region},{},\r\n", document_no(n).expose(), phone(n).expose())
}

pub(crate) fn wanted(n: u32) -> Wanted {
    Wanted { name: "张三".parse().unwrap(), document: document_no(n), contact: Contact::Phone(phone(n)) }
}

impl Bench {
    /// Sends a file for the province and takes it in.
    pub(crate) async fn import(&self, bytes: &[u8]) -> ImportId {
        let id = self.send(bytes).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        assert_eq!(self.service.import_progress(id).await.unwrap().state, ImportState::Done);
        id
    }

    pub(crate) async fn send(&self, bytes: &[u8]) -> Result<ImportId, Error> {
        let mut incoming = self.service.begin_import_for(&place(), "file.csv").await?;
        for piece in bytes.chunks(100_000) {
            self.service.receive(&mut incoming, piece).await?;
        }
        self.service.finish_import(incoming, &headings()).await
    }

    /// Two numbers of the first person, in two places.
    pub(crate) async fn two_numbers(&self) {
        let rows = row("430102000001", 1, "430102") + &row("430103000002", 1, "430103");
        self.import((HEAD.to_owned() + &rows).as_bytes()).await;
    }

    /// Whoever asks, with the code entered.
    pub(crate) async fn proved(&self, wanted: &Wanted) -> Caller {
        let guest = self.guest().await;
        self.advance(Span::minutes(2));
        self.service.ask_for_numbers(&guest, &place(), wanted, ADDRESS).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
        let Contact::Phone(phone) = &wanted.contact else { panic!("a phone") };
        let code = self.inbox.code_for(phone.expose()).expect("a code was sent");
        self.service.prove_numbers(&guest, &place(), &code).await.unwrap();
        guest
    }

    pub(crate) async fn own(&self, guest: &Caller) -> Vec<OwnRecord> {
        self.service.proved_numbers(guest, &place()).await.unwrap().1
    }

    pub(crate) async fn choose(&self, guest: &Caller, number: &str) -> Result<(), Error> {
        let own = self.own(guest).await;
        let record = own.iter().find(|own| own.record.number.expose() == number).expect("an own number");
        self.service.choose_number(guest, &place(), record.id, &number[8..]).await
    }

    /// Registers with another phone than the one of before.
    pub(crate) async fn register_known(
        &self,
        guest: &Caller,
        n: u32,
        document: &DocumentNumber,
    ) -> Result<SignedIn, Error> {
        let phone = phone(100 + n);
        self.advance(Span::minutes(2));
        self.service.request_code(guest, &place(), &phone, ADDRESS).await?;
        self.service.run_due_jobs().await?;
        let code = self.inbox.code_for(phone.expose()).unwrap();
        let form = Registration { phone, code, document: document.clone(), region: "430104".to_owned() };
        self.service.register(guest, &place(), form, consent()).await
    }

    /// The first person, registered with a number of theirs.
    pub(crate) async fn registered_with(&self, number: &str) -> Caller {
        let guest = self.proved(&wanted(1)).await;
        self.choose(&guest, number).await.unwrap();
        self.register_known(&guest, 1, &document_no(1)).await.unwrap().caller
    }

    pub(crate) async fn approve_known(&self, caller: &Caller) {
        self.photo(caller, b"good photo").await;
        self.service.submit_application(caller, "form", consent()).await.unwrap();
        let reviewer = self.officer(&place(), Role::SeniorReviewer).await;
        self.rule(&reviewer, crate::number_plan::enrolment_of(caller), approval).await.unwrap();
        self.service.run_due_jobs().await.unwrap();
    }

    pub(crate) async fn number_of(&self, caller: &Caller) -> Option<String> {
        self.service.status(caller).await.unwrap().number.map(|number| number.expose().to_owned())
    }

    /// An officer of a place in the province.
    pub(crate) async fn officer_in(&self, login: &str, region: &str) -> Caller {
        let jurisdiction = Jurisdiction { province: place(), region: Some(region.to_owned()), institution: None };
        let (login, password) = (login.to_owned(), PASSWORD.to_owned().into());
        let new =
            NewStaff { login: login.clone(), name: login.clone(), role: Role::DeskOfficer, jurisdiction, password };
        self.service.create_staff(new).await.unwrap();
        let guest = self.guest().await;
        self.service.sign_in_staff(&guest, &login, PASSWORD.to_owned().into(), ADDRESS).await.unwrap().caller
    }
}

both! {
    async fn numbers_are_shown_to_who_enters_the_code_of_a_contact_of_before(t) {
        t.two_numbers().await;
        let guest = t.proved(&wanted(1)).await;
        let own = t.own(&guest).await;
        let numbers: Vec<_> = own.iter().map(|own| own.record.number.expose()).collect();
        assert_eq!(numbers, ["430102000001", "430103000002"]);
        assert!(own.iter().all(|own| !own.chosen));
        let other = t.guest().await;
        assert_eq!(refusal(t.service.proved_numbers(&other, &place()).await), ProblemCode::ExistingClaimNeeded);
        t.advance(Span::minutes(31));
        assert_eq!(refusal(t.service.proved_numbers(&guest, &place()).await), ProblemCode::ExistingClaimNeeded);
    }

    /// Somebody unknown, a wrong name, a wrong contact: nothing is sent, and every answer is that of a wrong code.
    async fn an_answer_does_not_tell_whether_there_is_somebody(t) {
        t.two_numbers().await;
        let name = Wanted { name: "李四".parse().unwrap(), ..wanted(1) };
        let contact = Wanted { contact: Contact::Phone(phone(9)), ..wanted(1) };
        for (asked, sent) in [(wanted(1), 1), (wanted(2), 0), (name, 0), (contact, 0)] {
            t.advance(Span::minutes(20));
            let (guest, before) = (t.guest().await, t.inbox.messages().len());
            t.service.ask_for_numbers(&guest, &place(), &asked, ADDRESS).await.unwrap();
            t.service.run_due_jobs().await.unwrap();
            assert_eq!(t.inbox.messages().len() - before, sent);
            let mut answers = Vec::new();
            for _ in 0..6 {
                let Err(Error::Refused(problem)) = t.service.prove_numbers(&guest, &place(), "000000").await else {
                    panic!("a wrong code was taken");
                };
                answers.push((problem.code, problem.tries_left));
            }
            let wrong = |left| (ProblemCode::CodeWrong, Some(left));
            let spent = (ProblemCode::CodeSpent, None);
            assert_eq!(answers, [wrong(4), wrong(3), wrong(2), wrong(1), spent, spent]);
            t.advance(Span::minutes(7));
            assert_eq!(refusal(t.service.prove_numbers(&guest, &place(), "000000").await), ProblemCode::CodeSpent);
        }
    }

    async fn a_document_is_asked_for_a_few_times_only_whoever_asks(t) {
        let per_hour = known().codes.per_phone_hour;
        for n in 0..per_hour {
            let (guest, contact) = (t.guest().await, Contact::Phone(phone(n)));
            let asked = Wanted { contact, ..wanted(1) };
            t.service.ask_for_numbers(&guest, &place(), &asked, ADDRESS).await.unwrap();
            let again = t.service.ask_for_numbers(&t.guest().await, &place(), &asked, ADDRESS).await;
            assert_eq!(refusal(again), ProblemCode::ResendTooSoon);
            t.advance(Span::minutes(2));
        }
        let asked = Wanted { contact: Contact::Phone(phone(50)), ..wanted(1) };
        let last = t.service.ask_for_numbers(&t.guest().await, &place(), &asked, ADDRESS).await;
        assert_eq!(refusal(last), ProblemCode::SmsHourlyLimit);
        t.service.run_due_jobs().await.unwrap();
    }

    /// Whatever happens at the same moment, a person has one number.
    async fn two_devices_that_choose_different_numbers_get_one_of_them(t) {
        t.two_numbers().await;
        let (first, second) = (t.proved(&wanted(1)).await, t.proved(&wanted(1)).await);
        let own = t.own(&first).await;
        let results = at_once(2, |n| {
            let (service, guest) = (t.service.clone(), if n == 0 { first.clone() } else { second.clone() });
            let own = own[n as usize].clone();
            async move {
                service.choose_number(&guest, &place(), own.id, own.record.number.last_digits()).await
            }
        }).await;
        assert_eq!(successes(results, ProblemCode::ExistingChosen), 1);
        let seen: Vec<_> = t.own(&first).await.into_iter().filter(|own| own.chosen).collect();
        assert_eq!(seen.len(), 1);
        let again = seen[0].record.number.clone();
        t.choose(&second, again.expose()).await.unwrap();
        let other = own.iter().find(|own| own.record.number != again).unwrap();
        assert_eq!(refusal(t.choose(&first, other.record.number.expose()).await), ProblemCode::ExistingChosen);
    }

    async fn a_number_is_chosen_with_its_last_digits_and_by_its_owner(t) {
        t.two_numbers().await;
        t.import((HEAD.to_owned() + &row("430102000009", 2, "430102")).as_bytes()).await;
        let (guest, stranger) = (t.proved(&wanted(1)).await, t.proved(&wanted(2)).await);
        let own = t.own(&guest).await;
        assert_eq!(refusal(t.service.choose_number(&guest, &place(), own[0].id, "0002").await), ProblemCode::ExistingDigits);
        assert_eq!(refusal(t.service.choose_number(&stranger, &place(), own[0].id, "0001").await), ProblemCode::NotFound);
        t.service.choose_number(&guest, &place(), own[0].id, "0001").await.unwrap();
    }

    /// The place of the number, not the one in the form; and its number at the end, not a new one.
    async fn who_registers_with_a_number_keeps_it_and_its_place(t) {
        t.two_numbers().await;
        let caller = t.registered_with("430103000002").await;
        assert_eq!(t.service.status(&caller).await.unwrap().region, "430103");
        t.approve_known(&caller).await;
        assert_eq!(t.number_of(&caller).await.as_deref(), Some("430103000002"));
        let fresh = t.new_in_known(2).await.unwrap();
        t.approve_known(&fresh).await;
        assert_eq!(t.number_of(&fresh).await.as_deref(), Some("270401040001"), "no serial was used up");
    }

    async fn who_has_numbers_registers_with_one_of_them_or_not_at_all(t) {
        t.two_numbers().await;
        assert_eq!(refusal(t.new_in_known(1).await), ProblemCode::DocumentNotAvailable);
        let guest = t.proved(&wanted(1)).await;
        assert_eq!(refusal(t.register_known(&guest, 1, &document_no(1)).await), ProblemCode::DocumentNotAvailable);
        t.choose(&guest, "430102000001").await.unwrap();
        let stranger = t.guest().await;
        assert_eq!(refusal(t.register_known(&stranger, 2, &document_no(1)).await), ProblemCode::DocumentNotAvailable);
        let caller = t.register_known(&guest, 1, &document_no(1)).await.unwrap().caller;
        let changed = t.service.change_document(&caller, document_no(7)).await;
        assert_eq!(refusal(changed), ProblemCode::ExistingFixed);
        assert_eq!(refusal(t.service.proved_numbers(&guest, &place()).await), ProblemCode::ExistingClaimNeeded);
    }

    async fn a_number_that_somebody_had_is_passed_over_and_the_proof_knows_why(t) {
        let rows = row("270401040001", 1, "430102") + &row("270401040003", 1, "430102");
        t.import((HEAD.to_owned() + &rows).as_bytes()).await;
        let admin = t.officer(&place(), Role::ProvinceAdministrator).await;
        let mut given = Vec::new();
        for n in 2..=4 {
            let caller = t.new_in_known(n).await.unwrap();
            t.approve_known(&caller).await;
            given.push(t.number_of(&caller).await.unwrap());
        }
        assert_eq!(given, ["270401040002", "270401040004", "270401040005"]);
        let check = t.service.check_numbers(&admin, "2027-04").await.unwrap();
        assert!(check.is_sound(), "{check:?}");
        assert_eq!((check.existing, check.places[0].count, check.places[0].passed), (2, 3, 2));
        meddle(t, "DELETE FROM number_skipped WHERE serial = 3").await;
        assert!(!t.service.check_numbers(&admin, "2027-04").await.unwrap().is_sound(), "a gap");
        meddle(t, "INSERT INTO number_skipped (province, window_code, region, serial) VALUES ('known', '2027-04', '430104', 3)").await;
        assert!(t.service.check_numbers(&admin, "2027-04").await.unwrap().is_sound());
        meddle(t, "DELETE FROM number_taken WHERE existing_id IS NOT NULL").await;
        let check = t.service.check_numbers(&admin, "2027-04").await.unwrap();
        assert_eq!(check.astray, 2 + 2, "the records, and the sum");
    }

    /// The file has the very number that is about to be allotted.
    async fn a_number_that_is_imported_while_it_is_allotted_has_one_owner(t) {
        let mut serial = 1_u32;
        for round in 1..=3_u32 {
            let caller = t.new_in_known(round).await.unwrap();
            t.photo(&caller, b"good photo").await;
            t.service.submit_application(&caller, "form", consent()).await.unwrap();
            let reviewer = t.officer(&place(), Role::SeniorReviewer).await;
            let number = format!("27040104{serial:04}");
            let rows = row(&number, 20 + round, "430102");
            let id = t.send((HEAD.to_owned() + &rows).as_bytes()).await.unwrap();
            let (service, importing) = (t.service.clone(), t.service.clone());
            let import = tokio::spawn(async move { importing.import_page(id).await });
            t.rule(&reviewer, crate::number_plan::enrolment_of(&caller), approval).await.unwrap();
            import.await.unwrap().unwrap();
            service.run_due_jobs().await.unwrap();
            let given = t.number_of(&caller).await.unwrap();
            let imported = service.import_progress(id).await.unwrap();
            assert_eq!(imported.added == 1, given != number, "{given}");
            assert_eq!(imported.refused == 1, given == number);
            serial = given[8..].parse::<u32>().unwrap() + 1;
        }
        let admin = t.officer(&place(), Role::ProvinceAdministrator).await;
        assert!(t.service.check_numbers(&admin, "2027-04").await.unwrap().is_sound());
    }

    async fn an_office_finds_numbers_and_sets_the_contact_that_is_gone(t) {
        t.two_numbers().await;
        let (officer, elsewhere) = (t.officer_in("near", "430100").await, t.officer_in("far", "430200").await);
        let (name, document) = (wanted(1).name, document_no(1));
        let masked = t.service.numbers_at_desk(&officer, &name, &document, false).await.unwrap();
        assert_eq!(masked[0].number, "4301******01");
        let shown = t.service.numbers_at_desk(&officer, &name, &document, true).await.unwrap();
        assert_eq!((shown.len(), shown[1].number.as_str()), (2, "430103000002"));
        let wrong = t.service.numbers_at_desk(&officer, &"李四".parse().unwrap(), &document, true).await;
        assert_eq!(refusal(wrong), ProblemCode::DeskNotFound);
        let refused = t.service.set_contact_at_desk(&elsewhere, &name, &document, &phone(77)).await;
        assert_eq!(refusal(refused), ProblemCode::NotPermitted);
        t.service.set_contact_at_desk(&officer, &name, &document, &phone(77)).await.unwrap();
        t.two_numbers().await;
        let guest = t.proved(&Wanted { contact: Contact::Phone(phone(77)), ..wanted(1) }).await;
        assert_eq!(t.own(&guest).await.len(), 2, "the same file again did not undo it");
    }
}

impl Bench {
    /// Somebody new in the province.
    async fn new_in_known(&self, n: u32) -> Result<Caller, Error> {
        let guest = self.guest().await;
        Ok(self.register_known(&guest, n, &document_no(n)).await?.caller)
    }
}
