//! Pictures of drawn cards, judged and prepared: good ones pass, each way of being broken is found. The numbers are printed
//! with `--nocapture`.
#![expect(clippy::print_stdout, reason = "the table is what docs/card.md quotes")]

mod families;
mod files;

use card_maker::{Chance, Face, Scene, Side};
use families::{FAMILIES, Family};
use photo::card::{CardRule, CardSpec, CardVerdict, check, prepare};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Greatest distance of a corner from where it was drawn, over the card's long side.
const CORNER_OFF: f32 = 0.03;

/// What became of one picture.
struct Case {
    family: usize,
    index: usize,
    verdict: CardVerdict,
    /// Of the corners found in the source, over the card's long side; none found, none given.
    corner_off: Option<f32>,
    bytes: usize,
    longest: u32,
}

impl Case {
    fn of(family: usize, index: usize) -> Self {
        let Family { change, .. } = FAMILIES[family];
        let mut chance = Chance::new((family * 1000 + index) as u64);
        let face = Face::new(chance.of(&[Side::Portrait, Side::Emblem, Side::Permit]), &mut chance);
        let mut scene = Scene::new(&mut chance);
        change(&mut scene, &mut chance);
        let source = scene.jpeg(&face);
        let spec = CardSpec::default();
        let made = prepare(&source, &spec);
        let file = made.file.expect("a file is made of every picture");
        if index.is_multiple_of(5) {
            assert_eq!(check(&file, &spec), made.verdict, "the server says what the browser said");
            assert!(prepare(&file, &spec).file.as_ref() == Some(&file), "preparing twice changes nothing");
        }
        let quad = FAMILIES[family].broken.is_none().then(|| check(&source, &spec).quad).flatten();
        let corner_off = quad.map(|quad| off(&quad, &scene.corners()) / scene.long_px());
        let longest = made.verdict.width_px.max(made.verdict.height_px);
        Self { family, index, verdict: made.verdict, corner_off, bytes: file.len(), longest }
    }

    fn fails(&self, rule: CardRule) -> bool {
        self.verdict.finding(rule).is_some_and(|finding| finding.outcome == photo::card::Outcome::Fail)
    }
}

/// Greatest distance of a corner from the nearest drawn one.
fn off(found: &[[f32; 2]; 4], drawn: &[[f32; 2]; 4]) -> f32 {
    let nearest = |a: &[f32; 2]| drawn.iter().map(|b| (a[0] - b[0]).hypot(a[1] - b[1])).fold(f32::MAX, f32::min);
    found.iter().map(nearest).fold(0.0, f32::max)
}

/// All cases, in order, on as many threads as there are processors.
fn cases() -> Vec<Case> {
    let of = |(family, of): (usize, &Family)| (0..of.count).map(move |index| (family, index));
    let list: Vec<_> = FAMILIES.iter().enumerate().flat_map(of).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(&(family, index)) = list.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push(Case::of(family, index));
        }
        done
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut all: Vec<Case> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("no case panics")).collect()
    });
    all.sort_by_key(|case| (case.family, case.index));
    all
}

/// One line of the table, and what went wrong below it: how many were right.
fn told_family(family: &Family, own: &[&Case]) -> usize {
    let right = |case: &&&Case| family.broken.map_or(case.verdict.passes(), |rule| case.fails(rule));
    let count = own.iter().filter(right).count();
    let outlined: Vec<f32> = own.iter().filter_map(|case| case.corner_off).collect();
    let exact = outlined.iter().filter(|&&off| off <= CORNER_OFF).count();
    let rule = family.broken.map_or("passes", CardRule::code);
    println!("{:<24}{rule:<15}{count:>6} of {:<6}{:>9}{exact:>9}", family.name, own.len(), outlined.len());
    for case in own.iter().filter(|case| !right(case)) {
        println!("    {}: {}", case.index, told(&case.verdict));
    }
    count
}

#[test]
fn good_cards_pass_and_each_way_of_being_broken_is_found() {
    let cases = cases();
    assert!(cases.len() >= 300);
    let (mut good, mut good_passed) = (0, 0);
    println!("{:<24}{:<15}{:>15}{:>9}{:>9}", "family", "rule", "right", "outline", "exact");
    for (at, family) in FAMILIES.iter().enumerate() {
        let own: Vec<_> = cases.iter().filter(|case| case.family == at).collect();
        let right = told_family(family, &own);
        if family.broken.is_some() {
            assert!(right * 10 >= own.len() * 9, "{}: {right} of {}", family.name, own.len());
        } else {
            good += own.len();
            good_passed += right;
        }
    }
    println!("good: {good_passed} of {good} pass, {} cases in all", cases.len());
    assert!(good_passed * 100 >= good * 97);
    for case in &cases {
        assert!(case.bytes <= 409_600 && case.longest <= 1600, "{} bytes, {} px", case.bytes, case.longest);
    }
}

fn told(verdict: &CardVerdict) -> String {
    let one = |finding: &photo::card::CardFinding| {
        let hint = finding.hint.as_deref().unwrap_or("");
        format!("{} {:?} {:?} {hint}", &finding.rule.code()[5..], finding.outcome, finding.measured.unwrap_or(-1.0))
    };
    verdict.worst_first().into_iter().take(5).map(one).collect::<Vec<_>>().join(" | ")
}
