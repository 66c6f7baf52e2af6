//! Retention (数据保存期限): what each rule of a province would delete now, and having it deleted, every day and by hand. The audit
//! trail is no part of it and is never deleted here.

mod apply;
mod daily;
mod store;

use crate::{
    Caller, Enrolment, Result,
    administration::whole_province,
    audit::{Action, Entry},
    db::Tx,
    error::Cause,
    jobs::{self, Job},
};
use shared::{
    id::{Province, RetentionRunId, StaffId},
    problem::ProblemCode,
    profile::RetentionRule,
    staff::Act,
    time::{Span, Timestamp},
};

/// Exports hold many people's data in the clear of whoever opens them: they go after a week where the province says nothing.
const EXPORT_DAYS: u32 = 7;

/// A rule, and what it would do now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleView {
    pub rule: RetentionRule,
    /// None: it deletes nothing.
    pub days: Option<u32>,
    /// How many applications (or exports) it would take now.
    pub due: u64,
    /// Is being applied.
    pub running: bool,
}

/// A rule that was applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RetentionRun {
    pub rule: RetentionRule,
    pub days: u32,
    pub expected: u64,
    pub deleted: u64,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// None for the daily run.
    pub by: Option<String>,
}

/// What a run is about.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Order {
    province: Province,
    rule: RetentionRule,
    days: u32,
    due_at: Timestamp,
}

/// Runs shown.
const SHOWN: i64 = 30;

impl Enrolment {
    /// Every rule of the caller's province, and what was done lately.
    pub async fn retention(&self, caller: &Caller) -> Result<(Vec<RuleView>, Vec<RetentionRun>)> {
        let (_, province) = whole_province(caller.officer(Act::Administer)?)?;
        let mut tx = self.db().read().await?;
        let mut rules = Vec::new();
        for rule in RetentionRule::ALL {
            let days = self.days(province, *rule)?;
            let due = match days {
                Some(days) => self.count_due(&mut tx, &self.order(province, *rule, days)).await?,
                None => 0,
            };
            let running = store::is_running(&mut tx, province, rule.as_str()).await?;
            rules.push(RuleView { rule: *rule, days, due, running });
        }
        let runs = store::runs(&mut tx, province, SHOWN).await?.into_iter().map(run).collect::<Result<_>>()?;
        Ok((rules, runs))
    }

    /// Has what a rule would take now deleted, in the background. Refused with `count.changed` where that is no longer as many as
    /// the caller confirmed, and with `request.conflict` while the rule is being applied.
    pub async fn start_retention(&self, caller: &Caller, rule: RetentionRule, expected: u64) -> Result<RetentionRunId> {
        let (officer, province) = whole_province(caller.officer(Act::Administer)?)?;
        let days = self.days(province, rule)?.ok_or(ProblemCode::NotFound)?;
        let order = self.order(province, rule, days);
        let mut tx = self.db().begin().await?;
        if self.count_due(&mut tx, &order).await? != expected {
            return Err(ProblemCode::CountChanged.into());
        }
        let id = self.begin_run(&mut tx, &order, expected, (None, Some(officer.staff))).await?;
        let id = id.ok_or(ProblemCode::Conflict)?;
        let (actor, action, detail) = (officer.actor(), Action::RetentionStarted, detail(id, &order, expected));
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: None, detail }).await?;
        tx.commit().await?;
        self.wake_jobs();
        Ok(id)
    }

    fn days(&self, province: &Province, rule: RetentionRule) -> Result<Option<u32>> {
        let days = self.profile(province)?.retention.days(rule);
        Ok(if rule == RetentionRule::Export { days.or(Some(EXPORT_DAYS)) } else { days })
    }

    fn order(&self, province: &Province, rule: RetentionRule, days: u32) -> Order {
        Order { province: province.clone(), rule, days, due_at: self.now() - Span::days(days.into()) }
    }

    /// Sessions whose review period was over at the instant.
    fn windows_over(&self, order: &Order) -> Result<Vec<String>> {
        let windows = self.profile(&order.province)?.windows.iter();
        let over = windows.filter(|window| window.review_closes_at <= order.due_at);
        Ok(over.map(|window| window.code.clone()).collect())
    }

    async fn count_due(&self, tx: &mut Tx, order: &Order) -> Result<u64> {
        let mut count = 0;
        match order.rule {
            RetentionRule::Unfinished => {
                for window in self.windows_over(order)? {
                    count += store::count_unfinished(tx, &order.province, &window).await?;
                }
            }
            rule => count = store::count(tx, rule, &order.province, order.due_at).await?,
        }
        Ok(count as u64)
    }

    /// None where the rule is being applied already, or was today.
    async fn begin_run(
        &self,
        tx: &mut Tx,
        order: &Order,
        expected: u64,
        (day, staff): (Option<i64>, Option<StaffId>),
    ) -> Result<Option<RetentionRunId>> {
        let id = RetentionRunId(self.new_id());
        let row = store::NewRun { id, order, day, expected: expected as i64, staff, now: self.now() };
        if !store::insert(tx, &row).await? {
            return Ok(None);
        }
        jobs::enqueue(self, tx, Job::ApplyRetention(id)).await?;
        Ok(Some(id))
    }
}

fn detail(id: RetentionRunId, order: &Order, count: u64) -> serde_json::Value {
    serde_json::json!({ "run": id, "rule": order.rule.as_str(), "days": order.days, "count": count })
}

fn run(row: store::RunRow) -> Result<RetentionRun> {
    Ok(RetentionRun {
        rule: RetentionRule::parse(&row.rule).ok_or(Cause::Corrupt("retention_run.rule"))?,
        days: row.days as u32,
        expected: row.expected as u64,
        deleted: row.deleted as u64,
        started_at: row.started_at,
        finished_at: row.finished_at,
        by: row.name,
    })
}
