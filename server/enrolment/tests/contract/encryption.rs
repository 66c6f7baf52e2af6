//! The connection to the database: without TLS nothing is said to a server where TLS is asked for.

use crate::support::*;
use enrolment::db::{Db, Encryption};
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

both! {
    async fn what_stays_on_this_machine_needs_none(t) {
        assert_eq!(t.service.db().encryption().await.unwrap(), Encryption::OnThisMachine);
    }
}
