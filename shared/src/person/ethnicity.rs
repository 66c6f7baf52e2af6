//! Ethnic groups: GB/T 3304-1991, 中国各民族名称的罗马字母拼写法和代码, and the two further codes of identity cards.

use super::CodeTable;

super::code_table! {
    /// An ethnic group recognised by the state, by its numeric code; English names are the standard's roman spelling, and its
    /// note on foreign use for Tibetan and Korean. Codes 97 and 98 are not the standard's but of the registers that use it
    /// (population register, resident identity card). Cards print the name without 族, the alias of each.
    pub enum Ethnicity {
        Han = "01", "汉族", "Han", "汉";
        Mongol = "02", "蒙古族", "Mongol", "蒙古";
        Hui = "03", "回族", "Hui", "回";
        Tibetan = "04", "藏族", "Tibetan", "藏", "Zang";
        Uygur = "05", "维吾尔族", "Uygur", "维吾尔", "Uyghur";
        Miao = "06", "苗族", "Miao", "苗";
        Yi = "07", "彝族", "Yi", "彝";
        Zhuang = "08", "壮族", "Zhuang", "壮";
        Buyei = "09", "布依族", "Buyei", "布依";
        Korean = "10", "朝鲜族", "Korean", "朝鲜", "Chosen";
        Manchu = "11", "满族", "Man", "满", "Manchu";
        Dong = "12", "侗族", "Dong", "侗";
        Yao = "13", "瑶族", "Yao", "瑶";
        Bai = "14", "白族", "Bai", "白";
        Tujia = "15", "土家族", "Tujia", "土家";
        Hani = "16", "哈尼族", "Hani", "哈尼";
        Kazak = "17", "哈萨克族", "Kazak", "哈萨克", "Kazakh";
        Dai = "18", "傣族", "Dai", "傣";
        Li = "19", "黎族", "Li", "黎";
        Lisu = "20", "傈僳族", "Lisu", "傈僳";
        Va = "21", "佤族", "Va", "佤";
        She = "22", "畲族", "She", "畲";
        Gaoshan = "23", "高山族", "Gaoshan", "高山";
        Lahu = "24", "拉祜族", "Lahu", "拉祜";
        Sui = "25", "水族", "Sui", "水";
        Dongxiang = "26", "东乡族", "Dongxiang", "东乡";
        Naxi = "27", "纳西族", "Naxi", "纳西";
        Jingpo = "28", "景颇族", "Jingpo", "景颇";
        Kirgiz = "29", "柯尔克孜族", "Kirgiz", "柯尔克孜", "Kyrgyz";
        Tu = "30", "土族", "Tu", "土";
        Daur = "31", "达斡尔族", "Daur", "达斡尔";
        Mulao = "32", "仫佬族", "Mulao", "仫佬";
        Qiang = "33", "羌族", "Qiang", "羌";
        Blang = "34", "布朗族", "Blang", "布朗";
        Salar = "35", "撒拉族", "Salar", "撒拉";
        Maonan = "36", "毛南族", "Maonan", "毛南", "毛难", "毛难族";
        Gelao = "37", "仡佬族", "Gelao", "仡佬";
        Xibe = "38", "锡伯族", "Xibe", "锡伯";
        Achang = "39", "阿昌族", "Achang", "阿昌";
        Pumi = "40", "普米族", "Pumi", "普米";
        Tajik = "41", "塔吉克族", "Tajik", "塔吉克";
        Nu = "42", "怒族", "Nu", "怒";
        Uzbek = "43", "乌孜别克族", "Uzbek", "乌孜别克";
        Russ = "44", "俄罗斯族", "Russ", "俄罗斯", "Russian";
        Ewenki = "45", "鄂温克族", "Ewenki", "鄂温克";
        Deang = "46", "德昂族", "Deang", "德昂", "崩龙", "崩龙族";
        Bonan = "47", "保安族", "Bonan", "保安";
        Yugur = "48", "裕固族", "Yugur", "裕固";
        Gin = "49", "京族", "Gin", "京";
        Tatar = "50", "塔塔尔族", "Tatar", "塔塔尔";
        Derung = "51", "独龙族", "Derung", "独龙";
        Oroqen = "52", "鄂伦春族", "Oroqen", "鄂伦春";
        Hezhen = "53", "赫哲族", "Hezhen", "赫哲";
        Monba = "54", "门巴族", "Monba", "门巴";
        Lhoba = "55", "珞巴族", "Lhoba", "珞巴";
        Jino = "56", "基诺族", "Jino", "基诺";
        /// Not recognised as a group of its own, e.g. 穿青人.
        Other = "97", "其他", "Other", "其它", "未识别民族", "穿青人", "穿青", "革家人";
        /// Of foreign descent, naturalised.
        ForeignDescent = "98", "外国血统中国籍人士", "Chinese citizen of foreign descent", "外国血统", "入籍";
    }
}

/// Letter codes in the order of the numeric codes 01 to 56.
const LETTERS: &[u8; 112] =
    b"HAMGHUZAUGMHYIZHBYCSMADOYABATJHNKZDALILSVASHGSLHSUDXNXJPKGTUDUMLQIBLSLMNGLXBACPMTANUUZRSEWDEBNYGGITTDRORHZMBLBJN";

impl Ethnicity {
    /// The standard's two letters, e.g. `HA`; none for 97 and 98, which the standard does not have.
    pub fn letters(self) -> Option<&'static str> {
        let number: usize = self.code().parse().ok()?;
        let pair = LETTERS.get(2 * number.checked_sub(1)?..2 * number)?;
        std::str::from_utf8(pair).ok()
    }
}
