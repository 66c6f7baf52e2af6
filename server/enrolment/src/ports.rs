//! What the service needs from outside, as traits that the process implements: the photo engine, the engines that look at
//! evidence, the SMS gateway, the register of education and the file store. Clock and randomness are in `clock`.

mod identity;

pub use identity::{
    CardProblem, CardReader, CardReading, Cue, EngineFailure, EngineStamp, FaceComparer, FaceComparison, FaceEvidence,
    FaceJudgement, FacePart, FaceReason, FaceVerdict, FaceVerification, FaceVerifier, Identity, PartKind, ReadField,
    SamePerson,
};

use crate::{
    education::{RegisterFacts, signature::Signed},
    jobs::JobError,
    mail::Mail,
    sms::Message,
};
use async_trait::async_trait;
use shared::{
    details::EarlierEducation,
    document::DocumentNumber,
    education::{CheckKind, CheckOutcome},
    id::FileId,
    person::{Education, PersonName},
    photo::{CardVerdict, PhotoSpec, PreparedCard, Verdict},
    time::Timestamp,
};

/// Examines and makes certificate photographs. The calls block (tens of milliseconds to a second); the use cases run them
/// on the blocking pool.
pub trait PhotoEngine: Send + Sync {
    /// A finished JPEG without its metadata, every pixel the same; `None` where that cannot be (no whole JPEG, or one that
    /// EXIF turns).
    fn without_metadata(&self, bytes: &[u8]) -> Option<Vec<u8>>;

    /// A JPEG of any picture, upright, its longer side at most `longest_px`, without metadata; `None` where the picture cannot be
    /// read, or is too large to be held in memory.
    fn thumbnail(&self, bytes: &[u8], longest_px: u32) -> Option<Vec<u8>>;

    /// A print of 64 bits: pictures that look the same differ in few of them. `None` where the picture cannot be read.
    fn print(&self, bytes: &[u8]) -> Option<u64>;

    /// A JPEG of the picture with `text` (ASCII) drawn all over it, half transparent. `None` where the picture cannot be read.
    fn mark(&self, bytes: &[u8], text: &str) -> Option<Vec<u8>>;

    /// Judges a finished file; `file_name` as the browser named it.
    fn check(&self, bytes: &[u8], file_name: Option<&str>, spec: &PhotoSpec) -> Verdict;

    /// Makes a finished file of any picture. `crop` is `[x, y, width, height]` in pixels of the upright source picture;
    /// without it the engine proposes one.
    fn prepare(&self, bytes: &[u8], spec: &PhotoSpec, crop: Option<[f32; 4]>) -> PreparedPhoto;
}

/// What `prepare` made.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PreparedPhoto {
    /// The finished file; absent where none could be made.
    pub file: Option<Vec<u8>>,
    /// About the finished file, or about the source where there is none.
    pub verdict: Verdict,
    /// The crop that was used or is proposed, in pixels of the upright source picture.
    pub crop: Option<[f32; 4]>,
    pub source_width: u32,
    pub source_height: u32,
}

/// Judges and makes pictures of identity documents. Blocks, as the photo engine does.
pub trait CardEngine: Send + Sync {
    /// Judges a file as it is.
    fn check(&self, bytes: &[u8]) -> CardVerdict;

    /// The file to keep of any picture, and its verdict. A file that it made before comes back as it is.
    fn prepare(&self, bytes: &[u8]) -> PreparedCard;
}

/// Sends text messages.
#[async_trait]
pub trait SmsGateway: Send + Sync {
    /// Hands one message over. The message's id is the same when a send is repeated after a failure.
    async fn send(&self, message: &Message) -> Result<SmsReceipt, SmsError>;
}

/// The gateway took the message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SmsReceipt {
    /// The stable name of the gateway that took it, e.g. `aliyun`.
    pub gateway: &'static str,
    /// The gateway's own number of the message; empty where it took the message but its answer was lost.
    pub gateway_id: String,
}

/// The gateway did not take the message; whoever raises it decides whether trying again makes sense.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SmsError {
    /// Network trouble or overload.
    #[error("the gateway did not answer: {0}")]
    Retry(String),
    /// The gateway refuses this message for good.
    #[error("the gateway refused the message: {0}")]
    GiveUp(String),
}

impl From<SmsError> for JobError {
    fn from(error: SmsError) -> Self {
        match error {
            SmsError::Retry(reason) => Self::Retry(reason),
            SmsError::GiveUp(reason) => Self::GiveUp(reason),
        }
    }
}

/// Sends e-mail.
#[async_trait]
pub trait MailGateway: Send + Sync {
    /// Hands one e-mail over. Its id is the same when a send is repeated after a failure.
    async fn send(&self, mail: &Mail) -> Result<MailReceipt, MailError>;
}

/// The mail server took the e-mail; what it said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailReceipt(pub String);

/// The mail server did not take it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MailError {
    /// Network trouble, or the server asks to come again.
    #[error("the mail server did not take it now: {0}")]
    Retry(String),
    /// It refuses this e-mail for good.
    #[error("the mail server refused it: {0}")]
    GiveUp(String),
}

impl From<MailError> for JobError {
    fn from(error: MailError) -> Self {
        match error {
            MailError::Retry(reason) => Self::Retry(reason),
            MailError::GiveUp(reason) => Self::GiveUp(reason),
        }
    }
}

/// Asks the national register of education (学信网). The candidate answers for themselves by scanning a code with its app; the
/// register then sends a signed answer.
#[async_trait]
pub trait EducationVerifier: Send + Sync {
    /// Makes a one-time code known to the register; gives the address that the QR symbol holds.
    async fn begin(&self, request: CheckRequest<'_>) -> Result<String, RegisterError>;

    /// Asks at once whether somebody has the diploma that they describe; for provinces that check by themselves.
    async fn verify(&self, question: EducationQuestion<'_>) -> Result<EducationAnswer, RegisterError>;

    /// Whether the register signed this message.
    fn is_genuine(&self, message: Signed<'_>) -> bool;
}

/// One question to the register.
#[derive(Clone, Copy)]
pub struct CheckRequest<'a> {
    pub kind: CheckKind,
    /// 32 hexadecimal digits; comes back with the answer.
    pub token: &'a str,
    /// Who is asked about.
    pub name: &'a PersonName,
    pub document: &'a DocumentNumber,
    /// From then on the code must not be taken.
    pub expires_at: Timestamp,
}

/// A question that the register answers at once.
#[derive(Clone, Copy)]
pub struct EducationQuestion<'a> {
    /// 32 hexadecimal digits; the same when the question is repeated after a failure.
    pub token: &'a str,
    pub name: &'a PersonName,
    pub document: &'a DocumentNumber,
    pub level: Education,
    pub diploma: &'a EarlierEducation,
}

/// What the register says to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EducationAnswer {
    pub outcome: CheckOutcome,
    pub facts: RegisterFacts,
}

/// The register did not take a question.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("the register did not answer: {0}")]
    Away(String),
    #[error("the register refused the question: {0}")]
    Refused(String),
}

/// Keeps sealed files under their ids. What is handed over is already encrypted.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Durable when it returns.
    async fn put(&self, id: FileId, sealed: &[u8]) -> std::io::Result<()>;
    async fn get(&self, id: FileId) -> std::io::Result<Vec<u8>>;
    /// Everything that is stored.
    async fn list(&self) -> std::io::Result<Vec<FileId>>;
    /// Deleting what is not there succeeds.
    async fn delete(&self, id: FileId) -> std::io::Result<()>;
    /// Whether it takes files now; for the readiness check, which comes every few seconds.
    async fn check(&self) -> std::io::Result<()>;
}
