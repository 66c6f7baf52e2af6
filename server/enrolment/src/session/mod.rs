//! Who is calling: sessions as rows, found by a random 256-bit token that is stored hashed, and the drafts they carry.

use crate::{Enrolment, Result};
use shared::{
    id::{CandidateId, EnrolmentId, Province, SessionId, StaffId},
    review::Role,
};
use std::fmt;

/// The token in the cookie: 64 hexadecimal digits. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// The token itself: for the cookie alone, not for logs or URLs.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(***)")
    }
}

/// The person behind one request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    pub session: SessionId,
    pub who: Who,
}

/// What is known about the caller.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
    Guest,
    Candidate { province: Province, candidate: CandidateId, enrolment: EnrolmentId },
    Staff { staff: StaffId, name: String, role: Role, jurisdiction: Jurisdiction },
}

/// Where a staff member may act: a province, or one prefecture or county of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Jurisdiction {
    pub province: Province,
    /// GB/T 2260 code of six digits; absent for the whole province.
    pub region: Option<String>,
}

impl Jurisdiction {
    /// The digits that the region codes in this jurisdiction begin with: `430100` becomes `4301`.
    pub fn prefix(&self) -> &str {
        let mut prefix = self.region.as_deref().unwrap_or_default();
        while let Some(shorter) = prefix.strip_suffix("00") {
            prefix = shorter;
        }
        prefix
    }

    pub fn covers(&self, province: &Province, region: &str) -> bool {
        self.province == *province && region.starts_with(self.prefix())
    }
}

/// A session that was just made or rotated: the caller and the token for their cookie.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedIn {
    pub token: SessionToken,
    pub caller: Caller,
}

impl Enrolment {
    /// A session for somebody unknown.
    pub async fn start_session(&self) -> Result<SignedIn> {
        Err(crate::error::Cause::Unfinished("start_session").into())
    }

    /// Who holds this token; `None` when it is unknown, expired or ended. Extends the idle time.
    pub async fn find_session(&self, token: &str) -> Result<Option<Caller>> {
        let _ = token;
        Err(crate::error::Cause::Unfinished("find_session").into())
    }

    /// Signs out. Ending an ended session succeeds.
    pub async fn end_session(&self, caller: &Caller) -> Result<()> {
        let _ = caller;
        Err(crate::error::Cause::Unfinished("end_session").into())
    }

    /// Keeps what was typed on `page`, encrypted, so that a refused form comes back filled.
    pub async fn save_draft(&self, caller: &Caller, page: &str, json: &str) -> Result<()> {
        let _ = (caller, page, json);
        Err(crate::error::Cause::Unfinished("save_draft").into())
    }

    /// What was last typed on `page` in this session.
    pub async fn load_draft(&self, caller: &Caller, page: &str) -> Result<Option<String>> {
        let _ = (caller, page);
        Err(crate::error::Cause::Unfinished("load_draft").into())
    }

    pub async fn drop_draft(&self, caller: &Caller, page: &str) -> Result<()> {
        let _ = (caller, page);
        Err(crate::error::Cause::Unfinished("drop_draft").into())
    }
}
