//! Admission numbers (准考证号): allotted once, without gaps within a session and county, by the profile's template.

mod plan;
mod store;

pub use plan::{NumberCheck, NumberProgress, PlaceCheck, PlacePlan, PlannedNumber, Rehearsal};

use crate::{
    Enrolment, Result,
    application::{self, Application},
    audit::{Action, Actor, Entry},
    candidate,
    crypto::{Belongs, Hashed, Keys},
    db::Tx,
    error::Cause,
    existing, outbox,
    sms::TemplateName,
};
use shared::{
    enrolment::State,
    id::{EnrolmentId, Province},
    number::{AdmissionNumber, Allotment, NumberTemplate},
    profile::Profile,
};

/// What a round of allotting did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Allotted {
    pub numbers: u32,
    /// Approved applications for which the template has no number left.
    pub without: u32,
}

pub(crate) const fn number_of(id: EnrolmentId) -> Belongs {
    Belongs::to("admission_number.number_sealed", id.0)
}

impl Enrolment {
    /// Allots a number to every approved application whose time has come. Each in a transaction of its own, so that a crash
    /// at any point loses nothing and leaves no gap; safe in several processes.
    pub async fn allot_due_numbers(&self) -> Result<Allotted> {
        let mut done = Allotted::default();
        for profile in self.profiles().iter() {
            for window in due_windows(self, profile) {
                let mut tx = self.db().read().await?;
                let due = store::due(&mut tx, &profile.province, window).await?;
                tx.commit().await?;
                for id in due {
                    if self.allot_one(id).await? {
                        done.numbers += 1;
                    } else {
                        done.without += 1;
                    }
                }
            }
        }
        if done.without > 0 {
            tracing::error!(applications = done.without, "no admission number is left for approved applications");
        }
        if done.numbers > 0 {
            self.wake_jobs();
        }
        Ok(done)
    }

    async fn allot_one(&self, id: EnrolmentId) -> Result<bool> {
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        let number = allot(self, &mut tx, &application).await?;
        if number.is_some() {
            let (actor, action, detail) = (Actor::SYSTEM, Action::NumberAllotted, serde_json::json!({}));
            let (province, enrolment) = (Some(&application.province), Some(id));
            self.record(&mut tx, Entry { actor, action, province, enrolment, detail }).await?;
        }
        tx.commit().await?;
        Ok(number.is_some())
    }
}

/// Sessions whose approved applications may have their numbers by now.
fn due_windows<'a>(enrolment: &'a Enrolment, profile: &'a Profile) -> impl Iterator<Item = &'a str> {
    let rule = profile.number.as_ref().map(|rule| rule.allotment);
    let now = enrolment.now();
    let due = move |closes_at| match rule {
        None => false,
        Some(Allotment::AtOnce) => true,
        Some(Allotment::AfterReview) => closes_at <= now,
    };
    profile.windows.iter().filter(move |window| due(window.review_closes_at)).map(|window| window.code.as_str())
}

/// Gives an approved and locked application its number and has it told by text message; the one it has already where it has
/// one. `None` where it may have none, or none is left. The caller records it.
pub(crate) async fn allot(
    enrolment: &Enrolment,
    tx: &mut Tx,
    application: &Application,
) -> Result<Option<AdmissionNumber>> {
    let (province, id) = (&application.province, application.id);
    let Some(rule) = &enrolment.profile(province)?.number else { return Ok(None) };
    if application.progress.state != State::Approved {
        return Ok(None);
    }
    let candidate = candidate::load(enrolment, tx, application.candidate).await?;
    if let Some(sealed) = store::of(tx, id).await? {
        return read(&candidate, id, &sealed).map(Some);
    }
    let place = (province, application.window_code.as_str(), application.region.as_str());
    let chosen = existing::chosen_number(enrolment, tx, province, candidate.id).await?;
    let next = match chosen {
        Some(number) => Some(Next { serial: None, index: index(enrolment.keys(), province, &number), number }),
        None => next(enrolment, tx, place, &rule.template).await?,
    };
    let Some(Next { serial, number, index }) = next else { return Ok(None) };
    let row = store::Row {
        enrolment_id: id,
        serial,
        number_index: index,
        number_sealed: candidate.key.seal(&*enrolment.parts().randomness, number_of(id), number.expose().as_bytes()),
    };
    store::insert(tx, place, &row, enrolment.now()).await?;
    outbox::enqueue(enrolment, tx, application, TemplateName::NumberAllotted).await?;
    Ok(Some(number))
}

/// A number to be given.
struct Next {
    /// Absent where it was not made here.
    serial: Option<i64>,
    number: AdmissionNumber,
    index: Vec<u8>,
}

/// The number of the next serial that nobody has. Somebody may have one from before: then its serial is passed over, and that is
/// written down. `None` where the template has none left.
async fn next(
    enrolment: &Enrolment,
    tx: &mut Tx,
    place: store::Place<'_>,
    template: &NumberTemplate,
) -> Result<Option<Next>> {
    let mut serial = store::last_serial(tx, place).await?;
    loop {
        serial += 1;
        let Some(number) = template.number(place.1, place.2, serial as u64) else { return Ok(None) };
        let index = index(enrolment.keys(), place.0, &number);
        let is_free = store::take(tx, place.0, &index).await?;
        store::count(tx, place, serial).await?;
        if is_free {
            return Ok(Some(Next { serial: Some(serial), number, index }));
        }
        store::skip(tx, place, serial).await?;
    }
}

pub(crate) fn index(keys: &Keys, province: &Province, number: &AdmissionNumber) -> Vec<u8> {
    keys.hash(Hashed::Number, &[province.as_str().as_bytes(), number.expose().as_bytes()])
}

/// The application that has a number.
pub(crate) async fn find(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    number: &AdmissionNumber,
) -> Result<Option<EnrolmentId>> {
    store::find(tx, province, &index(enrolment.keys(), province, number)).await
}

/// The number of an application.
pub(crate) async fn of(
    tx: &mut Tx,
    candidate: &candidate::Candidate,
    id: EnrolmentId,
) -> Result<Option<AdmissionNumber>> {
    store::of(tx, id).await?.map(|sealed| read(candidate, id, &sealed)).transpose()
}

fn read(candidate: &candidate::Candidate, id: EnrolmentId, sealed: &[u8]) -> Result<AdmissionNumber> {
    let text = candidate.key.open_text(number_of(id), sealed)?;
    Ok(text.parse().map_err(|_| Cause::Corrupt("admission_number.number_sealed"))?)
}
