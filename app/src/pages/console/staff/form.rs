//! Name, role and jurisdiction of an account, as they are asked for.

use super::Desk;
use crate::{
    api::staff_administration::StaffForm,
    components::{OptionGroup, SelectField, TextField},
    message::staff,
    text::t,
};
use enrolment::Result;
use leptos::prelude::*;
use shared::{
    problem::{Field, Problem},
    review::Role,
};

/// Filled with what was typed before, or with the account as it stands.
pub(super) fn fields(desk: &Desk, form: &StaffForm, problems: &[Problem]) -> Result<impl IntoView + use<>> {
    let locale = desk.locale;
    let roles = Role::ALL.iter().map(|role| (role.as_str().to_owned(), staff::role(*role).get(locale).to_owned()));
    let institutions = desk.profile()?.institutions.iter().map(|institution| {
        view! { <option value=institution.code.clone()>{institution.name.clone()}</option> }
    });
    let roles = vec![OptionGroup { label: String::new(), options: roles.collect() }];
    Ok(view! {
        <TextField
            field=Field::Name
            label=t::console_staff::NAME
            locale=locale
            value=form.name.clone()
            problems=problems.to_vec()
            maxlength=40
        />
        <SelectField
            field=Field::Role
            label=t::console_staff::ROLE
            locale=locale
            groups=roles
            value=form.role.clone()
            problems=problems.to_vec()
        />
        <SelectField
            field=Field::Region
            label=t::console_staff::REGION
            hint=t::console_staff::REGION_HINT
            locale=locale
            groups=places(desk)?
            value=form.region.clone()
            problems=problems.to_vec()
        />
        <TextField
            field=Field::Institution
            label=t::console_staff::INSTITUTION
            hint=t::console_staff::INSTITUTION_HINT
            locale=locale
            value=form.institution.clone()
            problems=problems.to_vec()
            maxlength=20
            list="institutions"
        />
        <datalist id="institutions">{institutions.collect_view()}</datalist>
    })
}

/// Prefectures with their counties, as far as the own jurisdiction reaches.
fn places(desk: &Desk) -> Result<Vec<OptionGroup>> {
    let (profile, own) = (desk.profile()?, &desk.jurisdiction);
    let within = |code: &str| own.covers(&own.province, code);
    let group = |prefecture: &shared::profile::Region| {
        let parts = profile.regions.iter().filter(|region| region.parent.as_deref() == Some(&prefecture.code));
        let all = std::iter::once(prefecture).chain(parts).filter(|region| within(&region.code));
        let options = all.map(|region| (region.code.clone(), region.name.clone())).collect();
        OptionGroup { label: prefecture.name.clone(), options }
    };
    let groups = profile.regions.iter().filter(|region| region.parent.is_none()).map(group);
    Ok(groups.filter(|group| !group.options.is_empty()).collect())
}
