//! What passwords are commonly made of, in lower case and without symbols: leaked lists of the country and of the world agree on
//! most of it. Numbers read aloud (520 “wo ai ni”), pinyin, family names, names of the exam and its provinces, English.

/// Lines of neighbouring keys, the alphabet and the digits.
pub(super) const ROWS: &[&str] =
    &["01234567890", "abcdefghijklmnopqrstuvwxyz", "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Columns of the keyboard as they lean, and lines of the number pad.
pub(super) const DIAGONALS: &[&str] = &[
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p", "147", "258", "369", "159", "357",
    "456",
];

pub(super) const WORDS: &str = "
520 521 1314 5201314 1314520 5211314 7758521 7758258 584520 3344520 3344521 147258 147258369 159357 159753 741852963
789456 789456123 456123 110 119 120 114 10086 10010 12306 12345 95588 666 888 999 168 518 618 1688 5188 8888 6666 9527 007
1q2w3e 1q2w3e4r 1q2w3e4r5t q1w2e3 q1w2e3r4 1a2b3c 1a2b3c4d a1b2c3 a1b2c3d4 qazwsx qazwsxedc zaqwsx qweasd qweasdzxc
qwaszx asdzxc wsxedc qwe asd zxc qwer asdf zxcv qwert asdfg zxcvb poiu lkjh mnbv
woaini woaiwo woaiwojia woaita woainima woaizhongguo aini ainia wowo nini nihao nishi niubi wobuzhidao wozhidao
meiyou buzhidao haha hehe heihei xixi hahaha lalala aaa
mima mima123 wodemima denglu zhanghao yonghu ceshi guanli guanliyuan xitong gongsi
laopo laogong laopolaogong baobao baobei baby qinqin qinaide tiantian xiaobao xiaoming xiaohong xiaoli xiaoyu xiaolong
mama baba mamababa babamama jiejie gege didi meimei erzi nver laoshi tongxue pengyou
kuaile xingfu pingan pinganfu jiankang facai gongxi gongxifacai shunli xinnian shengri shengrikuaile aiqing jiayou jiayouba
chenggong fendou nuli mengxiang xiwang weilai ziyou yongyuan yisheng yishi yiqi
feng yun tian long hu shui huo tiankong yangguang taiyang yueliang xingxing dahai haiyang meihua meigui hudie xiaoniao
qingtian caihong xiatian chuntian qiutian dongtian
zhongguo zhonghua beijing shanghai guangzhou shenzhen tianjin chongqing hunan changsha zhuzhou xiangtan hengyang yueyang
changde loudi huaihua yongzhou shaoyang chenzhou yiyang zhangjiajie xiangxi hubei wuhan huangshi shiyan yichang xiangyang
jingzhou jingmen xiaogan huanggang xianning suizhou enshi xiantao qianjiang tianmen
guangdong guangxi jiangxi jiangsu zhejiang fujian anhui henan hebei shandong shanxi sichuan yunnan guizhou
zikao zikaosheng zixue zixuekaoshi kaoshi kaosheng kaoji kaowan ruji xinsheng biye benke zhuanke zhuanshengben daxue
xuexi xuexiao xuesheng xuexin chsi hneao hbea ruji2025 ruji2026 jiaoyu gaokao bikao biguo
wang zhang liu chen yang huang zhao zhou sun zhu guo lin gao luo zheng liang xie song tang deng han feng cao peng zeng xiao
tian dong pan yuan cai jiang fan fang shi yao tan liao zou xiong meng qin bai yan duan lei qian kong xue hou shao
wangwei zhangwei liwei liuwei zhangli wangfang zhangmin lijing wanglei liqiang zhangjie lina wangjing zhanghao
password passwd passw pass pwd admin administrator root user guest test testing tester demo default system server login
welcome hello helloworld letmein access master secret changeme temp root123 admin123 admin888 abc abc123 abcd1234 aa123456
qq qq123 qqq weixin wechat alipay taobao zhifubao tencent baidu alibaba huawei xiaomi apple iphone android google microsoft
windows computer internet network samsung oppo vivo jingdong douyin weibo
love iloveyou loveyou iloveu loveme lover forever family mother father daddy mummy friend friends happy lucky sweet honey
angel princess queen king prince sunshine sunny sunflower flower rose lily summer winter spring autumn august october december
january monday friday sunday today tomorrow freedom whatever nothing peace dream star moon sky ocean blue red green black
white orange purple golden silver diamond crystal
dragon tiger lion monkey horse rabbit panda eagle shadow phoenix wolf fish bear mouse butterfly dolphin snoopy kitty
superman batman spiderman pokemon naruto pikachu matrix starwars mustang ferrari porsche harley
football basketball soccer baseball hockey kobe jordan james messi ronaldo michael jackson jessica jennifer daniel thomas
robert charlie george andrew anthony joshua matthew william ashley amanda nicole michelle maggie tony jack lucy mary david
trustno killer ninja pepper cookie cheese banana coffee ginger chocolate money business china chinese
super hotdog magic power player gamer game games gaming soldier hunter ranger cowboy biteme fuckyou fuck shit
";

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn there_are_at_least_three_hundred_in_lower_case() {
        let words: std::collections::HashSet<_> = WORDS.split_ascii_whitespace().collect();
        assert!(words.len() >= 300, "{}", words.len());
        assert!(words.iter().all(|word| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())));
    }
}
