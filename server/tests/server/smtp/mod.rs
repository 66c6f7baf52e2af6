//! E-mail over real SMTP: what arrives, and what becomes of it where the server asks to come again, refuses, hangs or cannot be trusted.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod mail_server;

use crate::world::{Setup, World};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use enrolment::{
    Caller,
    checks::last_results,
    registration::{Channel, CodeDelivery, Recipient},
};
use mail_server::{MailServer, Mood};
use server::{
    config::{Mail, MailSecurity, Span},
    mail,
};
use shared::id::Province;
use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::{Duration, Instant},
};

const ADDRESS: &str = "zhang.wei@example.com";

/// The service with this server, and somebody who asked for a code by e-mail.
struct Desk {
    world: World,
    server: MailServer,
    guest: Caller,
}

impl Desk {
    async fn with(mood: Mood, security: MailSecurity) -> Self {
        let server = MailServer::start(mood);
        let settings = Mail {
            server: "localhost".to_owned(),
            port: server.port,
            security,
            username: "ruji".to_owned(),
            password: "secret-of-the-account".to_owned(),
            from: "noreply@example.org".to_owned(),
            timeout: Span::secs(1),
            ..Mail::default()
        };
        // credentials are for servers that ask for them: this one does not where there is no TLS
        let settings =
            if security == MailSecurity::None { Mail { username: String::new(), ..settings } } else { settings };
        let smtp = mail::open(&settings).unwrap().unwrap();
        let world = World::with(Setup { mail: Some(Arc::new(smtp)), ..Setup::default() }).await;
        let guest = world.enrolment.start_session().await.unwrap().caller;
        let province: Province = "short".parse().unwrap();
        let to = Recipient::Email(ADDRESS.parse().unwrap());
        let from = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
        world.enrolment.request_code_to(&guest, &province, &to, from).await.unwrap();
        Self { world, server, guest }
    }

    async fn work(&self) {
        self.world.enrolment.run_due_jobs().await.unwrap();
    }

    /// Jobs that wait, and those that were given up.
    async fn jobs(&self) -> (u64, u64) {
        let counts = self.world.enrolment.job_counts().await.unwrap();
        (counts.waiting, counts.given_up)
    }

    async fn delivery(&self) -> Option<CodeDelivery> {
        self.world.enrolment.delivery_by(&self.guest, Channel::Mail).await.unwrap()
    }

    /// What the job table says about the last failure.
    async fn last_error(&self) -> String {
        let file = format!("sqlite:{}", self.world.folder.path().join("ruji.sqlite").display());
        let pool = sqlx::SqlitePool::connect(&file).await.unwrap();
        let error = sqlx::query_scalar("SELECT last_error FROM job").fetch_one(&pool).await.unwrap();
        pool.close().await;
        error
    }
}

/// A mail as it came: headers on one line each, and the body decoded.
struct Arrived {
    headers: Vec<(String, String)>,
    body: String,
}

impl Arrived {
    fn parse(mail: &str) -> Self {
        let (head, body) = mail.split_once("\r\n\r\n").unwrap();
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let header =
            |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        let headers = head.split("\r\n").map(|line| header(line).unwrap()).collect();
        let body = BASE64_STANDARD.decode(body.replace("\r\n", "")).unwrap();
        Self { headers, body: String::from_utf8(body).unwrap() }
    }

    fn header(&self, name: &str) -> &str {
        let [own] = self.headers.iter().filter(|(own, _)| own == name).collect::<Vec<_>>().try_into().unwrap();
        &own.1
    }

    /// A header of encoded words (RFC 2047), as a reader sees it.
    fn words(&self, name: &str) -> String {
        let bytes = self.header(name).split_whitespace().flat_map(|word| {
            let inner = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
            inner.map_or_else(|| word.as_bytes().to_vec(), |inner| BASE64_STANDARD.decode(inner).unwrap())
        });
        String::from_utf8(bytes.collect()).unwrap()
    }
}

#[tokio::test]
async fn a_mail_arrives_in_plain_words_and_its_subject_says_nothing_about_anybody() {
    let desk = Desk::with(Mood::Takes, MailSecurity::None).await;
    desk.work().await;
    assert_eq!((desk.jobs().await, desk.delivery().await), ((0, 0), Some(CodeDelivery::Sent)));
    let [mail] = desk.server.mails().try_into().unwrap();
    assert!(mail.is_ascii(), "old servers take no other bytes");
    let mail = Arrived::parse(&mail);
    assert_eq!(mail.header("to"), ADDRESS);
    assert!(mail.header("from").ends_with("<noreply@example.org>"));
    assert_eq!(mail.header("content-type"), "text/plain; charset=utf-8");
    assert!(mail.header("message-id").ends_with("@example.org>"), "{}", mail.header("message-id"));
    assert!(!mail.header("date").is_empty());
    assert_eq!(mail.words("subject"), "【湖南省教育考试院】验证码");
    let code: String = mail.body.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    assert_eq!(code.len(), 6, "{}", mail.body);
    let everything = mail.headers.iter().map(|(_, value)| value.as_str()).collect::<String>();
    assert!(!everything.contains(&code), "the code stands in the body only");
}

#[tokio::test]
async fn a_server_that_asks_to_come_again_is_asked_again() {
    let desk = Desk::with(Mood::Busy, MailSecurity::None).await;
    desk.work().await;
    assert_eq!((desk.jobs().await, desk.server.mails().len()), ((1, 0), 0));
    desk.work().await;
    assert_eq!(desk.server.verbs().iter().filter(|verb| *verb == "RCPT").count(), 1, "not before it is time");
    desk.server.turn(Mood::Takes);
    desk.world.clock.advance(shared::time::Span::secs(3));
    desk.work().await;
    assert_eq!((desk.jobs().await, desk.server.mails().len()), ((0, 0), 1));
    assert_eq!(desk.delivery().await, Some(CodeDelivery::Sent));
}

#[tokio::test]
async fn a_refusal_for_good_ends_it_and_the_operator_sees_that_but_not_the_address() {
    let desk = Desk::with(Mood::Refuses, MailSecurity::None).await;
    desk.work().await;
    assert_eq!((desk.jobs().await, desk.delivery().await), ((0, 1), Some(CodeDelivery::Failed)));
    desk.server.turn(Mood::Takes);
    desk.world.clock.advance(shared::time::Span::hours(2));
    desk.work().await;
    assert!(desk.server.mails().is_empty(), "it is not tried again");
    assert_eq!(desk.last_error().await, "the mail server answered 550", "without what the server quoted");
    desk.world.enrolment.sweep().await.unwrap();
    let found = last_results(desk.world.enrolment.db()).await.unwrap();
    let given_up = found.iter().find(|check| check.code == "job.given_up").unwrap();
    assert_eq!(given_up.found, 1, "it stands among the checks of the console");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_left_after_the_time_of_the_settings() {
    let desk = Desk::with(Mood::Silent, MailSecurity::None).await;
    let begun = Instant::now();
    desk.work().await;
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert_eq!(desk.jobs().await, (1, 0), "it is tried again");
    assert_eq!(desk.last_error().await, "the mail server took too long");
}

#[tokio::test]
async fn where_tls_is_demanded_nothing_is_sent_without_it() {
    let desk = Desk::with(Mood::Takes, MailSecurity::Starttls).await;
    desk.work().await;
    assert_eq!((desk.jobs().await, desk.server.mails().len()), ((1, 0), 0));
    let verbs = desk.server.verbs();
    assert!(verbs.iter().all(|verb| ["EHLO", "QUIT", "RSET", "NOOP"].contains(&verb.as_str())), "{verbs:?}");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_said() {
    let desk = Desk::with(Mood::OwnCertificate, MailSecurity::Starttls).await;
    desk.work().await;
    assert_eq!((desk.jobs().await, desk.server.mails().len(), desk.server.secured()), ((1, 0), 0, 0));
    assert_eq!(desk.last_error().await, "TLS with the mail server failed");
    let verbs = desk.server.verbs();
    assert!(!verbs.iter().any(|verb| ["AUTH", "MAIL", "RCPT", "DATA"].contains(&verb.as_str())), "{verbs:?}");
}

/// Without TLS from the first byte there is nothing to talk to.
#[tokio::test]
async fn a_plain_server_is_refused_where_tls_comes_first() {
    let desk = Desk::with(Mood::Takes, MailSecurity::Tls).await;
    desk.work().await;
    assert_eq!((desk.jobs().await, desk.server.mails().len()), ((1, 0), 0));
    assert!(!desk.server.verbs().iter().any(|verb| verb == "MAIL"));
}
