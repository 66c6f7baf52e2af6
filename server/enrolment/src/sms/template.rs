//! The kinds of messages, their stable names, and the parameters that gateways fill into the texts they approved.

use super::OneTimeCode;
use shared::number::AdmissionNumber;
use std::fmt;

/// What one message says. Gateways in mainland China take a template and its parameters, not free text.
///
/// `signature` is the authority's name as the candidate knows it, `portal` the short name of the place to look at; nothing
/// but the code and the number is about a person.
#[derive(Clone, Debug)]
pub enum Template {
    OneTimeCode {
        signature: String,
        code: OneTimeCode,
        lifetime_minutes: u32,
    },
    /// The application came back to be mended; why stands in the portal.
    Returned {
        signature: String,
        portal: String,
    },
    Approved {
        signature: String,
        portal: String,
    },
    Refused {
        signature: String,
        portal: String,
    },
    NumberAllotted {
        signature: String,
        number: AdmissionNumber,
    },
    /// A new password was chosen, or an office let somebody choose one.
    PasswordReset {
        signature: String,
        portal: String,
    },
    /// What became of a request for another region.
    RegionDecided {
        signature: String,
        portal: String,
    },
    /// Another phone or e-mail address was bound.
    ContactChanged {
        signature: String,
        portal: String,
    },
    /// A request to merge numbers was decided; how stands in the portal.
    MergeDecided {
        signature: String,
        portal: String,
    },
    /// A number of before became known of somebody who registered as new.
    NumberKnown {
        signature: String,
        portal: String,
    },
}

/// Names a template in settings, metrics and rows; never renamed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TemplateName {
    OneTimeCode,
    Returned,
    Approved,
    Refused,
    NumberAllotted,
    PasswordReset,
    RegionDecided,
    ContactChanged,
    MergeDecided,
    NumberKnown,
}

impl TemplateName {
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }

    pub const ALL: [Self; 10] = [
        Self::OneTimeCode,
        Self::Returned,
        Self::Approved,
        Self::Refused,
        Self::NumberAllotted,
        Self::PasswordReset,
        Self::RegionDecided,
        Self::ContactChanged,
        Self::MergeDecided,
        Self::NumberKnown,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneTimeCode => "one_time_code",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::NumberAllotted => "number_allotted",
            Self::PasswordReset => "password_reset",
            Self::RegionDecided => "region_decided",
            Self::ContactChanged => "contact_changed",
            Self::MergeDecided => "merge_decided",
            Self::NumberKnown => "number_known",
        }
    }
}

/// One value that a gateway fills in. `Debug` hides it: it may be a code or a number.
#[derive(Clone, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    value: String,
}

impl Parameter {
    fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self { name, value: value.into() }
    }

    /// For the gateway alone.
    pub fn expose(&self) -> &str {
        &self.value
    }
}

impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parameter({})", self.name)
    }
}

impl Template {
    pub const fn name(&self) -> TemplateName {
        match self {
            Self::OneTimeCode { .. } => TemplateName::OneTimeCode,
            Self::Returned { .. } => TemplateName::Returned,
            Self::Approved { .. } => TemplateName::Approved,
            Self::Refused { .. } => TemplateName::Refused,
            Self::NumberAllotted { .. } => TemplateName::NumberAllotted,
            Self::PasswordReset { .. } => TemplateName::PasswordReset,
            Self::RegionDecided { .. } => TemplateName::RegionDecided,
            Self::ContactChanged { .. } => TemplateName::ContactChanged,
            Self::MergeDecided { .. } => TemplateName::MergeDecided,
            Self::NumberKnown { .. } => TemplateName::NumberKnown,
        }
    }

    pub fn signature(&self) -> &str {
        match self {
            Self::OneTimeCode { signature, .. }
            | Self::Returned { signature, .. }
            | Self::Approved { signature, .. }
            | Self::Refused { signature, .. }
            | Self::NumberAllotted { signature, .. }
            | Self::PasswordReset { signature, .. }
            | Self::RegionDecided { signature, .. }
            | Self::ContactChanged { signature, .. }
            | Self::MergeDecided { signature, .. }
            | Self::NumberKnown { signature, .. } => signature,
        }
    }

    /// What is filled in, in the order in which the text names it: some gateways go by name, some by place.
    pub fn parameters(&self) -> Vec<Parameter> {
        match self {
            Self::OneTimeCode { code, lifetime_minutes, .. } => {
                vec![Parameter::new("code", code.expose()), Parameter::new("minutes", lifetime_minutes.to_string())]
            }
            Self::Returned { portal, .. }
            | Self::Approved { portal, .. }
            | Self::Refused { portal, .. }
            | Self::PasswordReset { portal, .. }
            | Self::RegionDecided { portal, .. }
            | Self::ContactChanged { portal, .. }
            | Self::MergeDecided { portal, .. }
            | Self::NumberKnown { portal, .. } => {
                vec![Parameter::new("portal", portal)]
            }
            Self::NumberAllotted { number, .. } => vec![Parameter::new("number", number.expose())],
        }
    }
}
