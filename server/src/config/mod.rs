//! Settings of one process: default ← file ← environment (`RUJI_<SECTION>__<KEY>`). One struct per concern; unknown keys
//! are refused. What each setting means, in which unit and why stands in `config.example.toml`.

mod assets;
mod audit;
mod chsi;
mod database;
mod http;
mod identity;
mod jobs;
mod mail;
mod photo;
mod secret;
mod service;
mod sessions;
mod sms;
mod storage;
mod telemetry;
mod units;

pub use assets::Assets;
pub use audit::Audit;
pub use chsi::Chsi;
pub use database::Database;
pub use http::Http;
pub use identity::{Identity, IdentityEngine};
pub use jobs::Jobs;
pub use mail::{Mail, MailSecurity};
pub use photo::Photo;
pub use secret::SecretError;
pub use service::{Mode, Service};
pub use sessions::Sessions;
pub use sms::{Aliyun, DailyLimit, GatewayName, Sms, Templates, Tencent};
pub use storage::{Files, Keys, S3, StoreKind};
pub use telemetry::{LogFormat, Telemetry};
pub use units::{Size, Span};

use serde::{Deserialize, Serialize};
use std::{collections::HashMap, path::Path};

/// Everything a deployer can set.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub service: Service,
    pub http: Http,
    pub database: Database,
    pub files: Files,
    pub keys: Keys,
    pub photo: Photo,
    pub identity: Identity,
    pub assets: Assets,
    pub sessions: Sessions,
    pub jobs: Jobs,
    pub audit: Audit,
    pub sms: Sms,
    pub mail: Mail,
    pub chsi: Chsi,
    pub telemetry: Telemetry,
}

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Unreadable file, unknown key, or a value of the wrong type; the message names the key.
    #[error("settings: {0}")]
    Load(#[from] config::ConfigError),
    /// A combination that must not go live.
    #[error("settings: {0}")]
    Refused(&'static str),
}

impl Settings {
    /// Reads `file` (where one is given) and the `RUJI_…__…` variables of the process.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::from_sources(file, std::env::vars().collect())
    }

    /// Like [`Settings::load`] with the variables handed in. Variables without `__` belong to other tools.
    pub fn from_sources(file: Option<&Path>, variables: HashMap<String, String>) -> Result<Self, ConfigError> {
        let ours = variables.into_iter().filter(|(name, _)| name.starts_with("RUJI_") && name.contains("__")).collect();
        let environment = config::Environment::with_prefix("RUJI")
            .prefix_separator("_")
            .separator("__")
            .list_separator(",")
            .with_list_parse_key("http.trusted_proxies")
            .with_list_parse_key("sms.gateways")
            .try_parsing(true)
            .source(Some(ours));
        let mut builder = config::Config::builder();
        if let Some(path) = file {
            builder = builder.add_source(config::File::from(path).format(config::FileFormat::Toml));
        }
        let settings: Self = builder.add_source(environment).build()?.try_deserialize()?;
        settings.refuse_unsafe()?;
        Ok(settings)
    }

    /// What is convenient in development and dangerous in production is refused there.
    fn refuse_unsafe(&self) -> Result<(), ConfigError> {
        if self.service.mode == Mode::Production && !self.service.is_https() {
            return Err(ConfigError::Refused("service.public_url must start with https:// in production mode"));
        }
        if self.service.public_url.ends_with('/') || !self.service.public_url.starts_with("http") {
            return Err(ConfigError::Refused("service.public_url is http(s)://host[:port] without a slash at the end"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Settings, ConfigError> {
        let variables = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Settings::from_sources(None, variables)
    }

    #[test]
    fn without_sources_the_defaults_stand() {
        assert_eq!(with(&[("RUJI_TEST_POSTGRES_URL", "x"), ("PATH", "y")]).expect("loads"), Settings::default());
    }

    #[test]
    fn a_variable_sets_its_key() {
        let settings = with(&[
            ("RUJI_HTTP__LISTEN", "127.0.0.1:4000"),
            ("RUJI_HTTP__REQUEST_TIMEOUT", "90s"),
            ("RUJI_HTTP__TRUSTED_PROXIES", "10.0.0.1,10.0.0.2"),
            ("RUJI_PHOTO__AT_ONCE", "3"),
        ])
        .expect("loads");
        assert_eq!(settings.http.listen.port(), 4000);
        assert_eq!(settings.http.request_timeout, Span::secs(90));
        assert_eq!(settings.http.trusted_proxies.len(), 2);
        assert_eq!(settings.photo.at_once, 3);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let refused = with(&[("RUJI_HTTP__LISTNE", "127.0.0.1:4000")]).expect_err("a typing error is no setting");
        assert!(refused.to_string().contains("listne"), "{refused}");
    }

    #[test]
    fn a_file_is_overruled_by_the_environment() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("ruji.toml");
        std::fs::write(&file, "[photo]\nat_once = 5\nmodels = \"a\"\n").expect("written");
        let variables = HashMap::from([("RUJI_PHOTO__AT_ONCE".to_owned(), "6".to_owned())]);
        let settings = Settings::from_sources(Some(&file), variables).expect("loads");
        assert_eq!((settings.photo.at_once, settings.photo.models.as_path()), (6, Path::new("a")));
    }

    #[test]
    fn production_wants_https() {
        assert!(with(&[("RUJI_SERVICE__MODE", "production")]).is_err());
        let https = [("RUJI_SERVICE__MODE", "production"), ("RUJI_SERVICE__PUBLIC_URL", "https://exam.example")];
        assert!(with(&https).is_ok());
    }
}
