//! 考生健康状况报告表: filled in from the record for who is signed in, else blank; one sheet of A4 with a line to sign on. The promise
//! is the province's notice, whose last paragraph stands under the questions.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::text::{Text, t};
use enrolment::{Error, Result};
use leptos::prelude::*;
use shared::{
    person::{CodeTable as _, number},
    profile::HEALTH_REPORT,
};

/// What stands in the form; empty where nothing is known.
#[derive(Default)]
struct Filled {
    name: String,
    sex: String,
    number: String,
    document: String,
    phone: String,
    address: String,
}

#[component]
pub fn HealthReportPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let locale = visit.locale;
        let notice = visit.profile().notice(HEALTH_REPORT).cloned().ok_or(Error::NotFound)?;
        let filled = filled(&visit).await?;
        let promise: Vec<_> = notice.body.get(locale).split("\n\n").map(str::to_owned).collect();
        let body = view! {
            <div class="health-report" role="region" tabindex="0" aria-label=notice.title.get(locale).to_owned()>{sheet(&visit, &filled, promise)}</div>
            <p class="quiet screen-only">{t::photo_guide::PRINT.get(locale)}</p>
        };
        Ok(Page::new(notice.title.get(locale), Menu::Record, body))
    })
}

/// From the caller's own record. A phone that was handed over fills in nothing.
async fn filled(visit: &Visit) -> Result<Filled> {
    let Some(caller) = visit.candidate().ok().filter(|_| !visit.limited()) else { return Ok(Filled::default()) };
    let (locale, enrolment) = (visit.locale, &visit.context.enrolment);
    let known = enrolment.health_facts(caller).await?;
    let sex = known.details.as_ref().map(|own| own.sex).or_else(|| number::sex(&known.document));
    Ok(Filled {
        name: known.name.map(|name| name.expose().to_owned()).unwrap_or_default(),
        sex: sex.map(|sex| sex.words().get(locale).to_owned()).unwrap_or_default(),
        number: known.number.map(|number| number.expose().to_owned()).unwrap_or_default(),
        document: known.document.expose().to_owned(),
        phone: known.phone.expose().to_owned(),
        address: known.details.map(|own| own.address.expose().to_owned()).unwrap_or_default(),
    })
}

fn sheet(visit: &Visit, filled: &Filled, promise: Vec<String>) -> impl IntoView + use<> {
    let words = |text: Text| text.get(visit.locale);
    let side = |text: Text| view! { <th class="health-report__side" scope="row">{text.get(visit.locale)}</th> };
    let [name, sex, number] = [&filled.name, &filled.sex, &filled.number].map(Clone::clone);
    let [document, phone, address] = [&filled.document, &filled.phone, &filled.address].map(Clone::clone);
    let address = if address.is_empty() { words(t::health_report::ADDRESS_BLANK).to_owned() } else { address };
    let questions =
        [t::health_report::FIRST, t::health_report::SECOND, t::health_report::THIRD, t::health_report::FOURTH];
    let rows = questions.into_iter().enumerate().map(|(at, question)| {
        let health = (at == 0).then(|| {
            let words = t::health_report::HEALTH.get(visit.locale);
            view! { <th class="health-report__side" scope="rowgroup" rowspan="5">{words}</th> }
        });
        view! {
            <tr>
                {health} <td colspan="4">{words(question)}</td>
                <td class="health-report__box">{words(t::health_report::YES)} " □"</td>
                <td class="health-report__box">{words(t::health_report::NO)} " □"</td>
            </tr>
        }
    });
    let promise = promise.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    view! {
        <table>
            <caption>{words(t::health_report::CAPTION)}</caption>
            <tbody>
                <tr>
                    {side(t::health_report::NAME)} <td>{name}</td>
                    <th scope="row">{words(t::health_report::SEX)}</th> <td>{sex}</td>
                    <th scope="row">{words(t::health_report::NUMBER)}</th> <td colspan="2">{number}</td>
                </tr>
                <tr>
                    {side(t::health_report::DOCUMENT)} <td colspan="3">{document}</td>
                    <th scope="row">{words(t::health_report::PHONE)}</th> <td colspan="2">{phone}</td>
                </tr>
                <tr>
                    {side(t::health_report::ADDRESS)}
                    <td colspan="6"><p>{address}</p> <p>{words(t::health_report::TRAVEL)}</p></td>
                </tr>
            </tbody>
            <tbody>
                {rows.collect_view()}
                <tr><td colspan="6">{words(t::health_report::PROOFS)}</td></tr>
            </tbody>
            <tbody>
                <tr>
                    {side(t::health_report::PROMISE)}
                    <td colspan="6">
                        {promise}
                        <div class="health-report__sign">
                            <span>{words(t::health_report::SIGNATURE)} <span class="health-report__line"></span></span>
                            <span>{words(t::health_report::DATE)}</span>
                        </div>
                    </td>
                </tr>
            </tbody>
        </table>
    }
}
