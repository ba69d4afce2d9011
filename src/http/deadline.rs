//! The time after which an answer is of no more use: it travels with the future whose requests it concerns.

use std::time::Instant;

tokio::task_local! {
    static DEADLINE: Instant;
}

/// Runs a future whose requests are of no use after a time.
pub(crate) fn until<T>(deadline: Instant, future: impl Future<Output = T>) -> impl Future<Output = T> {
    DEADLINE.scope(deadline, Box::pin(future))
}

/// The time after which the answer to a request that is sent now is of no use, where there is one.
pub(crate) fn deadline() -> Option<Instant> {
    DEADLINE.try_with(|deadline| *deadline).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn of_two_reads_at_once_each_has_its_own_deadline() {
        let (now, soon) = (Instant::now(), Instant::now() + Duration::from_secs(1));
        let seen = async || {
            tokio::task::yield_now().await;
            deadline()
        };
        assert_eq!(tokio::join!(until(now, seen()), until(soon, seen()), seen()), (Some(now), Some(soon), None));
    }
}
