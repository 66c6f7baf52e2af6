//! Which files are meant: those named, and the pictures in folders named and below them, sorted by path.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Endings of pictures, in lower case. In folders everything else is passed over.
const PICTURES: &[&str] =
    &["jpg", "jpeg", "jfif", "png", "gif", "webp", "heic", "heif", "avif", "bmp", "tif", "tiff", "jp2", "dng"];

/// A file to be judged, or a folder that would not say what is in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Input {
    pub(super) path: PathBuf,
    /// Why there is nothing to read, in the system's words.
    pub(super) trouble: Option<String>,
}

/// In the order of `paths`; a folder that cannot be listed stands as one input with its trouble, and stops nothing.
pub(super) fn expand(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.is_dir() {
            pictures(path, &mut inputs);
        } else {
            inputs.push(Input { path: path.clone(), trouble: None });
        }
    }
    inputs
}

fn pictures(folder: &Path, inputs: &mut Vec<Input>) {
    let entries = match list(folder) {
        Ok(entries) => entries,
        Err(error) => {
            inputs.push(Input { path: folder.to_owned(), trouble: Some(error.to_string()) });
            return;
        }
    };
    for (path, is_folder) in entries {
        if is_folder {
            pictures(&path, inputs);
        } else if is_picture(&path) {
            inputs.push(Input { path, trouble: None });
        }
    }
}

/// Entries with whether they are folders. Links to folders are not followed: they can lead in circles.
fn list(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let entry = |entry: io::Result<fs::DirEntry>| {
        let entry = entry?;
        Ok((entry.path(), entry.file_type()?.is_dir()))
    };
    let mut entries = fs::read_dir(folder)?.map(entry).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn is_picture(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| PICTURES.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_their_pictures_and_named_files_stand_as_they_are() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("b")).expect("made");
        for name in ["c.JPG", "a.png", "notes.txt", "b/d.heic"] {
            fs::write(folder.path().join(name), b"").expect("written");
        }
        let named = folder.path().join("notes.txt");
        let found = expand(&[folder.path().to_owned(), named.clone()]);
        let expected = ["a.png", "b/d.heic", "c.JPG"].map(|name| folder.path().join(name));
        assert_eq!(found.into_iter().map(|input| input.path).collect::<Vec<_>>(), [&expected[..], &[named]].concat());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_back_to_its_folder_ends_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).expect("linked");
        fs::write(folder.path().join("z.jpg"), b"").expect("written");
        let found = expand(&[folder.path().to_owned()]);
        assert_eq!(found, [Input { path: folder.path().join("z.jpg"), trouble: None }]);
    }
}
