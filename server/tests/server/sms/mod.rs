//! Text messages over real HTTP to simulated vendors that check every call as the real ones say they do.

mod aliyun;
mod calls;
mod fail_over;
mod secrecy;
mod started;
mod tencent;
mod vendor;

use crate::world::START;
use enrolment::{
    clock::{FrozenClock, OsRandomness},
    sms::{Message, OneTimeCode, Template},
};
use server::{
    config::{DailyLimit, Templates},
    sms::{self as gateways, Ceiling, Endpoint, FailOver, Patience, Wire},
};
use shared::{id::SmsId, time::Span};
use std::{sync::Arc, time::Duration};
use vendor::{ACCESS_ID, SECRET, Vendor};

/// Longer than a fraction of a second in a log, so that no instant looks like it.
const CODE: &str = "48291357";

/// Two vendors, and what the service needs to call them.
struct Desks {
    /// The clock of the service; each vendor has its own.
    clock: Arc<FrozenClock>,
    aliyun: Vendor,
    tencent: Vendor,
    secret: &'static str,
    timeout: Duration,
    limit: DailyLimit,
}

impl Desks {
    async fn open() -> Self {
        let clock = || Arc::new(FrozenClock::at(START));
        Self {
            clock: clock(),
            aliyun: Vendor::open(aliyun::Aliyun, clock()).await,
            tencent: Vendor::open(tencent::Tencent, clock()).await,
            secret: SECRET,
            timeout: Duration::from_secs(20),
            limit: DailyLimit::default(),
        }
    }

    /// The whole world's clock.
    fn advance(&self, by: Span) {
        for clock in [&self.clock, &self.aliyun.clock, &self.tencent.clock] {
            clock.advance(by);
        }
    }

    fn wire(&self, url: &str) -> Wire {
        Wire::new(Endpoint::parse(url).expect("an endpoint"), self.timeout).expect("a client")
    }

    fn aliyun(&self) -> Box<dyn gateways::Vendor> {
        Box::new(gateways::aliyun::Aliyun {
            wire: self.wire(&self.aliyun.url),
            clock: self.clock.clone(),
            access_key_id: ACCESS_ID.to_owned(),
            access_key_secret: self.secret.into(),
            sign_name: None,
            templates: templates("SMS_100", "SMS_200"),
            price_fen: 5,
        })
    }

    fn tencent(&self) -> Box<dyn gateways::Vendor> {
        Box::new(gateways::tencent::Tencent {
            wire: self.wire(&self.tencent.url),
            clock: self.clock.clone(),
            region: "ap-guangzhou".to_owned(),
            secret_id: ACCESS_ID.to_owned(),
            secret_key: self.secret.into(),
            sdk_app_id: tencent::APP_ID.to_owned(),
            sign_name: None,
            templates: templates("100", "200"),
            price_fen: 5,
        })
    }

    fn through(&self, vendors: Vec<Box<dyn gateways::Vendor>>) -> FailOver {
        let patience = Patience { failures: 2, pause: Span::minutes(1) };
        let randomness = Arc::new(OsRandomness);
        FailOver::new(vendors, patience, Ceiling::new(self.limit), self.clock.clone(), randomness)
    }

    fn both(&self) -> FailOver {
        self.through(vec![self.aliyun(), self.tencent()])
    }

    /// How many messages both vendors took.
    fn taken(&self) -> [usize; 2] {
        [self.aliyun.taken().len(), self.tencent.taken().len()]
    }
}

fn templates(code: &str, returned: &str) -> Templates {
    let (one_time_code, returned) = (code.to_owned(), returned.to_owned());
    // What the simulated vendors have not registered.
    let absent = || "SMS_999".to_owned();
    Templates {
        one_time_code,
        returned,
        approved: absent(),
        refused: absent(),
        number_allotted: absent(),
        merge_decided: absent(),
        number_known: absent(),
        contact_changed: absent(),
        password_reset: absent(),
        region_decided: absent(),
    }
}

fn message(number: u32, template: Template) -> Message {
    let id: SmsId = format!("01920000-0000-7000-8000-0000{number:08x}").parse().expect("an id");
    Message { id, to: "13800138000".parse().expect("a phone"), template }
}

fn code(number: u32) -> Message {
    let (signature, code) = (aliyun::SIGN_NAME.to_owned(), OneTimeCode::of(CODE));
    message(number, Template::OneTimeCode { signature, code, lifetime_minutes: 5 })
}

fn returned(number: u32) -> Message {
    let (signature, portal) = (aliyun::SIGN_NAME.to_owned(), "湖南自考+入籍 平台~*".to_owned());
    message(number, Template::Returned { signature, portal })
}

fn approved(number: u32) -> Message {
    let (signature, portal) = (aliyun::SIGN_NAME.to_owned(), "portal".to_owned());
    message(number, Template::Approved { signature, portal })
}
