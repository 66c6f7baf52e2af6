//! Reads lines `FILE<TAB>DIGITS<TAB>DECIBELS` (`-` for no noise) and writes what was heard, one line each: file, expected, said,
//! margin, whether it matches, the problem, milliseconds. For `cargo xtask identity-eval digits`.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks on the terminal")]

mod sound;

use identity::models::Folder;
use identity::speech::DigitReader;
use std::error::Error;
use std::io::BufRead as _;
use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let reader = DigitReader::load(&Folder::from_environment())?;
    for (number, line) in (1..).zip(std::io::stdin().lock().lines()) {
        let line = line?;
        let [file, expected, decibels] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        let mut samples = sound::read(Path::new(file))?;
        if let Ok(decibels) = decibels.parse() {
            samples = sound::noisy(&samples, decibels, number);
        }
        let digits: Vec<u8> = expected.bytes().map(|digit| digit.wrapping_sub(b'0')).collect();
        let started = Instant::now();
        let heard = reader.read(&samples, digits.as_slice().try_into()?)?;
        let took = started.elapsed().as_millis();
        let problem = heard.problem.map(|problem| format!("{problem:?}")).unwrap_or_default();
        let best = heard.log_likelihoods.first().map(|best| best.1).unwrap_or_default();
        println!(
            "{file}\t{expected}\t{}\t{:.2}\t{}\t{problem}\t{took}\t{best:.2}",
            heard.said, heard.margin, heard.matches
        );
    }
    Ok(())
}
