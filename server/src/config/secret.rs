//! Secrets: given as a value, or better as the name of a file that holds it.

use secrecy::SecretString;
use std::path::{Path, PathBuf};

/// A secret cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("cannot read the secret in {}: {cause}", path.display())]
    Unreadable { path: PathBuf, cause: std::io::Error },
}

/// The trimmed content of `file` where one is named, else `value` where it is not empty.
pub(super) fn resolve(value: &str, file: Option<&Path>) -> Result<Option<SecretString>, SecretError> {
    match file {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|cause| SecretError::Unreadable { path: path.to_owned(), cause })?;
            Ok(Some(SecretString::from(text.trim().to_owned())))
        }
        None => Ok((!value.is_empty()).then(|| SecretString::from(value.to_owned()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    #[test]
    fn a_file_goes_before_the_value() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("token");
        std::fs::write(&file, "from the file\n").expect("written");
        let secret = resolve("from the value", Some(&file)).expect("readable").expect("present");
        assert_eq!(secret.expose_secret(), "from the file");
        assert!(resolve("", None).expect("nothing to read").is_none());
        assert!(resolve("x", Some(&folder.path().join("absent"))).is_err());
    }
}
