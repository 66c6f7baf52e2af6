//! Household registration: what the form's 户口类型 offers. The codes are this service's own.

super::code_table! {
    /// 户口类型. Since State Council document 国发〔2014〕25号 new books say only 居民户口; older ones still name one of the two
    /// kinds, so a form has to offer all three. Holders of permits have no mainland household.
    pub enum Household {
        NonAgricultural = "non_agricultural", "非农业户口（城镇）", "Urban (non-agricultural) household", "非农业户口", "非农业家庭户口", "城镇", "城镇户口";
        Agricultural = "agricultural", "农业户口（农村）", "Rural (agricultural) household", "农业户口", "农业家庭户口", "农村", "农村户口";
        Resident = "resident", "居民户口（城乡统一登记）", "Unified resident household", "居民户口", "居民家庭户口";
        HongKongMacaoTaiwan = "hong_kong_macao_taiwan", "港澳台居民（无内地户口）", "Resident of Hong Kong, Macao or Taiwan (no mainland household)", "港澳台";
    }
}
