//! Whom a change of the windows concerns: how many may no longer go on, or may again.

use super::{Part, administrator, draft::in_force, part::assemble, store};
use crate::{Caller, Enrolment, Result};
use shared::{enrolment::State, profile::Window, time::Timestamp};

/// What the draft does to a window, and how many applications it concerns.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WindowEffect {
    pub code: String,
    /// The window is new, or goes.
    pub added: bool,
    pub removed: bool,
    /// Unfinished applications that could be finished now and can no longer.
    pub stopped: u64,
    /// Unfinished applications that can be finished again.
    pub reopened: u64,
    /// Unfinished applications that have to be finished by another time.
    pub moved: u64,
    /// Applications that are handed in or sent back, whose review ends at another time.
    pub review: u64,
}

impl Enrolment {
    /// What publishing the draft of the windows would do; empty where it is faulty or there is none.
    pub async fn window_effects(&self, caller: &Caller) -> Result<Vec<WindowEffect>> {
        let (_, province) = administrator(caller)?;
        let mut tx = self.db().read().await?;
        let Some(draft) = self.view(&mut tx, province, Part::Windows).await?.draft else { return Ok(Vec::new()) };
        let mut texts = in_force(&mut tx, province).await?;
        texts.insert(Part::Windows.path(province), draft.text);
        let Ok(after) = assemble(self.profiles(), province, &texts) else { return Ok(Vec::new()) };
        let before = &self.profile(province)?.windows;
        let mut effects = Vec::new();
        for new in &after.windows {
            match before.iter().find(|old| old.code == new.code) {
                None => effects.push(WindowEffect { code: new.code.clone(), added: true, ..WindowEffect::default() }),
                Some(old) if old != new => {
                    let counts = store::window_counts(&mut tx, province, &new.code).await?;
                    effects.push(effect(old, new, &counts, self.now()));
                }
                Some(_) => {}
            }
        }
        let gone = before.iter().filter(|old| !after.windows.iter().any(|new| new.code == old.code));
        effects.extend(gone.map(|old| WindowEffect {
            code: old.code.clone(),
            removed: true,
            ..WindowEffect::default()
        }));
        Ok(effects)
    }
}

fn effect(old: &Window, new: &Window, counts: &[(String, String, i64)], now: Timestamp) -> WindowEffect {
    let mut effect = WindowEffect { code: new.code.clone(), ..WindowEffect::default() };
    for (region, state, count) in counts {
        let count = *count as u64;
        match State::parse(state) {
            Some(State::Draft) => {
                // who has a draft began before the close
                let begun = old.dates(region).0.min(new.dates(region).0);
                let ends = |window: &Window| (window.dates(region), window.grace_secs);
                match (old.lets_go_on(region, begun, now), new.lets_go_on(region, begun, now)) {
                    (true, false) => effect.stopped += count,
                    (false, true) => effect.reopened += count,
                    _ if ends(old) != ends(new) => effect.moved += count,
                    _ => {}
                }
            }
            Some(State::Submitted | State::InReview | State::Returned)
                if old.review_closes_at != new.review_closes_at =>
            {
                effect.review += count;
            }
            _ => {}
        }
    }
    effect
}
