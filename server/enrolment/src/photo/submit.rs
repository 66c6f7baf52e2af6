//! Taking a picture in: the authoritative examination on the blocking pool, the files, then one transaction.

use super::{Compared, PhotoOutcome, PhotoReceipt, PhotoRefusal, likeness, receipt, store};
use crate::{
    Caller, Enrolment, Result,
    application::{self, Application},
    audit::{Action, Entry},
    candidate::{self, Candidate},
    card,
    db::Tx,
    desk,
    error::Cause,
    files::{self, Purpose},
    ports::PreparedPhoto,
    review,
};
use shared::{
    enrolment::{Event, Item},
    id::{EnrolmentId, FileId, PhotoId, Province, StaffId},
    problem::{Field, Problem, ProblemCode},
    staff::Act,
};
use std::sync::Arc;

/// What the engine made of a picture.
struct Examined {
    /// The finished file where every rule is kept.
    finished: Option<Vec<u8>>,
    /// The server made the file, or tried to.
    prepared: bool,
    made: PreparedPhoto,
    /// Of the finished file.
    print: Option<u64>,
}

/// Where a picture comes from and what it is for.
struct Context<'a> {
    caller: &'a Caller,
    province: Province,
    enrolment: EnrolmentId,
    candidate: Candidate,
    by: By,
}

/// Who gives it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Candidate,
    /// An officer, before whom the candidate stands.
    Desk(StaffId),
}

impl Context<'_> {
    /// Refuses what may not be changed now, by the rules for who gives it.
    fn admit(&self, enrolment: &Enrolment, application: &mut Application) -> Result<()> {
        match self.by {
            By::Candidate => application.require_changeable(enrolment),
            By::Desk(_) => desk::require_desk(enrolment, self.caller, application),
        }
    }
}

impl Enrolment {
    /// Takes in a picture: kept as it is, less its metadata, when it passes, otherwise made into a finished file (with
    /// `crop`, in pixels of the upright picture, where given) and kept when that passes. Refused with `file.empty`, `file.too_large`,
    /// `window.closed`, `enrolment.wrong_state` or `enrolment.item_closed`.
    pub async fn submit_photo(
        &self,
        caller: &Caller,
        bytes: Vec<u8>,
        file_name: Option<&str>,
        crop: Option<[f32; 4]>,
    ) -> Result<PhotoOutcome> {
        self.check_size(&bytes)?;
        let context = self.photo_context(caller).await?;
        self.take_in_photo(&context, bytes, file_name, crop).await
    }

    /// The same at the desk, for the application before the officer, who has then entered something of it. Refused with
    /// `case.taken` or `request.not_permitted` too.
    pub async fn submit_photo_at_desk(
        &self,
        caller: &Caller,
        id: EnrolmentId,
        bytes: Vec<u8>,
        file_name: Option<&str>,
        crop: Option<[f32; 4]>,
    ) -> Result<PhotoOutcome> {
        self.check_size(&bytes)?;
        let context = self.desk_photo_context(caller, id).await?;
        self.take_in_photo(&context, bytes, file_name, crop).await
    }

    fn check_size(&self, bytes: &[u8]) -> Result<()> {
        if bytes.is_empty() {
            return Err(Problem::at(ProblemCode::FileEmpty, Field::Photo).into());
        }
        if bytes.len() > self.settings().photo_bytes_max {
            return Err(Problem::at(ProblemCode::FileTooLarge, Field::Photo).into());
        }
        Ok(())
    }

    async fn take_in_photo(
        &self,
        context: &Context<'_>,
        bytes: Vec<u8>,
        file_name: Option<&str>,
        crop: Option<[f32; 4]>,
    ) -> Result<PhotoOutcome> {
        let bytes: Arc<[u8]> = bytes.into();
        let examined = self.examine(&context.province, bytes.clone(), file_name.map(str::to_owned), crop).await?;
        let readable = examined.made.source_width > 0 && examined.made.source_height > 0;
        let source = if examined.prepared && readable {
            Some(files::write(self, &context.candidate, Purpose::PhotoSource, &bytes).await?)
        } else {
            None
        };
        self.conclude(context, examined, source).await
    }

    /// Crops the last picture again. `NotFound` when there is none any more.
    pub async fn recrop_photo(&self, caller: &Caller, crop: [f32; 4]) -> Result<PhotoOutcome> {
        let context = self.photo_context(caller).await?;
        let bytes: Arc<[u8]> = self.photo_source_file(caller).await?.into();
        let examined = self.examine(&context.province, bytes, None, Some(crop)).await?;
        let mut tx = self.db().read().await?;
        let source = store::source(&mut tx, context.enrolment, self.now()).await?.and_then(|row| row.file_id);
        tx.commit().await?;
        self.conclude(&context, examined, source).await
    }

    /// Refuses early what could not be kept, before any work is spent on it.
    async fn photo_context<'a>(&self, caller: &'a Caller) -> Result<Context<'a>> {
        let (province, candidate, enrolment) = caller.evidence_provider()?;
        let mut tx = self.db().read().await?;
        let application = application::load(&mut tx, enrolment).await?;
        application.require_changeable(self)?;
        application.progress.advance(&Event::Provide(Item::Photo))?;
        let candidate = candidate::load(self, &mut tx, candidate).await?;
        tx.commit().await?;
        Ok(Context { caller, province: province.clone(), enrolment, candidate, by: By::Candidate })
    }

    async fn desk_photo_context<'a>(&self, caller: &'a Caller, id: EnrolmentId) -> Result<Context<'a>> {
        let officer = caller.officer(Act::Desk)?;
        let mut tx = self.db().read().await?;
        let mut application = application::load(&mut tx, id).await?;
        desk::require_desk(self, caller, &mut application)?;
        application.progress.advance(&Event::Provide(Item::Photo))?;
        let candidate = candidate::load(self, &mut tx, application.candidate).await?;
        tx.commit().await?;
        Ok(Context { caller, province: application.province, enrolment: id, candidate, by: By::Desk(officer.staff) })
    }

    async fn examine(
        &self,
        province: &Province,
        bytes: Arc<[u8]>,
        file_name: Option<String>,
        crop: Option<[f32; 4]>,
    ) -> Result<Examined> {
        let spec = self.profile(province)?.photo.clone();
        let engine = self.parts().photo.clone();
        let slot = self.inner.photo_slots.clone().acquire_owned().await.expect("the semaphore is never closed");
        let work = tokio::task::spawn_blocking(move || {
            // held until the work is done, even when the request has gone away meanwhile
            let _slot = slot;
            // What is judged is what will be kept: the file without places, times and devices.
            let finished = if crop.is_none() { engine.without_metadata(&bytes) } else { None };
            if let Some(finished) = finished {
                let verdict = engine.check(&finished, file_name.as_deref(), &spec);
                if verdict.passes() {
                    let made = PreparedPhoto { verdict, ..PreparedPhoto::default() };
                    let print = engine.print(&finished);
                    return Examined { finished: Some(finished), prepared: false, made, print };
                }
            }
            let mut made = engine.prepare(&bytes, &spec, crop);
            let finished = made.file.take().filter(|_| made.verdict.passes());
            let print = finished.as_deref().and_then(|file| engine.print(file));
            Examined { finished, prepared: true, made, print }
        });
        Ok(work.await.map_err(Cause::from)?)
    }

    async fn conclude(
        &self,
        context: &Context<'_>,
        examined: Examined,
        source: Option<FileId>,
    ) -> Result<PhotoOutcome> {
        match &examined.finished {
            Some(file) => {
                let compared = match context.by {
                    By::Candidate => self.compare_photo(context.caller, file).await?,
                    // the officer sees the person
                    By::Desk(_) => None,
                };
                let file = files::write(self, &context.candidate, Purpose::Photo, file).await?;
                self.keep_photo(context, &examined, compared, (file, source)).await.map(PhotoOutcome::Kept)
            }
            None => self.refuse_photo(context, examined.made, source).await.map(PhotoOutcome::Refused),
        }
    }

    async fn keep_photo(
        &self,
        context: &Context<'_>,
        examined: &Examined,
        compared: Option<Compared>,
        (file, source): (FileId, Option<FileId>),
    ) -> Result<PhotoReceipt> {
        let verdict = &examined.made.verdict;
        let mut tx = self.db().begin().await?;
        let mut application = application::lock(&mut tx, context.enrolment).await?;
        context.admit(self, &mut application)?;
        // a document that was photographed anew meanwhile is another one: a reviewer compares
        let document = card::portrait_of(&mut tx, context.enrolment).await?;
        let compared = compared.filter(|compared| document == Some(compared.card));
        application.advance(&likeness::event(compared.as_ref(), application.progress.state))?;
        application::save(&mut tx, &application).await?;
        if let Some(old) = store::delete(&mut tx, context.enrolment).await? {
            files::discard(self, &mut tx, old).await?;
        }
        let row = store::Row {
            id: PhotoId(self.new_id()),
            enrolment_id: context.enrolment,
            file_id: file,
            verdict: serde_json::to_string(verdict)?,
            prepared: examined.prepared,
            taken_at: self.now(),
            likeness: compared.as_ref().map(|compared| compared.likeness().as_str().to_owned()),
            comparison: compared.as_ref().map(serde_json::to_string).transpose()?,
        };
        files::keep(&mut tx, file).await?;
        store::insert(&mut tx, &row).await?;
        review::trace_photo(self, &mut tx, &context.candidate, examined.print).await?;
        self.replace_source(&mut tx, context.enrolment, source, &examined.made, false).await?;
        if let By::Desk(staff) = context.by {
            review::mark_entered(&mut tx, context.enrolment, staff, self.now()).await?;
        }
        self.record(&mut tx, provided(context, &row)).await?;
        tx.commit().await?;
        self.wake_jobs();
        receipt(row)
    }

    async fn refuse_photo(
        &self,
        context: &Context<'_>,
        made: PreparedPhoto,
        source: Option<FileId>,
    ) -> Result<PhotoRefusal> {
        let mut tx = self.db().begin().await?;
        self.replace_source(&mut tx, context.enrolment, source, &made, true).await?;
        tx.commit().await?;
        self.wake_jobs();
        let PreparedPhoto { verdict, crop, source_width, source_height, .. } = made;
        Ok(PhotoRefusal { verdict, crop, source_width, source_height })
    }

    /// Keeps the picture that was worked on for a day, in place of the one before.
    async fn replace_source(
        &self,
        tx: &mut Tx,
        enrolment: EnrolmentId,
        file: Option<FileId>,
        made: &PreparedPhoto,
        refused: bool,
    ) -> Result<()> {
        let old = store::delete_source(tx, enrolment).await?;
        if let Some(old) = old.filter(|old| Some(*old) != file) {
            files::discard(self, tx, old).await?;
        }
        if file.is_none() && !refused {
            return Ok(());
        }
        if let Some(file) = file {
            files::keep(tx, file).await?;
        }
        let crop = made.crop.map(|crop| serde_json::to_string(&crop)).transpose()?;
        let row = store::SourceRow {
            enrolment_id: enrolment,
            file_id: file,
            refused,
            verdict: serde_json::to_string(&made.verdict)?,
            crop,
            width_px: i64::from(made.source_width),
            height_px: i64::from(made.source_height),
            expires_at: self.now() + self.settings().source_lifetime,
        };
        store::save_source(tx, &row).await
    }

    /// Puts a photograph into an application whatever the engine says, its verdict attached: for demonstration data alone.
    pub(crate) async fn keep_whatever_the_verdict(&self, caller: &Caller, file: &'static [u8]) -> Result<PhotoReceipt> {
        let context = self.photo_context(caller).await?;
        let (engine, spec) = (self.parts().photo.clone(), self.profile(&context.province)?.photo.clone());
        let check = tokio::task::spawn_blocking(move || engine.check(file, None, &spec));
        let made = PreparedPhoto { verdict: check.await.map_err(Cause::from)?, ..PreparedPhoto::default() };
        let examined = Examined { finished: None, prepared: false, made, print: None };
        let file = files::write(self, &context.candidate, Purpose::Photo, file).await?;
        self.keep_photo(&context, &examined, None, (file, None)).await
    }
}

fn provided<'a>(context: &'a Context<'_>, row: &store::Row) -> Entry<'a> {
    Entry {
        actor: context.caller.into(),
        action: Action::PhotoProvided,
        province: Some(&context.province),
        enrolment: Some(context.enrolment),
        detail: serde_json::json!({ "photo": row.id, "prepared": row.prepared, "likeness": row.likeness }),
    }
}
