//! The HTTP server: four loopback listeners, HTTP/1.1 with connections kept open.
//! Each request is read whole and answered by its face, and the world is saved before the reply is sent.

use std::{
    io,
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
    faults::{Fault, Mood},
    reply::Reply,
    route::{Face, Outcome, Refusal},
    store::Store,
    stream::{self, Body},
    world::World,
};
use crate::error::{Error, Kind, Result};

/// The largest request body, in bytes: four chunks of a drive upload.
const LARGEST_BODY: usize = 16 << 20;

/// The store all faces share.
pub(crate) type Shared = Arc<Mutex<Store>>;

/// A store to share.
pub(crate) fn share(world: &Path) -> Shared {
    Arc::new(Mutex::new(Store::new(world)))
}

/// Binds a port of loopback, any free one for 0, serves a face there, and gives the port.
///
/// Without failures to draw, every request is answered.
pub(crate) async fn serve(face: &'static Face, port: u16, store: Shared, mood: Option<Mood>) -> Result<u16> {
    let failed = |error: io::Error| {
        Error::new(Kind::Failed, format!("port {port} of 127.0.0.1 cannot be used for the sandbox: {error}"))
            .hint("choose another with --port, or leave it out for any free ones")
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    tokio::spawn(accept(listener, Cloud { face, store, mood: mood.map(Arc::new) }));
    Ok(port)
}

/// The parts that serve one face.
#[derive(Clone)]
struct Cloud {
    face: &'static Face,
    store: Shared,
    mood: Option<Arc<Mood>>,
}

async fn accept(listener: TcpListener, cloud: Cloud) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, cloud.clone()))),
            // Out of file descriptors: only waiting helps.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn connection(stream: TcpStream, cloud: Cloud) {
    // Without this a second small reply on the connection waits for the client's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(request, cloud.clone()));
    // A client that disconnects midway is not an error here.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// Answers one request; an error closes the connection instead.
async fn respond(request: Request<Incoming>, cloud: Cloud) -> io::Result<Response<Body>> {
    let (head, body) = request.into_parts();
    let reply = match Limited::new(body, LARGEST_BODY).collect().await {
        Err(_) => Reply::text(413, "the request body is too large"),
        Ok(body) => cloud.answer(&mut Call::new(head.method, &head.uri, head.headers, body.to_bytes()))?,
    };
    let body = match reply.follower.clone() {
        Some(follower) => stream::going_on(follower, cloud.store),
        None => stream::whole(reply.body().clone()),
    };
    Ok(reply.head(body))
}

impl Cloud {
    /// The answer to a request, or the failure in its place.
    fn answer(&self, call: &mut Call) -> io::Result<Reply> {
        let Some(mood) = &self.mood else { return Ok(answer(self.face, &self.store, call)) };
        let fault = mood.draw(self.face, call);
        let reply = match fault {
            None => Some(answer(self.face, &self.store, call)),
            Some(fault) if fault.reaches() => Some(answer(self.face, &self.store, call)),
            Some(Fault::Ignored) => Some(pretend(self.face, &self.store, call)),
            Some(_) => None,
        };
        let done = reply.as_ref().is_some_and(|reply| !reply.failed()) && fault != Some(Fault::Ignored);
        mood.tell(self.face, call, done, fault);
        match (fault, reply) {
            (Some(Fault::Unsaid), _) => Ok(Reply::text(502, "the cloud behind this address did not answer in time")),
            (None | Some(Fault::Ignored), Some(reply)) => Ok(reply),
            (Some(Fault::Busy), _) => Ok(Reply::text(503, "the cloud has too much to do")),
            _ => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }
}

/// Answers one request under the lock of the world.
pub(crate) fn answer(face: &Face, store: &Mutex<Store>, call: &mut Call) -> Reply {
    serve_from(face, store, call, |world, call| face.answer(world, call))
}

/// Answers one request as if it were carried out, without changing the world.
fn pretend(face: &Face, store: &Mutex<Store>, call: &mut Call) -> Reply {
    serve_from(face, store, call, |world, call| Outcome { save: false, ..face.answer(&mut world.clone(), call) })
}

fn serve_from(
    face: &Face,
    store: &Mutex<Store>,
    call: &mut Call,
    answer: impl FnOnce(&mut World, &mut Call) -> Outcome,
) -> Reply {
    let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
    let outcome = store.with(|world| {
        let Outcome { reply, save, unknown } = answer(world, call);
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
