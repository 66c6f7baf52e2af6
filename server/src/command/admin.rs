//! `ruji admin`: the first administrator of a province, other accounts, and help when a second factor is lost.

use super::import_existing::{self, ImportExisting};
use crate::{config::Settings, keys};
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use enrolment::{
    Enrolment, Error,
    clock::OsRandomness,
    session::Jurisdiction,
    staff::{NewStaff, Password},
};
use shared::{id::Province, problem::ProblemCode, review::Role};
use std::{
    io::{self, IsTerminal as _},
    path::Path,
    process::ExitCode,
};

/// Shortest password of a staff account, in characters.
const PASSWORD_MIN: usize = 12;

#[derive(Subcommand)]
pub enum Command {
    /// Make the first administrator of a province and print a one-time password
    Create(Create),
    /// Make a staff account; the password is asked for, or read from standard input
    CreateStaff(CreateStaff),
    /// Take in records of candidates who have admission numbers, from where it stopped last
    ImportExisting(ImportExisting),
    /// Take the second factor off an account, in an emergency
    ResetSecondFactor {
        #[arg(long)]
        login: String,
    },
    /// Have signatures sealed with a new key; what older ones sealed stays genuine. Restart the service afterwards
    RenewSeal,
}

#[derive(Args)]
pub struct Create {
    #[arg(long)]
    login: String,
    /// Name that colleagues see
    #[arg(long)]
    name: String,
    #[arg(long, value_parser = province)]
    province: Province,
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

pub(super) fn province(text: &str) -> Result<Province, String> {
    text.parse().map_err(|error: shared::id::NotAProvince| error.to_string())
}

pub(super) async fn run(command: Command, settings: Settings) -> anyhow::Result<ExitCode> {
    if matches!(command, Command::RenewSeal) {
        return renew_seal(&settings.keys.master_key_file);
    }
    let enrolment = super::open(&settings).await?;
    match command {
        Command::RenewSeal => unreachable!("answered above, without a database"),
        Command::Create(first) => create(&enrolment, &first).await,
        Command::CreateStaff(new) => create_staff(&enrolment, new, settings.service.is_development()).await,
        Command::ImportExisting(import) => import_existing::run(&enrolment, &import).await,
        Command::ResetSecondFactor { login } => reset_second_factor(&enrolment, &login).await,
    }
}

fn renew_seal(path: &Path) -> anyhow::Result<ExitCode> {
    let name = keys::renew_seal(path, &OsRandomness)?;
    println!("signatures are sealed with the key {name} once the service is started again");
    println!("keep a copy of {} as it is now", path.display());
    Ok(ExitCode::SUCCESS)
}

async fn create(enrolment: &Enrolment, first: &Create) -> anyhow::Result<ExitCode> {
    let made = enrolment.create_first_administrator(&first.province, &first.login, &first.name).await;
    let password = match made {
        Err(Error::Refused(problem)) if problem.code == ProblemCode::Conflict && problem.field.is_none() => {
            bail!("{} has an administrator already, who makes further accounts in the console", first.province)
        }
        other => other.map_err(super::plain)?,
    };
    println!("one-time password: {}", password.expose());
    println!("Sign in at /console; the password is changed and a second factor set up before anything else.");
    Ok(ExitCode::SUCCESS)
}

async fn reset_second_factor(enrolment: &Enrolment, login: &str) -> anyhow::Result<ExitCode> {
    enrolment.reset_second_factor_of(login).await.map_err(super::plain)?;
    println!("{login} signs in with the password alone and sets a new second factor up");
    Ok(ExitCode::SUCCESS)
}

/// Whoever types the password here need not be the account's owner: outside development it only serves to set another.
async fn create_staff(enrolment: &Enrolment, new: CreateStaff, development: bool) -> anyhow::Result<ExitCode> {
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
    let made =
        if development { enrolment.create_staff(staff).await } else { enrolment.create_staff_to_change(staff).await };
    let id = made.map_err(super::plain)?;
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
