//! Versions of a part: who published what when, and taking an older one up again.

use super::{Part, administrator, store};
use crate::{Caller, Enrolment, Error, Result};
use shared::{
    profile::{parse::RETIRED, section, table::Table},
    time::Timestamp,
};

/// A published version. Number 0 is what the files say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    pub number: i64,
    pub text: String,
    pub note: String,
    /// None for number 0.
    pub published: Option<(Timestamp, String)>,
}

/// Versions shown.
const SHOWN: i64 = 100;

impl Enrolment {
    /// The versions of a part, newest first; the last one is what the files say, where no more than 100 were published since.
    pub async fn part_history(&self, caller: &Caller, part: Part) -> Result<Vec<Version>> {
        let (_, province) = administrator(caller)?;
        let mut tx = self.db().read().await?;
        let rows = store::versions(&mut tx, province, part.as_str(), SHOWN).await?;
        let mut versions: Vec<_> = rows.into_iter().map(Version::from).collect();
        if versions.last().is_none_or(|oldest| oldest.number == 1) {
            let text = part.source(self.profiles(), province).ok_or(Error::NotFound)?;
            versions.push(Version { number: 0, text, note: String::new(), published: None });
        }
        Ok(versions)
    }

    /// Makes an older version the draft, to be looked at and published. What was added since is kept, retired: it may be in use.
    /// Refused with `request.conflict` where the draft is not the version that the caller saw.
    pub async fn restore_part(&self, caller: &Caller, part: Part, number: i64, version: i64) -> Result<()> {
        let (officer, province) = administrator(caller)?;
        let mut tx = self.db().begin().await?;
        self.expect_version(&mut tx, officer, province, part, version).await?;
        let old = match number {
            0 => part.source(self.profiles(), province),
            number => store::version(&mut tx, province, part.as_str(), number).await?.map(|row| row.text),
        };
        let now = self.view(&mut tx, province, part).await?.in_force;
        let text = keep_codes(part, &now, old.ok_or(Error::NotFound)?);
        self.put_draft(&mut tx, officer, province, part, &text).await?;
        tx.commit().await
    }
}

/// `old` and what it lacks of `now`.
pub(super) fn keep_codes(part: Part, now: &str, old: String) -> String {
    match part {
        Part::Retention => old,
        Part::Windows => {
            let mut windows = section::windows(&old);
            let lacking =
                section::windows(now).into_iter().filter(|new| !windows.iter().any(|own| own.code == new.code));
            let lacking: Vec<_> = lacking.collect();
            windows.extend(lacking);
            windows.sort_by(|a, b| a.opens_at.cmp(&b.opens_at));
            section::write_windows(&windows)
        }
        Part::Notices => {
            let mut notices = section::notices(&old);
            for new in section::notices(now) {
                match notices.iter_mut().find(|own| own.code == new.code) {
                    None => notices.push(new),
                    Some(own) if (&own.title, &own.body) == (&new.title, &new.body) => own.version = new.version,
                    Some(own) => own.version = new.version + 1,
                }
            }
            section::write_notices(&notices)
        }
        _ => keep_rows(now, old),
    }
}

/// Rows that only `now` has come last, retired.
fn keep_rows(now: &str, old: String) -> String {
    let (Ok(now), Ok(mut table)) = (Table::read(now), Table::read(&old)) else { return old };
    let lacking: Vec<_> = now.rows.iter().filter(|row| table.find(row.code()).is_none()).collect();
    for row in lacking {
        let cells = table.columns.clone().into_iter().filter(|column| column != RETIRED);
        let cells: Vec<_> = cells.map(|column| now.cell(row, &column).to_owned()).collect();
        table.retire("", false);
        let mut placed = vec![String::new(); table.columns.len()];
        let places = (0..table.columns.len()).filter(|at| table.columns[*at] != RETIRED);
        for (at, cell) in places.zip(cells) {
            placed[at] = cell;
        }
        table.put(placed);
        table.retire(row.code(), true);
    }
    table.write()
}

impl From<store::VersionRow> for Version {
    fn from(row: store::VersionRow) -> Self {
        Self { number: row.number, text: row.text, note: row.note, published: Some((row.published_at, row.name)) }
    }
}
