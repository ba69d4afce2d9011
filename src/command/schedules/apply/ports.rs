//! Ports of machines that others wait for: whether anything answers there, by any of the machine's addresses.
//! Nothing is sent; a connection is made and closed.

use std::{collections::BTreeMap, net::IpAddr, time::Duration};

use tokio::{
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::{
    fleet::{self, Answer},
    in_order::in_order,
    model::Instance,
    schedule::Port,
};

/// The time limit of a connection.
const CONNECT: Duration = Duration::from_secs(3);
/// The time between two tries.
const BETWEEN: Duration = Duration::from_secs(1);

/// The answers of machines at their ports; each is tried again for as long as `patience`.
pub(crate) async fn ask(ports: Vec<Port>, answers: &[Answer<Instance>], patience: Duration) -> BTreeMap<Port, bool> {
    let answered =
        in_order(ports.len(), ports.iter().map(|port| one(addresses(port, answers), port.number, patience))).await;
    ports.into_iter().zip(answered).collect()
}

/// The addresses of a machine.
fn addresses(port: &Port, answers: &[Answer<Instance>]) -> Vec<IpAddr> {
    let own = answers.iter().filter(|answer| answer.account == port.account).flat_map(|answer| &answer.entries);
    let ips = own.filter(|entry| entry.record.head.id == port.id).filter_map(|entry| entry.record.ips.as_ref());
    ips.flatten().filter_map(|ip| ip.split('/').next()?.parse().ok()).collect()
}

async fn one(addresses: Vec<IpAddr>, port: u16, patience: Duration) -> bool {
    let end = fleet::now() + patience;
    loop {
        let connect = |address: &IpAddr| timeout(CONNECT, TcpStream::connect((*address, port)));
        let tries = in_order(addresses.len(), addresses.iter().map(connect)).await;
        if tries.into_iter().any(|tried| tried.is_ok_and(|connected| connected.is_ok())) {
            return true;
        }
        if addresses.is_empty() || fleet::now() + BETWEEN >= end {
            return false;
        }
        sleep(BETWEEN).await;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_port_answers_by_any_address() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let addresses = || vec!["::1".parse().unwrap(), "127.0.0.1".parse().unwrap()];
        assert!(one(addresses(), port, Duration::ZERO).await);
        drop(listener);
        assert!(!one(addresses(), port, Duration::ZERO).await);
        assert!(
            !one(Vec::new(), port, Duration::from_secs(60)).await,
            "without an address there is nothing to wait for"
        );
    }
}
