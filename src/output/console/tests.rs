//! The behaviour when stdout ends early or takes no more, and the cases in which nothing is told.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::output::Format;

/// A stream that fails after some bytes.
struct Failing(io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A stream that counts its flushes.
#[derive(Default)]
struct Counting {
    bytes: Vec<u8>,
    writes: usize,
    flushes: usize,
}

impl Write for &mut Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writes += 1;
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flushes += 1;
        Ok(())
    }
}

#[test]
fn a_reader_that_left_is_no_failure() {
    assert!(written(|out| out.write_all(b"data"), Failing(io::ErrorKind::BrokenPipe)).is_ok());
    assert!(written(|out| out.write_all(&vec![b'x'; 1 << 18]), Failing(io::ErrorKind::BrokenPipe)).is_ok());
}

#[test]
fn any_other_failure_is_one() {
    let error = written(|out| out.write_all(b"data"), Failing(io::ErrorKind::PermissionDenied)).unwrap_err();
    assert_eq!(error.kind(), Kind::Failed);
    assert!(error.details().message.starts_with("cannot write the output: "));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failure() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let error = written(|out| out.write_all(b"data"), full).unwrap_err();
    assert!(error.details().message.contains("No space left on device"), "{error}");
}

#[test]
fn many_small_writes_are_one_with_one_flush() {
    let mut counting = Counting::default();
    written(|out| (0..100).try_for_each(|n| write!(out, "{n},")), &mut counting).unwrap();
    assert_eq!((counting.writes, counting.flushes, counting.bytes.len()), (1, 1, 290));
    let rows = crate::output::samples::instances(crate::model::Shape::Array);
    let settings = Settings { format: Format::Json, ..Settings::default() };
    let page = crate::output::samples::page(&rows, &settings);
    let mut counting = Counting::default();
    written(|out| settings.format.writer()(&page, out), &mut counting).unwrap();
    assert_eq!((counting.writes, counting.flushes, counting.bytes.ends_with(b"]\n")), (1, 1, true));
}

#[test]
fn every_format_tells_a_closed_pipe_from_a_full_disk() {
    let rows = crate::output::samples::instances(crate::model::Shape::Array);
    let settings = Settings { format: Format::Json, ..Settings::default() };
    let page = crate::output::samples::page(&rows, &settings);
    for format in Format::ALL {
        let write = |out: &mut dyn Write| format.writer()(&page, out);
        assert!(written(write, Failing(io::ErrorKind::BrokenPipe)).is_ok());
        assert!(written(write, Failing(io::ErrorKind::StorageFull)).is_err());
    }
}

/// A console with the stderr and stdin of a test.
pub(crate) fn console(settings: Settings, err: Stream, stdin_is_terminal: bool) -> Console {
    Console {
        settings,
        out: Stream::default(),
        err,
        stdin_is_terminal,
        status_line: StatusLine::stderr(),
        chosen: RefCell::default(),
        concealed: RefCell::default(),
    }
}

#[tokio::test]
async fn nothing_is_asked_when_asking_is_forbidden() {
    let terminal = Stream { terminal: true, ..Stream::default() };
    let forbidden = || Settings { no_input: true, ..Settings::default() };
    assert!(console(Settings::default(), terminal, true).can_ask());
    for silent in [
        console(forbidden(), terminal, true),
        console(Settings::default(), terminal, false),
        console(Settings::default(), Stream::default(), true),
    ] {
        assert!(!silent.can_ask());
        assert_eq!(silent.confirm("stop 3 instances?").await.unwrap_err().kind(), Kind::Refused);
        assert_eq!(silent.ask_word("web-1").await.unwrap_err().kind(), Kind::Refused);
        assert_eq!(silent.ask_secret("secret").unwrap_err().kind(), Kind::Usage);
    }
    let typing = console(Settings::default(), terminal, true);
    assert_eq!(typing.read_secret_stdin().unwrap_err().kind(), Kind::Usage);
}

#[test]
fn programs_and_the_quiet_are_spared() {
    let watched = Stream { terminal: true, rewrites: true, ..Stream::default() };
    let told = |change: &dyn Fn(&mut Settings), err| {
        let mut settings = Settings::default();
        change(&mut settings);
        let console = console(settings, err, false);
        (console.wants_notices(), console.wants_progress())
    };
    assert_eq!(told(&|_| (), watched), (true, true));
    assert_eq!(told(&|_| (), Stream::default()), (true, false));
    assert_eq!(told(&|settings| settings.verbose = 1, watched), (true, false));
    assert_eq!(told(&|settings| settings.quiet = true, watched), (false, false));
    assert_eq!(told(&|settings| settings.format = Format::Json, watched), (false, false));
    assert_eq!(told(&|settings| settings.format = Format::Ndjson, watched), (false, false));
    assert_eq!(told(&|settings| settings.format = Format::Name, watched), (true, true));
}

#[test]
fn formats_are_found_by_their_words() {
    for format in Format::ALL {
        assert_eq!(format.word().parse::<Format>().unwrap(), format);
    }
    let error = "jsonl".parse::<Format>().unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert!(error.details().hint.as_deref().unwrap().contains("did you mean json"));
}
