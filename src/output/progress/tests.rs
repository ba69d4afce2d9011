//! Progress as each watcher sees it, on terminals in memory and on a clock that the test moves.

use indicatif::{InMemoryTerm, ProgressDrawTarget};
use tokio::time::sleep;

use super::*;
use crate::output::{Format, Settings, console::tests::console, stream::Stream};

/// A console on a terminal in memory.
fn watched(settings: Settings) -> (InMemoryTerm, Console) {
    let term = InMemoryTerm::new(8, 80);
    let own = term.clone();
    let err = Stream { terminal: true, rewrites: true, ..Stream::default() };
    let status_line = StatusLine::of(move || ProgressDrawTarget::term_like(Box::new(own.clone())));
    let mut console = console(settings, err, false);
    console.status_line = status_line;
    (term, console)
}

#[tokio::test(start_paused = true)]
async fn a_terminal_shows_it_until_it_is_over() {
    let (term, console) = watched(Settings::default());
    let progress = console.follow(2, "stop");
    assert_eq!(term.contents(), "", "nothing is shown of nothing");
    let work = async {
        progress.state("zurich/web-1", "stopping");
        progress.state("zurich/web-2", "stopping");
        progress.done("zurich/web-1", "stopped", true);
        assert_eq!(term.contents(), "stop: 1 of 2 done, 0:00\n  zurich/web-2: stopping, 0:00");
        console.progress("asking zurich");
        sleep(Duration::from_secs(34)).await;
        assert_eq!(term.contents(), "stop: 1 of 2 done, 0:33\n  zurich/web-2: stopping, 0:33");
        "result"
    };
    assert_eq!(progress.during(work).await, "result");
    drop(progress);
    assert_eq!(term.contents(), "");
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_interrupted_leaves_nothing() {
    let (term, console) = watched(Settings::default());
    let run = async {
        let progress = console.follow(1, "stop");
        progress.state("zurich/web-1", "stopping");
        progress.during(std::future::pending::<()>()).await;
    };
    assert!(tokio::time::timeout(Duration::from_secs(5), run).await.is_err());
    assert_eq!(term.contents(), "");
}

#[tokio::test(start_paused = true)]
async fn programs_and_the_quiet_are_shown_nothing() {
    let json = Settings { format: Format::Json, ..Settings::default() };
    let quiet = Settings { quiet: true, ..Settings::default() };
    for settings in [json, quiet] {
        let (term, console) = watched(settings);
        let progress = console.follow(1, "stop");
        progress.state("zurich/web-1", "stopping");
        progress.during(sleep(Duration::from_secs(100))).await;
        assert_eq!((progress.watcher, term.contents()), (Watcher::Nobody, String::new()));
    }
}

#[test]
fn off_a_terminal_and_on_a_dumb_one_it_is_told_in_lines() {
    let dumb = Stream { terminal: true, ..Stream::default() };
    for err in [Stream::default(), dumb] {
        let console = console(Settings::default(), err, false);
        assert_eq!(console.follow(1, "stop").watcher, Watcher::Reader);
    }
}
