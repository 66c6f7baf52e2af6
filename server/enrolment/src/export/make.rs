//! Making an export: a page of enrolments at a time, each page a sealed piece written in a transaction that also says where the
//! next begins. Broken off anywhere, it goes on there; memory holds one page.

use super::{ExportColumn, ExportFilter, chunk_of, column::safe, store};
use crate::{
    Enrolment, Error, Result,
    audit::{Action, Actor, Entry},
    candidate,
    db::Tx,
    details,
    error::Cause,
    jobs::{self, Job},
    number,
};
use shared::person::CodeTable as _;
use shared::{details::Details, id::ExportId, time::Timestamp};

/// Enrolments in a piece, and pieces made by one job before it makes place for others.
const PAGE: i64 = 500;
const PIECES: usize = 4;

impl Enrolment {
    /// Goes on with an export; one that is made, or not known, is left alone.
    pub(crate) async fn make_export(&self, id: ExportId) -> Result<()> {
        for _ in 0..PIECES {
            if self.make_piece(id).await? {
                return Ok(());
            }
        }
        let mut tx = self.db().begin().await?;
        jobs::enqueue(self, &mut tx, Job::MakeExport(id)).await?;
        tx.commit().await
    }

    /// True when it is made.
    async fn make_piece(&self, id: ExportId) -> Result<bool> {
        let mut tx = self.db().begin().await?;
        let Some(row) = store::lock(&mut tx, id).await?.filter(|row| row.finished_at.is_none()) else {
            return Ok(true);
        };
        let filter: ExportFilter = serde_json::from_str(&row.filter).map_err(|_| Cause::Corrupt("export.filter"))?;
        let columns: Vec<ExportColumn> =
            serde_json::from_str(&row.columns).map_err(|_| Cause::Corrupt("export.columns"))?;
        let page = store::page(&mut tx, (&row.province, &filter, row.created_at), row.after_id, PAGE).await?;
        let mut lines = Lines::new();
        if row.chunks == 0 {
            lines.head(&columns);
        }
        for found in &page {
            lines.write(&self.cells(&mut tx, &columns, found).await?);
        }
        let bytes = lines.0;
        let (done, is_last) = (page.len() as i64, (page.len() as i64) < PAGE);
        if !bytes.is_empty() {
            let sealed = self.keys().exports().seal(&*self.parts().randomness, chunk_of(id), &bytes);
            store::add_chunk(&mut tx, id, row.chunks, &sealed).await?;
        }
        let progress = store::Progress {
            after: page.last().map(|last| last.id.0).or(row.after_id),
            done: row.done + done,
            chunks: row.chunks + i64::from(!bytes.is_empty()),
            size_bytes: row.size_bytes + bytes.len() as i64,
            finished_at: is_last.then(|| self.now()),
        };
        store::advance(&mut tx, id, &progress).await?;
        if is_last {
            let detail = serde_json::json!({ "export": id, "count": progress.done });
            let (actor, action, province) = (Actor::SYSTEM, Action::ExportMade, Some(&row.province));
            self.record(&mut tx, Entry { actor, action, province, enrolment: None, detail }).await?;
        }
        tx.commit().await?;
        Ok(is_last)
    }

    /// What is asked for of one enrolment; only what is asked for is unsealed. Of a candidate whose data are gone, nothing is.
    async fn cells(&self, tx: &mut Tx, columns: &[ExportColumn], row: &store::Found) -> Result<Vec<String>> {
        let sealed = columns.iter().any(|column| column.is_sealed());
        let candidate = if sealed { self.candidate_of(tx, row).await? } else { None };
        let details = match &candidate {
            Some(candidate) if columns.iter().any(|column| column.is_detail()) => {
                details::load(tx, candidate, row.id).await?.map(|(details, _)| details)
            }
            _ => None,
        };
        let number = match &candidate {
            Some(candidate) if columns.contains(&ExportColumn::AdmissionNumber) => {
                number::of(tx, candidate, row.id).await?.map(|number| number.expose().to_owned())
            }
            _ => None,
        };
        let cell = |column: &ExportColumn| match column {
            ExportColumn::AdmissionNumber => number.clone().unwrap_or_default(),
            ExportColumn::DocumentNumber => text(candidate.as_ref(), |own| own.document.expose().to_owned()),
            ExportColumn::Phone => text(candidate.as_ref(), |own| own.phone.expose().to_owned()),
            column if column.is_detail() => text(details.as_ref(), |own| detail(own, *column)),
            column => plain(row, *column),
        };
        Ok(columns.iter().map(|column| safe(cell(column))).collect())
    }

    async fn candidate_of(&self, tx: &mut Tx, row: &store::Found) -> Result<Option<candidate::Candidate>> {
        match candidate::load(self, tx, row.candidate_id).await {
            Ok(candidate) => Ok(Some(candidate)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn text<T>(from: Option<&T>, give: impl FnOnce(&T) -> String) -> String {
    from.map(give).unwrap_or_default()
}

fn detail(details: &Details, column: ExportColumn) -> String {
    match column {
        ExportColumn::Name => details.name.expose().to_owned(),
        ExportColumn::RomanisedName => details.pinyin.expose().to_owned(),
        ExportColumn::Sex => details.sex.words().zh.to_owned(),
        ExportColumn::BirthDate => details.birth_date.to_string(),
        ExportColumn::Ethnicity => details.ethnicity.words().zh.to_owned(),
        ExportColumn::Address => details.address.expose().to_owned(),
        ExportColumn::Postcode => text(details.postcode.as_ref(), |own| own.expose().to_owned()),
        ExportColumn::Email => text(details.email.as_ref(), |own| own.expose().to_owned()),
        _ => String::new(),
    }
}

fn plain(row: &store::Found, column: ExportColumn) -> String {
    let moment = |at: Option<Timestamp>| at.map(|at| at.beijing().strftime("%Y-%m-%d %H:%M").to_string());
    match column {
        ExportColumn::Receipt => row.receipt.clone().unwrap_or_default(),
        ExportColumn::Window => row.window_code.clone(),
        ExportColumn::Region => row.region.clone(),
        ExportColumn::State => row.state.clone(),
        ExportColumn::CreatedAt => moment(Some(row.created_at)).unwrap_or_default(),
        ExportColumn::SubmittedAt => moment(row.submitted_at).unwrap_or_default(),
        ExportColumn::DecidedAt => moment(row.decided_at).unwrap_or_default(),
        ExportColumn::Major => row.major.clone().unwrap_or_default(),
        ExportColumn::Level => row.level.clone().unwrap_or_default(),
        ExportColumn::Education => row.education.clone().unwrap_or_default(),
        ExportColumn::DocumentType => row.document_type.clone(),
        _ => String::new(),
    }
}

/// CSV (RFC 4180) being written.
struct Lines(Vec<u8>);

impl Lines {
    const fn new() -> Self {
        Self(Vec::new())
    }

    /// A byte order mark, so that spreadsheets see UTF-8, and the names of the columns.
    fn head(&mut self, columns: &[ExportColumn]) {
        self.0.extend("\u{feff}".as_bytes());
        self.write(&columns.iter().map(|column| column.as_str().to_owned()).collect::<Vec<_>>());
    }

    fn write(&mut self, cells: &[String]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.0.push(b',');
            }
            if cell.contains([',', '"', '\n', '\r', '\t']) {
                self.0.extend(format!("\"{}\"", cell.replace('"', "\"\"")).as_bytes());
            } else {
                self.0.extend(cell.as_bytes());
            }
        }
        self.0.extend(b"\r\n");
    }
}
