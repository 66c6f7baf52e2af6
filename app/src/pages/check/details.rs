//! The answers of the details form, one by one, to be checked before handing in.

use crate::{
    components::SummaryRow,
    message::record,
    pages::frame::Visit,
    text::{Text, t},
};
use shared::{
    contact::{Email, Postcode},
    details::{Details, FormerNumber},
    person::{CodeTable as _, PersonName},
    profile::Word,
};

/// Every answer, in the order of the form. `proved`: the address of who registered with one, masked.
pub(super) fn rows(visit: &Visit, details: &Details, proved: Option<&str>) -> Vec<SummaryRow> {
    let locale = visit.locale;
    let words = |label: Text, value: String| SummaryRow::new(label.get(locale).trim_start_matches("* "), value);
    let postal = visit.profile().has_postal_address();
    let address = if postal { t::details::POSTAL } else { t::details::ADDRESS };
    let major = visit.word(Word::Major, t::details::MAJOR);
    let optional = |value: Option<&str>| value.unwrap_or("—").to_owned();
    let mut rows = vec![
        words(t::details::NAME, details.name.expose().to_owned()),
        words(t::details::PINYIN, details.pinyin.expose().to_owned()),
        words(t::details::ETHNICITY, details.ethnicity.words().get(locale).to_owned()),
        words(t::details::SEX, details.sex.words().get(locale).to_owned()),
        words(t::details::BIRTH_DATE, record::date(details.birth_date, locale)),
        words(address, details.address.expose().to_owned()),
        words(t::details::HOUSEHOLD, details.household.words().get(locale).to_owned()),
        words(t::details::POLITICAL, details.political.words().get(locale).to_owned()),
        words(t::details::OCCUPATION, optional(details.occupation.map(|own| own.words().get(locale)))),
        words(t::details::POSTCODE, optional(details.postcode.as_ref().map(Postcode::expose))),
        words(t::details::EMAIL, optional(proved.or_else(|| details.email.as_ref().map(Email::expose)))),
        SummaryRow::new(major.trim_start_matches("* "), record::major(&details.major, locale)),
        words(t::details::EDUCATION, details.education.words().get(locale).to_owned()),
    ];
    if let Some(own) = &details.earlier {
        rows.push(words(t::joining::SCHOOL, own.school.expose().to_owned()));
        rows.push(words(t::joining::CERTIFICATE, own.certificate.masked()));
    }
    if let Some(former) = &details.former {
        rows.push(words(t::details::FORMER_NAME, optional(former.name.as_ref().map(PersonName::expose))));
        rows.push(words(t::details::FORMER_NUMBER, optional(former.number.as_ref().map(FormerNumber::expose))));
    }
    rows
}
