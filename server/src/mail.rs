//! Hands e-mail to a mail server by SMTP.

use crate::config::{self, MailSecurity, SecretError};
use async_trait::async_trait;
use enrolment::{
    mail::{Mail, messages},
    ports::{MailError, MailGateway, MailReceipt},
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};
use secrecy::ExposeSecret as _;
use std::{error::Error as _, io, time::Duration};

/// The mail server cannot be set up. The text names the key, never a value.
#[derive(Debug, thiserror::Error)]
pub enum MailSetupError {
    #[error("settings: mail.from is not an e-mail address")]
    From,
    #[error("settings: mail.security = \"none\" is for a server on the same machine; use \"tls\" or \"starttls\"")]
    Open,
    #[error("settings: mail.password: {0}")]
    Secret(#[from] SecretError),
    #[error("TLS to the mail server cannot be set up: {0}")]
    Tls(String),
}

/// A mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// For one e-mail: the transport's own limit ends with the connection's beginning.
    timeout: Duration,
}

/// The server of the settings; nothing where none is named.
pub fn open(settings: &config::Mail) -> Result<Option<Smtp>, MailSetupError> {
    if settings.server.is_empty() {
        return Ok(None);
    }
    // Fails where another part of the process has chosen already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let from = settings.from.parse().map_err(|_| MailSetupError::From)?;
    let here = ["localhost", "127.0.0.1", "::1"].contains(&settings.server.as_str());
    let parameters =
        || TlsParameters::new(settings.server.clone()).map_err(|error| MailSetupError::Tls(error.to_string()));
    let tls = match settings.security {
        MailSecurity::Tls => Tls::Wrapper(parameters()?),
        MailSecurity::Starttls => Tls::Required(parameters()?),
        MailSecurity::None if here => Tls::None,
        MailSecurity::None => return Err(MailSetupError::Open),
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.server)
        .port(settings.port)
        .tls(tls)
        .timeout(Some(settings.timeout.duration()));
    let builder = match settings.resolved_password()? {
        Some(password) if !settings.username.is_empty() => {
            builder.credentials(Credentials::new(settings.username.clone(), password.expose_secret().to_owned()))
        }
        _ => builder,
    };
    Ok(Some(Smtp { transport: builder.build(), from, timeout: settings.timeout.duration() }))
}

#[async_trait]
impl MailGateway for Smtp {
    async fn send(&self, mail: &Mail) -> Result<MailReceipt, MailError> {
        let message = self.message(mail).map_err(|error| MailError::GiveUp(error.to_string()))?;
        let sent = tokio::time::timeout(self.timeout, self.transport.send(message)).await;
        match sent.map_err(|_| MailError::Retry(TOO_LONG.to_owned()))? {
            Ok(answer) => Ok(MailReceipt(answer.message().collect::<Vec<_>>().join(" ").chars().take(200).collect())),
            Err(error) if error.is_permanent() => Err(MailError::GiveUp(code(&error))),
            Err(error) => Err(MailError::Retry(code(&error))),
        }
    }
}

impl Smtp {
    /// Plain text; its id is that of the outbox, so that a server sees a repetition for what it is.
    fn message(&self, mail: &Mail) -> Result<Message, lettre::error::Error> {
        let to = mail.to.expose().parse().map_err(|_| lettre::error::Error::MissingTo)?;
        let host = self.from.email.domain();
        Message::builder()
            .from(Mailbox::new(Some(mail.authority.clone()), self.from.email.clone()))
            .to(Mailbox::new(None, to))
            .subject(messages::subject(mail))
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(messages::body(mail))
    }
}

/// What went wrong, without what the server wrote: it may quote the address.
fn code(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(status) => format!("the mail server answered {status}"),
        None if error.is_timeout() => TOO_LONG.to_owned(),
        None if error.is_tls() || is_handshake(error) => "TLS with the mail server failed".to_owned(),
        None => "the mail server could not be reached".to_owned(),
    }
}

const TOO_LONG: &str = "the mail server took too long";

/// Whether TLS could not begin, which the transport calls a failed connection.
fn is_handshake(error: &lettre::transport::smtp::Error) -> bool {
    let inside = |inner: &io::Error| matches!(inner.get_ref(), Some(cause) if cause.is::<rustls::Error>());
    let mut source = error.source();
    while let Some(inner) = source {
        if inner.is::<rustls::Error>() || inner.downcast_ref::<io::Error>().is_some_and(inside) {
            return true;
        }
        source = inner.source();
    }
    false
}
