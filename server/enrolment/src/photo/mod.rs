//! The certificate photograph of an enrolment: taking it in, judging it, cropping it again, and giving it out.

use crate::{Caller, Enrolment, Result};
use shared::{id::PhotoId, photo::Verdict, time::Timestamp};

/// A photograph that satisfies every rule and is kept.
#[derive(Clone, PartialEq, Debug)]
pub struct PhotoReceipt {
    pub photo: PhotoId,
    pub verdict: Verdict,
    /// The server made the file; otherwise it was kept as it came.
    pub prepared: bool,
    pub taken_at: Timestamp,
}

/// A picture that breaks rules, kept for a day so that the page can show it and the candidate can crop it again.
#[derive(Clone, PartialEq, Debug)]
pub struct PhotoRefusal {
    pub verdict: Verdict,
    /// `[x, y, width, height]` in pixels of the upright source picture.
    pub crop: Option<[f32; 4]>,
    pub source_width: u32,
    pub source_height: u32,
}

/// What became of a picture.
#[derive(Clone, PartialEq, Debug)]
pub enum PhotoOutcome {
    Kept(PhotoReceipt),
    Refused(PhotoRefusal),
}

/// The last picture that the server had to work on, refused or not; gone after a day.
#[derive(Clone, PartialEq, Debug)]
pub struct PhotoSource {
    pub refusal: Option<PhotoRefusal>,
    pub crop: Option<[f32; 4]>,
    pub source_width: u32,
    pub source_height: u32,
    pub expires_at: Timestamp,
}

impl Enrolment {
    /// Takes in a picture: kept as it is when it passes, otherwise made into a finished file (with `crop`, in pixels of the
    /// upright picture, where given) and kept when that passes.
    pub async fn submit_photo(
        &self,
        caller: &Caller,
        bytes: Vec<u8>,
        file_name: Option<&str>,
        crop: Option<[f32; 4]>,
    ) -> Result<PhotoOutcome> {
        let _ = (caller, bytes, file_name, crop);
        Err(crate::error::Cause::Unfinished("submit_photo").into())
    }

    /// Crops the last picture again. `NotFound` when there is none any more.
    pub async fn recrop_photo(&self, caller: &Caller, crop: [f32; 4]) -> Result<PhotoOutcome> {
        let _ = (caller, crop);
        Err(crate::error::Cause::Unfinished("recrop_photo").into())
    }

    /// The photograph that stands in the application now.
    pub async fn current_photo(&self, caller: &Caller) -> Result<Option<PhotoReceipt>> {
        let _ = caller;
        Err(crate::error::Cause::Unfinished("current_photo").into())
    }

    /// The last picture that the server worked on, with the verdict where it was refused.
    pub async fn photo_source(&self, caller: &Caller) -> Result<Option<PhotoSource>> {
        let _ = caller;
        Err(crate::error::Cause::Unfinished("photo_source").into())
    }

    /// The bytes of that picture, as they came.
    pub async fn photo_source_file(&self, caller: &Caller) -> Result<Vec<u8>> {
        let _ = caller;
        Err(crate::error::Cause::Unfinished("photo_source_file").into())
    }

    /// The JPEG of a photograph: for its candidate, and for the reviewer who holds the case. The read is audited.
    pub async fn photo_file(&self, caller: &Caller, photo: PhotoId) -> Result<Vec<u8>> {
        let _ = (caller, photo);
        Err(crate::error::Cause::Unfinished("photo_file").into())
    }
}
