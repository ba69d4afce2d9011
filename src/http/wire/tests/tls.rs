//! Certificates: an authority of the account's own is trusted only when its file is configured.
//! The authority and the server's certificate are made for each test.

use std::{net::TcpListener, path::PathBuf, sync::Arc, thread};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::ring, pki_types::PrivateKeyDer};

use super::{super::super::Effect, *};

/// A server with a certificate signed by an authority of its own: its URL, and that authority's certificate.
fn server() -> (String, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    let config = Arc::new(config);
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", socket.local_addr().unwrap());
    thread::spawn(move || {
        for stream in socket.incoming().map_while(std::io::Result::ok) {
            let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream);
            if heard(&mut stream).starts_with("GET /x") {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok");
            }
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    (url, authority.pem())
}

/// A file with a text, and the folder, which is removed when dropped.
fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

async fn read(url: &str, ca_file: Option<&Path>) -> Result<Reply> {
    Net::new(url, ca_file)?.send(&request(Effect::Read, &format!("{url}/x"))).await
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_when_its_file_is_named() {
    let (url, authority) = server();
    let (_folder, path) = file(&format!("some words\n{authority}"));
    assert_eq!(&*read(&url, Some(&path)).await.unwrap().body, b"ok");
}

#[tokio::test]
async fn an_unknown_authority_is_not_trusted() {
    let (url, _) = server();
    let (_, another) = server();
    let (_folder, path) = file(&another);
    for ca_file in [None, Some(path.as_path())] {
        let error = read(&url, ca_file).await.unwrap_err();
        assert_eq!((error.kind(), error.details().outcome_unknown), (Kind::Unavailable, false), "{error}");
        assert!(error.to_string().to_lowercase().contains("certificate"), "{error}");
    }
}

#[test]
fn a_file_that_holds_no_certificate_is_an_error_of_the_configuration() {
    let of = |path: &Path| Net::new("https://127.0.0.1:9", Some(path)).map(drop).unwrap_err();
    for text in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let (_folder, path) = file(text);
        let error = of(&path);
        assert_eq!(error.kind(), Kind::Config, "{text}");
        assert!(error.to_string().contains("ca.pem"), "{error}");
    }
    assert_eq!(of(Path::new("/nowhere/ca.pem")).kind(), Kind::Config);
}
