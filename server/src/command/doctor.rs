//! `ruji doctor`: tries what serving needs and says in plain words what is wrong and how to mend it.

use crate::{
    config::{IdentityEngine, Settings, StoreKind},
    engine::LocalEngine,
    files,
    http::Assets,
    identity::{IdentityError, LocalIdentity},
    keys::{self, KeyError},
    profiles, start,
};
use enrolment::{
    chain,
    crypto::Keys,
    db::{Db, Encryption},
    key_mark::{self, KeyState},
    ports::FileStore,
};
use std::process::ExitCode;

/// One thing tried.
struct Check {
    what: String,
    /// The fault, and what to do about it.
    fault: Option<(String, &'static str)>,
    /// Serving works without it.
    optional: bool,
}

impl Check {
    fn of<T>(what: impl Into<String>, tried: Result<T, String>, mend: &'static str) -> Self {
        Self { what: what.into(), fault: tried.err().map(|fault| (fault, mend)), optional: false }
    }

    fn print(&self) {
        match &self.fault {
            None => println!("ok     {}", self.what),
            Some((fault, mend)) => {
                println!("{}  {}: {fault}", if self.optional { "note " } else { "FAULT" }, self.what);
                println!("       → {mend}");
            }
        }
    }
}

pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let mut checks = vec![texts(&settings), profiles(&settings), key(&settings).await, models(&settings)];
    checks.push(identity(&settings));
    checks.push(file_store(&settings).await);
    checks.extend(database(&settings).await);
    if !settings.service.is_development() {
        checks.push(demo_accounts(&settings).await);
    }
    checks.extend(data(&settings).await);
    checks.extend(assets(&settings));
    checks.iter().for_each(Check::print);
    let faults = checks.iter().filter(|check| check.fault.is_some() && !check.optional).count();
    println!(
        "{}",
        if faults == 0 { "everything that serving needs is there".to_owned() } else { format!("{faults} faults") }
    );
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Opens no connection: whether the vendors agree is seen when a message is sent.
fn texts(settings: &Settings) -> Check {
    let names: Vec<_> = settings.sms.gateways.iter().map(|name| name.as_str()).collect();
    let what = match start::texts(settings) {
        Ok(texts) if texts.are_shown_in_the_inbox() => "text messages (development inbox at /dev/sms)".to_owned(),
        _ if names.is_empty() => "text messages".to_owned(),
        _ => format!("text messages ({})", names.join(", then ")),
    };
    let tried = start::texts(settings).map_err(|error| error.to_string());
    Check::of(what, tried, "set what is missing; [sms] in config.example.toml explains every key")
}

fn profiles(settings: &Settings) -> Check {
    let tried = profiles::load(&settings.service.profiles).map_err(|error| error.to_string());
    Check::of("province profiles", tried, "mend the profile, or set service.profiles to the folder that holds profiles")
}

/// Makes no key: one that is missing before the first start is no fault.
async fn key(settings: &Settings) -> Check {
    let mend = "put the key back from its copy, readable by the service's user only (chmod 600)";
    let path = &settings.keys.master_key_file;
    // a database or a store that does not answer has a line of its own
    let db = start::open_database(settings).await.ok();
    if !path.exists() {
        let lost = |holder| KeyError::Lost { key: path.clone(), holder }.to_string();
        let needed = needed(settings, db.as_ref()).await.map_or(Ok(()), |holder| Err(lost(holder)));
        return Check::of("keys (made on the first start)", needed, mend);
    }
    let loaded = match keys::load(path) {
        Ok(keys) if is_of_another(db.as_ref(), &keys).await => Err(KeyError::Other(path.clone())),
        loaded => loaded,
    };
    let what = match &loaded {
        Ok(keys) => format!("keys (seals: {}, of {})", keys.seals().current(), keys.seals().count()),
        Err(_) => "keys".to_owned(),
    };
    Check::of(what, loaded.map_err(|error| error.to_string()), mend)
}

/// What holds anything that the missing key sealed.
async fn needed(settings: &Settings, db: Option<&Db>) -> Option<String> {
    let files = files::open(settings).await.ok()?;
    start::sealed_in(settings, db?, &*files).await.ok()?
}

/// Whether the database says that it belongs to another key; one without tables says nothing.
async fn is_of_another(db: Option<&Db>, keys: &Keys) -> bool {
    match db {
        Some(db) => key_mark::state(db, Some(keys)).await.is_ok_and(|state| state == KeyState::Other),
        None => false,
    }
}

fn models(settings: &Settings) -> Check {
    let tried = LocalEngine::load(&settings.photo.models).map_err(|error| error.to_string());
    Check::of("photo models", tried, "run `cargo xtask models`, or set photo.models")
}

/// In development people do what engines are missing for.
fn identity(settings: &Settings) -> Check {
    let (what, tried) = match settings.identity.engine {
        IdentityEngine::Off => ("identity engines (off: reviewers look at everything)", Ok(())),
        IdentityEngine::Http => ("identity engines (a vendor's)", vendor(settings)),
        IdentityEngine::Local => ("identity engines (models and ffmpeg)", local(settings)),
    };
    let mend = "run `cargo xtask models`, install ffmpeg (or set identity.ffmpeg), or set identity.engine = \"off\"";
    Check { optional: settings.service.is_development(), ..Check::of(what, tried, mend) }
}

fn local(settings: &Settings) -> Result<(), String> {
    let photo = LocalEngine::load(&settings.photo.models).map_err(|error| error.to_string())?;
    LocalIdentity::load(settings, &photo).map(drop).map_err(|error| error.to_string())
}

/// Opens no connection.
fn vendor(settings: &Settings) -> Result<(), String> {
    let secret = settings.identity.resolved_secret().map_err(|error| error.to_string())?;
    match (secret, settings.identity.endpoint.is_empty()) {
        (Some(_), false) => Ok(()),
        _ => Err(IdentityError::NoVendor.to_string()),
    }
}

/// Writes, and lists what is there.
async fn file_store(settings: &Settings) -> Check {
    let place = files::place(&settings.files);
    let tried = match files::open(settings).await {
        Ok(store) => round(&*store).await.map_err(|error| format!("{place}: {}", chain(&error))),
        Err(error) => Err(error.to_string()),
    };
    let mend = match settings.files.store {
        StoreKind::Directory => "make the folder writable for the service's user, or set files.directory",
        StoreKind::S3 => {
            "check [files.s3]: address, region, bucket, path_style, and that the key may put, get, list and delete"
        }
    };
    Check::of(format!("file store ({place})"), tried, mend)
}

async fn round(store: &dyn FileStore) -> std::io::Result<()> {
    store.check().await?;
    store.list().await.map(drop)
}

async fn database(settings: &Settings) -> Vec<Check> {
    let mend = "check database.url; for PostgreSQL that the server runs, lets this user in and speaks TLS (sslmode)";
    let db = match start::open_database(settings).await {
        Ok(db) => db,
        Err(error) => return vec![Check::of::<()>("database", Err(error.to_string()), mend)],
    };
    let answer = db.ping().await.map_err(|error| error.to_string());
    let encryption = db.encryption().await.map_err(|error| error.to_string());
    db.close().await;
    let mut checks = vec![Check::of("database", answer, mend)];
    checks.push(match encryption {
        Ok(encryption) => wire(encryption),
        Err(error) => Check::of::<()>("connection to the database", Err(error), mend),
    });
    checks
}

/// What somebody between here and the database could do. Serving works all the same: whoever set it so may know that nobody is there.
fn wire(encryption: Encryption) -> Check {
    let (what, fault, mend) = match encryption {
        Encryption::OnThisMachine => ("connection to the database (on this machine)", None, ""),
        Encryption::Tls { checked: true } => ("connection to the database (TLS, certificate checked)", None, ""),
        Encryption::Tls { checked: false } => (
            "connection to the database (TLS)",
            Some("the server's certificate is not checked"),
            "add sslmode=verify-full to database.url, and sslrootcert=FILE where the certificate is your own authority's",
        ),
        Encryption::Nothing => (
            "connection to the database",
            Some("it is not encrypted, as sslmode=disable says"),
            "turn TLS on in PostgreSQL (ssl = on) and say sslmode=verify-full in database.url",
        ),
    };
    let tried = fault.map_or(Ok(()), |fault| Err(fault.to_owned()));
    Check { optional: true, ..Check::of(what, tried, mend) }
}

/// Everybody knows the password of demonstration accounts.
async fn demo_accounts(settings: &Settings) -> Check {
    let tried = match super::open(settings).await {
        Ok(enrolment) => match enrolment.demo_logins().await {
            Ok(logins) if logins.is_empty() => Ok(()),
            Ok(logins) => Err(format!("accounts that can be used: {}", logins.join(", "))),
            Err(error) => Err(super::plain(error).to_string()),
        },
        Err(error) => Err(error.to_string()),
    };
    Check::of("no demonstration accounts", tried, "disable them in the console, or begin with an empty database")
}

/// What the nightly checks of the data found last. A fault of the data does not keep the service from running.
async fn data(settings: &Settings) -> Option<Check> {
    let db = start::open_database(settings).await.ok()?;
    // without tables there is nothing that could be wrong
    let results = enrolment::checks::last_results(&db).await.unwrap_or_default();
    db.close().await;
    let wrong = results.into_iter().filter(|result| result.found > 0);
    let wrong: Vec<_> = wrong.map(|result| format!("{} ({})", result.code, result.found)).collect();
    let tried = if wrong.is_empty() { Ok(()) } else { Err(wrong.join(", ")) };
    let mend = "see /console/admin/checks for what each of them means, with ids and since when";
    Some(Check { optional: true, ..Check::of("checks of the data", tried, mend) })
}

fn assets(settings: &Settings) -> Vec<Check> {
    let mend =
        "run `cargo xtask build`; without it pages have no styles and photographs are checked by the server only";
    let missing = Assets::scan(&settings.assets.directory).missing().into_iter();
    let note = |path: String| Check {
        what: format!("assets ({path})"),
        fault: Some(("missing".to_owned(), mend)),
        optional: true,
    };
    let notes: Vec<_> = missing.map(note).collect();
    if notes.is_empty() { vec![Check::of("assets", Ok(()), "")] } else { notes }
}
