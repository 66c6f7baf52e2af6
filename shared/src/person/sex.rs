//! Sex: GB/T 2261.1-2003, 个人基本信息分类与代码 第1部分：人的性别代码 (the codes of ISO/IEC 5218).

super::code_table! {
    /// 性别. Identity cards know only 1 and 2; the standard has the others for records that do not say.
    pub enum Sex {
        Unknown = "0", "未知的性别", "Unknown", "未知";
        Male = "1", "男", "Male", "男性", "M";
        Female = "2", "女", "Female", "女性", "F";
        NotStated = "9", "未说明的性别", "Not stated", "未说明";
    }
}

impl Sex {
    /// What a person can choose.
    pub const CHOICES: &[Self] = &[Self::Male, Self::Female];
}
