//! Nothing about a person and no key in logs, errors or metrics.

use super::{CODE, Desks, SECRET, code, returned, vendor::Mood};
use crate::{log::LOG, world::World};
use axum::http::Method;
use enrolment::ports::SmsGateway as _;
use server::{
    config::Settings,
    http::{Site, router},
};
use std::sync::LazyLock;

#[tokio::test]
async fn logs_and_errors_hold_neither_phones_nor_codes_nor_keys() {
    LazyLock::force(&LOG);
    let mut desks = Desks::open().await;
    let mut said = Vec::new();
    for mood in [Mood::Well, Mood::OverQuota, Mood::Blacklists, Mood::Garbage, Mood::CutsOff, Mood::Down] {
        desks.aliyun.is(mood);
        desks.tencent.is(mood);
        for vendors in [vec![desks.aliyun()], vec![desks.tencent()]] {
            let message = code(1);
            said.push(format!("{message:?} {:?}", desks.through(vendors).send(&message).await));
        }
    }
    desks.secret = "another-secret";
    desks.aliyun.is(Mood::Well);
    said.push(format!("{:?}", desks.both().send(&code(2)).await));
    let said = said.concat();
    let lines = LOG.text();
    assert!(lines.contains("BUSINESS_LIMIT_CONTROL") && lines.contains("signature_mismatch"), "{lines}");
    for secret in ["13800138000", CODE, SECRET, "another-secret", "TemplateParam"] {
        assert!(!lines.contains(secret), "{secret} stands in the log:\n{lines}");
        assert!(!said.contains(secret), "{secret} stands in an error: {said}");
    }
}

#[tokio::test]
async fn metrics_count_by_gateway_template_and_reason() {
    let world = World::new().await;
    let token = Some(secrecy::SecretString::from("t"));
    let mut client =
        crate::client::Client::new(router(Site::new(world.enrolment.clone(), Settings::default(), None, token)));
    let desks = Desks::open().await;
    desks.aliyun.is(Mood::OverQuota);
    desks.both().send(&returned(1)).await.expect("taken");
    let shown = client.send(Method::GET, "/metrics", &[("authorization", "Bearer t")], Vec::new()).await.text();
    for line in [
        "ruji_sms_sent_total{gateway=\"tencent\",template=\"returned\"}",
        "ruji_sms_failed_total{gateway=\"aliyun\",reason=\"number_quota\"}",
        "ruji_sms_cost_fen_total{gateway=\"tencent\"}",
    ] {
        assert!(shown.contains(line), "{line}:\n{shown}");
    }
}
