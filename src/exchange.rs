//! Recorded exchanges: one request and one reply for each operation, written from the API documents.
//! The contract tests compare encoders with them, and the simulated clouds answer unmodelled operations from them.

/// One recorded exchange.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exchange<'a> {
    /// The operation's id.
    pub id: &'a str,
    /// The sample arguments as a JSON object.
    pub args: &'a str,
    /// The expected result of decoding the reply: the number of records, then keys of the first.
    pub gives: &'a str,
    /// The method and the path with its query.
    pub method: &'a str,
    /// The path with its query, base path included.
    pub path: &'a str,
    /// The request's headers, in lower case.
    pub headers: Vec<(&'a str, &'a str)>,
    /// The request's body.
    pub body: &'a str,
    /// The reply's status.
    pub status: u16,
    /// The reply's content type.
    pub content_type: &'a str,
    /// The reply's body.
    pub reply: &'a str,
}

/// The exchanges of a file: `### ID`, lines of `@args` and `@gives`, the request, a line of dashes, the reply.
/// A head ends at its first empty line; a body ends before the line break that precedes the next mark.
pub(crate) fn parse(text: &str) -> impl Iterator<Item = Exchange<'_>> {
    text.split("\n### ").skip(1).map(|section| {
        let mut exchange = Exchange::default();
        let (id, rest) = section.split_once('\n').unwrap_or((section, ""));
        exchange.id = id.trim();
        let (request, reply) = rest.split_once("\n---\n").unwrap_or((rest, ""));
        exchange.request(request);
        exchange.answer(reply.strip_suffix('\n').unwrap_or(reply));
        exchange
    })
}

impl<'a> Exchange<'a> {
    fn request(&mut self, text: &'a str) {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        self.body = body;
        for line in head.lines().filter(|line| !line.starts_with('#')) {
            if let Some(args) = line.strip_prefix("@args ") {
                self.args = args;
            } else if let Some(gives) = line.strip_prefix("@gives ") {
                self.gives = gives;
            } else if let Some((name, value)) = line.split_once(": ") {
                self.headers.push((name, value));
            } else if let Some((method, path)) = line.split_once(' ') {
                (self.method, self.path) = (method, path);
            }
        }
    }

    fn answer(&mut self, text: &'a str) {
        let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
        self.reply = body;
        let mut lines = head.lines();
        self.status = lines.next().and_then(|status| status.trim().parse().ok()).unwrap_or_default();
        self.content_type = lines.find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default();
    }
}
