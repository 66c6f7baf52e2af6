//! The CSV tables of offices and institutions; a province may leave either out.

use super::{
    Fault, ReadFile, Report,
    tables::{Row, rows},
};
use crate::profile::{Hours, Institution, Office, Region};
use std::str::FromStr;

const OFFICE: &[&str] =
    &["code", "region", "name", "address", "phone", "days", "closed", "hours", "slot_minutes", "capacity", "map"];
const SLOT_MINUTES: std::ops::RangeInclusive<u32> = 5..=240;
const CAPACITY_MAX: u32 = 500;

pub(super) fn offices(
    province: &str,
    regions: Option<&[Region]>,
    read: ReadFile<'_>,
    report: &mut Report,
) -> Vec<Office> {
    let file = format!("{province}/offices.csv");
    if read(&file).is_none() {
        return Vec::new();
    }
    rows(&file, OFFICE, read, report).iter().filter_map(|row| office(row, regions, report)).collect()
}

fn office(row: &Row<'_>, regions: Option<&[Region]>, report: &mut Report) -> Option<Office> {
    let code = row.code(report, CODE_FORM, is_code);
    let region = region(row, regions, report);
    let (name, address) = (row.required(report, "name"), row.required(report, "address"));
    let phone = row.required(report, "phone");
    if phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
        row.fault(report, "phone", Fault::Form("digits, hyphens, and / between several numbers"));
    }
    if row.list("days").is_empty() {
        row.fault(report, "days", Fault::Empty);
    }
    let days = list(row, report, "days", "days such as 2026-08-30..2026-08-31");
    let closed = list(row, report, "closed", "days such as 2026-10-01, or mon to sun");
    let hours = list::<Hours>(row, report, "hours", "hours such as 09:00-12:00");
    if hours.windows(2).any(|pair| pair[1].from < pair[0].to) {
        row.fault(report, "hours", Fault::Form("hours in their order that do not overlap"));
    }
    let capacity = number(row, report, "capacity", 0..=CAPACITY_MAX).unwrap_or_default();
    let slot_minutes = number(row, report, "slot_minutes", SLOT_MINUTES).unwrap_or_default() as u16;
    if capacity > 0 && (hours.is_empty() || slot_minutes == 0) {
        row.fault(report, if hours.is_empty() { "hours" } else { "slot_minutes" }, Fault::Missing);
    }
    let map = row.optional("map");
    if map.as_deref().is_some_and(|map| !map.starts_with("https://")) {
        row.fault(report, "map", Fault::Form("an address that begins with https://"));
    }
    let retired = row.retired(report);
    let (code, region, name, address, phone) = (code?, region?, name?, address?, phone?);
    Some(Office { code, region, name, address, phone, days, closed, hours, slot_minutes, capacity, map, retired })
}

pub(super) fn institutions(
    province: &str,
    regions: Option<&[Region]>,
    read: ReadFile<'_>,
    report: &mut Report,
) -> Vec<Institution> {
    let file = format!("{province}/institutions.csv");
    if read(&file).is_none() {
        return Vec::new();
    }
    let institution = |row: &Row<'_>, report: &mut Report| {
        let code = row.code(report, CODE_FORM, is_code);
        let (name, region) = (row.required(report, "name"), region(row, regions, report));
        let retired = row.retired(report);
        Some(Institution { code: code?, name: name?, region: region?, retired })
    };
    rows(&file, &["code", "name", "region"], read, report).iter().filter_map(|row| institution(row, report)).collect()
}

const CODE_FORM: &str = "2 to 20 lower-case letters, digits and hyphens";

fn is_code(code: &str) -> bool {
    (2..=20).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_phone(phone: &str) -> bool {
    phone.bytes().any(|byte| byte.is_ascii_digit())
        && phone.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b' '))
}

fn region(row: &Row<'_>, regions: Option<&[Region]>, report: &mut Report) -> Option<String> {
    let code = row.required(report, "region")?;
    if regions.is_some_and(|regions| !regions.iter().any(|region| region.code == code)) {
        row.fault(report, "region", Fault::NoRegion(code));
        return None;
    }
    Some(code)
}

fn list<T: FromStr>(row: &Row<'_>, report: &mut Report, column: &str, form: &'static str) -> Vec<T> {
    let entries: Result<Vec<T>, _> = row.list(column).iter().map(|entry| entry.parse()).collect();
    entries.unwrap_or_else(|_| {
        row.fault(report, column, Fault::Form(form));
        Vec::new()
    })
}

/// Empty stands for 0.
fn number(row: &Row<'_>, report: &mut Report, column: &str, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
    let text = row.optional(column)?;
    let value = text.parse().ok().filter(|value| range.contains(value));
    if value.is_none() {
        let (min, max) = (f64::from(*range.start()), f64::from(*range.end()));
        row.fault(report, column, Fault::Outside { min, max });
    }
    value
}
