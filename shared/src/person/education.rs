//! Education so far (考前最高学历): groups and graduates of GB/T 4658-2006, 学历代码, and which of them is higher.

use super::CodeTable;

super::code_table! {
    /// 考前最高学历, highest first. Tens are the standard's groups; within 4 it is the kind of school that graduated.
    pub enum Education {
        Graduate = "10", "研究生", "Postgraduate", "研究生教育", "博士", "硕士";
        Bachelor = "20", "本科", "Bachelor's level", "大学本科", "大学本科教育";
        /// 专科; what a bachelor-level major of self-taught examinations asks for.
        College = "30", "专科", "Junior college", "大学专科", "大学专科教育", "大专", "高职";
        SpecialisedSecondary = "41", "中专", "Specialised secondary school", "中等专科", "中等职业教育";
        VocationalHigh = "44", "职业高中", "Vocational high school", "职高";
        TechnicalSchool = "47", "技工学校", "Technical school", "技校";
        HighSchool = "60", "高中", "High school", "普通高中", "普通高级中学教育";
        JuniorHighOrBelow = "70", "初中及以下", "Junior high school or below", "初中", "初级中学教育", "小学";
        Other = "90", "其他", "Other";
    }
}

impl Education {
    /// Whether it is `least` or higher. All schools of the upper secondary level are equal; `Other` is below everything, for
    /// nobody can tell.
    pub fn at_least(self, least: Self) -> bool {
        self.rank() >= least.rank()
    }

    const fn rank(self) -> u8 {
        match self {
            Self::Other => 0,
            Self::JuniorHighOrBelow => 1,
            Self::HighSchool | Self::TechnicalSchool | Self::VocationalHigh | Self::SpecialisedSecondary => 2,
            Self::College => 3,
            Self::Bachelor => 4,
            Self::Graduate => 5,
        }
    }

    /// One of each level and higher, as [`Self::at_least`] sees it.
    pub fn from_level_up(least: Self) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |education| education.at_least(least))
    }
}
