//! What browsers load besides pages: `/pkg/<build id>/…` (islands, styles), `/assets/photo/<build id>/…` (worker, models) and
//! `/assets/scripts/<build id>/…` (small scripts of single pages).
//! The build id is a hash of the folder's content, so that everything may be kept for ever.

use super::Site;
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};
use sha2::{Digest as _, Sha256};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use tower_http::services::ServeDir;

pub(super) const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The three folders and their build ids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assets {
    package: Folder,
    photo: Folder,
    scripts: Folder,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Folder {
    path: PathBuf,
    build_id: String,
}

impl Assets {
    /// Hashes what is there now; a folder that is missing has the build id `none`.
    pub fn scan(directory: &Path) -> Self {
        let folder = |name| Folder::scan(directory.join(name));
        Self { package: folder("pkg"), photo: folder("photo"), scripts: folder("scripts") }
    }

    /// What browsers would ask for in vain.
    pub fn missing(&self) -> Vec<String> {
        let needed = [
            self.package.path.join("main.css"),
            self.package.path.join("staff.css"),
            self.package.path.join("app.js"),
            self.package.path.join("app_bg.wasm"),
            self.photo.path.join("manifest.json"),
            self.scripts.path.join("follow.js"),
        ];
        needed.iter().filter(|path| !path.is_file()).map(|path| path.display().to_string()).collect()
    }

    /// `pkg/<build id>`, the form Leptos wants.
    pub fn package_path(&self) -> String {
        format!("pkg/{}", self.package.build_id)
    }

    /// `assets/photo/<build id>`
    pub fn photo_path(&self) -> String {
        format!("assets/photo/{}", self.photo.build_id)
    }

    /// `assets/scripts/<build id>`
    pub fn scripts_path(&self) -> String {
        format!("assets/scripts/{}", self.scripts.build_id)
    }
}

impl Folder {
    fn scan(path: PathBuf) -> Self {
        let build_id = hash(&path).unwrap_or_else(|_| "none".to_owned());
        Self { path, build_id }
    }
}

/// The first 12 hexadecimal digits of a SHA-256 over names and contents, in the order of names.
fn hash(folder: &Path) -> io::Result<String> {
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let mut hash = Sha256::new();
    for file in files.iter().filter(|file| file.file_type().is_ok_and(|kind| kind.is_file())) {
        let content = fs::read(file.path())?;
        hash.update(file.file_name().as_encoded_bytes());
        hash.update((content.len() as u64).to_be_bytes());
        hash.update(content);
    }
    Ok(enrolment::crypto::hex(&hash.finalize())[..12].to_owned())
}

pub(super) fn mount(router: Router<Site>, assets: &Assets) -> Router<Site> {
    let keep = middleware::from_fn(keep_for_ever);
    let served = Router::new()
        .nest_service(&format!("/{}", assets.package_path()), serve(&assets.package.path))
        .nest_service(&format!("/{}", assets.photo_path()), serve(&assets.photo.path))
        .nest_service(&format!("/{}", assets.scripts_path()), serve(&assets.scripts.path))
        .layer(keep);
    router.merge(served)
}

/// `.br` files beside the originals are sent to browsers that take them. No listings, no index pages.
fn serve(folder: &Path) -> ServeDir {
    ServeDir::new(folder).append_index_html_on_directories(false).precompressed_br()
}

async fn keep_for_ever(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, FOR_EVER);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_id_follows_the_content() {
        let dist = tempfile::tempdir().expect("a temporary folder");
        let package = dist.path().join("pkg");
        assert_eq!(Assets::scan(dist.path()).package_path(), "pkg/none");
        fs::create_dir(&package).expect("made");
        fs::write(package.join("app.js"), "1").expect("written");
        let first = Assets::scan(dist.path());
        assert_eq!(first, Assets::scan(dist.path()));
        fs::write(package.join("app.js"), "2").expect("written");
        assert_ne!(first.package_path(), Assets::scan(dist.path()).package_path());
    }
}
