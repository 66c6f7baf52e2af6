//! What the service needs from outside, as traits that the process implements: the photo engine, the SMS gateway and the
//! file store. Clock and randomness are in `clock`.

use crate::sms::Message;
use async_trait::async_trait;
use shared::{
    id::FileId,
    photo::{PhotoSpec, Verdict},
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

/// Sends text messages.
#[async_trait]
pub trait SmsGateway: Send + Sync {
    /// Hands one message over. The message's id is the same when a send is repeated after a failure.
    async fn send(&self, message: &Message) -> Result<SmsReceipt, SmsError>;
}

/// The gateway took the message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SmsReceipt {
    /// The gateway's own number of the message.
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

/// Keeps sealed files under their ids. What is handed over is already encrypted.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Durable when it returns.
    async fn put(&self, id: FileId, sealed: &[u8]) -> std::io::Result<()>;
    async fn get(&self, id: FileId) -> std::io::Result<Vec<u8>>;
    /// Deleting what is not there succeeds.
    async fn delete(&self, id: FileId) -> std::io::Result<()>;
}
