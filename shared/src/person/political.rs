//! Political status: GB/T 4762-1984, 政治面貌代码.

super::code_table! {
    /// 政治面貌. English names are those the parties use of themselves.
    pub enum PoliticalStatus {
        PartyMember = "01", "中共党员", "Member of the Communist Party of China", "中国共产党党员", "党员";
        ProbationaryPartyMember = "02", "中共预备党员", "Probationary member of the Communist Party of China", "中国共产党预备党员", "预备党员";
        YouthLeagueMember = "03", "共青团员", "Member of the Communist Youth League", "中国共产主义青年团团员", "团员";
        RevolutionaryCommittee = "04", "民革党员", "Member of the Revolutionary Committee of the Chinese Kuomintang", "民革会员", "中国国民党革命委员会党员", "中国国民党革命委员会会员";
        DemocraticLeague = "05", "民盟盟员", "Member of the China Democratic League", "中国民主同盟盟员";
        NationalConstruction = "06", "民建会员", "Member of the China National Democratic Construction Association", "中国民主建国会会员";
        PromotingDemocracy = "07", "民进会员", "Member of the China Association for Promoting Democracy", "中国民主促进会会员";
        PeasantsAndWorkers = "08", "农工党党员", "Member of the Chinese Peasants' and Workers' Democratic Party", "中国农工民主党党员";
        ZhiGongParty = "09", "致公党党员", "Member of the China Zhi Gong Party", "中国致公党党员";
        JiusanSociety = "10", "九三学社社员", "Member of the Jiusan Society";
        TaiwanLeague = "11", "台盟盟员", "Member of the Taiwan Democratic Self-Government League", "台湾民主自治同盟盟员";
        NoParty = "12", "无党派人士", "Public figure without party affiliation", "无党派民主人士";
        Masses = "13", "群众", "No party or league", "普通居民";
    }
}
