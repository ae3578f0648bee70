//! What lies between the parts of a cluster: each looks for the others on a port of its own wire, where this stands and passes
//! bytes on, cuts, keeps silent or is late. Who calls whom is known, or found in the kernel's tables where several may, so that one
//! wire serves every pair.

use std::collections::HashMap;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;

use super::store::{self, Ill};

/// Who is on the other side of the balancer.
pub(super) const PEOPLE: &str = "people";

/// What is wrong between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Connections end, and no new one lasts.
    Cut,
    /// Not a byte passes, and nobody is told, as with a cable that is out; what was said is heard when it is back.
    Silent,
    /// Whatever is said is heard so much later.
    Late(Duration),
    /// The store answers as it should not.
    Answers(Ill),
}

/// Two parts, in either order, and what is wrong between them.
type Wrong = (String, String, Rule);

/// All wires of a cluster.
pub(super) struct Wires {
    rules: watch::Sender<Vec<Wrong>>,
    world: Arc<World>,
}

/// What every connection needs to know.
struct World {
    /// Where the script keeps the numbers of processes.
    run: PathBuf,
    /// Whose connections left by which port.
    left: Mutex<HashMap<u16, String>>,
    /// How often something was wrong for somebody.
    met: AtomicUsize,
}

/// A connection between two parts.
#[derive(Clone)]
struct Line {
    from: String,
    to: String,
    rules: watch::Receiver<Vec<Wrong>>,
    world: Arc<World>,
}

impl Wires {
    /// Stands between all parts of the cluster that was prepared in this folder.
    pub(super) async fn between(cluster: &Path) -> Self {
        let rules = watch::Sender::new(Vec::new());
        let world = Arc::new(World { run: cluster.join("run"), left: Mutex::default(), met: AtomicUsize::new(0) });
        for (name, port, seen) in ports(cluster) {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, seen)).await.expect("the port is free");
            tokio::spawn(serve(listener, port, name, Arc::clone(&world), rules.subscribe()));
        }
        Self { rules, world }
    }

    /// Lets this go wrong between each of these pairs.
    pub(super) fn break_between(&self, pairs: &[(&str, &str)], rule: Rule) {
        let wrong = pairs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned(), rule)).collect();
        self.rules.send_replace(wrong);
    }

    /// All is well again. Somebody must have met what was wrong.
    pub(super) fn mend(&self) {
        self.rules.send_replace(Vec::new());
        assert!(self.world.met.swap(0, Ordering::Relaxed) > 0, "nobody has met what was wrong");
    }

    /// Whose connection left here by this port.
    pub(super) fn who_left_by(&self, port: u16) -> Option<String> {
        self.world.left.lock().unwrap().get(&port).cloned()
    }
}

/// Each name of `DIR/ports`, where it listens, and where the others look for it.
pub(super) fn ports(cluster: &Path) -> Vec<(String, u16, u16)> {
    let text = fs::read_to_string(cluster.join("ports")).unwrap();
    let of_line = |line: &str| {
        let words: Vec<_> = line.split(' ').collect();
        (words[0].to_owned(), words[1].parse().unwrap(), words[2].parse().unwrap())
    };
    text.lines().map(of_line).collect()
}

/// Who calls there, where nobody else does: looking takes the kernel some time.
fn only_caller(name: &str) -> Option<&'static str> {
    match name {
        "balancer" => Some(PEOPLE),
        "postgres" | "objects" => None,
        name if name.ends_with("-rpc") => None,
        _ => Some("balancer"),
    }
}

/// A node of the store listens for several reasons.
fn part_of(name: &str) -> &str {
    name.trim_end_matches("-rpc").trim_end_matches("-health")
}

async fn serve(listener: TcpListener, port: u16, name: String, world: Arc<World>, rules: watch::Receiver<Vec<Wrong>>) {
    loop {
        let Ok((stream, peer)) = listener.accept().await else { continue };
        let (world, name, rules) = (Arc::clone(&world), name.clone(), rules.clone());
        tokio::spawn(async move {
            let from = only_caller(&name).map(str::to_owned).or_else(|| world.caller(peer));
            let (from, to) = (from.unwrap_or_else(|| PEOPLE.to_owned()), part_of(&name).to_owned());
            // Whoever goes away in the middle has gone away.
            let line = Line { from, to, rules, world };
            let _ = line.join(stream, peer.ip(), port).await;
        });
    }
}

impl Line {
    fn rule(&self) -> Option<Rule> {
        let rules = self.rules.borrow();
        let ours = |one: &str, other: &str| one == self.from && other == self.to;
        let rule = rules.iter().find(|(one, other, _)| ours(one, other) || ours(other, one)).map(|(_, _, rule)| *rule);
        self.world.met.fetch_add(usize::from(rule.is_some()), Ordering::Relaxed);
        rule
    }

    /// Waits until the rule is of another kind than these.
    async fn until_not(&self, is_so: impl Fn(Option<Rule>) -> bool) {
        let mut line = self.clone();
        while is_so(line.rule()) {
            if line.rules.changed().await.is_err() {
                return;
            }
        }
    }

    async fn join(self, near: TcpStream, own: IpAddr, port: u16) -> std::io::Result<()> {
        let goes_on = |rule| !matches!(rule, Some(Rule::Cut | Rule::Answers(_)));
        self.until_not(|rule| rule == Some(Rule::Silent)).await;
        match self.rule() {
            Some(Rule::Cut) => return near.set_zero_linger(),
            Some(Rule::Answers(ill)) => return store::answer(near, port, ill).await,
            _ => {}
        }
        // From where the caller called: the servers believe one address alone.
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(own, 0))?;
        let far = socket.connect(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)).await?;
        let left_by = far.local_addr()?.port();
        self.world.left.lock().unwrap().insert(left_by, self.from.clone());
        let (near, far) = (near.into_split(), far.into_split());
        let both = async { tokio::join!(self.carry(near.0, far.1), self.carry(far.0, near.1)) };
        tokio::select! {
            _ = both => {}
            () = self.until_not(goes_on) => {}
        }
        self.world.left.lock().unwrap().remove(&left_by);
        Ok(())
    }

    /// Carries one direction to its end.
    async fn carry(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
        let mut bytes = vec![0; 64 << 10];
        while let Ok(length @ 1..) = from.read(&mut bytes).await {
            if let Some(Rule::Late(by)) = self.rule() {
                tokio::time::sleep(by).await;
            }
            self.until_not(|rule| rule == Some(Rule::Silent)).await;
            if to.write_all(&bytes[..length]).await.is_err() {
                return;
            }
        }
        self.until_not(|rule| rule == Some(Rule::Silent)).await;
        let _ = to.shutdown().await;
    }
}

impl World {
    /// The part whose process holds the other end of a connection; none for everybody who is no part.
    fn caller(&self, peer: SocketAddr) -> Option<String> {
        let inode = inode_of(peer)?;
        let held = format!("socket:[{inode}]");
        let entries = fs::read_dir(&self.run).ok()?.filter_map(Result::ok);
        let parts = entries.filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".pid")?.to_owned()));
        parts.into_iter().find(|part| {
            let pid = fs::read_to_string(self.run.join(format!("{part}.pid"))).unwrap_or_default();
            let Some(pid) = pid.split(' ').next().filter(|pid| !pid.is_empty()) else { return false };
            let files = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().filter_map(Result::ok);
            files.into_iter().any(|file| fs::read_link(file.path()).is_ok_and(|at| at.as_os_str() == held.as_str()))
        })
    }
}

/// The kernel's number of the socket with this address.
fn inode_of(peer: SocketAddr) -> Option<String> {
    let IpAddr::V4(address) = peer.ip() else { return None };
    let wanted = format!("{:08X}:{:04X}", u32::from_le_bytes(address.octets()), peer.port());
    let table = fs::read_to_string("/proc/net/tcp").ok()?;
    let mut line =
        table.lines().map(str::split_whitespace).find_map(|mut words| (words.nth(1)? == wanted).then_some(words))?;
    line.nth(7).map(str::to_owned)
}
