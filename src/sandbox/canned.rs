//! Answers from the recorded exchanges, for the operations that no simulated cloud models.
//! Any id matches in the place of a recorded one; the reply is the recorded one, whatever was asked for.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::{call::segments, reply::Reply};
use crate::exchange::{self, Exchange};

/// A recorded exchange as an answer.
#[derive(Debug)]
pub(crate) struct Canned {
    /// The recorded exchange.
    pub exchange: Exchange<'static>,
    /// The parts of its path; none stands for any value.
    parts: Vec<Option<String>>,
}

/// The answers of a provider, read on first use, since most requests need none.
pub(crate) type Table = LazyLock<Vec<Canned>>;

/// The answers that a file of recorded exchanges holds.
pub(crate) fn table(recorded: &'static str) -> Vec<Canned> {
    exchange::parse(recorded).map(Canned::new).collect()
}

/// The exchanges recorded for a path, with any method, those with the fewest placeholders first.
pub(crate) fn at(table: &'static [Canned], path: &str) -> Vec<&'static Canned> {
    let parts = segments(path);
    let mut fitting: Vec<_> = table.iter().filter(|canned| canned.fits(&parts)).collect();
    fitting.sort_by_key(|canned| canned.placeholders());
    fitting
}

/// The answer to a method and a content type: several operations may share a path and differ in how they are sent.
pub(crate) fn pick(fitting: &[&'static Canned], method: &str, content: &str) -> Option<&'static Canned> {
    let same: Vec<_> = fitting.iter().copied().filter(|canned| canned.exchange.method == method).collect();
    let first = *same.first()?;
    let alike = |canned: &&&Canned| canned.placeholders() == first.placeholders() && canned.sends(content);
    Some(same.iter().find(alike).map_or(first, |canned| *canned))
}

impl Canned {
    fn new(exchange: Exchange<'static>) -> Self {
        let args: Map<String, Value> = serde_json::from_str(exchange.args).unwrap_or_default();
        let given = |part: &str| args.values().any(|value| value.as_str() == Some(part));
        // A bare number is variable: sizes are typed with units and sent in bytes, so that no argument equals one.
        let number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit()) && part.parse::<u64>().is_ok();
        let path = exchange.path.split('?').next().unwrap_or_default();
        let parts = segments(path).into_iter().map(|part| (!given(&part) && !number(&part)).then_some(part)).collect();
        Self { exchange, parts }
    }

    /// The path of the recorded request, without its query.
    pub(crate) fn path(&self) -> &'static str {
        self.exchange.path.split('?').next().unwrap_or_default()
    }

    /// The number of path parts that may have any value.
    pub(crate) fn placeholders(&self) -> usize {
        self.parts.iter().filter(|part| part.is_none()).count()
    }

    fn fits(&self, parts: &[String]) -> bool {
        let fits = |(own, part): (&Option<String>, &String)| own.as_ref().map_or(!part.is_empty(), |own| own == part);
        self.parts.len() == parts.len() && self.parts.iter().zip(parts).all(fits)
    }

    /// The recorded request has a body of this content type, parameters aside.
    fn sends(&self, content: &str) -> bool {
        let media = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        self.exchange.headers.iter().any(|(name, value)| *name == "content-type" && media(value) == media(content))
    }

    /// The recorded reply.
    pub(crate) fn reply(&self) -> Reply {
        Reply::new(self.exchange.status, self.exchange.content_type, self.exchange.reply)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TWINS: &str = "
### images.show
@args {\"id\": \"b8e5\"}
GET /api/images/b8e5?long=1
accept: application/json

---
200
content-type: application/json

{}

### images.upload
POST /api/images
content-type: multipart/form-data; boundary=x

x
---
201
content-type: application/json

\"upload\"

### images.import
POST /api/images
content-type: application/json

{}
---
202
content-type: application/json

\"import\"

### images.read
@args {\"id\": \"b8e5\", \"offset\": \"4MiB\"}
GET /v1/images/b8e5/read/4194304

---
200
content-type: application/octet-stream

bytes
";

    #[test]
    fn arguments_and_sizes_of_the_path_are_placeholders() {
        let table = table(TWINS);
        let fits = |place: usize, path: &str| table[place].fits(&segments(path));
        assert!(fits(0, "/api/images/other") && fits(0, "/api/images/a%2Fb") && table[0].path() == "/api/images/b8e5");
        assert!(!fits(0, "/api/images/") && !fits(0, "/api/images") && !fits(0, "/api/images/other/more"));
        assert!(fits(3, "/v1/images/x/read/0") && !fits(3, "/v2/images/x/read/0"));
        assert_eq!(table.iter().map(Canned::placeholders).collect::<Vec<_>>(), [1, 0, 0, 2]);
    }

    #[test]
    fn twins_on_one_path_are_told_apart_by_what_is_sent() {
        let table: &'static [Canned] = table(TWINS).leak();
        let fitting: Vec<_> = table.iter().filter(|canned| canned.path() == "/api/images").collect();
        let status = |method: &str, content: &str| pick(&fitting, method, content).map(|canned| canned.reply().status);
        assert_eq!(status("POST", "multipart/form-data; boundary=other"), Some(201));
        assert_eq!(status("POST", "Application/JSON"), Some(202));
        assert_eq!(status("POST", "text/plain"), Some(201), "the first where none is alike");
        assert_eq!(status("DELETE", ""), None);
        assert_eq!(table[2].reply().body(), &"\"import\"");
    }
}
