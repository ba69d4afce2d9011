//! Replies that go on: what a follower of the world has to tell, sent as it happens.
//! A look at the world is short; between two of them other requests have their turn.

use std::{convert::Infallible, sync::PoisonError};

use bytes::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt as _, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::Frame;

use super::{server::Shared, uivmm::Follower};

/// The body of a reply, whole or going on.
pub(crate) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// A body that is there already.
pub(crate) fn whole(body: Bytes) -> Body {
    Full::new(body).boxed_unsync()
}

/// A body that a follower makes, until it has no more to say or nobody listens.
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

/// One look at the world, which may move its clocks; a world that cannot be read ends the stream.
fn look(follower: &mut Follower, store: &Shared) -> Option<String> {
    let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
    let looked = store.with(|world| {
        world.ticked = false;
        (follower.look(world), world.ticked)
    });
    looked.ok().flatten()
}
