//! The one way of waiting for several futures: a limited number at once, with the results in the order of the futures.

use std::pin::Pin;

use futures_util::{StreamExt, stream};

/// The results of futures in their order, with at most `limit` of them under way at once; 0 counts as 1.
pub(crate) async fn in_order<'f, T: 'f>(
    limit: usize,
    futures: impl IntoIterator<Item: Future<Output = T> + 'f>,
) -> Vec<T> {
    let boxed = futures.into_iter().map(|future| Box::pin(future) as Pin<Box<dyn Future<Output = T> + 'f>>);
    run(limit, boxed.collect()).await
}

/// The part that is compiled once for each kind of result.
async fn run<'f, T: 'f>(limit: usize, futures: Vec<Pin<Box<dyn Future<Output = T> + 'f>>>) -> Vec<T> {
    stream::iter(futures).buffered(limit.max(1)).collect().await
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, time::Duration};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn results_keep_their_order_and_the_limit_holds() {
        let (now, most) = (Cell::new(0), Cell::new(0));
        let one = async |seconds: u64| {
            now.set(now.get() + 1);
            most.set(most.get().max(now.get()));
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            now.set(now.get() - 1);
            seconds
        };
        assert_eq!(in_order(2, [3, 1, 2, 0].map(&one)).await, [3, 1, 2, 0]);
        assert_eq!(most.get(), 2);
        assert_eq!(in_order(0, [1, 0].map(&one)).await, [1, 0]);
    }
}
