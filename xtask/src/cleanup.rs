//! What must be undone even when Ctrl-C ends us: child processes to stop, temporary folders to remove.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use anyhow::{Context, Result};

type Undo = Box<dyn FnOnce() + Send>;

static PENDING: Mutex<Vec<(u64, Undo)>> = Mutex::new(Vec::new());
static ENDING: AtomicBool = AtomicBool::new(false);
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Runs its action when dropped, or when the process is told to end.
pub(crate) struct Cleanup {
    id: u64,
}

impl Cleanup {
    pub(crate) fn later(undo: impl FnOnce() + Send + 'static) -> Self {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        lock().push((id, Box::new(undo)));
        Self { id }
    }
}

impl Cleanup {
    /// Somebody else took over: nothing is to be undone.
    pub(crate) fn defuse(self) {
        lock().retain(|(id, _)| *id != self.id);
    }
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        let undo = {
            let mut pending = lock();
            let index = pending.iter().position(|(id, _)| *id == self.id);
            index.map(|index| pending.remove(index).1)
        };
        if let Some(undo) = undo {
            undo();
        }
    }
}

/// From now on Ctrl-C and SIGTERM first undo everything pending, newest first.
pub(crate) fn on_signals() -> Result<()> {
    ctrlc::set_handler(|| {
        ENDING.store(true, Ordering::SeqCst);
        loop {
            let Some((_, undo)) = lock().pop() else { break };
            undo();
        }
        std::process::exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// Before the process ends by itself: if a signal is being answered, that answer ends it, when everything is undone.
pub(crate) fn let_signals_finish() {
    while ENDING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

fn lock() -> std::sync::MutexGuard<'static, Vec<(u64, Undo)>> {
    PENDING.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
