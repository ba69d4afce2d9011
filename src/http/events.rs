//! Server-sent events: a streamed reply, parsed line by line.
//! Source: the HTML Living Standard, section "Server-sent events"; comments and unknown fields are passed over.

/// One event: its name, which defaults to `message`, and its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// The kind of the event.
    pub name: String,
    /// The data, its lines joined by line feeds.
    pub data: String,
}

/// Takes bytes as they come and gives events as they end.
#[derive(Debug, Default)]
pub(crate) struct Events {
    pending: Vec<u8>,
    name: String,
    data: Vec<String>,
}

/// The longest line that is kept, in bytes.
const LONGEST: usize = 16 << 20;

impl Events {
    /// Gives the events that some more bytes complete.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.pending.extend_from_slice(bytes);
        let mut events = Vec::new();
        while let Some(end) = self.pending.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = self.pending.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            events.extend(self.line(line.trim_end_matches(['\r', '\n'])));
        }
        if self.pending.len() > LONGEST {
            self.pending.clear();
        }
        events
    }

    /// Gives the event that this line completes: an empty line after data does.
    fn line(&mut self, line: &str) -> Option<Event> {
        if line.is_empty() {
            let name = std::mem::take(&mut self.name);
            let data = std::mem::take(&mut self.data);
            let name = if name.is_empty() { "message".to_owned() } else { name };
            return (!data.is_empty()).then(|| Event { name, data: data.join("\n") });
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => self.data.push(value.to_owned()),
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_end_at_an_empty_line_however_they_are_cut() {
        let text = b": ping\r\n\r\nevent: close\r\ndata: a\r\ndata: b\r\n\r\ndata:{\"x\": 1}\nid: 7\n\ndata: not ended";
        for size in [1, 3, text.len()] {
            let mut events = Events::default();
            let found: Vec<Event> = text.chunks(size).flat_map(|piece| events.feed(piece)).collect();
            let plain: Vec<_> = found.iter().map(|e| (e.name.as_str(), e.data.as_str())).collect();
            assert_eq!(plain, [("close", "a\nb"), ("message", "{\"x\": 1}")], "{size}");
        }
    }
}
