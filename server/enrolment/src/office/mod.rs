//! Visits to offices (现场确认): what is free, booking, moving and cancelling. Places of a slot are counted in the transaction
//! that books, under the slot's lock. What happens at the desk is in `desk`.

mod store;

pub(crate) use store::{Row as BookingRow, by_code, of as booking_of, on_day};

use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    db::Tx,
    error::{Cause, Error},
};
use shared::{
    enrolment::State,
    evidence::Day,
    id::{EnrolmentId, Province},
    problem::{Field, Problem, ProblemCode},
    profile::{Office, Slot},
};

/// A visit that is booked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Booking {
    /// On the slip, e.g. `YY-4F7K2-Q9D3M`.
    pub code: String,
    /// Code of the office.
    pub office: String,
    pub day: Day,
    pub slot: Slot,
}

/// A day of an office, and what is free on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FreeDay {
    pub day: Day,
    /// Slots that have not begun, with the places left.
    pub slots: Vec<(Slot, u32)>,
}

impl FreeDay {
    pub fn places(&self) -> u32 {
        self.slots.iter().map(|(_, left)| left).sum()
    }
}

/// What the code of a booking begins with; receipts begin with digits.
pub(crate) const CODE_PREFIX: &str = "YY";

impl Enrolment {
    /// The caller's visit.
    pub async fn booking(&self, caller: &Caller) -> Result<Option<Booking>> {
        let (.., id) = caller.candidate()?;
        let mut tx = self.db().read().await?;
        store::of(&mut tx, id).await?.map(booking).transpose()
    }

    /// From today on, every open day of an office with what is free.
    pub async fn free_days(&self, province: &Province, office: &str) -> Result<Vec<FreeDay>> {
        let office = self.profile(province)?.office(office).ok_or(Error::NotFound)?;
        let (today, minute) = self.today();
        let mut tx = self.db().read().await?;
        let taken = store::taken(&mut tx, province, &office.code, &today.to_string()).await?;
        tx.commit().await?;
        let left = |day: Day, slot: Slot| {
            let (day, slot) = (day.to_string(), slot.to_string());
            let taken = taken.iter().find(|(on, at, _)| *on == day && *at == slot).map_or(0, |(.., taken)| *taken);
            office.capacity.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX))
        };
        let open = |day| {
            let ahead = office.slots().into_iter().filter(|slot| day > today || slot.0 > minute);
            FreeDay { day, slots: ahead.map(|slot| (slot, left(day, slot))).collect() }
        };
        Ok(office.open_days(today).into_iter().map(open).filter(|day| !day.slots.is_empty()).collect())
    }

    /// Books a visit, in place of the one before. Refused with `booking.closed`, `booking.full` or as any change of an
    /// application; the visit booked before then stays.
    pub async fn book_visit(&self, caller: &Caller, office: &str, day: Day, slot: Slot) -> Result<Booking> {
        let (province, _, id) = caller.candidate()?;
        let office = self.profile(province)?.office(office).ok_or_else(closed)?;
        self.require_offered(office, day, slot)?;
        let mut tx = self.db().begin().await?;
        let application = application::lock(&mut tx, id).await?;
        require_visitor(&application, office)?;
        let row = store::Row {
            enrolment_id: id,
            code: self.visit_code(),
            province: province.clone(),
            office: office.code.clone(),
            day: day.to_string(),
            slot: slot.to_string(),
        };
        store::lock_slot(&mut tx, &row).await?;
        if store::others_in_slot(&mut tx, &row).await? >= i64::from(office.capacity) {
            return Err(Problem::at(ProblemCode::BookingFull, Field::Slot).into());
        }
        store::save(&mut tx, &row, self.now()).await?;
        let detail = serde_json::json!({ "office": row.office, "day": row.day, "slot": row.slot });
        let (actor, action) = (caller.into(), Action::VisitBooked);
        self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail }).await?;
        tx.commit().await?;
        booking(row)
    }

    /// Gives the place back. Cancelling what is not booked succeeds.
    pub async fn cancel_visit(&self, caller: &Caller) -> Result<()> {
        let (province, _, id) = caller.candidate()?;
        let mut tx = self.db().begin().await?;
        application::lock(&mut tx, id).await?;
        if store::delete(&mut tx, id).await? {
            let (actor, action, detail) = (caller.into(), Action::VisitCancelled, serde_json::json!({}));
            self.record(&mut tx, Entry { actor, action, province: Some(province), enrolment: Some(id), detail })
                .await?;
        }
        tx.commit().await
    }

    /// Only what the page offers: an open day and a slot that has not begun.
    fn require_offered(&self, office: &Office, day: Day, slot: Slot) -> Result<()> {
        let (today, minute) = self.today();
        let ahead = day > today || (day == today && slot.0 > minute);
        if ahead && office.is_open_on(day) && office.slots().contains(&slot) { Ok(()) } else { Err(closed()) }
    }

    /// The day in Beijing, and the minutes since its midnight.
    pub(crate) fn today(&self) -> (Day, u16) {
        let now = self.now().beijing();
        (Day(now.date()), u16::from(now.hour().unsigned_abs()) * 60 + u16::from(now.minute().unsigned_abs()))
    }

    /// 50 random bits: says nothing about who comes.
    fn visit_code(&self) -> String {
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let random = self.random::<10>().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        let (first, second): (String, String) = (random[..5].iter().collect(), random[5..].iter().collect());
        format!("{CODE_PREFIX}-{first}-{second}")
    }
}

/// What was booked at a place that somebody no longer belongs to.
pub(crate) async fn forget_visit(tx: &mut Tx, id: EnrolmentId) -> Result<()> {
    store::delete(tx, id).await.map(drop)
}

fn closed() -> Error {
    Problem::at(ProblemCode::BookingClosed, Field::Slot).into()
}

/// Somebody whose application is not decided, at an office that confirms their region.
fn require_visitor(application: &Application, office: &Office) -> Result<()> {
    match application.progress.state {
        State::Draft | State::Submitted | State::InReview | State::Returned => {}
        State::Approved | State::Refused => return Err(ProblemCode::WrongState.into()),
    }
    if office.serves(&application.region) && !office.retired { Ok(()) } else { Err(closed()) }
}

pub(crate) fn booking(row: store::Row) -> Result<Booking> {
    let day = row.day.parse().map_err(|_| Cause::Corrupt("office_booking.day"))?;
    let slot = row.slot.parse().map_err(|_| Cause::Corrupt("office_booking.slot"))?;
    Ok(Booking { code: row.code, office: row.office, day, slot })
}
