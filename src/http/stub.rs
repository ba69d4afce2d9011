//! A wire that answers from a script, for tests: an unexpected request fails, and what was sent can be looked at.
//! Its clones are one wire, so that a test keeps a hand on what it gave away.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use crate::error::{Error, Kind, Result};

use super::{Reply, Request};

/// Answers requests.
type Script = Box<dyn FnMut(&Request) -> Result<Reply>>;

/// Replies to give, and requests that came.
#[derive(Clone)]
pub(crate) struct Stub {
    script: Rc<RefCell<Script>>,
    /// What was sent, in order.
    pub sent: Rc<RefCell<Vec<Request>>>,
    under_way: Rc<Cell<usize>>,
    most: Rc<Cell<usize>>,
}

impl Stub {
    /// A script of replies, served in order whatever is asked, the first first.
    pub(crate) fn new(replies: impl IntoIterator<Item = Result<Reply>>) -> Self {
        let mut replies = replies.into_iter().collect::<Vec<_>>().into_iter();
        let unexpected = |request: &Request| Err(Error::new(Kind::Failed, format!("unexpected {}", request.url)));
        Self::by(move |request| replies.next().unwrap_or_else(|| unexpected(request)))
    }

    /// Answers by looking at the request.
    pub(crate) fn by(script: impl FnMut(&Request) -> Result<Reply> + 'static) -> Self {
        Self {
            script: Rc::new(RefCell::new(Box::new(script))),
            sent: Rc::default(),
            under_way: Rc::default(),
            most: Rc::default(),
        }
    }

    /// Answers after every other request that is ready was sent too, as a network would.
    pub(crate) async fn send(&self, request: &Request) -> Result<Reply> {
        self.sent.borrow_mut().push(request.clone());
        self.under_way.set(self.under_way.get() + 1);
        self.most.set(self.most.get().max(self.under_way.get()));
        tokio::task::yield_now().await;
        self.under_way.set(self.under_way.get() - 1);
        let mut script = self.script.borrow_mut();
        (*script)(request)
    }

    /// What was asked for, as method and URL.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.sent.borrow().iter().map(|r| format!("{} {}", r.method.word(), r.url)).collect()
    }

    /// How many requests were sent.
    pub(crate) fn count(&self) -> usize {
        self.sent.borrow().len()
    }

    /// How many requests were under way together at most.
    pub(crate) fn most(&self) -> usize {
        self.most.get()
    }
}
