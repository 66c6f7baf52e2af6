//! Faults of the tables of offices and institutions are found with file, line and reason; and either may be left out.
#![cfg(feature = "profile")]

use rstest::rstest;
use shared::profile::Profile;
use std::{fs, path::Path};

const HEAD: &str = "code,region,name,address,phone,days,closed,hours,slot_minutes,capacity,map\n";
const GOOD: [&str; 11] = [
    "one",
    "430100",
    "Office",
    "Street 1",
    "0731-1",
    "2026-12-01..2026-12-04",
    "sat",
    "09:00-12:00",
    "30",
    "4",
    "https://x",
];

/// What is said about Hunan with these tables in place of its own.
fn said(offices: Option<&str>, institutions: Option<&str>) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let read = |file: &str| match file {
        "hunan/offices.csv" => offices.map(str::to_owned),
        "hunan/institutions.csv" => institutions.map(str::to_owned),
        other => fs::read_to_string(folder.join(other)).ok(),
    };
    match Profile::parse("hunan", &read) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

/// Hubei's guide names offices to go to, and no bookings.
#[test]
fn visits_are_booked_only_where_an_office_takes_bookings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
    let read = |file: &str| fs::read_to_string(folder.join(file)).ok();
    let booked = ["hunan", "hubei"].map(|province| {
        let profile = Profile::parse(province, &read).expect("the shipped profile is valid");
        assert!(profile.open_offices().next().is_some(), "{province}");
        profile.booking_offices().count() > 0
    });
    assert_eq!(booked, [true, false]);
}

#[test]
fn both_tables_may_be_left_out() {
    assert_eq!(said(None, None), Vec::<String>::new());
    assert_eq!(said(Some(&(HEAD.to_owned() + &GOOD.join(","))), None), Vec::<String>::new());
}

#[rstest]
#[case(0, "One", "code: expected 2 to 20 lower-case letters, digits and hyphens")]
#[case(1, "999999", "region: there is no region 999999")]
#[case(3, "", "address: this is empty")]
#[case(4, "call us", "phone: expected digits, hyphens, and / between several numbers")]
#[case(5, "", "days: this is empty")]
#[case(5, "2026-12-04..2026-12-01", "days: expected days such as 2026-08-30..2026-08-31")]
#[case(6, "someday", "closed: expected days such as 2026-10-01, or mon to sun")]
#[case(7, "12:00-09:00", "hours: expected hours such as 09:00-12:00")]
#[case(7, "09:00-12:00|11:00-13:00", "hours: expected hours in their order that do not overlap")]
#[case(7, "", "hours: this is required")]
#[case(8, "1", "slot_minutes: the value must be from 5 to 240")]
#[case(9, "many", "capacity: the value must be from 0 to 500")]
#[case(10, "javascript:alert(1)", "map: expected an address that begins with https://")]
fn a_fault_of_an_office_is_named(#[case] column: usize, #[case] value: &str, #[case] expected: &str) {
    let mut cells = GOOD;
    cells[column] = value;
    let faults = said(Some(&(HEAD.to_owned() + &cells.join(","))), None);
    assert!(faults.contains(&format!("hunan/offices.csv: line 2, {expected}")), "{faults:?}");
}

#[test]
fn a_fault_of_an_institution_is_named() {
    let faults = said(None, Some("code,name,region\none,Name,430100\none,Other,999999\n"));
    let expected = [
        "hunan/institutions.csv: line 3, code: this stands in the profile a second time",
        "hunan/institutions.csv: line 3, region: there is no region 999999",
    ];
    assert_eq!(faults, expected);
}
