//! Single calls: what a vendor takes, what it refuses, and what becomes of each refusal.

use super::{CODE, Desks, aliyun::SIGN_NAME, approved, code, returned, vendor::Mood};
use enrolment::ports::{SmsError, SmsGateway as _, SmsReceipt};
use shared::time::Span;

fn gave_up(sent: Result<SmsReceipt, SmsError>) -> String {
    match sent {
        Err(SmsError::GiveUp(reason)) => reason,
        other => panic!("not given up: {other:?}"),
    }
}

fn retried(sent: Result<SmsReceipt, SmsError>) -> String {
    match sent {
        Err(SmsError::Retry(reason)) => reason,
        other => panic!("not to be tried again: {other:?}"),
    }
}

#[tokio::test]
async fn both_vendors_take_a_code_with_its_id_and_values() {
    let desks = Desks::open().await;
    let receipt = desks.through(vec![desks.aliyun()]).send(&code(1)).await.expect("taken");
    assert_eq!((receipt.gateway, &*receipt.gateway_id), ("aliyun", "01920000^0"));
    let receipt = desks.through(vec![desks.tencent()]).send(&code(1)).await.expect("taken");
    assert_eq!((receipt.gateway, &*receipt.gateway_id), ("tencent", "5000:01920000"));
    for taken in [desks.aliyun.taken(), desks.tencent.taken()] {
        assert_eq!(taken[0].phone, "13800138000");
        assert_eq!(taken[0].id, code(1).id.to_string());
        assert_eq!(taken[0].signature, SIGN_NAME);
        assert_eq!(taken[0].values, [CODE, "5"]);
    }
}

#[tokio::test]
async fn characters_that_have_to_be_encoded_arrive_as_they_were() {
    let desks = Desks::open().await;
    for vendor in [desks.aliyun(), desks.tencent()] {
        desks.through(vec![vendor]).send(&returned(1)).await.expect("taken");
    }
    assert_eq!(desks.aliyun.taken()[0].values, ["湖南自考+入籍 平台~*"]);
    assert_eq!(desks.tencent.taken()[0].values, desks.aliyun.taken()[0].values);
}

#[tokio::test]
async fn a_wrong_secret_is_given_up_with_its_reason() {
    let mut desks = Desks::open().await;
    desks.secret = "another-secret";
    assert_eq!(gave_up(desks.through(vec![desks.aliyun()]).send(&code(1)).await), "aliyun: signature_mismatch");
    assert_eq!(gave_up(desks.through(vec![desks.tencent()]).send(&code(1)).await), "tencent: signature_mismatch");
    assert_eq!(desks.taken(), [0, 0]);
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_given_up_with_its_reason() {
    let desks = Desks::open().await;
    desks.clock.advance(Span::secs(5 * 60));
    for vendor in [desks.aliyun(), desks.tencent()] {
        desks.through(vec![vendor]).send(&code(1)).await.expect("within what both vendors allow");
    }
    desks.clock.advance(Span::secs(1));
    assert_eq!(gave_up(desks.through(vec![desks.tencent()]).send(&code(2)).await), "tencent: clock_skew");
    desks.clock.advance(Span::secs(10 * 60));
    assert_eq!(gave_up(desks.through(vec![desks.aliyun()]).send(&code(2)).await), "aliyun: clock_skew");
    assert_eq!(desks.taken(), [1, 1]);
}

#[tokio::test]
async fn a_quota_ends_a_code_and_lets_other_messages_wait() {
    let desks = Desks::open().await;
    desks.aliyun.is(Mood::OverQuota);
    desks.tencent.is(Mood::OverQuota);
    assert_eq!(gave_up(desks.both().send(&code(1)).await), "aliyun: number_quota; tencent: number_quota");
    assert_eq!(retried(desks.both().send(&returned(2)).await), "aliyun: number_quota; tencent: number_quota");
}

#[tokio::test]
async fn a_phone_on_the_blacklist_is_left_in_peace_by_the_next_vendor_too() {
    let desks = Desks::open().await;
    desks.aliyun.is(Mood::Blacklists);
    assert_eq!(gave_up(desks.both().send(&code(1)).await), "aliyun: blacklist");
    assert_eq!(desks.tencent.calls(), 0);
    desks.tencent.is(Mood::Blacklists);
    assert_eq!(gave_up(desks.through(vec![desks.tencent()]).send(&code(1)).await), "tencent: blacklist");
}

#[tokio::test]
async fn a_text_that_is_not_registered_is_given_up() {
    let desks = Desks::open().await;
    let reason = gave_up(desks.both().send(&approved(1)).await);
    assert_eq!(reason, "aliyun: template_refused; tencent: template_refused");
}

#[tokio::test]
async fn answers_that_are_none_are_bounded_and_believed_in_nothing() {
    let desks = Desks::open().await;
    for (mood, reason) in
        [(Mood::Garbage, "answer_unreadable"), (Mood::Endless, "answer_too_long"), (Mood::CutsOff, "connection_lost")]
    {
        desks.aliyun.is(mood);
        desks.tencent.is(mood);
        assert_eq!(retried(desks.through(vec![desks.aliyun()]).send(&code(1)).await), format!("aliyun: {reason}"));
        assert_eq!(retried(desks.through(vec![desks.tencent()]).send(&code(1)).await), format!("tencent: {reason}"));
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let desks = Desks::open().await;
    desks.aliyun.is(Mood::Redirects);
    assert_eq!(retried(desks.through(vec![desks.aliyun()]).send(&code(1)).await), "aliyun: redirected");
    assert_eq!(desks.aliyun.calls(), 1);
}
