//! A mail server of a few lines on a loopback port, in threads of its own: how it behaves, and what came over the wire.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use rustls::pki_types::PrivatePkcs8KeyDer;
use std::{
    io::{self, BufRead as _, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// How the server behaves at the moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mood {
    Takes,
    /// 451 for the recipient: come again.
    Busy,
    /// 550 for the recipient, quoting the address as servers do.
    Refuses,
    /// Takes the connection and says nothing.
    Silent,
    /// Offers TLS with a certificate that nobody vouches for.
    OwnCertificate,
}

#[derive(Default)]
struct Seen {
    /// Verbs of every connection, in their order.
    verbs: Vec<String>,
    /// Mails that were taken, as they came.
    mails: Vec<String>,
    /// Connections on which TLS began.
    secured: usize,
}

pub(super) struct MailServer {
    pub(super) port: u16,
    mood: Arc<Mutex<Mood>>,
    seen: Arc<Mutex<Seen>>,
}

impl MailServer {
    pub(super) fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (mood, seen) = (Arc::new(Mutex::new(mood)), Arc::<Mutex<Seen>>::default());
        let (moods, book) = (mood.clone(), seen.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (mood, book) = (*moods.lock().unwrap(), book.clone());
                // a client that hangs up in the middle is what some tests are about
                std::thread::spawn(move || drop(serve(&stream, mood, &book)));
            }
        });
        Self { port, mood, seen }
    }

    pub(super) fn turn(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub(super) fn mails(&self) -> Vec<String> {
        self.seen.lock().unwrap().mails.clone()
    }

    pub(super) fn verbs(&self) -> Vec<String> {
        self.seen.lock().unwrap().verbs.clone()
    }

    pub(super) fn secured(&self) -> usize {
        self.seen.lock().unwrap().secured
    }
}

fn serve(mut stream: &TcpStream, mood: Mood, seen: &Mutex<Seen>) -> io::Result<()> {
    if mood == Mood::Silent {
        return io::copy(&mut stream, &mut io::sink()).map(drop);
    }
    let mut lines = BufReader::new(stream);
    stream.write_all(b"220 mail.test ESMTP\r\n")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let verb = line.split([' ', '\r', ':']).next().unwrap_or_default().to_ascii_uppercase();
        seen.lock().unwrap().verbs.push(verb.clone());
        let answer = match verb.as_str() {
            "EHLO" if mood == Mood::OwnCertificate => "250-mail.test\r\n250 STARTTLS".to_owned(),
            "EHLO" => "250-mail.test\r\n250 8BITMIME".to_owned(),
            "STARTTLS" => {
                stream.write_all(b"220 go on\r\n")?;
                return secure(stream, seen);
            }
            "RCPT" if mood == Mood::Busy => "451 4.3.0 come again later".to_owned(),
            "RCPT" if mood == Mood::Refuses => format!("550 5.1.1 no such user: {}", line.trim()),
            "DATA" => {
                stream.write_all(b"354 go on\r\n")?;
                let mail = read_mail(&mut lines)?;
                seen.lock().unwrap().mails.push(mail);
                "250 2.0.0 queued as 4F2A".to_owned()
            }
            "QUIT" => "221 bye".to_owned(),
            _ => "250 ok".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
}

/// Up to the line with a dot alone.
fn read_mail(lines: &mut impl io::BufRead) -> io::Result<String> {
    let mut mail = String::new();
    while !mail.ends_with("\r\n.\r\n") {
        if lines.read_line(&mut mail)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    mail.truncate(mail.len() - 3);
    Ok(mail)
}

/// A certificate of `localhost` that signs itself, and its key, which serves nothing else (both DER).
const CERTIFICATE: &str = "MIIBlTCCATugAwIBAgIUZ3bWSQYgVoC7buq9txardYkDZiswCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2\
    MTEyMjE1NDAwOVoYDzIxMjYxMDI5MTU0MDA5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC\
    AATJYn7gGpU/IfAVlnj/5bqoeVOyLhHI4X4uUt3KTVXy5lzzCZppEdJqwee4Hi3R1jSg2kDbO69Yt4C+Mtv77td/o2kwZzAdBgNV\
    HQ4EFgQUw995SYnCaz8pX3pNvBy2iU4B/BIwHwYDVR0jBBgwFoAUw995SYnCaz8pX3pNvBy2iU4B/BIwDwYDVR0TAQH/BAUwAwEB\
    /zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwIDSAAwRQIgOHLO1aRJMfPaMp+UgtJ5MRtyPGvYYSoh6k2FMPiKSygC\
    IQCMPFFY/PQyAH3H3qztrAQ6rn2AuOhCKk8mi9eiI8RVvA==";
const KEY: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg5XLFw2y4AkyZIGYFiodAzWIOJBP9DT+Ff8NeBnAdqryhRANCAATJ\
    Yn7gGpU/IfAVlnj/5bqoeVOyLhHI4X4uUt3KTVXy5lzzCZppEdJqwee4Hi3R1jSg2kDbO69Yt4C+Mtv77td/";

/// TLS with that certificate. Whoever checks it hangs up.
fn secure(mut stream: &TcpStream, seen: &Mutex<Seen>) -> io::Result<()> {
    let certificate = BASE64_STANDARD.decode(CERTIFICATE).unwrap().into();
    let key = PrivatePkcs8KeyDer::from(BASE64_STANDARD.decode(KEY).unwrap());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![certificate], key.into()).unwrap();
    let mut connection = rustls::ServerConnection::new(Arc::new(config)).unwrap();
    let mut tls = rustls::Stream::new(&mut connection, &mut stream);
    let mut byte = [0];
    tls.read_exact(&mut byte)?;
    seen.lock().unwrap().secured += 1;
    Ok(())
}
