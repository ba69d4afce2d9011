//! A small HTTP server whose every answer a test decides: one request a connection, in the order they come.
//! The server keeps the requests it got; an empty answer leaves the connection open and silent.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
};

/// A server on a free port of loopback.
pub(crate) struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// A server that answers by the number of the request, from 0, and its first line, headers and body.
    pub(crate) fn new(answer: impl Fn(usize, &str) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (asked, ending) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (log, end) = (Arc::clone(&asked), Arc::clone(&ending));
        let serve = move || {
            let mut silent = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                silent.extend(respond(stream, &log, &answer));
            }
        };
        Self { port, asked, ending, thread: Some(std::thread::spawn(serve)) }
    }

    /// A server that always answers the same.
    pub(crate) fn always(bytes: Vec<u8>) -> Self {
        Self::new(move |_, _| bytes.clone())
    }

    /// The server's address.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The requests so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// Method and path of each request so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.asked().iter().map(|request| first_line(request)).collect()
    }

    /// The body of the last request.
    pub(crate) fn body(&self) -> String {
        let asked = self.asked();
        asked.last().unwrap().split_once("\r\n\r\n").unwrap().1.to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The first line of a request, without its version.
fn first_line(request: &str) -> String {
    request.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned()
}

/// Reads one request and answers it; gives the connection back when it is to stay silent.
fn respond(
    mut stream: TcpStream,
    log: &Mutex<Vec<String>>,
    answer: &impl Fn(usize, &str) -> Vec<u8>,
) -> Option<TcpStream> {
    let request = read(&stream)?;
    let number = {
        let mut log = log.lock().unwrap();
        log.push(request.clone());
        log.len() - 1
    };
    let bytes = answer(number, &request);
    if bytes.is_empty() {
        return Some(stream);
    }
    let _ = stream.write_all(&bytes);
    None
}

/// One request as text.
fn read(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut text = String::new();
    while !text.ends_with("\r\n\r\n") {
        if reader.read_line(&mut text).ok()? == 0 {
            return None;
        }
    }
    let length = text.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some(text + &String::from_utf8_lossy(&body))
}

/// An answer: status, headers each with its line break, and body.
pub(crate) fn reply(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// A text answer of success.
pub(crate) fn plain(body: &str) -> Vec<u8> {
    reply("200 OK", "content-type: text/plain\r\n", body.as_bytes())
}

/// A JSON answer of success.
pub(crate) fn json(body: &str) -> Vec<u8> {
    reply("200 OK", "content-type: application/json\r\n", body.as_bytes())
}

/// A page for a browser.
pub(crate) fn html(status: &str) -> Vec<u8> {
    reply(status, "content-type: text/html\r\n", b"<html><body><h1>Welcome to the portal</h1></body></html>")
}

/// A JSON answer of success, compressed: one stored block.
pub(crate) fn gzipped(body: &str) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap();
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(body.as_bytes());
    let step = |sum: u32, _| (sum >> 1) ^ (0xedb8_8320 & (0_u32.wrapping_sub(sum & 1)));
    let sum = !body.bytes().fold(!0_u32, |sum, byte| (0..8).fold(sum ^ u32::from(byte), step));
    bytes.extend(sum.to_le_bytes());
    bytes.extend(u32::from(length).to_le_bytes());
    reply("200 OK", "content-type: application/json\r\ncontent-encoding: gzip\r\n", &bytes)
}
