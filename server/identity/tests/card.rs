//! The card reader with its real networks on drawn cards: fields, numbers that are not given, what is no such card, damaged files.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use card_maker::{Chance, Document, Face, Fonts, Ground, Print, Scene, emblem_side, portrait_side, travel_permit};
use identity::{
    card::{CardField, CardRead, CardReader, CardSide, Extra, Problem, against},
    models::Folder,
};
use jiff::civil::date;
use photo::card::CardSpec;
use shared::{
    document::{DocumentNumber, DocumentType},
    evidence::{Day, FOR_EVER},
    person::{CodeTable as _, Ethnicity, Sex},
};
use std::sync::OnceLock;

const RESIDENT: DocumentType = DocumentType::ResidentIdCard;

fn reader() -> &'static CardReader {
    static READER: OnceLock<CardReader> = OnceLock::new();
    READER.get_or_init(|| CardReader::load(&Folder::from_environment()).expect("run `cargo xtask models`"))
}

fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| Fonts::load().unwrap())
}

/// Somebody who does not exist, the same for the same seed.
fn document(kind: DocumentType, seed: u64) -> Document {
    let mut document = Document::new(kind, seed as usize, &mut Chance::new(seed));
    "欧阳赟婳".clone_into(&mut document.holder.name);
    document
}

fn sides(document: &Document, seed: u64) -> [Face; 2] {
    let mut chance = Chance::new(seed);
    let print = Print::new(fonts(), &mut chance);
    [portrait_side(document, fonts(), &print, &mut chance), emblem_side(document, fonts(), &print, &mut chance)]
}

/// A picture as an upload keeps it.
fn kept(face: &Face, seed: u64, change: impl Fn(&mut Scene)) -> Vec<u8> {
    let mut scene = Scene { ground: Ground::Grey, ..Scene::new(&mut Chance::new(seed)) };
    change(&mut scene);
    photo::card::prepare(&scene.jpeg(face), &CardSpec::default()).file.unwrap()
}

fn read(kind: DocumentType, portrait: &[u8], emblem: Option<&[u8]>) -> CardRead {
    reader().read(kind, portrait, emblem).unwrap()
}

fn assert_right(read: &CardRead, document: &Document) {
    let holder = &document.holder;
    let until = document.valid_to.map_or_else(|| FOR_EVER.to_owned(), |day| Day(day).to_string());
    let expected = [
        (CardField::Name, holder.name.as_str()),
        (CardField::Sex, holder.sex.words().zh),
        (CardField::Ethnicity, holder.ethnicity.words().zh),
        (CardField::BirthDate, &Day(holder.birth_date).to_string()),
        (CardField::Address, &holder.address),
        (CardField::Number, &document.number),
        (CardField::ValidFrom, &Day(document.valid_from).to_string()),
        (CardField::ValidTo, &until),
    ];
    for (field, text) in expected {
        let text = field.stands_on(document.kind).then_some(text);
        assert_eq!(read.text(field), text, "{}", field.as_str());
    }
    assert_eq!(read.other(Extra::Issuer), Some(document.issuer.as_str()));
}

#[test]
fn both_sides_of_a_resident_card_are_read_with_their_places() {
    let document = document(RESIDENT, 1);
    let [portrait, emblem] = sides(&document, 1);
    let files = [kept(&portrait, 1, |_| ()), kept(&emblem, 2, |_| ())];
    let read = read(RESIDENT, &files[0], Some(&files[1]));
    assert_right(&read, &document);
    assert_eq!(read.problems, []);
    for field in &read.fields {
        let (side, [x, y, width, height]) = field.region.unwrap();
        let emblem = matches!(field.field, CardField::ValidFrom | CardField::ValidTo);
        assert_eq!(side, if emblem { CardSide::Emblem } else { CardSide::Portrait });
        assert!(x >= 0.0 && y >= 0.0 && width > 8.0 && height > 8.0 && x + width < 1600.0 && y + height < 1600.0);
        assert!(field.confidence > 0.6 && field.confidence <= 1.0, "{} {}", field.field.as_str(), field.confidence);
    }
    // The head is drawn in the right half of the card, above the number.
    let [x, y, width, height] = read.portrait.unwrap();
    let (_, number) = read.fields.iter().find(|field| field.field == CardField::Number).unwrap().region.unwrap();
    assert!(y + height < number[1] + number[3] && x > number[0] && width * 3.0 > height && width < height * 1.3);
}

#[test]
fn residence_permits_are_read_with_the_number_of_the_travel_permit() {
    for kind in [DocumentType::HongKongMacaoResidencePermit, DocumentType::TaiwanResidencePermit] {
        let document = document(kind, 7);
        let [portrait, emblem] = sides(&document, 7);
        let read = read(kind, &kept(&portrait, 7, |_| ()), Some(&kept(&emblem, 8, |_| ())));
        assert_right(&read, &document);
        assert_eq!(read.other(Extra::PassNumber), Some(document.pass_number.as_str()));
        assert_eq!(read.other(Extra::Issues), Some(document.issues.to_string().as_str()));
    }
}

#[test]
fn a_card_upside_down_in_shadow_and_a_coarse_file_is_read() {
    let document = document(RESIDENT, 3);
    let [portrait, emblem] = sides(&document, 3);
    let badly = |scene: &mut Scene| {
        scene.turn_deg = 183.0;
        scene.shadow = 0.5;
        scene.quality = 45;
    };
    let read = read(RESIDENT, &kept(&portrait, 3, badly), Some(&kept(&emblem, 4, badly)));
    assert_right(&read, &document);
}

#[test]
fn sides_that_are_swapped_are_told_and_not_read() {
    let [portrait, emblem] = sides(&document(RESIDENT, 5), 5);
    let read = read(RESIDENT, &kept(&emblem, 5, |_| ()), Some(&kept(&portrait, 6, |_| ())));
    assert_eq!(read.problems, [Problem::WrongSide(CardSide::Portrait), Problem::WrongSide(CardSide::Emblem)]);
    assert!(read.fields.is_empty() && read.portrait.is_none());
}

/// Aslant among other things, under fingers: no outline is seen.
fn lying_about(scene: &mut Scene) {
    scene.ground = Ground::Clutter;
    (scene.fingers, scene.long, scene.turn_deg) = (2, 0.66, -28.0);
}

#[test]
fn a_card_without_an_outline_is_found_by_its_text() {
    let document = document(RESIDENT, 4);
    let [portrait, emblem] = sides(&document, 4);
    let files = [kept(&portrait, 4, lying_about), kept(&emblem, 5, lying_about)];
    for file in &files {
        assert!(photo::card::check(file, &CardSpec::default()).quad.is_none(), "this tries nothing");
    }
    let right = read(RESIDENT, &files[0], Some(&files[1]));
    assert_right(&right, &document);
    let swapped = read(RESIDENT, &files[1], Some(&files[0]));
    assert_eq!(swapped.problems, [Problem::WrongSide(CardSide::Portrait), Problem::WrongSide(CardSide::Emblem)]);
    // Each field where it is drawn: within the card, the number below all others.
    let scene = |seed| {
        let mut scene = Scene::new(&mut Chance::new(seed));
        lying_about(&mut scene);
        scene
    };
    let [scale, far] = [1600.0 / scene(4).width as f32, scene(4).long_px() * 0.6];
    let middle = |[x, y, width, height]: [f32; 4]| [(x + width / 2.0) / scale, (y + height / 2.0) / scale];
    for field in &right.fields {
        let (side, region) = field.region.unwrap();
        let corners = scene(if side == CardSide::Portrait { 4 } else { 5 }).corners();
        let card = [0, 1].map(|axis: usize| corners.iter().map(|corner| corner[axis]).sum::<f32>() / 4.0);
        let [x, y] = middle(region);
        assert!((x - card[0]).hypot(y - card[1]) < far, "{}", field.field.as_str());
    }
    let corners = scene(4).corners();
    let [x, y] = middle(right.portrait.unwrap());
    let at = |u: f32, v: f32| {
        [0, 1].map(|c: usize| corners[0][c] + (corners[1][c] - corners[0][c]) * u + (corners[3][c] - corners[0][c]) * v)
    };
    let head = at(0.79, 0.43);
    assert!((x - head[0]).hypot(y - head[1]) < 0.05 * scene(4).long_px(), "{x} {y} {head:?}");
}

#[test]
fn a_table_is_no_card() {
    let [portrait, _] = sides(&document(RESIDENT, 5), 5);
    let read = read(RESIDENT, &kept(&portrait, 5, |scene| scene.card = false), None);
    assert!(read.problems.contains(&Problem::NotACard(CardSide::Portrait)) && read.fields.is_empty());
}

/// A fifth of it lies outside, on the left.
fn cut_off(scene: &mut Scene) {
    scene.long = 0.7;
    scene.centre = [0.21, 0.5];
    (scene.turn_deg, scene.tilt_deg) = (1.0, [2.0; 2]);
}

#[test]
fn blur_and_what_is_cut_off_are_told() {
    let [portrait, _] = sides(&document(RESIDENT, 5), 5);
    let blurred = read(RESIDENT, &kept(&portrait, 5, |scene| scene.blur = 8.0), None);
    assert!(blurred.problems.contains(&Problem::Blurred(CardSide::Portrait)), "{:?}", blurred.problems);
    let cut = read(RESIDENT, &kept(&portrait, 5, cut_off), None);
    assert!(cut.problems.contains(&Problem::CutOff(CardSide::Portrait)), "{:?}", cut.problems);
}

#[test]
fn a_number_with_a_wrong_check_character_is_never_given() {
    let mut document = document(RESIDENT, 9);
    let last = document.number.pop().unwrap();
    document.number.push(if last == '4' { '5' } else { '4' });
    let [portrait, _] = sides(&document, 9);
    let read = read(RESIDENT, &kept(&portrait, 9, |_| ()), None);
    assert_eq!(read.text(CardField::Number), None);
    assert_eq!(read.text(CardField::BirthDate), Some(Day(document.holder.birth_date).to_string().as_str()));
}

#[test]
fn a_date_that_is_not_the_numbers_is_told() {
    let mut document = document(RESIDENT, 11);
    document.holder.birth_date = date(1979, 8, 30);
    document.holder.sex = if document.holder.sex == Sex::Male { Sex::Female } else { Sex::Male };
    let [portrait, _] = sides(&document, 11);
    let read = read(RESIDENT, &kept(&portrait, 11, |_| ()), None);
    assert_eq!(read.text(CardField::BirthDate), Some("1979-08-30"));
    assert!(read.text(CardField::Number).is_none() || read.problems.contains(&Problem::Contradiction));
}

#[test]
fn nothing_is_read_of_a_layout_that_is_not_known() {
    let document = document(RESIDENT, 13);
    let mut chance = Chance::new(13);
    let face = travel_permit(&document, fonts(), &Print::new(fonts(), &mut chance), &mut chance);
    let read = read(DocumentType::HongKongMacaoTravelPermit, &kept(&face, 13, |_| ()), None);
    assert_eq!(read.problems, [Problem::LayoutUnknown]);
    assert!(read.fields.is_empty() && read.others.is_empty());
}

#[test]
fn damaged_files_are_unreadable_and_harm_nothing() {
    let [portrait, _] = sides(&document(RESIDENT, 15), 15);
    let whole = kept(&portrait, 15, |_| ());
    let mut chance = Chance::new(15);
    let noise: Vec<u8> = (0..4000).map(|_| chance.between(0.0, 255.9) as u8).collect();
    let marked = [&[0xff, 0xd8, 0xff], &noise[..]].concat();
    let files = [&[][..], &noise, &marked, &whole[..whole.len() / 3], &whole[..40]];
    for file in files {
        assert_eq!(read(RESIDENT, file, None).problems, [Problem::Unreadable(CardSide::Portrait)]);
    }
}

#[test]
fn another_number_and_an_end_that_is_past_are_told() {
    let document = document(RESIDENT, 17);
    let field = |field: CardField, text: &str| identity::card::Field {
        field,
        text: text.to_owned(),
        confidence: 1.0,
        region: None,
    };
    let fields = vec![field(CardField::Number, &document.number), field(CardField::ValidTo, "2024-05-06")];
    let mut read = CardRead { fields, ..CardRead::default() };
    let own = DocumentNumber::parse(RESIDENT, &document.number).unwrap();
    let other = DocumentNumber::parse(RESIDENT, "11010519491231002X").unwrap();
    assert_eq!(against(&read, Some(&own), date(2024, 5, 6)), []);
    assert_eq!(against(&read, Some(&other), date(2024, 5, 7)), [Problem::OtherNumber, Problem::Expired]);
    read.fields[1].text = FOR_EVER.to_owned();
    assert_eq!(against(&read, None, date(2099, 1, 1)), []);
}

#[test]
fn all_ethnic_groups_are_told_apart() {
    // One of each length, and those that look alike.
    for (nth, group) in [Ethnicity::Han, Ethnicity::Mulao, Ethnicity::Kirgiz, Ethnicity::Gelao].into_iter().enumerate()
    {
        let mut document = document(RESIDENT, 19 + nth as u64);
        document.holder.ethnicity = group;
        let [portrait, _] = sides(&document, 19);
        let read = read(RESIDENT, &kept(&portrait, 19, |scene| scene.long = 0.62), None);
        assert_eq!(read.text(CardField::Ethnicity), Some(group.words().zh));
    }
}
