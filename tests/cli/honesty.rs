//! The promises of the harness to every test, tried on itself: unknown requests and secrets fail.
//! Without these a test could pass for the wrong reason.

use std::{
    io::{Read, Write},
    net::TcpStream,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{ExitStatus, Output},
};

use crate::harness::{Clouds, Run};

fn output(stderr: &str) -> Output {
    Output { status: ExitStatus::from_raw(0), stdout: b"data\n".to_vec(), stderr: stderr.into() }
}

#[test]
#[should_panic(expected = "requests that the simulated clouds do not know:\nfleio GET /backend/api/no/such/path")]
fn a_request_that_no_operation_has_fails_its_test() {
    let clouds = Clouds::serve();
    let address = clouds.told("fleio", "url").trim_start_matches("http://").trim_end_matches("/backend/api");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /backend/api/no/such/path HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
}

#[test]
#[should_panic(expected = "shows the secret sandbox-fleio-token")]
fn a_secret_on_stderr_fails_its_test() {
    Run::new("whoami", Path::new("/home/x"), &output("> authorization: Token sandbox-fleio-token\n"));
}

#[test]
#[should_panic(expected = "=== actual\ndata\n--- stderr\nport 127.0.0.1:[port] of [home]/x\n--- exit 0\n")]
fn a_block_that_differs_fails_and_is_shown_as_it_is() {
    let run = Run::new("whoami", Path::new("/home/x"), &output("port 127.0.0.1:4711 of /home/x/x\n"));
    run.shows("data\n--- exit 0");
}
