//! A wire that answers from a script, for tests: an unexpected request fails, and what was sent can be looked at.
//! Replies are served in order, whatever was asked.

use std::cell::RefCell;

use crate::error::{Error, Kind, Result};

use super::{Reply, Request};

/// Replies to give, and requests that came.
#[derive(Default)]
pub struct Stub {
    replies: RefCell<Vec<Result<Reply>>>,
    /// What was sent, in order.
    pub sent: RefCell<Vec<Request>>,
}

impl Stub {
    /// A script of replies, the first first.
    pub fn new(replies: impl IntoIterator<Item = Result<Reply>>) -> Self {
        let mut replies: Vec<_> = replies.into_iter().collect();
        replies.reverse();
        Self { replies: RefCell::new(replies), sent: RefCell::default() }
    }

    /// Answers the next reply of the script.
    pub fn send(&self, request: &Request) -> Result<Reply> {
        self.sent.borrow_mut().push(request.clone());
        let unexpected = || Err(Error::new(Kind::Failed, format!("unexpected request {}", request.url)));
        self.replies.borrow_mut().pop().unwrap_or_else(unexpected)
    }
}
