//! The event stream of the simulated ui-vmm: open to anybody, and silent until somebody logs in on it.
//! An event gives the outcome of a queued action; listening counts as reading, so that actions come to an end.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    document::{done, failure, field},
    instances,
    state::{Queued, Stream, Uivmm},
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    world::{World, text},
};

/// The operations. The document prints the subscription with POST, browsers can only send GET.
pub(crate) const ROUTES: &[Route] =
    &[Route::either("v1/event.subscribe", subscribe), Route::post("v1/event.auth", authorise)];

/// The number of outcomes that are kept.
const EVENTS: usize = 50;
/// The number of reads of the world after which a stream without a login ends: ten seconds.
const PATIENCE: u32 = 500;
/// The number of reads of the world between two pings: one second.
const PING: u32 = 50;

fn subscribe(world: &mut World, call: &Call) -> Reply {
    let asked = call.query("stream").map_or_else(|| field(call, "stream"), str::to_owned);
    if asked != text(&world.uivmm.config, "stream") {
        return failure(404, call, "stream not found");
    }
    world.uivmm.stream = Stream::Open;
    let mut reply = Reply::new(200, "text/event-stream", "");
    reply.follower = Some(Follower { seen: world.uivmm.told, authorised: false, looks: 0, over: false });
    reply
}

fn authorise(world: &mut World, call: &Call) -> Reply {
    let uivmm = &mut world.uivmm;
    if uivmm.stream == Stream::Closed || field(call, "stream") != text(&uivmm.config, "stream") {
        return failure(404, call, "stream not found");
    }
    uivmm.stream = Stream::Authorised;
    done("event")
}

/// Records the outcome of an action: a failure is sent at once, an instance's outcome once the instance is at rest.
pub(crate) fn outcome(uivmm: &mut Uivmm, call: &Call, kind: &str, outcome: &Result<u64, String>) {
    let body = match outcome {
        Ok(_) => json!({ "data": { "type": "instance", "attributes": { "response": true } } }),
        Err(words) => json!({ "errors": [{ "status": 400, "code": 400, "detail": words }] }),
    };
    let event = json!({ "type": kind, "request_id": field(call, "request_id"), "body": body.to_string() });
    match outcome {
        Err(_) => tell(uivmm, event),
        Ok(instance) => {
            // A new action ends the earlier one.
            release(uivmm, |queued| queued.instance == *instance);
            uivmm.queue.push(Queued { instance: *instance, event });
        }
    }
}

/// Sends the outcomes of actions whose instances are at rest.
pub(crate) fn finish(uivmm: &mut Uivmm) {
    let all = uivmm.servers.iter().flat_map(|server| &server.instances);
    let busy: Vec<_> = all.filter(|instance| instance.clock.task().is_some()).map(|instance| instance.id).collect();
    release(uivmm, |queued| !busy.contains(&queued.instance));
}

/// Sends the outcomes that are due, in the order of their actions.
fn release(uivmm: &mut Uivmm, due: impl Fn(&Queued) -> bool) {
    let (told, kept) = std::mem::take(&mut uivmm.queue).into_iter().partition::<Vec<_>, _>(due);
    uivmm.queue = kept;
    for queued in told {
        tell(uivmm, queued.event);
    }
}

fn tell(uivmm: &mut Uivmm, event: Value) {
    uivmm.told += 1;
    uivmm.events.push(event);
    uivmm.events.drain(..uivmm.events.len().saturating_sub(EVENTS));
}

/// A listener of the event stream.
#[derive(Clone, Debug)]
pub(crate) struct Follower {
    seen: u64,
    authorised: bool,
    looks: u32,
    over: bool,
}

impl Follower {
    /// The pause between two reads of the world, which other processes change too.
    pub(crate) const PAUSE: Duration = Duration::from_millis(20);

    /// The text to send after one more read of the world, often empty; none when the stream is over.
    pub(crate) fn look(&mut self, world: &mut World) -> Option<String> {
        if self.over {
            return None;
        }
        self.looks += 1;
        self.authorised |= world.uivmm.stream == Stream::Authorised;
        // The first ping carries the head of the reply to the listener.
        let mut out = String::from(if self.looks % PING == 1 { ": ping\n\n" } else { "" });
        if self.authorised {
            if !world.uivmm.queue.is_empty() {
                instances::read(world, None, "");
            }
            self.news(&world.uivmm).for_each(|event| out.push_str(&format!("data: {event}\n\n")));
            self.seen = world.uivmm.told;
        } else if self.looks >= PATIENCE {
            self.over = true;
            out.push_str("event: close\ndata: {}\n\n");
        }
        Some(out)
    }

    /// The outcomes that were not sent yet.
    fn news<'a>(&self, uivmm: &'a Uivmm) -> impl Iterator<Item = &'a Value> {
        let new = usize::try_from(uivmm.told.saturating_sub(self.seen)).unwrap_or(usize::MAX);
        uivmm.events.iter().skip(uivmm.events.len().saturating_sub(new))
    }
}
