//! The file of keys, which only the service's user may read: 64 hexadecimal digits of the master key, made on the first start, and
//! beneath it the keys of seals: `seal` and the digits of a key that seals (the last one does), `verify` and those of a public key whose
//! seals are still believed. Without such lines the seal's key follows from the master key.

use enrolment::{
    clock::Randomness,
    crypto::{KEY_BYTES, Keys, hex},
    seals,
};
use std::{
    fs, io,
    io::Write as _,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

/// The master key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the master key {} cannot be read or made: {cause}", path.display())]
    Io { path: PathBuf, cause: io::Error },
    #[error("the master key {} does not hold 64 hexadecimal digits", .0.display())]
    Form(PathBuf),
    #[error("line {line} of {} is no key of a seal: expected `seal` or `verify` and 64 hexadecimal digits", path.display())]
    Seal { path: PathBuf, line: usize },
    #[error("the master key {} may be read by other users; run: chmod 600 {}", .0.display(), .0.display())]
    Permissions(PathBuf),
    /// Making a new key would leave everything stored so far unreadable.
    #[error("the master key {} is missing, but {holder} holds what was sealed with it; put the key back", key.display())]
    Lost { key: PathBuf, holder: String },
    /// What this key seals, those with the right one could not open.
    #[error("the master key {} is not the one that the database belongs to; put that one in its place", .0.display())]
    Other(PathBuf),
}

/// Makes a key, unless there is one by then; and reads it.
pub fn make(path: &Path, randomness: &dyn Randomness) -> Result<Keys, KeyError> {
    let mut master = [0; KEY_BYTES];
    randomness.fill(&mut master);
    write(path, &hex(&master)).map_err(|cause| KeyError::Io { path: path.to_owned(), cause })?;
    load(path)
}

/// Reads the key.
pub fn load(path: &Path) -> Result<Keys, KeyError> {
    let fail = |cause| KeyError::Io { path: path.to_owned(), cause };
    if fs::metadata(path).map_err(fail)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyError::Permissions(path.to_owned()));
    }
    let text = fs::read_to_string(path).map_err(fail)?;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let master = lines.next().and_then(|(_, line)| from_hex(line.trim()));
    let mut keys = Keys::from_master(&master.ok_or_else(|| KeyError::Form(path.to_owned()))?);
    for (at, line) in lines {
        keys = with_seal(keys, line).ok_or_else(|| KeyError::Seal { path: path.to_owned(), line: at + 1 })?;
    }
    Ok(keys)
}

/// The keys with that of one line; `None` where it is none.
fn with_seal(keys: Keys, line: &str) -> Option<Keys> {
    let (kind, digits) = line.trim().split_once(' ')?;
    let bytes = from_hex(digits.trim())?;
    match kind {
        "seal" => Some(keys.with_seals(|seals| seals.renewed(&bytes))),
        "verify" => {
            let known = keys.seals().clone().knowing(&bytes)?;
            Some(keys.with_seals(|_| known))
        }
        _ => None,
    }
}

/// Adds a new key of seals; of older ones only the public half is kept. Gives the name of the new one.
pub fn renew_seal(path: &Path, randomness: &dyn Randomness) -> Result<String, KeyError> {
    load(path)?;
    let fail = |cause| KeyError::Io { path: path.to_owned(), cause };
    let mut seed = [0; KEY_BYTES];
    randomness.fill(&mut seed);
    let text = fs::read_to_string(path).map_err(fail)?;
    let mut lines: Vec<String> = text.lines().map(|line| retired(line.trim())).collect();
    lines.push(format!("seal {}\n", hex(&seed)));
    let newer = path.with_extension("new");
    let made = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&newer);
    let written = made.and_then(|mut file| {
        file.write_all(lines.join("\n").as_bytes())?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&newer, path)).map_err(fail)?;
    Ok(load(path)?.seals().current())
}

/// The line of a key that seals no more.
fn retired(line: &str) -> String {
    let seed = line.strip_prefix("seal ").and_then(|digits| from_hex(digits.trim()));
    seed.map_or_else(|| line.to_owned(), |seed| format!("verify {}", hex(&seals::public_half(&seed))))
}

/// Never overwrites: two processes that start at once end up with the same key.
fn write(path: &Path, digits: &str) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => {
            writeln!(file, "{digits}")?;
            file.sync_all()
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

fn from_hex(text: &str) -> Option<[u8; KEY_BYTES]> {
    let mut key = [0; KEY_BYTES];
    if text.len() != 2 * KEY_BYTES || !text.is_ascii() {
        return None;
    }
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use enrolment::clock::{OsRandomness, SeededRandomness};

    #[test]
    fn a_key_is_made_once_and_for_the_owner_only() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = folder.path().join("deep/master.key");
        make(&key, &SeededRandomness::new(1)).expect("made");
        let first = fs::read_to_string(&key).expect("readable");
        assert_eq!(fs::metadata(&key).expect("there").permissions().mode() & 0o777, 0o600);
        make(&key, &OsRandomness).expect("read");
        assert_eq!(fs::read_to_string(&key).expect("readable"), first);
    }

    #[test]
    fn a_new_key_of_seals_leaves_what_older_ones_sealed_genuine() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = folder.path().join("master.key");
        make(&key, &OsRandomness).expect("made");
        let mut sealed = Vec::new();
        for _ in 0..3 {
            let seals = load(&key).expect("readable").seals().clone();
            sealed.push((seals.current(), seals.seal(b"signed")));
            assert_eq!(
                renew_seal(&key, &OsRandomness).expect("renewed"),
                load(&key).expect("readable").seals().current()
            );
        }
        let keys = load(&key).expect("readable");
        assert_eq!(keys.seals().count(), 4);
        for (name, seal) in sealed {
            assert_eq!(keys.seals().verify(&name, b"signed", &seal), seals::SealState::Genuine);
        }
        let text = fs::read_to_string(&key).expect("readable");
        assert_eq!(text.matches("seal ").count(), 1, "of older keys nobody needs the secret half");
        assert_eq!(fs::metadata(&key).expect("there").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_line_that_is_no_key_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = folder.path().join("master.key");
        make(&key, &OsRandomness).expect("made");
        let master = fs::read_to_string(&key).expect("readable");
        for line in ["seal zz", "seal", "verify 00", "something else"] {
            fs::write(&key, format!("{master}\n{line}\n")).expect("written");
            assert!(matches!(load(&key), Err(KeyError::Seal { line: 3, .. })), "{line}");
        }
    }

    #[test]
    fn a_key_open_to_others_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = folder.path().join("master.key");
        make(&key, &OsRandomness).expect("made");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o640)).expect("set");
        assert!(matches!(load(&key), Err(KeyError::Permissions(_))));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = folder.path().join("master.key");
        write(&key, "zz").expect("written");
        assert!(matches!(load(&key), Err(KeyError::Form(_))));
    }
}
