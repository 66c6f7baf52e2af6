//! Several vendors: the second stands in for the first, and no message is taken twice.

use super::{Desks, aliyun::SIGN_NAME, code, message, returned, vendor::Mood};
use enrolment::{
    ports::{SmsError, SmsGateway as _},
    sms::{OneTimeCode, Template},
};
use server::config::DailyLimit;
use shared::time::Span;
use std::time::Duration;

#[tokio::test]
async fn the_second_vendor_stands_in_and_the_circuit_opens_and_closes_again() {
    let desks = Desks::open().await;
    let gateway = desks.both();
    desks.aliyun.is(Mood::Down);
    for number in 1..=5 {
        assert_eq!(gateway.send(&returned(number)).await.expect("taken").gateway, "tencent");
    }
    assert_eq!((desks.aliyun.calls(), desks.taken()), (2, [0, 5]), "after two failures it is left alone");

    desks.advance(Span::secs(61));
    assert_eq!(gateway.send(&returned(6)).await.expect("taken").gateway, "tencent");
    assert_eq!(gateway.send(&returned(7)).await.expect("taken").gateway, "tencent");
    assert_eq!(desks.aliyun.calls(), 3, "one message tried it, and it is left alone anew");

    desks.aliyun.is(Mood::Well);
    assert_eq!(gateway.send(&returned(8)).await.expect("taken").gateway, "tencent");
    desks.advance(Span::secs(61));
    assert_eq!(gateway.send(&returned(9)).await.expect("taken").gateway, "aliyun");
    assert_eq!(gateway.send(&returned(10)).await.expect("taken").gateway, "aliyun");
    assert_eq!(desks.taken(), [2, 8]);
}

#[tokio::test]
async fn nobody_listening_is_an_outage_too() {
    let mut desks = Desks::open().await;
    let port = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    desks.aliyun.url = format!("http://{}", port.local_addr().expect("an address"));
    drop(port);
    assert_eq!(desks.both().send(&returned(1)).await.expect("taken").gateway, "tencent");
    let alone = desks.through(vec![desks.aliyun()]).send(&returned(2)).await;
    assert_eq!(alone, Err(SmsError::Retry("aliyun: unreachable".to_owned())));
}

#[tokio::test]
async fn a_vendor_that_is_set_up_wrongly_does_not_stop_the_service() {
    let mut desks = Desks::open().await;
    desks.secret = "another-secret";
    let wrong = desks.aliyun();
    desks.secret = super::SECRET;
    let gateway = desks.through(vec![wrong, desks.tencent()]);
    for number in 1..=4 {
        assert_eq!(gateway.send(&code(number)).await.expect("taken").gateway, "tencent");
    }
}

#[tokio::test]
async fn a_message_that_was_taken_is_not_sent_again() {
    let desks = Desks::open().await;
    let gateway = desks.both();
    let first = gateway.send(&code(1)).await.expect("taken");
    assert_eq!(gateway.send(&code(1)).await, Ok(first));
    assert_eq!((desks.aliyun.calls(), desks.taken()), (1, [1, 0]));
}

#[tokio::test]
async fn another_code_under_the_same_id_is_another_message() {
    let desks = Desks::open().await;
    let gateway = desks.both();
    gateway.send(&code(1)).await.expect("taken");
    let (signature, fresh) = (SIGN_NAME.to_owned(), OneTimeCode::of("11111111"));
    let fresh = message(1, Template::OneTimeCode { signature, code: fresh, lifetime_minutes: 5 });
    gateway.send(&fresh).await.expect("taken");
    assert_eq!(desks.aliyun.taken()[1].values[0], "11111111", "the earlier code is dead in the database");
}

#[tokio::test]
async fn after_a_lost_answer_the_same_vendor_is_asked_and_tells_that_it_took_it() {
    let desks = Desks::open().await;
    let gateway = desks.both();
    desks.aliyun.is(Mood::CutsOff);
    assert_eq!(gateway.send(&returned(1)).await, Err(SmsError::Retry("aliyun: connection_lost".to_owned())));
    assert_eq!(desks.taken(), [1, 0], "it took the message, and nobody else was asked");
    desks.aliyun.is(Mood::Down);
    assert!(matches!(gateway.send(&returned(1)).await, Err(SmsError::Retry(_))), "still not known");
    desks.aliyun.is(Mood::Well);
    let receipt = gateway.send(&returned(1)).await.expect("known now");
    assert_eq!((receipt.gateway, &*receipt.gateway_id), ("aliyun", ""));
    assert_eq!(gateway.send(&returned(1)).await, Ok(receipt));
    assert_eq!(desks.taken(), [1, 0]);
}

#[tokio::test]
async fn after_a_lost_answer_that_hid_a_loss_the_message_goes_out_once() {
    let desks = Desks::open().await;
    let gateway = desks.both();
    desks.aliyun.is(Mood::Garbage);
    assert!(matches!(gateway.send(&returned(1)).await, Err(SmsError::Retry(_))));
    desks.aliyun.is(Mood::Well);
    assert_eq!(gateway.send(&returned(1)).await.expect("taken").gateway_id, "01920000^0");
    assert_eq!(desks.taken(), [1, 0]);
}

#[tokio::test]
async fn where_a_vendor_cannot_recognise_a_repeat_it_is_not_asked_to_send_again() {
    let desks = Desks::open().await;
    let gateway = desks.through(vec![desks.tencent()]);
    desks.tencent.is(Mood::CutsOff);
    for _ in 0..2 {
        let Err(SmsError::GiveUp(reason)) = gateway.send(&returned(1)).await else { panic!("not given up") };
        assert!(reason.ends_with("outcome_unknown"), "{reason}");
        desks.tencent.is(Mood::Well);
    }
    assert_eq!((desks.tencent.calls(), desks.taken()), (1, [0, 1]));
}

#[tokio::test]
async fn a_code_does_not_wait_for_a_vendor_that_says_nothing() {
    let mut desks = Desks::open().await;
    // The client's patience is the one clock here that cannot stand still.
    desks.timeout = Duration::from_millis(300);
    desks.aliyun.is(Mood::Silent);
    let silent = desks.aliyun();
    desks.timeout = Duration::from_secs(20);
    let gateway = desks.through(vec![silent, desks.tencent()]);
    let receipt = gateway.send(&code(1)).await.expect("taken");
    assert_eq!(receipt.gateway, "tencent");
    assert_eq!(gateway.send(&code(1)).await, Ok(receipt));
    assert_eq!(desks.aliyun.taken()[0].values, desks.tencent.taken()[0].values, "a second copy is the same code");
    assert_eq!((desks.aliyun.calls(), desks.tencent.calls()), (1, 1));
}

#[tokio::test]
async fn two_sends_of_one_code_after_a_time_out_are_one_message() {
    let mut desks = Desks::open().await;
    desks.timeout = Duration::from_millis(300);
    let gateway = desks.through(vec![desks.aliyun()]);
    desks.aliyun.is(Mood::Silent);
    assert_eq!(gateway.send(&code(1)).await, Err(SmsError::Retry("aliyun: timeout".to_owned())));
    desks.aliyun.is(Mood::Well);
    assert_eq!(gateway.send(&code(1)).await.expect("known now").gateway, "aliyun");
    assert_eq!(desks.taken(), [1, 0]);
}

#[tokio::test]
async fn a_send_that_was_stopped_in_the_middle_is_asked_about_too() {
    let desks = Desks::open().await;
    let gateway = desks.both();
    desks.aliyun.is(Mood::Silent);
    let message = returned(1);
    let stopped = tokio::select! {
        _ = gateway.send(&message) => false,
        () = until(|| desks.aliyun.taken().len() == 1) => true,
    };
    assert!(stopped);
    desks.aliyun.is(Mood::Well);
    assert_eq!(gateway.send(&message).await.expect("known now").gateway, "aliyun");
    assert_eq!(desks.taken(), [1, 0]);
}

#[tokio::test]
async fn many_senders_of_one_message_send_it_once() {
    let desks = Desks::open().await;
    let gateway = std::sync::Arc::new(desks.both());
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let gateway = gateway.clone();
        senders.spawn(async move { gateway.send(&code(1)).await });
    }
    for sent in senders.join_all().await {
        assert!(matches!(sent, Ok(_) | Err(SmsError::Retry(_))), "{sent:?}");
    }
    assert_eq!(desks.taken(), [1, 0]);
}

#[tokio::test]
async fn the_daily_limit_stops_only_where_that_is_wanted() {
    let mut desks = Desks::open().await;
    for (stop, expected) in [(false, 3), (true, 5)] {
        desks.limit = DailyLimit { messages: 2, cost_fen: 0, stop };
        let gateway = desks.both();
        for number in 1..=2 {
            gateway.send(&code(number)).await.expect("below the limit");
        }
        let third = gateway.send(&code(3)).await;
        assert_eq!(third.is_err(), stop, "{third:?}");
        assert_eq!(desks.aliyun.taken().len(), expected);
    }
}

/// Returns when `reached` holds, giving other tasks their turn meanwhile.
async fn until(reached: impl Fn() -> bool) {
    while !reached() {
        tokio::task::yield_now().await;
    }
}
