//! Work that follows a use case: enqueued in its transaction, run at least once, retried or given up explicitly. The
//! handlers are in the areas they belong to; the periodic sweep is in `sweep`.

mod store;
mod sweep;

use crate::{Enrolment, Error, Result, db::Tx, error};
use shared::{
    id::{
        CandidateId, ClaimId, CodeId, EducationCheckId, ExportId, FileId, ImportId, JobId, MailId, OfficeResetId,
        RetentionRunId, SmsId,
    },
    time::{Span, Timestamp},
};
use std::time::Duration;
use uuid::Uuid;

/// What is to be done, and to what. Never carries personal data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Job {
    SendCode(CodeId),
    SendSms(SmsId),
    SendMail(MailId),
    /// The code with which somebody whose card was checked chooses a new password.
    SendReset(OfficeResetId),
    /// Asks the register of education.
    CheckEducation(EducationCheckId),
    DeleteFile(FileId),
    /// Traces the candidates that follow this one.
    TraceCandidates(CandidateId),
    /// The subject says nothing: every number that is due.
    AllotNumbers(Uuid),
    MakeExport(ExportId),
    ApplyRetention(RetentionRunId),
    /// Sends the code of somebody who asks for their numbers, if they have any.
    SendClaimCode(ClaimId),
    ImportExisting(ImportId),
    /// Goes on with a round in which every signature is verified.
    VerifySignatures(Uuid),
}

impl Job {
    const fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::SendCode(id) => ("send_code", id.0),
            Self::SendSms(id) => ("send_sms", id.0),
            Self::SendMail(id) => ("send_mail", id.0),
            Self::SendReset(id) => ("send_reset", id.0),
            Self::CheckEducation(id) => ("check_education", id.0),
            Self::DeleteFile(id) => ("delete_file", id.0),
            Self::TraceCandidates(id) => ("trace_candidates", id.0),
            Self::AllotNumbers(id) => ("allot_numbers", id),
            Self::MakeExport(id) => ("make_export", id.0),
            Self::ApplyRetention(id) => ("apply_retention", id.0),
            Self::SendClaimCode(id) => ("send_claim_code", id.0),
            Self::ImportExisting(id) => ("import_existing", id.0),
            Self::VerifySignatures(id) => ("verify_signatures", id),
        }
    }

    fn parse(kind: &str, subject: Uuid) -> Option<Self> {
        match kind {
            "send_code" => Some(Self::SendCode(CodeId(subject))),
            "send_sms" => Some(Self::SendSms(SmsId(subject))),
            "send_mail" => Some(Self::SendMail(MailId(subject))),
            "send_reset" => Some(Self::SendReset(OfficeResetId(subject))),
            "check_education" => Some(Self::CheckEducation(EducationCheckId(subject))),
            "delete_file" => Some(Self::DeleteFile(FileId(subject))),
            "trace_candidates" => Some(Self::TraceCandidates(CandidateId(subject))),
            "allot_numbers" => Some(Self::AllotNumbers(subject)),
            "make_export" => Some(Self::MakeExport(ExportId(subject))),
            "apply_retention" => Some(Self::ApplyRetention(RetentionRunId(subject))),
            "send_claim_code" => Some(Self::SendClaimCode(ClaimId(subject))),
            "import_existing" => Some(Self::ImportExisting(ImportId(subject))),
            "verify_signatures" => Some(Self::VerifySignatures(subject)),
            _ => None,
        }
    }
}

/// Why a job is not done. Whoever raises it decides what follows.
#[derive(Debug)]
pub(crate) enum JobError {
    Retry(String),
    GiveUp(String),
}

/// What happens inside fails for a reason that may pass.
impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        Self::Retry(error::chain(&error))
    }
}

/// How the job table stands, for metrics.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct JobCounts {
    pub waiting: u64,
    pub given_up: u64,
    /// How long the oldest job has been due, in seconds.
    pub oldest_secs: u32,
}

/// A job must be done within this time; another runner may take it after `LOCK`.
const TIME_LIMIT: Duration = Duration::from_secs(45);
const LOCK: Span = Span::minutes(1);
/// Delay after the first failure; doubles up to the longest.
const FIRST_DELAY: Span = Span::secs(2);
const LONGEST_DELAY: Span = Span::hours(1);
/// How often the table is looked at when nothing wakes the runner.
const POLL: Duration = Duration::from_millis(500);
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// Adds a job in the caller's transaction.
pub(crate) async fn enqueue(enrolment: &Enrolment, tx: &mut Tx, job: Job) -> Result<()> {
    let (kind, subject) = job.parts();
    store::insert(tx, JobId(enrolment.new_id()), kind, subject, enrolment.now()).await
}

impl Enrolment {
    /// Tells the runner of this process, after a commit, that there is something to do.
    pub(crate) fn wake_jobs(&self) {
        self.inner.jobs_waiting.notify_one();
    }

    /// Runs every job that is due now; gives their number.
    pub async fn run_due_jobs(&self) -> Result<u32> {
        let mut done = 0;
        while self.run_one_job().await? {
            done += 1;
        }
        Ok(done)
    }

    /// Runs jobs and the periodic sweep until `stop` turns true; a job that has begun is finished first.
    pub async fn work(&self, mut stop: tokio::sync::watch::Receiver<bool>) {
        let mut sweep = tokio::time::interval(SWEEP_EVERY);
        sweep.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while !*stop.borrow_and_update() {
            let worked = self.run_one_job().await;
            match worked {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => {
                    self.problem(error);
                }
            }
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { return },
                () = self.inner.jobs_waiting.notified() => {}
                () = tokio::time::sleep(POLL) => {}
                _ = sweep.tick() => if let Err(error) = self.sweep().await {
                    self.problem(error);
                },
            }
        }
    }

    pub async fn job_counts(&self) -> Result<JobCounts> {
        let now = self.now();
        let mut tx = self.db().read().await?;
        let (waiting, given_up, oldest) = store::count(&mut tx, now).await?;
        let oldest_secs = oldest.map_or(0, |since| (now - since).whole_secs());
        Ok(JobCounts { waiting: waiting as u64, given_up: given_up as u64, oldest_secs })
    }

    /// Runs the oldest job that is due; false when there is none.
    async fn run_one_job(&self) -> Result<bool> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        let Some(row) = store::claim(&mut tx, now, now + LOCK).await? else {
            return Ok(false);
        };
        tx.commit().await?;
        let result = match Job::parse(&row.kind, row.subject_id) {
            Some(job) => tokio::time::timeout(TIME_LIMIT, self.run_job(job))
                .await
                .unwrap_or_else(|_| Err(JobError::Retry("took too long".to_owned()))),
            None => Err(JobError::GiveUp("no such kind of job".to_owned())),
        };
        self.settle(&row, result).await?;
        Ok(true)
    }

    async fn run_job(&self, job: Job) -> Result<(), JobError> {
        match job {
            Job::SendCode(id) => self.send_code(id).await,
            Job::SendSms(id) => self.send_sms(id).await,
            Job::SendMail(id) => self.send_mail(id).await,
            Job::SendReset(id) => self.send_reset(id).await,
            Job::CheckEducation(id) => self.check_education(id).await,
            Job::DeleteFile(id) => self.delete_file(id).await.map_err(JobError::from),
            Job::TraceCandidates(after) => self.trace_candidates(after).await.map_err(JobError::from),
            Job::AllotNumbers(id) => self.allot_a_while(id).await.map_err(JobError::from),
            Job::MakeExport(id) => self.make_export(id).await.map_err(JobError::from),
            Job::ApplyRetention(id) => self.apply_retention(id).await.map_err(JobError::from),
            Job::SendClaimCode(id) => self.send_claim_code(id).await,
            Job::ImportExisting(id) => self.import_existing(id).await.map_err(JobError::from),
            Job::VerifySignatures(id) => self.go_on_verifying(id).await.map_err(JobError::from),
        }
    }

    async fn settle(&self, row: &store::Row, result: Result<(), JobError>) -> Result<()> {
        let now = self.now();
        let mut tx = self.db().begin().await?;
        match result {
            Ok(()) => store::delete(&mut tx, row.id).await?,
            Err(JobError::Retry(reason)) => {
                tracing::warn!(job.name = row.kind, job.id = %row.id, attempts = row.attempts, reason, "a job failed and is tried again");
                store::retry(&mut tx, row.id, next_try(now, row.attempts), &reason).await?;
            }
            Err(JobError::GiveUp(reason)) => {
                tracing::error!(job.name = row.kind, job.id = %row.id, attempts = row.attempts, reason, "a job was given up");
                store::give_up(&mut tx, row.id, now, &reason).await?;
            }
        }
        tx.commit().await
    }
}

fn next_try(now: Timestamp, attempts: i64) -> Timestamp {
    let doublings = (attempts - 1).clamp(0, 20) as u32;
    now + Span((FIRST_DELAY.0 << doublings).min(LONGEST_DELAY.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_an_hour() {
        let after = |attempts| next_try(Timestamp(0), attempts).0 / 1000;
        assert_eq!([after(1), after(2), after(3), after(12), after(1000)], [2, 4, 8, 3600, 3600]);
    }
}
