//! Demonstration data in bulk: as many invented enrolments as one wants, the same ones in every run, written in large
//! transactions. Who they are is `person`, what happened to them `story`, what is stored of it `rows`.

mod dice;
mod kept;
mod person;
mod rows;
mod signed;
mod store;
mod story;

use super::{PASSWORD, journey::PHOTO};
use crate::{
    Enrolment, Result,
    audit::{Action, Actor, Entry},
    candidate,
    db::Tx,
    error::Cause,
    files::Purpose,
    number,
    session::Jurisdiction,
    staff::{NewStaff, password},
};
use dice::Dice;
use rows::{AuditRow, Batch, Photographed};
use shared::{
    id::{Province, StaffId},
    profile::{Profile, Region},
    review::Role,
    time::{Span, Timestamp},
};
use std::{collections::BTreeMap, sync::Arc};
use story::Stage;
use tokio::task::JoinSet;

/// People of one transaction.
const AT_ONCE: u64 = 2000;
/// Accounts of a prefecture: the last one is a senior reviewer's.
const REVIEWERS: usize = 3;

/// What all stories of a run have in common.
struct Basis {
    province: Province,
    /// By prefecture.
    reviewers: BTreeMap<String, Vec<StaffId>>,
    lease: Span,
    now: Timestamp,
}

impl Basis {
    fn invent(&self, enrolment: &Enrolment, people: std::ops::Range<u64>) -> Result<Batch> {
        let profile = enrolment.profile(&self.province)?;
        let mut windows: Vec<_> = profile.windows.iter().filter(|window| window.opens_at < self.now).collect();
        windows.sort_by_key(|window| window.opens_at);
        let counties = weighted(profile.regions.iter().filter(|region| region.parent.is_some()));
        let (reviewers, lease, now) = (&self.reviewers, self.lease, self.now);
        Batch::of(enrolment, &Stage { profile, windows, counties, reviewers, lease, now }, people)
    }
}

impl Enrolment {
    /// Makes invented enrolments until there are `count` of them in `province`; those of an earlier run stay as they are. Calls
    /// `progress` with the number that is there after every transaction. Gives how many were added.
    pub async fn seed_many(&self, province: &Province, count: u64, progress: &(dyn Fn(u64) + Sync)) -> Result<u64> {
        let profile = self.profile(province)?;
        let begun = self.seeded_already(province).await?;
        if begun >= count {
            return Ok(0);
        }
        let hash = password::hash(self, PASSWORD.to_owned().into()).await?;
        let basis = Arc::new(self.basis(profile, &hash).await?);
        let verdict = self.verdict_of_placeholder(profile).await?;
        let mut tx = self.db().begin().await?;
        store::make_room(&mut tx).await?;
        tx.commit().await?;
        // the next batch is invented while one is written
        let invent = |at: u64| {
            let (enrolment, basis) = (self.clone(), basis.clone());
            tokio::task::spawn_blocking(move || basis.invent(&enrolment, at..count.min(at + AT_ONCE)))
        };
        let (mut at, mut coming) = (begun, invent(begun));
        while at < count {
            let batch = coming.await.map_err(Cause::from)??;
            at = count.min(at + AT_ONCE);
            coming = invent(at);
            self.write_batch(profile, batch, (&hash, &verdict)).await?;
            progress(at);
        }
        while self.roll_up().await? > 0 {}
        let mut tx = self.db().begin().await?;
        store::analyse(&mut tx).await?;
        store::give_room_back(&mut tx).await?;
        tx.commit().await?;
        Ok(at - begun)
    }

    /// How many there are: they are made in their order, so the first one that is absent tells.
    async fn seeded_already(&self, province: &Province) -> Result<u64> {
        let (mut there, mut absent) = (0, 1);
        while self.is_seeded(province, absent - 1).await? {
            (there, absent) = (absent, absent * 2);
        }
        while there + 1 < absent {
            let middle = u64::midpoint(there, absent);
            if self.is_seeded(province, middle - 1).await? {
                there = middle;
            } else {
                absent = middle;
            }
        }
        Ok(there)
    }

    async fn is_seeded(&self, province: &Province, n: u64) -> Result<bool> {
        let phone = person::phone(n as usize)?;
        let mut tx = self.db().read().await?;
        Ok(candidate::find_by_phone(self, &mut tx, province, &phone).await?.is_some())
    }

    /// With the accounts that there are not yet, all with one password: hashing it for each of them takes longer than the rest.
    async fn basis(&self, profile: &Profile, hash: &str) -> Result<Basis> {
        let province = &profile.province;
        let mut tx = self.db().begin().await?;
        let mut reviewers = BTreeMap::new();
        for prefecture in profile.regions.iter().filter(|region| region.parent.is_none()) {
            let mut staff = Vec::new();
            for n in 1..=REVIEWERS {
                staff.push(self.employed(&mut tx, reviewer(province, prefecture, n), hash).await?);
            }
            reviewers.insert(prefecture.code.clone(), staff);
        }
        for new in of_the_whole_province(province) {
            self.employed(&mut tx, new, hash).await?;
        }
        tx.commit().await?;
        Ok(Basis { province: province.clone(), reviewers, lease: self.settings().lease, now: self.now() })
    }

    async fn employed(&self, tx: &mut Tx, new: NewStaff, hash: &str) -> Result<StaffId> {
        match store::staff(tx, &new.login).await? {
            Some(id) => Ok(id),
            None => self.insert_staff(tx, Actor::SYSTEM, &new, (hash, false)).await,
        }
    }

    /// The engine's real verdict of the drawing that stands in for photographs, as JSON.
    async fn verdict_of_placeholder(&self, profile: &Profile) -> Result<String> {
        let (engine, spec) = (self.parts().photo.clone(), profile.photo.clone());
        let check = tokio::task::spawn_blocking(move || engine.check(PHOTO, None, &spec));
        Ok(serde_json::to_string(&check.await.map_err(Cause::from)?)?)
    }

    async fn write_batch(&self, profile: &Profile, mut batch: Batch, (hash, verdict): (&str, &str)) -> Result<()> {
        let photos = self.write_photos(&mut batch).await?;
        let mut tx = self.db().begin().await?;
        store::insert(&mut tx, &profile.province, hash, &batch).await?;
        store::photos(&mut tx, verdict, &photos).await?;
        self.allot_many(&mut tx, profile, &mut batch).await?;
        // as in real life, what happened earlier stands earlier in the trail
        batch.audit.sort_by_key(|row| row.at);
        let province = Some(&profile.province);
        let entry = |row: AuditRow| {
            let AuditRow { at, actor, action, enrolment, detail } = row;
            (at, Entry { actor, action, province, enrolment: Some(enrolment), detail })
        };
        self.record_all(&mut tx, batch.audit.into_iter().map(entry).collect()).await?;
        tx.commit().await
    }

    /// Seals and stores the drawing for those who get one, at once. The bytes come first, as always.
    async fn write_photos(&self, batch: &mut Batch) -> Result<Vec<store::PhotoRow>> {
        let mut rows = Vec::with_capacity(batch.photographed.len());
        let mut writing = JoinSet::new();
        for Photographed { candidate, enrolment, key, photo: id, file, at } in std::mem::take(&mut batch.photographed) {
            let sealed = key.seal(&*self.parts().randomness, Purpose::Photo.of(file), PHOTO);
            let files = self.parts().files.clone();
            writing.spawn(async move { files.put(file, &sealed).await });
            rows.push(store::PhotoRow { id, file, candidate, enrolment, size_bytes: PHOTO.len() as i64, at });
            let detail = serde_json::json!({ "photo": id, "prepared": false });
            let actor = Actor::candidate(candidate);
            batch.audit.push(AuditRow { at, actor, action: Action::PhotoProvided, enrolment, detail });
        }
        while let Some(written) = writing.join_next().await {
            written.map_err(Cause::from)?.map_err(Cause::from)?;
        }
        Ok(rows)
    }

    /// Gives numbers to those whose time has come, without gaps, after those that there are.
    async fn allot_many(&self, tx: &mut Tx, profile: &Profile, batch: &mut Batch) -> Result<()> {
        let Some(rule) = &profile.number else { return Ok(()) };
        let province = &profile.province;
        let places = batch.numbers.iter().map(|due| (due.window.clone(), due.region.clone())).collect();
        let mut last = store::last_serials(tx, province, &places).await?;
        let mut rows = Vec::with_capacity(batch.numbers.len());
        for due in std::mem::take(&mut batch.numbers) {
            let last = last.entry((due.window.clone(), due.region.clone())).or_default();
            let serial = *last + 1;
            let Some(number) = rule.template.number(&due.window, &due.region, serial as u64) else { continue };
            *last = serial;
            let belongs = number::number_of(due.enrolment);
            rows.push(store::NumberRow {
                enrolment: due.enrolment,
                index: number::index(self.keys(), province, &number),
                sealed: due.key.seal(&*self.parts().randomness, belongs, number.expose().as_bytes()),
                window: due.window,
                region: due.region,
                serial,
                at: due.at,
            });
            let (actor, action, detail) = (Actor::SYSTEM, Action::NumberAllotted, serde_json::json!({}));
            batch.audit.push(AuditRow { at: due.at, actor, action, enrolment: due.enrolment, detail });
        }
        store::numbers(tx, province, &rows).await?;
        store::count_serials(tx, province, &last.into_iter().collect::<Vec<_>>()).await
    }
}

/// The `n`-th account of a prefecture.
fn reviewer(province: &Province, prefecture: &Region, n: usize) -> NewStaff {
    let senior = n == REVIEWERS;
    let role = if senior { Role::SeniorReviewer } else { Role::Reviewer };
    let title = if senior { "高级审核员" } else { "审核员" };
    let (login, name) = (format!("{province}.{}.{n}", prefecture.code), format!("{}{title}{n}", prefecture.name));
    let region = Some(prefecture.code.clone());
    let jurisdiction = Jurisdiction { province: province.clone(), region, institution: None };
    NewStaff { login, name, role, jurisdiction, password: PASSWORD.to_owned().into() }
}

/// Those whom a province has once, with the names that they have in the demonstration.
fn of_the_whole_province(province: &Province) -> impl Iterator<Item = NewStaff> {
    let accounts = [("admin", "省级管理员", Role::ProvinceAdministrator), ("operator", "运维人员", Role::Operator)];
    accounts.into_iter().map(move |(name, title, role)| {
        let jurisdiction = Jurisdiction { province: province.clone(), region: None, institution: None };
        let (login, name) = (format!("{province}.{name}"), title.to_owned());
        NewStaff { login, name, role, jurisdiction, password: PASSWORD.to_owned().into() }
    })
}

/// Counties as often as candidates come from there: from one to six times, always the same.
fn weighted<'a>(counties: impl Iterator<Item = &'a Region>) -> Vec<&'a Region> {
    let times = |n: usize| 1 + Dice::of(n as u64).below(6);
    counties.enumerate().flat_map(|(n, county)| std::iter::repeat_n(county, times(n))).collect()
}
