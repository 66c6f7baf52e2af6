//! From settings to gateways: what is missing or wrong is named by its key before the service starts.

use super::{Ceiling, Endpoint, FailOver, Patience, Vendor, Wire, WireError, aliyun, tencent};
use crate::config::{GatewayName, SecretError, Sms, Templates};
use enrolment::{
    clock::{Clock, Randomness},
    sms::TemplateName,
};
use secrecy::SecretString;
use shared::time::Span;
use std::{sync::Arc, time::Duration};

/// All gateways together: a job that sends is stopped after 45 seconds (`enrolment::jobs`).
const PATIENCE_MAX: Duration = Duration::from_secs(40);

/// The gateways cannot be set up. The text names the key, never a value.
#[derive(Debug, thiserror::Error)]
pub enum SmsSetupError {
    #[error("settings: {0} is missing, and sms.gateways names {1}")]
    Missing(String, &'static str),
    #[error("settings: {0} {1}")]
    Wire(String, WireError),
    #[error("settings: sms.{0}: {1}")]
    Secret(&'static str, SecretError),
    #[error("settings: sms.gateways names {0} twice")]
    Twice(&'static str),
    #[error("settings: sms.timeout must be 1s or more, and at most {0}s with so many gateways")]
    Timeout(u64),
}

/// The gateways in their order; nothing where none is named.
pub fn open(
    settings: &Sms,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
) -> Result<Option<FailOver>, SmsSetupError> {
    let names = &settings.gateways;
    if names.is_empty() {
        return Ok(None);
    }
    if let Some((_, name)) = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)) {
        return Err(SmsSetupError::Twice(name.as_str()));
    }
    let timeout = settings.timeout.duration();
    let most = PATIENCE_MAX / names.len() as u32;
    if timeout.is_zero() || timeout > most {
        return Err(SmsSetupError::Timeout(most.as_secs()));
    }
    let vendor = |name: &GatewayName| -> Result<Box<dyn Vendor>, SmsSetupError> {
        Ok(match name {
            GatewayName::Aliyun => Box::new(aliyun(settings, clock.clone())?),
            GatewayName::Tencent => Box::new(tencent(settings, clock.clone())?),
        })
    };
    let vendors = names.iter().map(vendor).collect::<Result<_, _>>()?;
    let pause = Span(settings.pause.duration().as_millis() as i64);
    let patience = Patience { failures: settings.failures, pause };
    Ok(Some(FailOver::new(vendors, patience, Ceiling::new(settings.daily_limit), clock, randomness)))
}

fn aliyun(settings: &Sms, clock: Arc<dyn Clock>) -> Result<aliyun::Aliyun, SmsSetupError> {
    let (of, name) = (&settings.aliyun, "aliyun");
    let secret = of.resolved_secret().map_err(|cause| SmsSetupError::Secret("aliyun.access_key_secret_file", cause))?;
    Ok(aliyun::Aliyun {
        wire: wire(settings, name, &of.endpoint)?,
        clock,
        access_key_id: required(name, "access_key_id", &of.access_key_id)?,
        access_key_secret: present(name, "access_key_secret", secret)?,
        sign_name: optional(&of.sign_name),
        templates: complete(name, &of.templates)?,
        price_fen: of.price_fen,
    })
}

fn tencent(settings: &Sms, clock: Arc<dyn Clock>) -> Result<tencent::Tencent, SmsSetupError> {
    let (of, name) = (&settings.tencent, "tencent");
    let secret = of.resolved_secret().map_err(|cause| SmsSetupError::Secret("tencent.secret_key_file", cause))?;
    Ok(tencent::Tencent {
        wire: wire(settings, name, &of.endpoint)?,
        clock,
        region: required(name, "region", &of.region)?,
        secret_id: required(name, "secret_id", &of.secret_id)?,
        secret_key: present(name, "secret_key", secret)?,
        sdk_app_id: required(name, "sdk_app_id", &of.sdk_app_id)?,
        sign_name: optional(&of.sign_name),
        templates: complete(name, &of.templates)?,
        price_fen: of.price_fen,
    })
}

fn wire(settings: &Sms, name: &str, endpoint: &str) -> Result<Wire, SmsSetupError> {
    let wrong = |error| SmsSetupError::Wire(format!("sms.{name}.endpoint"), error);
    Wire::new(Endpoint::parse(endpoint).map_err(wrong)?, settings.timeout.duration()).map_err(wrong)
}

fn missing(name: &'static str, key: &str) -> SmsSetupError {
    SmsSetupError::Missing(format!("sms.{name}.{key}"), name)
}

fn required(name: &'static str, key: &str, value: &str) -> Result<String, SmsSetupError> {
    optional(value).ok_or_else(|| missing(name, key))
}

fn optional(value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn present(name: &'static str, key: &str, value: Option<SecretString>) -> Result<SecretString, SmsSetupError> {
    use secrecy::ExposeSecret as _;
    value.filter(|secret| !secret.expose_secret().is_empty()).ok_or_else(|| missing(name, key))
}

/// Every text has to be registered before the service starts: a candidate must not be the first to notice.
fn complete(name: &'static str, templates: &Templates) -> Result<Templates, SmsSetupError> {
    for template in TemplateName::ALL {
        required(name, &format!("templates.{}", template.as_str()), templates.code(template))?;
    }
    Ok(templates.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Aliyun, Settings};
    use enrolment::clock::{OsRandomness, SystemClock};
    use std::collections::HashMap;

    fn tried(settings: &Sms) -> Result<Option<FailOver>, SmsSetupError> {
        open(settings, Arc::new(SystemClock), Arc::new(OsRandomness))
    }

    fn fault(settings: &Sms) -> String {
        tried(settings).err().map(|error| error.to_string()).unwrap_or_default()
    }

    type Spoil = fn(&mut Sms);

    fn complete_aliyun() -> Sms {
        let code = || "SMS_1".to_owned();
        let templates = Templates {
            one_time_code: code(),
            returned: code(),
            approved: code(),
            refused: code(),
            number_allotted: code(),
            merge_decided: code(),
            number_known: code(),
            contact_changed: code(),
            password_reset: code(),
            region_decided: code(),
        };
        let aliyun = Aliyun {
            access_key_id: "id".to_owned(),
            access_key_secret: "secret".to_owned(),
            templates,
            ..Aliyun::default()
        };
        Sms { gateways: vec![GatewayName::Aliyun], aliyun, ..Sms::default() }
    }

    #[test]
    fn what_is_missing_is_named_by_its_key() {
        assert!(tried(&Sms::default()).is_ok_and(|gateway| gateway.is_none()));
        assert!(tried(&complete_aliyun()).is_ok_and(|gateway| gateway.is_some()), "{}", fault(&complete_aliyun()));
        let spoilt: [(Spoil, &str); 8] = [
            (|sms| sms.aliyun.access_key_id.clear(), "sms.aliyun.access_key_id is missing"),
            (|sms| sms.aliyun.access_key_secret.clear(), "sms.aliyun.access_key_secret is missing"),
            (|sms| sms.aliyun.access_key_secret_file = Some("/absent".into()), "sms.aliyun.access_key_secret_file"),
            (|sms| sms.aliyun.templates.returned.clear(), "sms.aliyun.templates.returned is missing"),
            (|sms| sms.aliyun.endpoint = "http://sms.example".to_owned(), "sms.aliyun.endpoint"),
            (|sms| sms.gateways.push(GatewayName::Tencent), "sms.tencent.secret_id is missing"),
            (|sms| sms.gateways.push(GatewayName::Aliyun), "sms.gateways names aliyun twice"),
            (|sms| sms.timeout = crate::config::Span::secs(41), "sms.timeout"),
        ];
        for (spoil, expected) in spoilt {
            let mut settings = complete_aliyun();
            spoil(&mut settings);
            assert!(fault(&settings).contains(expected), "{expected}: {}", fault(&settings));
        }
    }

    #[test]
    fn keys_come_from_the_environment_and_are_not_shown() {
        let variables = [
            ("RUJI_SMS__GATEWAYS", "tencent,aliyun"),
            ("RUJI_SMS__ALIYUN__ACCESS_KEY_SECRET", "hidden-one"),
            ("RUJI_SMS__TENCENT__SECRET_KEY", "hidden-two"),
            ("RUJI_SMS__TENCENT__SDK_APP_ID", "1400006666"),
        ];
        let variables: HashMap<_, _> = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let settings = Settings::from_sources(None, variables).expect("loads");
        assert_eq!(settings.sms.gateways, [GatewayName::Tencent, GatewayName::Aliyun]);
        assert_eq!(settings.sms.tencent.sdk_app_id, "1400006666");
        assert!(!format!("{settings:?}").contains("hidden"));
        let unknown = HashMap::from([("RUJI_SMS__GATEWAYS".to_owned(), "carrier_pigeon".to_owned())]);
        let refused = Settings::from_sources(None, unknown).expect_err("no such gateway").to_string();
        assert!(refused.contains("sms.gateways") && refused.contains("carrier_pigeon"), "{refused}");
    }
}
