//! What the console's pages ask before they send a form: whether whoever they were made for is still signed in.

use crate::{client::Client, world::World};
use enrolment::{
    Who,
    session::Jurisdiction,
    staff::{NewStaff, Password},
};
use shared::{id::StaffId, review::Role, time::Span};
use std::net::{IpAddr, Ipv4Addr};

const PASSWORD: &str = "correct horse battery staple";

async fn signed_in(world: &World, login: &str, done: bool) -> (StaffId, Client) {
    let province = "short".parse().expect("a province");
    let jurisdiction = Jurisdiction { province, region: None, institution: None };
    let password = || Password::from(PASSWORD.to_owned());
    let (login, name, role) = (login.to_owned(), login.to_owned(), Role::Reviewer);
    let new = NewStaff { login: login.clone(), name, role, jurisdiction, password: password() };
    let made =
        if done { world.enrolment.create_staff(new).await } else { world.enrolment.create_staff_to_change(new).await };
    made.expect("an account");
    let guest = world.enrolment.start_session().await.expect("a session").caller;
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let entered = world.enrolment.sign_in_staff(&guest, &login, password(), address).await.expect("signed in");
    let mut client = world.client();
    client.hold_session(entered.token.expose());
    let Who::Staff { staff, .. } = entered.caller.who else { panic!("staff") };
    (staff, client)
}

async fn ask(client: &mut Client, staff: StaffId) -> u16 {
    let answer = client.get(&format!("/console/signed-in?staff={staff}")).await;
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    assert_eq!((answer.location(), answer.text()), (None, String::new()), "a status and no more");
    answer.status.as_u16()
}

#[tokio::test]
async fn only_who_is_signed_in_is_told_so_and_nobody_stays_for_asking() {
    let world = World::new().await;
    let (anna, mut her) = signed_in(&world, "anna", true).await;
    let (berta, mut other) = signed_in(&world, "berta", true).await;
    let (clara, mut unfinished) = signed_in(&world, "clara", false).await;
    assert_eq!(ask(&mut her, anna).await, 204);
    assert_eq!(ask(&mut other, berta).await, 204);
    assert_eq!(ask(&mut other, anna).await, 409, "somebody else's page");
    assert_eq!(ask(&mut unfinished, clara).await, 401, "a password has to be chosen first");
    assert_eq!(ask(&mut world.client(), anna).await, 401);
    world.clock.advance(Span::minutes(16));
    assert_eq!(ask(&mut her, anna).await, 204);
    world.clock.advance(Span::minutes(16));
    assert_eq!(ask(&mut her, anna).await, 401, "half an hour without anything done");
}
