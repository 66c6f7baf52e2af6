//! Who a drawn document is about: nobody. Names with rare characters and with the dot, all ethnic groups, addresses of one to
//! three lines, numbers with a right check digit.

use crate::chance::Chance;
use jiff::civil::Date;
use shared::{
    document::DocumentType,
    person::{CodeTable as _, Ethnicity, Sex},
};

/// What stands on a document.
#[derive(Clone, Debug)]
pub struct Document {
    pub kind: DocumentType,
    pub holder: Holder,
    pub number: String,
    pub issuer: String,
    pub valid_from: Date,
    /// Absent: 长期.
    pub valid_to: Option<Date>,
    /// 通行证号码, on residence permits.
    pub pass_number: String,
    /// 签发次数, on residence permits.
    pub issues: u8,
}

/// Whom it is about.
#[derive(Clone, Debug)]
pub struct Holder {
    pub name: String,
    pub sex: Sex,
    pub ethnicity: Ethnicity,
    pub birth_date: Date,
    pub address: String,
}

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆\
范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武戴孔汤";
const DOUBLE_SURNAMES: [&str; 6] = ["欧阳", "司马", "诸葛", "上官", "皇甫", "尉迟"];
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂文辉玲华红建国志海燕兰凤洁梅琳晨宇轩子涵雨萱欣怡梓浩然一诺思远俊熙博\
雅佳宁雪婷嘉豪瑞乐天晓东春秋冬锦程润泽";
/// Characters that small models of reading do not know.
const RARE: &str = "赟翀沄婳昇晅垚犇骉淼焱喆曌祎珺玥璟旻彧懿翊煜烨晟昊颢瀚澍霈霂雯霁琬琰瑀瑄瑢璐璠瓒甯畯皓睿祺禛稷穑竑笙箐綦翾芃苒茜荃莀菁\
葳蓁薇藜蘅蘧虓蚺蝶衎裎襄訚诩谌谞豫贇赪逯邈郗郜鄢酆釉钊钰铎铭锃镕闵陟隽雒韫韬颀颖飏飒馨骁骞魁鲲鹄鹏麒麟黛黠鼐龑";
const DOTTED: [&str; 6] =
    ["阿依古丽·买买提", "买买提江·吾守尔", "迪丽努尔·艾合麦提", "扎西·多吉", "古丽扎尔·阿布都热依木", "努尔兰·叶尔肯"];
const REGIONS: [(&str, &str); 14] = [
    ("420106", "湖北省武汉市武昌区"),
    ("420111", "湖北省武汉市洪山区"),
    ("422801", "湖北省恩施土家族苗族自治州恩施市"),
    ("429005", "湖北省潜江市"),
    ("430104", "湖南省长沙市岳麓区"),
    ("433101", "湖南省湘西土家族苗族自治州吉首市"),
    ("430381", "湖南省湘乡市"),
    ("110108", "北京市海淀区"),
    ("441900", "广东省东莞市"),
    ("450521", "广西壮族自治区北海市合浦县"),
    ("513401", "四川省凉山彝族自治州西昌市"),
    ("653101", "新疆维吾尔自治区喀什地区喀什市"),
    ("150102", "内蒙古自治区呼和浩特市新城区"),
    ("540102", "西藏自治区拉萨市城关区"),
];
const ROADS: [&str; 12] = [
    "珞喻路",
    "中山大道",
    "解放西路",
    "人民东路",
    "芙蓉南路",
    "湘府中路",
    "建设二路",
    "学府街",
    "龙腾大街",
    "凤凰巷",
    "栖霞里",
    "民族大道",
];
const ESTATES: [&str; 8] =
    ["紫菘花园", "梧桐雅苑", "金色家园", "东湖国际", "翰林世家", "蔚蓝海岸", "桂花苑小区", "恒大御景湾"];
const TOWNS: [&str; 8] = ["龙凤镇", "白杨坪乡", "后湖街道", "浩口镇", "月山镇", "廉州镇", "熊口镇", "屯堡乡"];

impl Document {
    /// The document of somebody who does not exist; `nth` goes through the ethnic groups.
    pub fn new(kind: DocumentType, nth: usize, chance: &mut Chance) -> Self {
        let (region, place) = chance.of(&REGIONS);
        let ethnicity = Ethnicity::ALL[nth % 56];
        let born = day(chance, 1955, 2008);
        let holder = Holder::new(ethnicity, born, place, chance);
        let prefix = match kind {
            DocumentType::HongKongMacaoResidencePermit => chance.of(&["810000", "820000"]),
            DocumentType::TaiwanResidencePermit => "830000",
            _ => region,
        };
        let (valid_from, valid_to) = validity(kind, chance);
        let initial = if prefix == "820000" { 'M' } else { 'H' };
        let pass = (chance.share() * 99_999_999.0) as u32;
        let taiwan = kind == DocumentType::TaiwanResidencePermit;
        Self {
            kind,
            number: citizen_number(prefix, &holder, chance),
            holder,
            issuer: issuer(place),
            valid_from,
            valid_to,
            pass_number: if taiwan { format!("{pass:08}") } else { format!("{initial}{pass:08}") },
            issues: chance.between(1.0, 12.0) as u8,
        }
    }
}

impl Holder {
    fn new(ethnicity: Ethnicity, birth_date: Date, place: &str, chance: &mut Chance) -> Self {
        let sex = chance.of(Sex::CHOICES);
        Self { name: name(ethnicity, chance), sex, ethnicity, birth_date, address: address(place, chance) }
    }

    /// As cards print it: without 族 where the name has more than it.
    pub(crate) fn ethnicity_printed(&self) -> &'static str {
        let full = self.ethnicity.words().zh;
        full.strip_suffix('族').unwrap_or(full)
    }
}

fn name(ethnicity: Ethnicity, chance: &mut Chance) -> String {
    if matches!(ethnicity, Ethnicity::Uygur | Ethnicity::Kazak | Ethnicity::Tibetan | Ethnicity::Uzbek) {
        return chance.of(&DOTTED).to_owned();
    }
    let letters = |text: &str| text.chars().collect::<Vec<_>>();
    let surname = if chance.share() < 0.06 {
        chance.of(&DOUBLE_SURNAMES).to_owned()
    } else {
        chance.of(&letters(SURNAMES)).to_string()
    };
    let given = |chance: &mut Chance| {
        let from = if chance.share() < 0.35 { RARE } else { GIVEN };
        chance.of(&letters(from))
    };
    let first = given(chance);
    let second = if chance.share() < 0.7 { given(chance).to_string() } else { String::new() };
    format!("{surname}{first}{second}")
}

fn address(place: &str, chance: &mut Chance) -> String {
    let number = |chance: &mut Chance, most: f32| chance.between(1.0, most) as u32;
    let rest = match (chance.share() * 4.0) as u8 {
        0 => format!(
            "{}{}村{}组{}号",
            chance.of(&TOWNS),
            chance.of(&["大", "新桥", "杨家湾", "石板"]),
            number(chance, 19.0),
            number(chance, 99.0)
        ),
        1 => format!("{}{}号", chance.of(&ROADS), number(chance, 1999.0)),
        2 => format!(
            "{}{}号{}{}栋{}单元{:02}{:02}室",
            chance.of(&ROADS),
            number(chance, 999.0),
            chance.of(&ESTATES),
            number(chance, 30.0),
            number(chance, 6.0),
            number(chance, 30.0),
            number(chance, 8.0)
        ),
        _ => format!(
            "{}{}{}{}-{}-{}号",
            chance.of(&TOWNS),
            chance.of(&ROADS),
            chance.of(&ESTATES),
            number(chance, 30.0),
            number(chance, 6.0),
            number(chance, 2000.0)
        ),
    };
    format!("{place}{rest}")
}

fn day(chance: &mut Chance, from: i16, to: i16) -> Date {
    let year = chance.between(f32::from(from), f32::from(to)) as i16;
    let (month, day) = (chance.between(1.0, 12.99) as i8, chance.between(1.0, 28.99) as i8);
    Date::new(year, month, day).expect("every month has 28 days")
}

fn validity(kind: DocumentType, chance: &mut Chance) -> (Date, Option<Date>) {
    let from = day(chance, 2017, 2024);
    let years = if kind == DocumentType::ResidentIdCard { chance.of(&[10, 20, 20, 0]) } else { 5 };
    let until = Date::new(from.year() + years, from.month(), from.day()).expect("every month has 28 days");
    (from, (years > 0).then_some(until))
}

/// 湖北省武汉市武昌区 → 武汉市公安局武昌分局; 湖北省潜江市 → 潜江市公安局.
fn issuer(place: &str) -> String {
    let after = place.find(['省', '区']).filter(|_| place.contains('省') || place.contains("自治区"));
    let local = after.map_or(place, |at| &place[at + '省'.len_utf8()..]);
    match local.split_once('市') {
        Some((city, rest)) if rest.ends_with('区') => format!("{city}市公安局{}分局", rest.trim_end_matches('区')),
        Some((_, rest)) if !rest.is_empty() => format!("{rest}公安局"),
        _ => format!("{}公安局", local.rsplit('州').next().unwrap_or(local)),
    }
}

/// GB 11643, with the check character by its weights.
fn citizen_number(prefix: &str, holder: &Holder, chance: &mut Chance) -> String {
    let serial = (chance.share() * 499.0) as u32 * 2 + u32::from(holder.sex == Sex::Male);
    let born = holder.birth_date;
    let digits = format!("{prefix}{:04}{:02}{:02}{serial:03}", born.year(), born.month(), born.day());
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = b"10X98765432"[sum as usize % 11] as char;
    format!("{digits}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::{document::DocumentNumber, person::number};

    #[test]
    fn numbers_are_those_of_their_holders() {
        let mut chance = Chance::new(1);
        for nth in 0..200 {
            for kind in [DocumentType::ResidentIdCard, DocumentType::TaiwanResidencePermit] {
                let drawn = Document::new(kind, nth, &mut chance);
                let read = DocumentNumber::parse(kind, &drawn.number).expect("a right number");
                assert_eq!(number::mismatches(&read, Some(drawn.holder.birth_date), Some(drawn.holder.sex)), []);
            }
        }
    }
}
