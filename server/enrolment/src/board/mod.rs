//! What the operations team tells everybody: banners over pages, and maintenance mode. Kept in memory by every process, so that
//! reading it costs nothing; a change is heard of within seconds everywhere (`administration::refresh`).

mod store;

use crate::{
    Caller, Enrolment, Error, Result,
    administration::{Subject, touch, whole_province},
    audit::{Action, Entry},
    db::Tx,
    error::Cause,
    staff::Officer,
};
use shared::{
    id::{BannerId, Province},
    locale::Bilingual,
    problem::{Field, Problem, ProblemCode},
    review::Role,
    staff::Act,
    time::{Span, Timestamp},
};
use std::sync::{Arc, PoisonError, RwLock};

/// How a banner is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum BannerTone {
    #[default]
    Plain,
    Good,
    Warn,
    Bad,
}

impl BannerTone {
    pub const ALL: &[Self] = &[Self::Plain, Self::Good, Self::Warn, Self::Bad];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tone| tone.as_str() == text)
    }
}

/// A message over every page of a province, or of all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Banner {
    pub id: BannerId,
    /// None for every province.
    pub province: Option<Province>,
    pub text: Bilingual,
    pub tone: BannerTone,
    pub from: Timestamp,
    pub until: Timestamp,
    pub by: String,
}

/// Candidates' pages are away until somebody ends it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Maintenance {
    pub since: Timestamp,
    /// When it is expected to be over.
    pub until: Timestamp,
}

/// Whom something reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// The officer's province.
    Province,
    /// Every province of the service: operators only.
    Everywhere,
}

/// A banner to be published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewBanner {
    pub reach: Reach,
    pub text: Bilingual,
    pub tone: BannerTone,
    pub from: Timestamp,
    pub until: Timestamp,
}

/// What an operator sees and may change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BoardView {
    /// Running and to come.
    pub banners: Vec<Banner>,
    pub province: Option<Maintenance>,
    pub everywhere: Option<Maintenance>,
    /// Whether the caller may reach every province.
    pub may_everywhere: bool,
}

/// Everything in force and to come.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Board {
    banners: Vec<Banner>,
    /// By scope: a province, or `*`.
    maintenance: Vec<(String, Maintenance)>,
}

/// The board as this process has it.
#[derive(Debug, Default)]
pub(crate) struct Kept(RwLock<Arc<Board>>);

const EVERYWHERE: &str = "*";
/// Longest text of a banner in characters: two lines on a phone.
const TEXT_MAX: usize = 120;
/// Longest life of a banner.
const BANNER_MAX: Span = Span::days(366);
/// Longest expected maintenance.
const MAINTENANCE_MAX: Span = Span::days(7);

impl Enrolment {
    /// The banners to be shown now; without a province, those of all provinces.
    pub fn banners(&self, province: Option<&Province>) -> Vec<Banner> {
        let now = self.now();
        let shown = |banner: &&Banner| {
            (banner.from..banner.until).contains(&now)
                && (banner.province.is_none() || banner.province.as_ref() == province)
        };
        self.board().banners.iter().filter(shown).cloned().collect()
    }

    /// Whether candidates of a province have to wait.
    pub fn maintenance(&self, province: &Province) -> Option<Maintenance> {
        let board = self.board();
        let found = |scope: &str| board.maintenance.iter().find(|(own, _)| own == scope).map(|(_, state)| *state);
        found(EVERYWHERE).or_else(|| found(province.as_str()))
    }

    /// Whether candidates of every province have to wait.
    pub fn maintenance_everywhere(&self) -> Option<Maintenance> {
        self.board().maintenance.iter().find(|(scope, _)| scope == EVERYWHERE).map(|(_, state)| *state)
    }

    fn board(&self) -> Arc<Board> {
        self.inner.board.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the board anew.
    pub(crate) async fn read_board(&self, tx: &mut Tx) -> Result<()> {
        let banners = store::banners(tx, self.now()).await?.into_iter().map(banner).collect::<Result<_>>()?;
        let maintenance = store::maintenance(tx).await?.into_iter();
        let maintenance = maintenance.map(|(scope, since, until)| (scope, Maintenance { since, until })).collect();
        *self.inner.board.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Board { banners, maintenance });
        Ok(())
    }

    /// What the caller may see of the board.
    pub async fn board_view(&self, caller: &Caller) -> Result<BoardView> {
        let (officer, province) = operator(caller)?;
        self.refresh().await?;
        let board = self.board();
        let now = self.now();
        let own = |banner: &&Banner| {
            banner.until > now && (banner.province.is_none() || banner.province.as_ref() == Some(province))
        };
        let state = |scope: &str| board.maintenance.iter().find(|(own, _)| own == scope).map(|(_, state)| *state);
        Ok(BoardView {
            banners: board.banners.iter().filter(own).cloned().collect(),
            province: state(province.as_str()),
            everywhere: state(EVERYWHERE),
            may_everywhere: may_everywhere(officer),
        })
    }

    /// Refused with `field.missing`, `field.too_long` or `field.invalid`, and with `request.not_permitted` where it would reach
    /// further than the caller may.
    pub async fn publish_banner(&self, caller: &Caller, new: NewBanner) -> Result<BannerId> {
        let (officer, province) = operator(caller)?;
        let scope = scope(officer, province, new.reach)?;
        check(&new, self.now())?;
        let id = BannerId(self.new_id());
        let mut tx = self.db().begin().await?;
        let row = store::BannerRow {
            id,
            province: (scope != EVERYWHERE).then(|| scope.to_owned()),
            zh: new.text.zh.trim().to_owned(),
            en: new.text.en.trim().to_owned(),
            tone: new.tone.as_str().to_owned(),
            from_at: new.from,
            until_at: new.until,
            name: String::new(),
        };
        store::insert(&mut tx, &row, officer.staff, self.now()).await?;
        let detail = serde_json::json!({ "banner": id, "scope": scope });
        self.change_board(tx, officer, province, (Action::BannerPublished, detail)).await?;
        Ok(id)
    }

    /// Takes a banner down. `NotFound` where the caller may not.
    pub async fn end_banner(&self, caller: &Caller, id: BannerId) -> Result<()> {
        let (officer, province) = operator(caller)?;
        let mut tx = self.db().begin().await?;
        let everywhere = may_everywhere(officer);
        if !store::end(&mut tx, id, (province, everywhere), self.now()).await? {
            return Err(Error::NotFound);
        }
        let detail = serde_json::json!({ "banner": id });
        self.change_board(tx, officer, province, (Action::BannerEnded, detail)).await
    }

    /// Candidates' pages answer that they are away, until it is ended; `until` is what they are told. Refused with `field.invalid`.
    pub async fn begin_maintenance(&self, caller: &Caller, reach: Reach, until: Timestamp) -> Result<()> {
        let (officer, province) = operator(caller)?;
        let (scope, now) = (scope(officer, province, reach)?, self.now());
        if until <= now || until > now + MAINTENANCE_MAX {
            return Err(Problem::at(ProblemCode::FieldInvalid, Field::BackAt).into());
        }
        let mut tx = self.db().begin().await?;
        store::begin(&mut tx, scope, (now, until), officer.staff).await?;
        let detail = serde_json::json!({ "scope": scope, "until": until });
        self.change_board(tx, officer, province, (Action::MaintenanceBegun, detail)).await
    }

    /// Ends it. Ending what is not on succeeds.
    pub async fn end_maintenance(&self, caller: &Caller, reach: Reach) -> Result<()> {
        let (officer, province) = operator(caller)?;
        let scope = scope(officer, province, reach)?;
        let mut tx = self.db().begin().await?;
        store::finish(&mut tx, scope).await?;
        let detail = serde_json::json!({ "scope": scope });
        self.change_board(tx, officer, province, (Action::MaintenanceEnded, detail)).await
    }

    async fn change_board(
        &self,
        mut tx: Tx,
        officer: Officer<'_>,
        province: &Province,
        (action, detail): (Action, serde_json::Value),
    ) -> Result<()> {
        touch(&mut tx, Subject::Board).await?;
        let entry = Entry { actor: officer.actor(), action, province: Some(province), enrolment: None, detail };
        self.record(&mut tx, entry).await?;
        tx.commit().await?;
        self.refresh().await
    }
}

fn operator(caller: &Caller) -> Result<(Officer<'_>, &Province)> {
    whole_province(caller.officer(Act::Operate)?)
}

/// The operations team runs the service for every province; an administrator has one.
fn may_everywhere(officer: Officer<'_>) -> bool {
    officer.role == Role::Operator
}

fn scope<'a>(officer: Officer<'_>, province: &'a Province, reach: Reach) -> Result<&'a str> {
    match reach {
        Reach::Province => Ok(province.as_str()),
        Reach::Everywhere if may_everywhere(officer) => Ok(EVERYWHERE),
        Reach::Everywhere => Err(ProblemCode::NotPermitted.into()),
    }
}

fn check(new: &NewBanner, now: Timestamp) -> Result<(), Problem> {
    for (text, field) in [(&new.text.zh, Field::TextZh), (&new.text.en, Field::TextEn)] {
        match text.trim().chars().count() {
            0 => return Err(Problem::at(ProblemCode::FieldMissing, field)),
            length if length > TEXT_MAX => return Err(Problem::at(ProblemCode::FieldTooLong, field)),
            _ => {}
        }
    }
    if new.until <= new.from || new.until <= now || new.until > now + BANNER_MAX {
        return Err(Problem::at(ProblemCode::FieldInvalid, Field::Until));
    }
    Ok(())
}

fn banner(row: store::BannerRow) -> Result<Banner> {
    let province = row.province.map(|name| name.parse()).transpose();
    Ok(Banner {
        id: row.id,
        province: province.map_err(|_| Cause::Corrupt("banner.province"))?,
        text: Bilingual { zh: row.zh, en: row.en },
        tone: BannerTone::parse(&row.tone).ok_or(Cause::Corrupt("banner.tone"))?,
        from: row.from_at,
        until: row.until_at,
        by: row.name,
    })
}
