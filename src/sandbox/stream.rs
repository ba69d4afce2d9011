//! Streamed replies: the events of a follower of the world, sent as they happen.
//! Each read of the world is short; other requests are served in between.

use std::{convert::Infallible, sync::PoisonError};

use bytes::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt as _, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::Frame;

use super::{server::Shared, uivmm::Follower};

/// The body of a reply, whole or streamed.
pub(crate) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// A whole body.
pub(crate) fn whole(body: Bytes) -> Body {
    Full::new(body).boxed_unsync()
}

/// A streamed body from a follower, until its stream ends or the client disconnects.
pub(crate) fn going_on(follower: Follower, store: Shared) -> Body {
    let next = |(mut follower, store): (Follower, Shared)| async move {
        loop {
            let text = look(&mut follower, &store)?;
            if !text.is_empty() {
                return Some((Ok(Frame::data(Bytes::from(text))), (follower, store)));
            }
            tokio::time::sleep(Follower::PAUSE).await;
        }
    };
    StreamBody::new(stream::unfold((follower, store), next)).boxed_unsync()
}

/// Reads the world once, which may advance its clocks; a world that cannot be read ends the stream.
fn look(follower: &mut Follower, store: &Shared) -> Option<String> {
    let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
    let looked = store.with(|world| {
        world.ticked = false;
        (follower.look(world), world.ticked)
    });
    looked.ok().flatten()
}
