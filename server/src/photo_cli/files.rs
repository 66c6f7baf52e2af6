//! Which files are meant: those named, and the pictures in folders named, sorted by path.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Endings of pictures, in lower case. In folders everything else is passed over.
const PICTURES: &[&str] =
    &["jpg", "jpeg", "jfif", "png", "gif", "webp", "heic", "heif", "avif", "bmp", "tif", "tiff", "jp2", "dng"];

pub(super) fn expand(paths: &[PathBuf]) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            pictures(path, &mut files)?;
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn pictures(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            pictures(&path, files)?;
        } else if is_picture(&path) {
            files.push(path);
        }
    }
    Ok(())
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
        let found = expand(&[folder.path().to_owned(), named.clone()]).expect("readable");
        let expected = ["a.png", "b/d.heic", "c.JPG"].map(|name| folder.path().join(name));
        assert_eq!(found, [&expected[..], &[named]].concat());
    }
}
