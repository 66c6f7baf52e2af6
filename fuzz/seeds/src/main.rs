//! Writes what the fuzzer starts from, `corpus/<target>/…`: pictures drawn here, in every layout our decoders know, with
//! and without EXIF, and the skeletons of films. No photograph of anybody is among them. `cargo run -p fuzz-seeds -- CORPUS`.

mod exif;
mod film;
mod jpeg;
mod layouts;

use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let Some(corpus) = std::env::args_os().nth(1) else {
        return Err(io::Error::other("say into which folder: cargo run -p fuzz-seeds -- fuzz/corpus"));
    };
    let corpus = Path::new(&corpus);
    let (jpegs, others, tiffs) = (jpeg::all()?, layouts::all()?, exif::all());
    write(&corpus.join("decode"), jpegs.iter().chain(&others))?;
    write(&corpus.join("jpeg_markers"), jpegs.iter())?;
    write(&corpus.join("film"), film::all().iter())?;
    write(&corpus.join("exif"), tiffs.iter())
}

/// A file's name and bytes.
type Seed = (String, Vec<u8>);

fn write<'a>(folder: &Path, seeds: impl Iterator<Item = &'a Seed>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, bytes) in seeds {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

/// RGB of a drawn picture: a disc on a slope, which has edges, flats and gradients.
fn drawn(width: usize, height: usize) -> Vec<u8> {
    let (centre_x, centre_y) = (width / 2, height / 3);
    let radius = width.min(height) / 4;
    let pixel = |at: usize| {
        let (x, y) = (at % width, at / width);
        let inside = x.abs_diff(centre_x).pow(2) + y.abs_diff(centre_y).pow(2) <= radius * radius;
        if inside { [224, 180, 150] } else { [100, (150 + x % 64) as u8, (190 + y % 64) as u8] }
    };
    (0..width * height).flat_map(pixel).collect()
}
