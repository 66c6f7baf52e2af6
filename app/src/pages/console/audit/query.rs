//! What an auditor looks for, as it stands in the address: read the same way by the page and by the file that is taken away.

use enrolment::audit::{Action, AuditCursor, AuditFilter};
use shared::{
    evidence::Day,
    time::{Span, Timestamp},
};

/// As typed, so that the form comes back filled.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditQuery {
    /// First and last day.
    pub from: String,
    pub until: String,
    pub actor: String,
    pub staff: String,
    pub action: String,
    pub about: String,
    /// `<milliseconds>-<number>`
    pub after: String,
}

/// Who may have done something.
pub const ACTORS: [&str; 4] = ["staff", "candidate", "guest", "system"];

impl AuditQuery {
    /// From the values of the address by their names.
    pub fn read(value: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| value(name).unwrap_or_default().trim().to_owned();
        Self {
            from: value("from"),
            until: value("until"),
            actor: value("actor"),
            staff: value("staff"),
            action: value("action"),
            about: value("about"),
            after: value("after"),
        }
    }

    /// Names and values of what is looked for, without where the page begins.
    pub fn fields(&self) -> [(&'static str, String); 6] {
        [
            ("from", self.from.clone()),
            ("until", self.until.clone()),
            ("actor", self.actor.clone()),
            ("staff", self.staff.clone()),
            ("action", self.action.clone()),
            ("about", self.about.clone()),
        ]
    }

    /// What cannot be read is not looked for.
    pub fn filter(&self) -> AuditFilter {
        AuditFilter {
            from: begin_of(&self.from),
            until: begin_of(&self.until).map(|day| day + Span::days(1)),
            actor: ACTORS.contains(&self.actor.as_str()).then(|| self.actor.clone()),
            staff: self.staff.parse().ok(),
            action: Action::parse(&self.action),
            about: Some(self.about.clone()).filter(|about| !about.is_empty()),
        }
    }

    pub fn cursor(&self) -> Option<AuditCursor> {
        let (at, seq) = self.after.split_once('-')?;
        Some(AuditCursor { at: Timestamp(at.parse().ok()?), seq: seq.parse().ok()? })
    }
}

/// The first instant of a day in Beijing.
fn begin_of(day: &str) -> Option<Timestamp> {
    let day: Day = day.parse().ok()?;
    Timestamp::from_beijing(day.0.at(0, 0, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_belongs_to_the_period() {
        let value = |name: &str| match name {
            "from" | "until" => Some("2026-12-01".to_owned()),
            "action" => Some("case.approved".to_owned()),
            "after" => Some("1796090400000-17".to_owned()),
            _ => None,
        };
        let query = AuditQuery::read(value);
        let filter = query.filter();
        assert_eq!(filter.until.unwrap() - filter.from.unwrap(), Span::days(1));
        assert_eq!(filter.action, Some(Action::CaseApproved));
        assert_eq!(query.cursor(), Some(AuditCursor { at: Timestamp(1_796_090_400_000), seq: 17 }));
        assert_eq!(AuditQuery::read(|_| Some("nonsense".to_owned())).filter().action, None);
    }
}
