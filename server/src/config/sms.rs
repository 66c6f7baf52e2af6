//! SMS gateways: which, in which order, with which keys and registered texts.

use super::{
    secret::{SecretError, resolve},
    units::Span,
};
use enrolment::sms::TemplateName;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::{fmt, path::PathBuf};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sms {
    /// In the order in which they are tried; none: the development inbox, which production refuses.
    pub gateways: Vec<GatewayName>,
    /// Longest time one gateway may take to answer.
    pub timeout: Span,
    /// Failures in a row after which a gateway is left alone for `pause`.
    pub failures: u32,
    pub pause: Span,
    pub daily_limit: DailyLimit,
    pub aliyun: Aliyun,
    pub tencent: Tencent,
}

/// The gateways this program speaks to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GatewayName {
    Aliyun,
    Tencent,
}

/// When a day's messages are more than was expected; zero: no limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DailyLimit {
    pub messages: u64,
    pub cost_fen: u64,
    /// Whether nothing more is sent that day, codes included; otherwise there is only an alarm.
    pub stop: bool,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Aliyun {
    /// Scheme, host and port of the region's endpoint.
    pub endpoint: String,
    pub access_key_id: String,
    pub access_key_secret: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_key_secret_file: Option<PathBuf>,
    /// The registered signature; empty: the authority's name from the province's profile.
    pub sign_name: String,
    /// Price of one message in fen, for the daily limit and the metrics.
    pub price_fen: u32,
    pub templates: Templates,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tencent {
    pub endpoint: String,
    pub region: String,
    pub secret_id: String,
    pub secret_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_key_file: Option<PathBuf>,
    /// Number of the SMS application in Tencent's console.
    pub sdk_app_id: String,
    pub sign_name: String,
    pub price_fen: u32,
    pub templates: Templates,
}

/// The gateway's codes of the registered texts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Templates {
    pub one_time_code: String,
    pub returned: String,
    pub approved: String,
    pub refused: String,
    pub number_allotted: String,
    pub merge_decided: String,
    pub number_known: String,
    pub password_reset: String,
    pub region_decided: String,
    pub contact_changed: String,
}

impl Templates {
    pub fn code(&self, name: TemplateName) -> &str {
        match name {
            TemplateName::OneTimeCode => &self.one_time_code,
            TemplateName::Returned => &self.returned,
            TemplateName::Approved => &self.approved,
            TemplateName::Refused => &self.refused,
            TemplateName::NumberAllotted => &self.number_allotted,
            TemplateName::MergeDecided => &self.merge_decided,
            TemplateName::NumberKnown => &self.number_known,
            TemplateName::PasswordReset => &self.password_reset,
            TemplateName::RegionDecided => &self.region_decided,
            TemplateName::ContactChanged => &self.contact_changed,
        }
    }
}

impl GatewayName {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aliyun => "aliyun",
            Self::Tencent => "tencent",
        }
    }
}

impl Default for Sms {
    fn default() -> Self {
        Self {
            gateways: Vec::new(),
            timeout: Span::secs(8),
            failures: 5,
            pause: Span::secs(60),
            daily_limit: DailyLimit::default(),
            aliyun: Aliyun::default(),
            tencent: Tencent::default(),
        }
    }
}

impl Default for Aliyun {
    fn default() -> Self {
        Self {
            endpoint: "https://dysmsapi.aliyuncs.com".to_owned(),
            access_key_id: String::new(),
            access_key_secret: String::new(),
            access_key_secret_file: None,
            sign_name: String::new(),
            price_fen: 5,
            templates: Templates::default(),
        }
    }
}

impl Default for Tencent {
    fn default() -> Self {
        Self {
            endpoint: "https://sms.tencentcloudapi.com".to_owned(),
            region: "ap-guangzhou".to_owned(),
            secret_id: String::new(),
            secret_key: String::new(),
            secret_key_file: None,
            sdk_app_id: String::new(),
            sign_name: String::new(),
            price_fen: 5,
            templates: Templates::default(),
        }
    }
}

impl Aliyun {
    pub fn resolved_secret(&self) -> Result<Option<SecretString>, SecretError> {
        resolve(&self.access_key_secret, self.access_key_secret_file.as_deref())
    }
}

impl Tencent {
    pub fn resolved_secret(&self) -> Result<Option<SecretString>, SecretError> {
        resolve(&self.secret_key, self.secret_key_file.as_deref())
    }
}

/// Without the keys.
impl fmt::Debug for Aliyun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aliyun").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// Without the keys.
impl fmt::Debug for Tencent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (endpoint, region) = (&self.endpoint, &self.region);
        f.debug_struct("Tencent").field("endpoint", endpoint).field("region", region).finish_non_exhaustive()
    }
}
