//! The HTTP side: four loopback listeners, HTTP/1.1 with connections kept open.
//! Each request is read whole, answered by its face, and the world saved before the reply leaves.

use std::{
    convert::Infallible,
    net::Ipv4Addr,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use http_body_util::{BodyExt as _, Limited};
use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

use super::{
    call::Call,
    reply::Reply,
    route::{Face, Outcome, Refusal},
    store::Store,
    stream::{self, Body},
};
use crate::error::{Error, Kind, Result};

/// The largest request body, in bytes: four chunks of a drive upload.
const LARGEST_BODY: usize = 16 << 20;

/// The store all faces share.
pub type Shared = Arc<Mutex<Store>>;

/// A store to share.
pub fn share(world: &Path) -> Shared {
    Arc::new(Mutex::new(Store::new(world)))
}

/// Binds a port of loopback, any free one for 0, and serves a face there; the answer is the port.
pub async fn serve(face: &'static Face, port: u16, store: Shared) -> Result<u16> {
    let failed = |error: std::io::Error| {
        Error::new(Kind::Failed, format!("port {port} of 127.0.0.1 cannot be used for the sandbox: {error}"))
            .hint("choose another with --port, or leave it out for any free ones")
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    tokio::spawn(accept(listener, face, store));
    Ok(port)
}

async fn accept(listener: TcpListener, face: &'static Face, store: Shared) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, face, Arc::clone(&store)))),
            // Out of file descriptors: waiting is all that helps.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn connection(stream: TcpStream, face: &'static Face, store: Shared) {
    // Without this a second small reply on the connection waits for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(request, face, Arc::clone(&store)));
    // A client that goes away in the middle is no failure of ours.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(
    request: Request<Incoming>,
    face: &'static Face,
    store: Shared,
) -> std::result::Result<Response<Body>, Infallible> {
    let (head, body) = request.into_parts();
    let reply = match Limited::new(body, LARGEST_BODY).collect().await {
        Err(_) => Reply::text(413, "the request body is too large"),
        Ok(body) => answer(face, &store, &mut Call::new(head.method, &head.uri, head.headers, body.to_bytes())),
    };
    let body = match reply.follower.clone() {
        Some(follower) => stream::going_on(follower, store),
        None => stream::whole(reply.body().clone()),
    };
    Ok(reply.head(body))
}

/// Answers one request under the lock of the world.
pub fn answer(face: &Face, store: &Mutex<Store>, call: &mut Call) -> Reply {
    let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
    let outcome = store.with(|world| {
        let Outcome { reply, save, unknown } = face.answer(world, call);
        ((reply, unknown), save)
    });
    let (reply, unknown) = match outcome {
        Ok(answered) => answered,
        Err(reason) => ((face.refuse)(call, Refusal::Broken(reason)), false),
    };
    if unknown {
        store.note_unknown(&format!("{} {} {}", face.provider, call.method, call.path));
    }
    reply
}
