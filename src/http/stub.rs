//! A wire that answers from a script, for tests: an unexpected request fails, and sent requests can be inspected.
//! Clones share one wire, so that a test can inspect the one it gave away.

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
    /// The requests sent, in order.
    pub sent: Rc<RefCell<Vec<Request>>>,
    under_way: Rc<Cell<usize>>,
    most: Rc<Cell<usize>>,
}

impl Stub {
    /// A list of replies, given in order whatever is asked.
    pub(crate) fn new(replies: impl IntoIterator<Item = Result<Reply>>) -> Self {
        let mut replies = replies.into_iter().collect::<Vec<_>>().into_iter();
        let unexpected = |request: &Request| Err(Error::new(Kind::Failed, format!("unexpected {}", request.url)));
        Self::by(move |request| replies.next().unwrap_or_else(|| unexpected(request)))
    }

    /// Computes each reply from its request.
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

    /// The requests sent, as method and URL.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.sent.borrow().iter().map(|r| format!("{} {}", r.method.word(), r.url)).collect()
    }

    /// The number of requests sent.
    pub(crate) fn count(&self) -> usize {
        self.sent.borrow().len()
    }

    /// The most requests that were under way at once.
    pub(crate) fn most(&self) -> usize {
        self.most.get()
    }
}
