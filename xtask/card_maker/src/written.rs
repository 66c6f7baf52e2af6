//! The sides of documents with their text: the resident identity card as GA 448 lays it out, the residence permits, which
//! follow it, and a travel permit, whose layout is made up.

use crate::{
    chance::Chance,
    face::{BLUE, Face},
    fonts::{Choice, Fonts, Ink},
    holder::Document,
};
use jiff::civil::Date;
use shared::{
    document::DocumentType,
    person::{CodeTable as _, Sex},
};

/// How one card is printed: typefaces, and where its text lies more or less.
pub struct Print {
    choice: Choice,
    shift: [f32; 2],
    label: [u8; 3],
    ink: [u8; 3],
    size_mm: f32,
}

impl Print {
    pub fn new(fonts: &Fonts, chance: &mut Chance) -> Self {
        let dark = chance.between(15.0, 55.0) as u8;
        Self {
            choice: fonts.choose(chance),
            shift: [chance.between(-0.8, 0.8), chance.between(-0.6, 0.6)],
            label: chance.of(&[BLUE, [60, 120, 170], [90, 110, 140]]),
            ink: [dark, dark, dark],
            size_mm: chance.between(2.75, 3.05),
        }
    }
}

/// A side that is being printed.
struct Page<'a> {
    face: Face,
    fonts: &'a Fonts,
    print: &'a Print,
}

impl Page<'_> {
    fn at(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        [x + self.print.shift[0], y + self.print.shift[1]]
    }

    fn label(&mut self, at: [f32; 2], text: &str) -> f32 {
        let ink = Ink { colour: self.print.label, size_mm: 2.45, gap_mm: 0.35 };
        let at = self.at(at);
        self.fonts.text(&mut self.face, self.print.choice, &ink, at, text)
    }

    fn value(&mut self, at: [f32; 2], larger: f32, text: &str) -> f32 {
        let ink = Ink { colour: self.print.ink, size_mm: self.print.size_mm + larger, gap_mm: 0.1 };
        let at = self.at(at);
        self.fonts.text(&mut self.face, self.print.choice, &ink, at, text)
    }

    fn number(&mut self, at: [f32; 2], text: &str) {
        let ink = Ink { colour: self.print.ink, size_mm: 3.6, gap_mm: 0.42 };
        let at = self.at(at);
        self.fonts.number(&mut self.face, self.print.choice, &ink, at, text);
    }
}

/// The side with portrait and number.
pub fn portrait_side(document: &Document, fonts: &Fonts, print: &Print, chance: &mut Chance) -> Face {
    let mut page = Page { face: Face::blank([228, 236, 240], chance), fonts, print };
    let holder = &document.holder;
    let sex = if holder.sex == Sex::Male { "男" } else { "女" };
    let resident = document.kind == DocumentType::ResidentIdCard;
    page.label([6.3, 6.6], "姓名");
    page.value([16.2, 6.2], 0.3, &holder.name);
    page.label([6.3, 13.2], "性别");
    page.value([16.2, 12.9], 0.0, sex);
    if resident {
        page.label([25.4, 13.2], "民族");
        page.value([33.6, 12.9], 0.0, holder.ethnicity_printed());
    }
    page.label([6.3, 19.6], "出生");
    page.value([16.2, 19.3], 0.0, &holder.birth_date.year().to_string());
    page.label([24.2, 19.6], "年");
    page.value([28.6, 19.3], 0.0, &holder.birth_date.month().to_string());
    page.label([33.0, 19.6], "月");
    page.value([37.2, 19.3], 0.0, &holder.birth_date.day().to_string());
    page.label([41.6, 19.6], "日");
    page.label([6.3, 26.2], "住址");
    let letters: Vec<char> = holder.address.chars().collect();
    for (line, part) in lines(&letters).enumerate() {
        page.value([16.2, 25.9 + 4.4 * line as f32], 0.0, &part);
    }
    page.label([6.3, 45.2], "公民身份号码");
    page.number([29.2, 44.2], &document.number);
    page.face.head(55.5, 7.5, 24.0, 31.0, chance);
    page.face
}

/// Eleven squares to a line; digits take half of one.
fn lines(letters: &[char]) -> impl Iterator<Item = String> {
    let mut lines = vec![String::new()];
    let mut wide = 0.0;
    for &letter in letters {
        let width = if letter.is_ascii() { 0.58 } else { 1.0 };
        if wide + width > 11.2 {
            lines.push(String::new());
            wide = 0.0;
        }
        wide += width;
        lines.last_mut().expect("it begins with one").push(letter);
    }
    lines.into_iter()
}

/// The side with issuer and validity.
pub fn emblem_side(document: &Document, fonts: &Fonts, print: &Print, chance: &mut Chance) -> Face {
    let mut page = Page { face: Face::blank([230, 238, 242], chance), fonts, print };
    let title = match document.kind {
        DocumentType::HongKongMacaoResidencePermit => "港澳居民居住证",
        DocumentType::TaiwanResidencePermit => "台湾居民居住证",
        _ => "居民身份证",
    };
    page.face.disc([14.5, 14.0], [8.0, 8.6], [190, 30, 35]);
    page.face.disc([14.5, 13.0], [5.6, 5.8], [224, 176, 70]);
    page.value([30.0, 6.6], 1.9, "中华人民共和国");
    page.value([if document.kind == DocumentType::ResidentIdCard { 31.0 } else { 27.0 }, 16.0], 3.0, title);
    let resident = document.kind == DocumentType::ResidentIdCard;
    let (issuer, validity) = if resident { (36.8, 43.6) } else { (32.2, 37.2) };
    page.label([20.2, issuer], "签发机关");
    page.value([34.2, issuer - 0.2], 0.0, &document.issuer);
    page.label([20.2, validity], "有效期限");
    let until = document.valid_to.map_or_else(|| "长期".to_owned(), dotted);
    page.value([34.2, validity - 0.2], 0.0, &format!("{}-{until}", dotted(document.valid_from)));
    if !resident {
        page.label([20.2, 42.2], "通行证号码");
        page.value([38.0, 42.0], 0.0, &document.pass_number);
        page.label([20.2, 47.2], "签发次数");
        page.value([38.0, 47.0], 0.0, &document.issues.to_string());
    }
    page.face
}

fn dotted(day: Date) -> String {
    format!("{:04}.{:02}.{:02}", day.year(), day.month(), day.day())
}

/// A travel permit's front: what stands on it is right, where it stands is made up.
pub fn travel_permit(document: &Document, fonts: &Fonts, print: &Print, chance: &mut Chance) -> Face {
    let mut page = Page { face: Face::blank([225, 236, 244], chance), fonts, print };
    page.value([22.0, 3.0], 0.6, "港澳居民来往内地通行证");
    page.face.head(5.0, 13.0, 22.0, 28.0, chance);
    let holder = &document.holder;
    page.value([31.0, 13.0], 0.4, &holder.name);
    page.value([31.0, 20.0], 0.0, &format!("{} {}", dotted(holder.birth_date), holder.sex.words().zh));
    let until = document.valid_to.map_or_else(|| "长期".to_owned(), dotted);
    page.value([31.0, 27.0], 0.0, &format!("{}-{until}", dotted(document.valid_from)));
    page.value([31.0, 34.0], 0.0, "公安部出入境管理局");
    page.number([31.0, 44.0], &document.pass_number);
    page.face
}
