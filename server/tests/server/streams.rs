//! Files that are sent piece by piece, to browsers that take compressed answers.

use crate::{
    client::{Answer, Client},
    world::World,
};
use axum::http::Method;
use enrolment::{
    Caller,
    export::{ExportColumn, ExportFilter},
    session::Jurisdiction,
    staff::NewStaff,
};
use shared::{id::Province, review::Role, route::console};
use std::net::{IpAddr, Ipv4Addr};

const PASSWORD: &str = "correct horse battery staple";

/// Somebody of the whole province, signed in, and their browser.
async fn officer(world: &World, role: Role) -> (Caller, Client) {
    let province: Province = "short".parse().expect("a province");
    let login = role.as_str().to_owned();
    let jurisdiction = Jurisdiction { province, region: None, institution: None };
    let password = || PASSWORD.to_owned().into();
    let new = NewStaff { name: login.clone(), login: login.clone(), role, jurisdiction, password: password() };
    world.enrolment.create_staff(new).await.expect("an account");
    let guest = world.enrolment.start_session().await.expect("a session").caller;
    let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let signed_in = world.enrolment.sign_in_staff(&guest, &login, password(), address).await.expect("signed in");
    let mut client = world.client();
    client.hold_session(signed_in.token.expose());
    (signed_in.caller, client)
}

async fn compressed(client: &mut Client, path: &str) -> Answer {
    let answer = client.send(Method::GET, path, &[("accept-encoding", "br, gzip")], Vec::new()).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-encoding")), (200, Some("br")), "{}", answer.text());
    assert!(!answer.body.is_empty());
    answer
}

#[tokio::test]
async fn an_export_comes_whole_and_under_its_name() {
    let world = World::new().await;
    world.registered("13800138000", "11010519491231002X").await;
    let (caller, mut client) = officer(&world, Role::ProvinceAdministrator).await;
    let columns = vec![ExportColumn::Receipt, ExportColumn::Region, ExportColumn::State, ExportColumn::CreatedAt];
    let asked = world.enrolment.request_export(&caller, ExportFilter::default(), columns, "audit").await;
    let id = asked.expect("asked for");
    world.enrolment.run_due_jobs().await.expect("made");
    let answer = compressed(&mut client, &console::admin_export_file(id)).await;
    let disposition = answer.header("content-disposition").expect("a name");
    assert!(disposition.starts_with("attachment; filename=\"short-2026-"), "{disposition}");
}

#[tokio::test]
async fn the_audit_trail_comes_whole() {
    let world = World::new().await;
    let (_, mut client) = officer(&world, Role::Auditor).await;
    compressed(&mut client, "/console/audit.csv").await;
}
