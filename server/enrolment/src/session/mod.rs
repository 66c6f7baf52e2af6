//! Who is calling: sessions as rows, found by a random 256-bit token that is stored hashed, and the drafts they carry.

mod store;

use crate::{
    Enrolment, Result,
    crypto::{Belongs, hex, sha256},
    db::Tx,
    error::Cause,
    staff::{Stage, Standing},
};
use shared::{
    id::{CandidateId, EnrolmentId, Province, SessionId, StaffId},
    problem::ProblemCode,
    review::Role,
    time::{Span, Timestamp},
};
use std::{fmt, net::IpAddr};

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
    Candidate { province: Province, candidate: CandidateId, enrolment: EnrolmentId, scope: Scope },
    Staff { staff: StaffId, name: String, role: Role, jurisdiction: Jurisdiction, stage: Stage },
}

/// How much a candidate's session may do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Scope {
    Full,
    /// Handed over to a phone: evidence only.
    Evidence,
}

impl Scope {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Evidence => "evidence",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Full, Self::Evidence].into_iter().find(|scope| scope.as_str() == text)
    }
}

/// Where a staff member may act: a province, or one prefecture or county of it, or one institution there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Jurisdiction {
    pub province: Province,
    /// GB/T 2260 code of six digits; absent for the whole province.
    pub region: Option<String>,
    /// Code of the institution (助学单位) whose candidates it is limited to; absent for all.
    pub institution: Option<String>,
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

    /// Whether a place lies in it. What is limited to an institution is checked by the area that knows institutions.
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

/// A session of a staff member, as the list of their sessions shows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct StaffSession {
    pub(crate) id: SessionId,
    pub(crate) created_at: Timestamp,
    pub(crate) idle_until: Timestamp,
    pub(crate) address: Option<String>,
}

/// The idle time is written back at most this often.
const EXTEND_EVERY: Span = Span::minutes(1);
/// Longest draft in bytes.
const DRAFT_MAX: usize = 16 * 1024;

impl Enrolment {
    /// A session for somebody unknown.
    pub async fn start_session(&self) -> Result<SignedIn> {
        let mut tx = self.db().begin().await?;
        let started = open(self, &mut tx, Who::Guest).await?;
        tx.commit().await?;
        Ok(started)
    }

    /// Who holds this token; `None` when it is unknown, expired or ended. Extends the idle time.
    pub async fn find_session(&self, token: &str) -> Result<Option<Caller>> {
        let Some((caller, idle_until)) = self.seek(token).await? else { return Ok(None) };
        let (now, idle) = (self.now(), self.lifetimes(&caller.who).0);
        if now + idle - idle_until >= EXTEND_EVERY {
            let mut tx = self.db().begin().await?;
            store::extend(&mut tx, caller.session, now + idle).await?;
            tx.commit().await?;
        }
        Ok(Some(caller))
    }

    /// The same for requests that a page makes by itself: nobody need sit before it, so the idle time runs on.
    pub async fn glimpse_session(&self, token: &str) -> Result<Option<Caller>> {
        Ok(self.seek(token).await?.map(|(caller, _)| caller))
    }

    async fn seek(&self, token: &str) -> Result<Option<(Caller, Timestamp)>> {
        let mut tx = self.db().read().await?;
        let Some(row) = store::find(&mut tx, &sha256(token.as_bytes()), self.now()).await? else {
            return Ok(None);
        };
        tx.commit().await?;
        let (session, idle_until) = (row.id, row.idle_until);
        Ok(Some((Caller { session, who: who(self, row)? }, idle_until)))
    }

    /// Signs out. Ending an ended session succeeds.
    pub async fn end_session(&self, caller: &Caller) -> Result<()> {
        let mut tx = self.db().begin().await?;
        store::delete(&mut tx, caller.session).await?;
        tx.commit().await
    }

    /// Keeps what was typed on `page`, encrypted, so that a refused form comes back filled.
    /// Refused with `field.too_long` above 16 KB and `session.expired` where the session is gone.
    pub async fn save_draft(&self, caller: &Caller, page: &str, json: &str) -> Result<()> {
        if json.len() > DRAFT_MAX {
            return Err(ProblemCode::FieldTooLong.into());
        }
        let belongs = Belongs::to("draft.sealed", caller.session.0);
        let sealed = self.keys().drafts().seal(&*self.parts().randomness, belongs, json.as_bytes());
        let mut tx = self.db().begin().await?;
        let saved = store::save_draft(&mut tx, caller.session, page, &sealed, self.now()).await?;
        tx.commit().await?;
        if saved == 0 { Err(ProblemCode::SessionExpired.into()) } else { Ok(()) }
    }

    /// What was last typed on `page` in this session.
    pub async fn load_draft(&self, caller: &Caller, page: &str) -> Result<Option<String>> {
        let mut tx = self.db().read().await?;
        let sealed = store::load_draft(&mut tx, caller.session, page).await?;
        let belongs = Belongs::to("draft.sealed", caller.session.0);
        Ok(sealed.map(|sealed| self.keys().drafts().open_text(belongs, &sealed)).transpose()?)
    }

    pub async fn drop_draft(&self, caller: &Caller, page: &str) -> Result<()> {
        let mut tx = self.db().begin().await?;
        store::drop_draft(&mut tx, caller.session, page).await?;
        tx.commit().await
    }

    /// Idle and absolute lifetime of a session.
    fn lifetimes(&self, who: &Who) -> (Span, Span) {
        let settings = self.settings();
        match who {
            Who::Staff { .. } => (settings.staff_idle, settings.staff_lifetime),
            Who::Guest | Who::Candidate { .. } => (settings.candidate_idle, settings.candidate_lifetime),
        }
    }
}

/// Opens a session with a new token.
pub(crate) async fn open(enrolment: &Enrolment, tx: &mut Tx, who: Who) -> Result<SignedIn> {
    let token = SessionToken(hex(&enrolment.random::<32>()));
    let (idle, lifetime) = enrolment.lifetimes(&who);
    let (kind, province, candidate, application, staff, scope) = match &who {
        Who::Guest => ("guest", None, None, None, None, None),
        Who::Candidate { province, candidate, enrolment, scope } => {
            ("candidate", Some(province), Some(*candidate), Some(*enrolment), None, Some(scope.as_str()))
        }
        Who::Staff { staff, .. } => ("staff", None, None, None, Some(*staff), None),
    };
    let (id, now) = (SessionId(enrolment.new_id()), enrolment.now());
    let (token_hash, idle_until, expires_at) = (sha256(token.0.as_bytes()), now + idle, now + lifetime);
    let new = store::New {
        id,
        token_hash,
        kind,
        province,
        candidate,
        enrolment: application,
        staff,
        scope,
        now,
        idle_until,
        expires_at,
    };
    store::insert(tx, &new).await?;
    Ok(SignedIn { token, caller: Caller { session: id, who } })
}

/// Ends the old session and opens one with more rights under a new token (against session fixation).
pub(crate) async fn rotate(enrolment: &Enrolment, tx: &mut Tx, old: &Caller, who: Who) -> Result<SignedIn> {
    store::delete(tx, old.session).await?;
    open(enrolment, tx, who).await
}

/// The same for staff, with what their list of sessions shows. `verified`: the second factor was given.
pub(crate) async fn rotate_staff(
    enrolment: &Enrolment,
    tx: &mut Tx,
    old: &Caller,
    who: Who,
    (verified, address): (bool, IpAddr),
) -> Result<SignedIn> {
    let signed_in = rotate(enrolment, tx, old, who).await?;
    store::mark_staff(tx, signed_in.caller.session, verified, &address.to_string()).await?;
    Ok(signed_in)
}

/// Sessions of a staff member that have not ended.
pub(crate) async fn of_staff(tx: &mut Tx, staff: StaffId, now: Timestamp) -> Result<Vec<StaffSession>> {
    store::of_staff(tx, staff, now).await
}

/// Ends one session of a staff member; false where they have no such session.
pub(crate) async fn end_staff_session(tx: &mut Tx, staff: StaffId, id: SessionId) -> Result<bool> {
    Ok(store::end_staff_session(tx, staff, id).await? > 0)
}

/// Ends every session of a staff member but `kept`; gives how many.
pub(crate) async fn end_staff(tx: &mut Tx, staff: StaffId, kept: Option<SessionId>) -> Result<u64> {
    store::end_staff(tx, staff, kept).await
}

/// Ends every session of a candidate, on every device.
pub(crate) async fn end_all(tx: &mut Tx, candidate: CandidateId) -> Result<()> {
    store::end_all(tx, candidate).await
}

/// Since when the phone that came last works on an application by hand-over; `None` where none does.
pub(crate) async fn phone_since(tx: &mut Tx, enrolment: EnrolmentId, now: Timestamp) -> Result<Option<Timestamp>> {
    store::phone_since(tx, enrolment, now).await
}

/// Ends what phones may do by hand-over.
pub(crate) async fn end_phones(tx: &mut Tx, enrolment: EnrolmentId) -> Result<()> {
    store::end_phones(tx, enrolment).await
}

/// Whether a session has neither ended nor expired.
pub(crate) async fn is_alive(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<bool> {
    store::is_alive(tx, id, now).await
}

pub(crate) async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<()> {
    store::delete_expired(tx, now).await
}

fn who(enrolment: &Enrolment, row: store::Row) -> Result<Who> {
    let corrupt = || Cause::Corrupt("session");
    Ok(match row.kind.as_str() {
        "guest" => Who::Guest,
        "candidate" => Who::Candidate {
            province: row.province.ok_or_else(corrupt)?,
            candidate: row.candidate_id.ok_or_else(corrupt)?,
            enrolment: row.enrolment_id.ok_or_else(corrupt)?,
            scope: row.scope.as_deref().and_then(Scope::parse).ok_or_else(corrupt)?,
        },
        "staff" => Who::Staff {
            staff: row.staff_id.ok_or_else(corrupt)?,
            name: row.name.ok_or_else(corrupt)?,
            role: row.role.as_deref().and_then(Role::parse).ok_or_else(corrupt)?,
            jurisdiction: Jurisdiction {
                province: row.staff_province.ok_or_else(corrupt)?,
                region: row.region,
                institution: row.institution,
            },
            stage: Stage::of(
                Standing {
                    has_factor: row.has_factor,
                    must_change_password: row.must_change_password.ok_or_else(corrupt)?,
                    factor_required: enrolment.settings().staff_second_factor,
                },
                row.verified,
            ),
        },
        _ => return Err(corrupt().into()),
    })
}

impl Caller {
    /// The candidate behind the request, with full rights; refused with `session.needed` for anybody else, and with
    /// `session.limited` for a phone that may provide evidence only.
    pub(crate) fn candidate(&self) -> Result<(&Province, CandidateId, EnrolmentId)> {
        match &self.who {
            Who::Candidate { scope: Scope::Evidence, .. } => Err(ProblemCode::SessionLimited.into()),
            _ => self.evidence_provider(),
        }
    }

    /// The candidate behind the request, on whatever device: for evidence, and for seeing how far it is.
    pub(crate) fn evidence_provider(&self) -> Result<(&Province, CandidateId, EnrolmentId)> {
        match &self.who {
            Who::Candidate { province, candidate, enrolment, .. } => Ok((province, *candidate, *enrolment)),
            Who::Guest | Who::Staff { .. } => Err(ProblemCode::SessionNeeded.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jurisdiction_covers_what_its_code_begins() {
        let hunan: Province = "hunan".parse().unwrap();
        let hubei: Province = "hubei".parse().unwrap();
        let of = |region: Option<&str>| Jurisdiction {
            province: hunan.clone(),
            region: region.map(str::to_owned),
            institution: None,
        };
        assert!(of(None).covers(&hunan, "430102"));
        assert!(of(Some("430100")).covers(&hunan, "430102"));
        assert!(of(Some("430102")).covers(&hunan, "430102"));
        assert!(!of(Some("430102")).covers(&hunan, "430103"));
        assert!(!of(Some("430200")).covers(&hunan, "430102"));
        assert!(!of(None).covers(&hubei, "430102"));
    }
}
