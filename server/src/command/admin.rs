//! `ruji admin create-staff`: the first account of a province, and any other.

use crate::config::Settings;
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use enrolment::{
    session::Jurisdiction,
    staff::{NewStaff, Password},
};
use shared::{id::Province, review::Role};
use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
};

/// Shortest password of a staff account, in characters.
const PASSWORD_MIN: usize = 12;

#[derive(Subcommand)]
pub enum Command {
    /// Make a staff account; the password is asked for, or read from standard input
    CreateStaff(CreateStaff),
}

#[derive(Args)]
pub struct CreateStaff {
    #[arg(long)]
    login: String,
    /// Name that colleagues see
    #[arg(long)]
    name: String,
    /// What the person may do; a wrong one lists them all
    #[arg(long, value_parser = role)]
    role: Role,
    #[arg(long, value_parser = province)]
    province: Province,
    /// GB/T 2260 code of a prefecture or county; without it the whole province
    #[arg(long, value_name = "CODE")]
    region: Option<String>,
    /// Code of the institution whose classes the account confirms
    #[arg(long, value_name = "CODE")]
    institution: Option<String>,
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text)
        .ok_or_else(|| format!("one of {}", Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ")))
}

fn province(text: &str) -> Result<Province, String> {
    text.parse().map_err(|error: shared::id::NotAProvince| error.to_string())
}

pub(super) async fn run(Command::CreateStaff(new): Command, settings: Settings) -> anyhow::Result<ExitCode> {
    let enrolment = super::open(&settings).await?;
    let profile = enrolment.profile(&new.province).ok().context("there is no profile of this province")?;
    if let Some(code) = &new.region
        && !profile.regions.iter().any(|region| region.code == *code)
    {
        bail!("the profile of {} has no region {code}", new.province);
    }
    if let Some(code) = &new.institution
        && profile.institution(code).is_none()
    {
        bail!("the profile of {} has no institution {code}", new.province);
    }
    let password = password()?;
    let jurisdiction = Jurisdiction { province: new.province, region: new.region, institution: new.institution };
    let staff = NewStaff { login: new.login, name: new.name, role: new.role, jurisdiction, password };
    let id = enrolment.create_staff(staff).await.map_err(super::plain)?;
    println!("made the account {id}");
    Ok(ExitCode::SUCCESS)
}

/// Asked for twice on a terminal, else the first line of standard input.
fn password() -> anyhow::Result<Password> {
    let typed = if io::stdin().is_terminal() {
        let typed = rpassword::prompt_password("password: ")?;
        if typed != rpassword::prompt_password("again: ")? {
            bail!("the two passwords differ");
        }
        typed
    } else {
        let mut line = String::new();
        io::stdin().read_line(&mut line)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    if typed.chars().count() < PASSWORD_MIN {
        bail!("a staff password has at least {PASSWORD_MIN} characters");
    }
    Ok(Password::from(typed))
}
