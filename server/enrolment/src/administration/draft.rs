//! Drafts: one a part, shared by all administrators. Who saves names the version that they saw, so that nobody's work is lost.

use super::{
    Part, administrator,
    part::assemble,
    store::{self, DraftRow},
};
use crate::{
    Caller, Enrolment, Error, Result,
    audit::{Action, Entry},
    db::Tx,
    profiles::Sources,
    staff::Officer,
};
use shared::{
    id::Province,
    problem::ProblemCode,
    profile::{parse::ProfileError, table::Table},
    time::Timestamp,
};

/// A part as it is in force, and its draft.
#[derive(Clone, PartialEq, Debug)]
pub struct PartView {
    pub part: Part,
    pub in_force: String,
    /// Number of the published version; 0 for what the files say.
    pub number: i64,
    /// When and by whom it was published; none for what the files say.
    pub published: Option<(Timestamp, String)>,
    pub draft: Option<Draft>,
    /// Send it back with a change; the change is refused where it is no longer this.
    pub version: i64,
}

impl PartView {
    /// The text that editing goes on with.
    pub fn text(&self) -> &str {
        self.draft.as_ref().map_or(&self.in_force, |draft| &draft.text)
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    pub text: String,
    pub saved_at: Timestamp,
    pub saved_by: String,
    /// What keeps it from being published.
    pub faults: Vec<ProfileError>,
}

/// Longest text of a part; a table of 20 000 rows.
pub(super) const TEXT_MAX: usize = 4 * 1024 * 1024;

impl Enrolment {
    /// Which parts the caller's province has.
    pub fn parts_of(&self, caller: &Caller) -> Result<Vec<Part>> {
        let (_, province) = administrator(caller)?;
        let has = |part: &Part| part.source(self.profiles(), province).is_some();
        Ok(Part::ALL.iter().copied().filter(has).collect())
    }

    /// A part of the caller's province. `NotFound` where it has no such part.
    pub async fn profile_part(&self, caller: &Caller, part: Part) -> Result<PartView> {
        let (_, province) = administrator(caller)?;
        let mut tx = self.db().read().await?;
        self.view(&mut tx, province, part).await
    }

    pub(super) async fn view(&self, tx: &mut Tx, province: &Province, part: Part) -> Result<PartView> {
        let latest = store::latest(tx, province, part.as_str()).await?;
        let row = store::draft(tx, province, part.as_str()).await?;
        let version = row.as_ref().map_or(0, |row| row.version);
        let draft = match row.and_then(|row| Some((row.text?, row.saved_at, row.name))) {
            None => None,
            Some((text, saved_at, saved_by)) => {
                let faults = self.faults(tx, province, part, &text).await?;
                Some(Draft { text, saved_at, saved_by, faults })
            }
        };
        let source = part.source(self.profiles(), province).ok_or(Error::NotFound)?;
        let (in_force, number, published) = match latest {
            Some(row) => (row.text, row.number, Some((row.published_at, row.name))),
            None => (source, 0, None),
        };
        Ok(PartView { part, in_force, number, published, draft, version })
    }

    /// What keeps a profile with this text from being valid.
    async fn faults(&self, tx: &mut Tx, province: &Province, part: Part, text: &str) -> Result<Vec<ProfileError>> {
        let mut texts = in_force(tx, province).await?;
        texts.insert(part.path(province), text.to_owned());
        Ok(assemble(self.profiles(), province, &texts).err().unwrap_or_default())
    }

    /// Saves a draft over the version that the caller saw. Refused with `request.conflict` where somebody saved since.
    pub async fn save_draft_of(&self, caller: &Caller, part: Part, version: i64, text: &str) -> Result<()> {
        let (officer, province) = administrator(caller)?;
        let mut tx = self.db().begin().await?;
        self.expect_version(&mut tx, officer, province, part, version).await?;
        self.put_draft(&mut tx, officer, province, part, text).await?;
        tx.commit().await
    }

    /// Throws the draft away.
    pub async fn drop_draft_of(&self, caller: &Caller, part: Part, version: i64) -> Result<()> {
        let (officer, province) = administrator(caller)?;
        let mut tx = self.db().begin().await?;
        self.expect_version(&mut tx, officer, province, part, version).await?;
        self.write_draft(&mut tx, officer, province, part, None).await?;
        self.record_part(&mut tx, officer, province, (Action::ProfileDraftDropped, part)).await?;
        tx.commit().await
    }

    /// Locks the draft of a part and gives it; a part that never had one gets an empty row.
    pub(super) async fn lock_draft(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        province: &Province,
        part: Part,
    ) -> Result<DraftRow> {
        part.source(self.profiles(), province).ok_or(Error::NotFound)?;
        store::lock_draft(tx, province, part.as_str(), officer.staff, self.now()).await
    }

    pub(super) async fn expect_version(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        province: &Province,
        part: Part,
        version: i64,
    ) -> Result<DraftRow> {
        let row = self.lock_draft(tx, officer, province, part).await?;
        if row.version == version { Ok(row) } else { Err(ProblemCode::Conflict.into()) }
    }

    /// Writes the draft that the caller holds locked; a draft that says what is in force is none.
    pub(super) async fn put_draft(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        province: &Province,
        part: Part,
        text: &str,
    ) -> Result<()> {
        if text.len() > TEXT_MAX {
            return Err(ProblemCode::FieldTooLong.into());
        }
        let latest = store::latest(tx, province, part.as_str()).await?.map(|row| row.text);
        let in_force = latest.or_else(|| part.source(self.profiles(), province));
        let text = in_force.is_none_or(|in_force| !says_the_same(part, &in_force, text)).then_some(text);
        self.write_draft(tx, officer, province, part, text).await?;
        self.record_part(tx, officer, province, (Action::ProfileDrafted, part)).await
    }

    pub(super) async fn write_draft(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        province: &Province,
        part: Part,
        text: Option<&str>,
    ) -> Result<()> {
        store::set_draft(tx, (province, part.as_str()), text, officer.staff, self.now()).await
    }

    async fn record_part(
        &self,
        tx: &mut Tx,
        officer: Officer<'_>,
        province: &Province,
        (action, part): (Action, Part),
    ) -> Result<()> {
        let detail = serde_json::json!({ "part": part.as_str() });
        let entry = Entry { actor: officer.actor(), action, province: Some(province), enrolment: None, detail };
        self.record(tx, entry).await
    }
}

/// Whether two texts of a part differ in nothing but their form.
fn says_the_same(part: Part, a: &str, b: &str) -> bool {
    let tables = || Some((Table::read(a).ok()?, Table::read(b).ok()?));
    let codes = |table: &Table| table.rows.iter().map(|row| row.code().to_owned()).collect::<Vec<_>>();
    a == b || part.is_table() && tables().is_some_and(|(a, b)| b.changes_since(&a).is_empty() && codes(&a) == codes(&b))
}

/// The published texts of a province by the path of the file that each stands for.
pub(super) async fn in_force(tx: &mut Tx, province: &Province) -> Result<Sources> {
    let rows = store::all_latest(tx, province).await?;
    let text = |(part, text): (String, String)| Some((Part::parse(&part)?.path(province), text));
    Ok(rows.into_iter().filter_map(text).collect())
}
