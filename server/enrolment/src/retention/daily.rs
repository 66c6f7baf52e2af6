//! The daily run: once a day, after three in the morning in Beijing, for every rule of every province.

use super::{detail, store};
use crate::{
    Enrolment, Result,
    audit::{Action, Actor, Entry},
};
use shared::{profile::RetentionRule, time::Timestamp};

/// When nobody is at work.
const HOUR: i8 = 3;

impl Enrolment {
    /// Begins what is due today and was not begun yet. Safe in several processes: a rule has one daily run.
    pub(crate) async fn apply_retention_daily(&self) -> Result<()> {
        let now = self.now();
        if now.beijing().hour() < HOUR {
            return Ok(());
        }
        for profile in self.profiles().iter() {
            for rule in RetentionRule::ALL {
                if let Some(days) = self.days(&profile.province, *rule)? {
                    let order = self.order(&profile.province, *rule, days);
                    self.begin_daily(&order, day(now)).await?;
                }
            }
        }
        Ok(())
    }

    async fn begin_daily(&self, order: &super::Order, day: i64) -> Result<()> {
        let mut tx = self.db().read().await?;
        let settled = store::had_day(&mut tx, &order.province, order.rule.as_str(), day).await?;
        let due = if settled { 0 } else { self.count_due(&mut tx, order).await? };
        tx.commit().await?;
        if settled {
            return Ok(());
        }
        let mut tx = self.db().begin().await?;
        let Some(id) = self.begin_run(&mut tx, order, due, (Some(day), None)).await? else { return Ok(()) };
        if due > 0 {
            let (actor, action, detail) = (Actor::SYSTEM, Action::RetentionStarted, detail(id, order, due));
            self.record(&mut tx, Entry { actor, action, province: Some(&order.province), enrolment: None, detail })
                .await?;
        }
        tx.commit().await?;
        self.wake_jobs();
        Ok(())
    }
}

/// Days since 1970 in Beijing.
const fn day(now: Timestamp) -> i64 {
    (now.0 + 8 * 3_600_000).div_euclid(86_400_000)
}
