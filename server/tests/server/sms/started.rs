//! The service as its settings start it: refused without a gateway in production, and sending through one where it is set.

use super::{
    aliyun::{Aliyun, SIGN_NAME},
    templates,
    vendor::{ACCESS_ID, SECRET, Vendor},
};
use crate::{client::Client, world::root};
use enrolment::clock::{Clock as _, FrozenClock, SystemClock};
use server::{
    config::{GatewayName, Mode, Settings},
    http::{Site, router},
    start::{self, StartError, Started},
};
use std::{path::Path, sync::Arc};

fn settings(folder: &Path, mode: Mode) -> Settings {
    let mut settings = Settings::default();
    settings.service.mode = mode;
    settings.service.profiles = root("shared/profiles");
    settings.photo.models = root("models");
    settings.files.directory = folder.join("files");
    settings.keys.master_key_file = folder.join("master.key");
    settings.database.url = format!("sqlite:{}", folder.join("ruji.sqlite").display());
    settings
}

fn with_aliyun(mut settings: Settings, url: &str) -> Settings {
    settings.sms.gateways = vec![GatewayName::Aliyun];
    url.clone_into(&mut settings.sms.aliyun.endpoint);
    ACCESS_ID.clone_into(&mut settings.sms.aliyun.access_key_id);
    SECRET.clone_into(&mut settings.sms.aliyun.access_key_secret);
    settings.sms.aliyun.templates = templates("SMS_100", "SMS_200");
    settings
}

#[tokio::test]
async fn production_without_a_gateway_is_refused_in_one_line_that_names_the_key() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut settings = settings(folder.path(), Mode::Production);
    let refused = start::start(&settings).await.err().expect("refused");
    assert!(matches!(refused, StartError::NoSmsGateway));
    let text = refused.to_string();
    assert!(text.contains("sms.gateways") && text.lines().count() == 1, "{text}");

    settings.sms.gateways = vec![GatewayName::Tencent];
    let refused = start::start(&settings).await.err().expect("refused").to_string();
    assert!(refused.contains("sms.tencent.secret_id is missing"), "{refused}");
    assert!(!folder.path().join("master.key").exists(), "nothing was made");
}

#[tokio::test]
async fn commands_that_send_nothing_need_no_gateway() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = settings(folder.path(), Mode::Production);
    assert!(start::start_without_engine(&settings).await.is_ok());
}

#[tokio::test]
async fn production_with_a_gateway_starts_without_the_inbox() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut settings = with_aliyun(settings(folder.path(), Mode::Production), "https://dysmsapi.aliyuncs.com");
    let refused = start::start(&settings).await.err().expect("Hubei asks for e-mail addresses");
    assert!(matches!(refused, StartError::NoMailServer), "{refused}");
    "smtp.example".clone_into(&mut settings.mail.server);
    assert!(matches!(start::start(&settings).await.err().expect("refused"), StartError::Mail(_)), "no sender");
    "no-reply@exam.example".clone_into(&mut settings.mail.from);
    let started = start::start(&settings).await.unwrap_or_else(|error| panic!("{error}"));
    assert!(started.inbox.is_none());
}

#[tokio::test]
async fn a_candidate_registers_with_a_code_that_came_through_the_gateway() {
    // The started service asks the machine for the time, and so does its vendor.
    let vendor = Vendor::open(Aliyun, Arc::new(FrozenClock::at(SystemClock.now()))).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut settings = with_aliyun(settings(folder.path(), Mode::Development), &vendor.url);
    // without a server for e-mail the inbox would be there for that
    "smtp.example".clone_into(&mut settings.mail.server);
    "no-reply@exam.example".clone_into(&mut settings.mail.from);
    let Started { enrolment, inbox } = start::start(&settings).await.unwrap_or_else(|error| panic!("{error}"));
    let mut client = Client::new(router(Site::new(enrolment.clone(), settings, inbox, None)));
    let phone = "13900139000";
    client.post_form("/api/request-code", &[("province", "hunan"), ("page", "register"), ("phone", phone)]).await;
    enrolment.run_due_jobs().await.expect("jobs run");
    let taken = vendor.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!((&*taken[0].phone, &*taken[0].signature), (phone, SIGN_NAME));
    let form = [
        ("province", "hunan"),
        ("phone", phone),
        ("code", &taken[0].values[0]),
        ("document_type", "resident_id_card"),
        ("document_number", "11010519491231002X"),
        ("region", "430102"),
        ("consent", "on"),
    ];
    let answer = client.post_form("/api/register", &form).await;
    assert_eq!(answer.location(), Some("/hunan/handoff"), "{}", answer.text());
    assert_eq!(client.get("/dev/sms").await.status.as_u16(), 404);
}
