//! Settings of the service that are the same for every province; what differs by province stands in its profile.

use shared::time::Span;
use std::path::PathBuf;

/// Lifetimes and bounds. The defaults are what a deployment should start with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// A candidate's session ends after this time without a request.
    pub candidate_idle: Span,
    /// A candidate's session ends at the latest after this time.
    pub candidate_lifetime: Span,
    pub staff_idle: Span,
    pub staff_lifetime: Span,
    /// How long a reviewer holds a case without renewing.
    pub lease: Span,
    /// Wrong passwords after which staff sign-in is locked for a while.
    pub staff_tries: u32,
    /// First lock; doubles with every further wrong password.
    pub staff_lock: Span,
    pub staff_lock_max: Span,
    /// Wrong passwords for one login, from everywhere, after which strangers to it have to wait between tries.
    pub staff_tries_anywhere: u32,
    pub staff_wait_anywhere: Span,
    /// Staff of every role need a second factor.
    pub staff_second_factor: bool,
    /// Accounts on one page of the list.
    pub staff_page: u32,
    /// Pictures examined at the same time.
    pub photo_slots: usize,
    /// Documents and faces that engines look at at the same time.
    pub identity_slots: usize,
    /// How many may wait for their turn in this process; whoever comes then is asked to come again.
    pub identity_waiting: usize,
    /// Largest picture taken in.
    pub photo_bytes_max: usize,
    /// How long the last picture that a candidate sent stays available for cropping.
    pub source_lifetime: Span,
    /// Cases on one page of a queue.
    pub queue_page: u32,
    /// How often a request for a code looks, every 50 ms, whether the code has left before it answers.
    pub code_looks: u32,
    /// Where the end of the audit trail is written down every day, outside the database.
    pub anchor_file: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            candidate_idle: Span::hours(2),
            candidate_lifetime: Span::hours(24),
            staff_idle: Span::minutes(30),
            staff_lifetime: Span::hours(12),
            lease: Span::minutes(15),
            staff_tries: 5,
            staff_lock: Span::minutes(1),
            staff_lock_max: Span::hours(1),
            staff_tries_anywhere: 20,
            staff_wait_anywhere: Span::minutes(1),
            staff_second_factor: true,
            staff_page: 30,
            photo_slots: 2,
            identity_slots: 2,
            identity_waiting: 200,
            photo_bytes_max: 20 * 1024 * 1024,
            source_lifetime: Span::hours(24),
            queue_page: 20,
            code_looks: 0,
            anchor_file: None,
        }
    }
}
