//! Occupations: the major groups of GB/T 6565-2015, 职业分类与代码, as far as an exam form tells them apart.

super::code_table! {
    /// 职业. The first digit of the code is the standard's major group (1 to 8; 9 are persons without an occupation, whom the
    /// standard does not class). The second digit is this service's: it parts what restricted majors ask for.
    pub enum Occupation {
        Leader = "10", "国家机关、群众团体、企事业单位负责人", "Head of a public body, organisation or enterprise";
        Teacher = "21", "教学人员", "Teacher", "教师";
        Health = "22", "卫生专业技术人员", "Health professional", "医务人员", "医生", "护士";
        Professional = "29", "其他专业技术人员", "Other professional or technician", "专业技术人员";
        Clerk = "31", "行政办事人员", "Civil servant or clerk", "公务员", "办事人员和有关人员";
        Police = "32", "人民警察", "Police officer", "警察";
        Service = "40", "社会生产服务和生活服务人员", "Commerce and services", "商业、服务业人员";
        Agriculture = "50", "农、林、牧、渔业生产及辅助人员", "Agriculture, forestry, animal husbandry and fishery", "农民";
        Production = "60", "生产制造及有关人员", "Manufacturing and related work", "工人";
        Military = "70", "军人", "Member of the armed forces", "现役军人";
        Other = "80", "其他不便分类", "Other, hard to classify", "不便分类的其他从业人员", "其他", "自由职业者";
        Student = "91", "学生", "Student";
        Unemployed = "92", "无业", "Not employed", "待业", "失业";
        Retired = "93", "离退休人员", "Retired", "退休", "退（离）休人员";
    }
}
