//! Every route of the table × everybody who might ask: guests, candidates, staff of every role at home and elsewhere, and staff
//! who have not finished signing in. What is expected follows from the table and the jurisdiction; nothing is ever a fault of ours.

mod lists;
mod named;

use self::named::Named;
use crate::{
    client::{Answer, Client, ORIGIN},
    world::{Setup, World},
};
use axum::http::Method;
use enrolment::{Caller, Who, session::Jurisdiction, staff::NewStaff};
use server::http::rules::{Line, Rule, lines};
use shared::{id::Province, problem::ProblemCode, review::Role};
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

const PHONE: &str = "13800138000";
const DOCUMENT: &str = "11010519491231002X";
const PASSWORD: &str = "correct horse battery staple";
const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Where everybody at home belongs to: a province that asks for every kind of evidence.
const PROVINCE: &str = "evident";
/// A session of nobody.
const NOBODY: &str = "00000000000000000000000000000000";

/// How somebody stands to the case, the photograph and the account that the requests name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Home,
    Elsewhere,
}

struct Person {
    name: String,
    client: Client,
    caller: Option<Caller>,
    place: Place,
}

async fn account(world: &World, login: &str, role: Role, (province, region): (&str, &str), done: bool) {
    let province: Province = province.parse().expect("a province");
    let region = (!region.is_empty()).then(|| region.to_owned());
    // two institutions: that of the list, and that of the neighbour
    let institution = if login.starts_with("neighbour") { "yuelu" } else { "xiangjiang" };
    let institution = (role == Role::InstitutionOperator).then(|| institution.to_owned());
    let jurisdiction = Jurisdiction { province, region, institution };
    let (login, name, password) = (login.to_owned(), login.to_owned(), PASSWORD.to_owned().into());
    let new = NewStaff { login, name, role, jurisdiction, password };
    let made =
        if done { world.enrolment.create_staff(new).await } else { world.enrolment.create_staff_to_change(new).await };
    made.expect("an account");
}

async fn staff(world: &World, login: &str, role: Role, at: (&str, &str), done: bool) -> Person {
    account(world, login, role, at, done).await;
    let guest = world.enrolment.start_session().await.expect("a session").caller;
    let signed_in = world.enrolment.sign_in_staff(&guest, login, PASSWORD.to_owned().into(), ADDRESS).await;
    let signed_in = signed_in.expect("signed in");
    let mut client = world.client();
    client.hold_session(signed_in.token.expose());
    let place = if matches!(at, (PROVINCE, "430100" | "")) { Place::Home } else { Place::Elsewhere };
    Person { name: login.to_owned(), client, caller: Some(signed_in.caller), place }
}

async fn candidate(world: &World, name: &str, phone: &str, document: &str, place: Place) -> Person {
    let client = world.registered_in(PROVINCE, phone, document).await;
    let token = client.session().expect("a session").to_owned();
    let caller = world.enrolment.find_session(&token).await.expect("the database answers");
    Person { name: name.to_owned(), client, caller, place }
}

/// Everybody; those who may do most come last, so that what they change changes nothing for the others.
async fn people(world: &World) -> Vec<Person> {
    let mut people =
        vec![Person { name: "guest".to_owned(), client: world.client(), caller: None, place: Place::Elsewhere }];
    people.push(candidate(world, "another candidate", "13900139000", "440524188001010014", Place::Elsewhere).await);
    for role in Role::ALL {
        let name = |place: &str| format!("{place}.{}", role.as_str());
        people.push(staff(world, &name("unfinished"), *role, (PROVINCE, "430100"), false).await);
        people.push(staff(world, &name("neighbour"), *role, (PROVINCE, "430200"), true).await);
        people.push(staff(world, &name("hubei"), *role, ("hubei", "420100"), true).await);
    }
    for role in Role::ALL {
        people.push(staff(world, &format!("whole.{}", role.as_str()), *role, (PROVINCE, ""), true).await);
        people.push(staff(world, &format!("home.{}", role.as_str()), *role, (PROVINCE, "430100"), true).await);
    }
    people
}

/// One form that every function finds its fields in; about what is named.
fn form(named: &Named) -> String {
    let Named { case, staff, receipt, class, merge, .. } = named;
    format!(
        "province={PROVINCE}&case={case}&version=1&decision=approve&staff={staff}&login=new.one&name=New&role=reviewer\
         &region=430102&institution=&password=wrong&new_password=wrong&repeat_password=wrong&code=000000&session={NOBODY}&merge={merge}&list={class}\
         &receipt={receipt}&notice=photo&language=en&large=off&back=%2F&token=unknown&document_type=&document_number=&reset={NOBODY}&change={NOBODY}&side=from&answer1=a&answer2=b\
         &answer3=c&channel=sms&reset_code=x"
    )
}

async fn ask(person: &mut Person, line: &Line, named: &Named) -> Answer {
    let (path, method) = (named.fill(line.path), line.method.parse::<Method>().expect("a method"));
    let headers =
        [("accept", "application/json"), ("origin", ORIGIN), ("content-type", "application/x-www-form-urlencoded")];
    let mut body = if method == Method::POST { form(named) } else { String::new() };
    if line.path == "/api/decide-merge" {
        body = body.replace("decision=approve", "decision=accept");
    }
    person.client.send(method, &path, &headers, body.into_bytes()).await
}

/// The stream of events does not end, and signing out would end what the next lines need.
fn is_left_out(person: &Person, line: &Line) -> bool {
    let candidate = matches!(&person.caller, Some(Caller { who: Who::Candidate { .. }, .. }));
    (line.path.ends_with("/events") && candidate) || (line.path == "/api/sign-out" && person.caller.is_some())
}

fn code(answer: &Answer) -> Option<ProblemCode> {
    let json: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
    ProblemCode::parse(json["code"].as_str()?)
}

/// What is wrong with an answer.
fn fault(person: &Person, line: &Line, answer: &Answer) -> Option<&'static str> {
    let (status, code) = (answer.status.as_u16(), code(answer));
    let is_staff = matches!(&person.caller, Some(Caller { who: Who::Staff { .. }, .. }));
    let text = answer.text();
    if status >= 500 {
        return Some("a fault of ours");
    }
    let is_for_people = !matches!(line.rule, Rule::Machine);
    if is_for_people
        && person.place == Place::Elsewhere
        && [PHONE, DOCUMENT, lists::NUMBER].iter().any(|own| text.contains(own))
    {
        return Some("personal data of somebody else's candidate");
    }
    match line.rule.judge(person.caller.as_ref()) {
        Err(denied) => (status != denied.status() || code != Some(denied)).then_some("not denied as the table says"),
        Ok(()) if person.place == Place::Elsewhere && line.named => (status < 400).then_some("done for another place"),
        Ok(())
            if is_staff && person.place == Place::Home && matches!(line.rule, Rule::Staff(_) | Rule::Province(_)) =>
        {
            matches!(status, 401 | 403).then_some("denied although the table allows it")
        }
        Ok(()) => None,
    }
}

/// Asks for every route; gives what is wrong with the answers.
async fn faults_of(person: &mut Person, named: &Named) -> Vec<String> {
    let mut faults = Vec::new();
    for line in lines() {
        if is_left_out(person, line) {
            continue;
        }
        let answer = ask(person, line, named).await;
        if let Some(fault) = fault(person, line, &answer) {
            let (status, code) = (answer.status.as_u16(), code(&answer));
            faults.push(format!("{} {} as {}: {status} {code:?}: {fault}", line.method, line.path, person.name));
        }
    }
    faults
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_the_table_says_and_no_more() {
    let change = |settings: &mut server::config::Settings| settings.http.burst = 1_000_000;
    let world = World::with(Setup { change, face: Some(Arc::new(lists::OneStill)), ..Setup::default() }).await;
    let mut owner = candidate(&world, "the candidate", PHONE, DOCUMENT, Place::Home).await;
    let named = named::by(&world, &owner).await;
    let mut people = people(&world).await;
    named.exists(&mut owner).await;
    named.exists_for(&mut people).await;
    let mut faults = Vec::new();
    for person in &mut people {
        faults.extend(faults_of(person, &named).await);
    }
    // whatever the others asked for
    named.exists(&mut owner).await;
    named.exists_for(&mut people).await;
    faults.extend(faults_of(&mut owner, &named).await);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
