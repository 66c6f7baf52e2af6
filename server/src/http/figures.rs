//! The audit trail and the figures as files: what the pages show, row by row, for spreadsheets.

use super::{Site, pieces, problem::Refusal};
use app::{
    context::RequestContext,
    message::trail,
    pages::console::{audit::query::AuditQuery, statistics::query},
};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use enrolment::{
    Caller, Enrolment, Error,
    audit::{AuditCursor, AuditEntry, AuditFilter},
    figures::{Statistics, Tally},
};
use futures_util::stream;
use shared::{locale::Locale, problem::ProblemCode};
use std::{collections::HashMap, io};

/// Entries read at a time.
const PAGE: u32 = 1000;
/// Tells spreadsheets that the file is UTF-8.
const MARK: &str = "\u{feff}";

type Asked = Query<HashMap<String, String>>;

/// `GET /console/audit.csv`: entries are read while the file is on its way.
pub(super) async fn audit(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Query(asked): Asked,
) -> Result<Response, Refusal> {
    let caller = context.staff().cloned().ok_or(ProblemCode::SessionNeeded)?;
    let filter = AuditQuery::read(|name| asked.get(name).cloned()).filter();
    let refuse = |error| Refusal::from(site.enrolment.problem(error));
    site.enrolment.record_audit_export(&caller).await.map_err(refuse)?;
    let reading = Reading {
        enrolment: site.enrolment.clone(),
        caller,
        filter,
        locale: context.locale,
        after: None,
        ended: false,
    };
    let body = pieces::body(stream::try_unfold(reading, Reading::step));
    Ok(file(body, "attachment; filename=\"audit.csv\""))
}

/// How far a file has come.
struct Reading {
    enrolment: Enrolment,
    caller: Caller,
    filter: AuditFilter,
    locale: Locale,
    /// Where the next piece begins; absent at first.
    after: Option<AuditCursor>,
    ended: bool,
}

impl Reading {
    async fn step(mut self) -> io::Result<Option<(Bytes, Self)>> {
        if self.ended {
            return Ok(None);
        }
        let after = self.after;
        let page = self.enrolment.audit_page(&self.caller, &self.filter, (after, PAGE)).await;
        let page = page.map_err(|error| io::Error::other(self.enrolment.problem(error).code.as_str()))?;
        let mut rows = csv::Writer::from_writer(Vec::new());
        if after.is_none() {
            rows.write_record([
                "seq",
                "at",
                "actor",
                "name",
                "login",
                "action",
                "words",
                "receipt",
                "enrolment",
                "detail",
            ])?;
        }
        for entry in &page.entries {
            rows.write_record(record(entry, self.locale).map(harmless))?;
        }
        let mut bytes = if after.is_none() { MARK.as_bytes().to_vec() } else { Vec::new() };
        bytes.extend(rows.into_inner().map_err(|error| io::Error::other(error.to_string()))?);
        (self.after, self.ended) = (page.next, page.next.is_none());
        Ok(Some((bytes.into(), self)))
    }
}

fn record(entry: &AuditEntry, locale: Locale) -> [String; 10] {
    [
        entry.seq.to_string(),
        trail::instant(entry.at),
        entry.actor.clone(),
        entry.name.clone().unwrap_or_default(),
        entry.login.clone().unwrap_or_default(),
        entry.action.clone(),
        trail::action(&entry.action, locale),
        entry.receipt.clone().unwrap_or_default(),
        entry.enrolment.map(|id| id.to_string()).unwrap_or_default(),
        entry.detail.clone(),
    ]
}

/// `GET /console/statistics.csv`
pub(super) async fn statistics(
    State(site): State<Site>,
    Extension(context): Extension<RequestContext>,
    Query(asked): Asked,
) -> Result<Response, Refusal> {
    let caller = context.staff().ok_or(ProblemCode::SessionNeeded)?;
    let enrolment = &site.enrolment;
    let refuse = |error: Error| Refusal::from(enrolment.problem(error));
    let period = query::period(|name| asked.get(name).cloned(), enrolment.now()).ok_or(ProblemCode::BadRequest)?;
    let statistics = enrolment.statistics(caller, period).await.map_err(refuse)?;
    enrolment.record_statistics_export(caller).await.map_err(refuse)?;
    let bytes = table(&statistics).map_err(|_| ProblemCode::Internal)?;
    Ok(file(Body::from(bytes), "attachment; filename=\"statistics.csv\""))
}

/// One table for all: what a row is about, whom, and the numbers.
fn table(statistics: &Statistics) -> Result<Vec<u8>, csv::Error> {
    let mut rows = csv::WriterBuilder::new().flexible(true).from_writer(MARK.as_bytes().to_vec());
    rows.write_record([
        "of",
        "name",
        "submitted",
        "decided",
        "approved",
        "returned",
        "refused",
        "median_hours",
        "p90_hours",
        "times",
        "checked",
        "disputed",
    ])?;
    let days = statistics.days.iter().map(|(day, tally)| ("day", query::written(*day), tally));
    let districts = statistics.districts.iter().map(|(code, tally)| ("district", code.clone(), tally));
    let reviewers = statistics.reviewers.iter().map(|(name, tally)| ("reviewer", name.clone(), tally));
    let total = ("total", String::new(), &statistics.total);
    for (of, name, tally) in days.chain(districts).chain(reviewers).chain([total]) {
        rows.write_record(numbers(of, name, tally).map(harmless))?;
    }
    for (code, times) in &statistics.reasons {
        let mut row = numbers("reason", code.clone(), &Tally::default()).map(|_| String::new());
        (row[0], row[1], row[9]) = ("reason".to_owned(), code.clone(), times.to_string());
        rows.write_record(row.map(harmless))?;
    }
    rows.into_inner().map_err(|error| csv::Error::from(io::Error::other(error.to_string())))
}

fn numbers(of: &str, name: String, tally: &Tally) -> [String; 12] {
    let hours = |hours: Option<f64>| hours.map(|hours| format!("{hours:.2}")).unwrap_or_default();
    [
        of.to_owned(),
        name,
        tally.submitted.to_string(),
        tally.decided().to_string(),
        tally.approved.to_string(),
        tally.returned.to_string(),
        tally.refused.to_string(),
        hours(tally.median_hours()),
        hours(tally.p90_hours()),
        String::new(),
        tally.checked.to_string(),
        tally.disputed.to_string(),
    ]
}

/// What a spreadsheet would run as a formula stands there as text.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

fn file(body: Body, disposition: &'static str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(harmless("=1+1".to_owned()), "'=1+1");
        assert_eq!(harmless("@SUM(A1)".to_owned()), "'@SUM(A1)");
        assert_eq!(harmless("{}".to_owned()), "{}");
    }

    #[test]
    fn a_table_has_every_kind_of_row() {
        let mut statistics = Statistics::default();
        statistics.days.entry(20_788).or_default().submitted = 3;
        statistics.reasons.push(("photo.background".to_owned(), 7));
        let text = String::from_utf8(table(&statistics).expect("written")).expect("text");
        assert!(text.contains("day,2026-12-01,3,0,0,0,0,,,,0,0\n"), "{text}");
        assert!(text.contains("reason,photo.background,,,,,,,,7,,\n"), "{text}");
        assert!(text.contains("total,,0,0,0,0,0,,,,0,0\n"), "{text}");
    }
}
