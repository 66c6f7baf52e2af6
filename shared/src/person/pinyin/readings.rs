//! How characters are read in names: surnames, where the reading is often one of its own, given names, and the crate's table for
//! all others. Readings without tones, ü as it is.

use pinyin::ToPinyinMulti;
use unicode_normalization::UnicodeNormalization;

/// Surnames that are read otherwise than the crate's first reading, or in several ways: the characters (simplified and
/// traditional), then the readings, likeliest first. After 现代汉语词典 and 通用规范汉字字典; 覃 and 谌 as in Hunan.
const SURNAMES: &str = "\
    单單 shan|仇 qiu|解 xie|曾 zeng|区區 ou|朴 piao pu|查 zha|盖蓋 ge gai|乐樂 yue le|任 ren|宁寧甯 ning|覃 qin tan|纪紀 ji|\
    华華 hua|燕 yan|翟 zhai di|缪繆 miao mou|冼洗 xian|员員 yun|黑 he hei|折 she zhe|种種 chong zhong|秘祕 bi mi|逄 pang|乜 nie|\
    召 shao zhao|么幺 yao|卜 bu|车車 che|贾賈 jia|隗 wei kui|褚 chu|祭 zhai ji|能 nai neng|牟 mou mu|宓 mi fu|葛 ge|过過 guo|\
    占 zhan|应應 ying|洪 hong|尚 shang|便 pian|藏 zang cang|臧 zang|阚闞 kan|薄 bo|柏 bai bo|沈 shen|谌諶 chen shen|尹 yin|\
    尉 wei yu|那 na|哈 ha|石 shi|盛 sheng|莘 shen xin|郗 xi chi|叶葉 ye|晁 chao|都 du|句 gou ju|佴 nai|繁 po fan|费費 fei bi|\
    和 he|郝 hao|阙闕 que|隽雋 juan jun|令 ling|陆陸 lu|眭 sui|厍 she|宿 su|相 xiang|要 yao|粘 nian|长長 zhang chang|仉 zhang|\
    中 zhong|訾 zi|撒 sa|亓 qi|万萬 wan|仝 tong|桂 gui|炅 gui jiong|郇 xun huan|观觀 guan|冠 guan|强強 qiang|会會 gui hui|\
    重 zhong chong|鲜鮮 xian|冯馮 feng|余 yu|佘 she|谷 gu|瞿 qu|颜顏 yan|呙咼 guo|郄 qie xi|蕃 bo|钭 tou|逯 lu|\
    啜 chuai|适適 kuo shi|黄黃 huang|父 fu|不 fou bu|朝 chao zhao|行 xing|乌烏 wu|於 yu|俞 yu|隆 long|冒 mao|奇 ji qi|\
    阿 a|伽 qie|褶 xi|咸 xian|景 jing|𠮷 ji|吕呂 lü|闾閭 lü|律 lü|奥 ao|教 jiao|佟 tong|庾 yu|卞 bian|郏 jia|嘎 ga|朱 zhu";

/// Compound surnames: the characters, then a reading each.
const COMPOUND: &str = "\
    欧阳歐陽 ou yang|司马司馬 si ma|诸葛諸葛 zhu ge|上官 shang guan|夏侯 xia hou|令狐 ling hu|尉迟尉遲 yu chi|万俟萬俟 mo qi|\
    司徒 si tu|司空 si kong|皇甫 huang fu|东方東方 dong fang|西门西門 xi men|南宫南宮 nan gong|东郭東郭 dong guo|公孙公孫 gong sun|\
    慕容 mu rong|长孙長孫 zhang sun|宇文 yu wen|轩辕軒轅 xuan yuan|端木 duan mu|独孤獨孤 du gu|赫连赫連 he lian|淳于 chun yu|\
    澹台澹臺 tan tai|单于單于 chan yu|申屠 shen tu|太史 tai shi|太叔 tai shu|公羊 gong yang|公冶 gong ye|公西 gong xi|濮阳濮陽 pu yang|\
    闻人聞人 wen ren|闾丘閭丘 lü qiu|宗政 zong zheng|第五 di wu|仲孙仲孫 zhong sun|叔孙叔孫 shu sun|亓官 qi guan|羊舌 yang she|\
    微生 wei sheng|梁丘 liang qiu|左丘 zuo qiu|东门東門 dong men|南门南門 nan men|乐正樂正 yue zheng|漆雕 qi diao|壤驷壤駟 rang si|\
    公良 gong liang|拓跋 tuo ba|拓拔 tuo ba|夹谷夾谷 jia gu|宰父 zai fu|谷梁穀梁 gu liang|段干 duan gan|呼延 hu yan|巫马巫馬 wu ma|\
    钟离鍾離鐘離 zhong li|鲜于鮮于 xian yu|百里 bai li|完颜完顏 wan yan|纳兰納蘭 na lan|耶律 ye lü|达奚達奚 da xi|贺兰賀蘭 he lan|\
    屈突 qu tu|哥舒 ge shu|呼衍 hu yan|子车子車 zi ju|颛孙顓孫 zhuan sun|毌丘 guan qiu|母丘 mu qiu|贺若賀若 he ruo|斛律 hu lü|\
    豆卢豆盧 dou lu|万纽萬紐 mo niu|叱干 chi gan|关龙關龍 guan long|安期 an qi|公伯 gong bo|爱新觉罗愛新覺羅 ai xin jue luo|\
    叶赫那拉葉赫那拉 ye he na la";

/// Given names: characters whose likely reading is not the crate's first, or which have two that are both common.
const GIVEN: &str = "\
    茜 qian xi|晟 sheng cheng|长長 chang zhang|朝 chao zhao|都 du|伽 jia|佛 fo|莎 sha suo|乐樂 le yue|重 zhong chong|参參 shen can|\
    行 xing|曾 zeng|单單 dan shan|盛 sheng|奇 qi|觉覺 jue|石 shi|柏 bai bo|贾賈 jia|召 zhao shao|解 jie|颉頡 jie xie|娜 na nuo|\
    的 di|得 de|地 di|了 le|着 zhe|还還 huan|没 mo|给給 ji|卜 bu|卡 ka|大 da|薄 bo|折 zhe|车車 che|蕃 fan|宿 su|降 xiang|弹 tan|\
    传傳 chuan|调調 tiao|尽 jin|空 kong|翟 zhai|浩 hao|令 ling|霓 ni|缪繆 miao|彧 yu|亘 gen xuan|鲜鮮 xian|藏 zang cang|弘 hong|\
    祺 qi|阿 a|拾 shi|强強 qiang|禅 chan shan|铅 qian|楷 kai|靓 liang jing|婧 jing|尧堯 yao|祎禕 yi|隽雋 jun juan|钿 dian tian|\
    尉 wei yu|纪紀 ji|区區 ou qu|查 cha|朴 pu|任 ren|那 na|应應 ying|熠 yi|炅 jiong|洗 xi|侗 dong tong|铭銘 ming|𠮷 ji|么 me|\
    斗 dou|干 gan|蔚 wei yu|妮 ni|溪 xi|见 jian|仇 qiu|会 hui|牟 mou|娃 wa|校 xiao|角 jue jiao|殷 yin|咏 yong|种 zhong|率 shuai lü|绿 lü";

/// Readings of a surname by the table, empty where it is not in it.
pub(super) fn surname(c: char) -> Vec<String> {
    entry(SURNAMES, c)
}

/// Likely readings in given names, empty where the crate's are as good.
pub(super) fn given(c: char) -> Vec<String> {
    entry(GIVEN, c)
}

/// A reading for each character of the compound surname that `name` begins with.
pub(super) fn compound_surname(name: &str) -> Option<Vec<&'static str>> {
    COMPOUND.split('|').find_map(|entry| {
        let (writings, readings) = entry.split_once(' ')?;
        let readings: Vec<_> = readings.split(' ').collect();
        let writings: Vec<char> = writings.chars().collect();
        let begins = |writing: &[char]| writing.iter().copied().eq(name.chars().take(writing.len()));
        writings.chunks(readings.len()).any(begins).then_some(readings)
    })
}

fn entry(table: &str, c: char) -> Vec<String> {
    let readings = table.split('|').find_map(|entry| entry.split_once(' ').filter(|(chars, _)| chars.contains(c)));
    readings.map_or_else(Vec::new, |(_, readings)| readings.split(' ').map(str::to_owned).collect())
}

/// All readings of a character, each once, the commonest first. A compatibility ideograph is read like the one it stands for.
pub(super) fn of(c: char) -> Vec<String> {
    let mut readings: Vec<String> = Vec::new();
    let Some(known) = c.nfkc().next().and_then(|c| c.to_pinyin_multi()) else { return readings };
    for reading in known {
        let plain = reading.plain();
        // Interjections such as `hng` are in the table too and are in no name.
        let possible =
            plain.contains(['a', 'e', 'i', 'o', 'u', 'ü']) && plain.chars().all(|c| c.is_ascii_lowercase() || c == 'ü');
        if possible && !readings.iter().any(|other| other == plain) {
            readings.push(plain.to_owned());
        }
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::{COMPOUND, GIVEN, SURNAMES};
    use std::collections::HashSet;

    #[test]
    fn every_writing_of_a_compound_surname_has_a_reading_a_character() {
        for entry in COMPOUND.split('|') {
            let (writings, readings) = entry.split_once(' ').unwrap();
            assert_eq!(writings.chars().count() % readings.split(' ').count(), 0, "{entry}");
        }
    }

    #[test]
    fn no_character_has_two_entries_with_other_readings() {
        for table in [SURNAMES, GIVEN] {
            let mut seen = HashSet::new();
            for entry in table.split('|') {
                let (chars, readings) = entry.split_once(' ').unwrap();
                assert!(readings.chars().all(|c| c.is_ascii_lowercase() || c == 'ü' || c == ' '), "{entry}");
                for c in chars.chars() {
                    assert!(seen.insert(c), "{c} stands twice");
                }
            }
        }
    }
}
