//! The connection to the database: without TLS nothing is said to a server where TLS is asked for.

use crate::support::*;
use enrolment::{
    Error,
    db::{Db, Encryption},
};
use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener},
};

/// Length 8 and the number by which clients ask for TLS.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// Says that it has no TLS, as a server does or somebody in between; gives the port and, in the end, all that it was told.
fn server_without_tls() -> (u16, std::thread::JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let told = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut told = vec![0; SSL_REQUEST.len()];
        stream.read_exact(&mut told).unwrap();
        stream.write_all(b"N").unwrap();
        // a client that hangs up resets the connection perhaps
        drop(stream.read_to_end(&mut told));
        told
    });
    (port, told)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_tls_learns_neither_name_nor_password_where_tls_is_asked_for() {
    for mode in ["require", "verify-ca", "verify-full"] {
        let (port, told) = server_without_tls();
        let url = format!("postgres://ruji:secret@127.0.0.1:{port}/ruji?sslmode={mode}");
        assert!(Db::connect(&url).await.is_err(), "{mode}");
        assert_eq!(told.join().unwrap(), SSL_REQUEST, "{mode}");
    }
}

/// A PostgreSQL of the tests that speaks TLS, with the address that its certificate names, and the file of the authority behind it. In CI
/// there must be one; `cargo xtask test` starts it.
#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn secured() -> Option<(String, String)> {
    let named = (std::env::var("RUJI_TEST_POSTGRES_TLS_URL"), std::env::var("RUJI_TEST_POSTGRES_AUTHORITY"));
    if let (Ok(url), Ok(authority)) = named {
        return Some((url, authority));
    }
    assert!(
        std::env::var("CI").is_err(),
        "RUJI_TEST_POSTGRES_TLS_URL and RUJI_TEST_POSTGRES_AUTHORITY are needed in CI"
    );
    eprintln!("TLS was not tried: RUJI_TEST_POSTGRES_TLS_URL is not set");
    None
}

/// How it is connected with these words in the address.
async fn connected(url: &str) -> Result<Encryption, Error> {
    let db = Db::connect(url).await?;
    let encryption = db.encryption().await.unwrap();
    db.close().await;
    Ok(encryption)
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_is_spoken_and_says_whether_the_certificate_was_checked() {
    let Some((url, authority)) = secured() else { return };
    let named = url.replace("127.0.0.1", "localhost");
    assert_eq!(connected(&format!("{url}?sslmode=require")).await.unwrap(), Encryption::Tls { checked: false });
    for mode in ["verify-ca", "verify-full"] {
        let checked = connected(&format!("{named}?sslmode={mode}&sslrootcert={authority}")).await.unwrap();
        assert_eq!(checked, Encryption::Tls { checked: true }, "{mode}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_by_another_name_or_of_an_unknown_authority_is_not_spoken_to() {
    let Some((url, authority)) = secured() else { return };
    let named = url.replace("127.0.0.1", "localhost");
    assert!(url != named && connected(&named).await.is_ok(), "it is there");
    for (what, address) in [
        ("another name", format!("{url}?sslmode=verify-full&sslrootcert={authority}")),
        ("an authority that nobody knows", format!("{named}?sslmode=verify-full")),
        ("the same, whatever the name", format!("{named}?sslmode=verify-ca")),
    ] {
        let Err(error) = connected(&address).await else { panic!("{what} is taken for the right one") };
        let said = format!("{error:?}").to_lowercase();
        assert!(said.contains("certificate"), "{what}: {said}");
    }
}

both! {
    async fn what_stays_on_this_machine_needs_none(t) {
        assert_eq!(t.service.db().encryption().await.unwrap(), Encryption::OnThisMachine);
    }
}
