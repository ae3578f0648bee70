//! Every fault: its name, what is done, for how long, and what the servers may answer meanwhile.

use std::time::Duration;

use vault_core::api::ProblemCode;

use super::store::Ill;
use super::wires::Rule;

/// A part, or several; where there are several alike, each round takes another.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    /// One of the two servers.
    Server,
    /// The server whose turn it is to write, in the middle of it.
    Sequencer,
    Postgres,
    /// One node of the store.
    Node,
    /// Two nodes of three.
    TwoNodes,
    Balancer,
}

/// Two parts that speak to each other.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pair {
    PeopleBalancer,
    BalancerServer,
    ServerPostgres,
    ServerStore,
    BalancerNode,
    NodeNode,
}

/// What happens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Blow {
    /// As by a power cut, and started again after.
    Kill(Part),
    /// Frozen, and let go on after.
    Pause(Part),
    /// Told to stop, and started again at once.
    Restart(Part),
    /// Something is wrong between two parts.
    Between(Pair, Rule),
    /// The store answers so, to both servers.
    Store(Ill),
    /// The clock of one server, or of both, jumps by so many minutes, and back again after.
    Clock { both: bool, minutes: i64 },
    /// No room is left for the database.
    DatabaseFull,
    /// No room is left on so many nodes of the store.
    NodesFull(usize),
    /// No room is left in this folder of a single server's data.
    FolderFull(&'static str),
}

/// A fault.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fault {
    pub(super) name: &'static str,
    /// What is done, for the table that is published.
    pub(super) what: &'static str,
    pub(super) blow: Blow,
    pub(super) lasts: Duration,
    /// With which codes people may be refused meanwhile; having no answer is always possible.
    pub(super) excused: &'static [ProblemCode],
}

const AWAY: &[ProblemCode] = &[ProblemCode::Unavailable];

/// What a server says whose clock is wrong.
const MISTAKEN: &[ProblemCode] = &[ProblemCode::Unavailable, ProblemCode::ClockSkew, ProblemCode::SessionOver];

const LATE: Rule = Rule::Late(Duration::from_millis(200));

/// Those that `make test` goes through.
pub(super) const FEW: [&str; 4] = ["server-killed", "server-paused", "postgres-killed", "node-killed"];

const fn fault(name: &'static str, what: &'static str, blow: Blow, lasts_ms: u64) -> Fault {
    Fault { name, what, blow, lasts: Duration::from_millis(lasts_ms), excused: AWAY }
}

const fn between(name: &'static str, what: &'static str, pair: Pair, rule: Rule) -> Fault {
    fault(name, what, Blow::Between(pair, rule), 2_500)
}

/// Ahead by a little less than an hour: entries take the time of the latest one, and a request that was signed just before the
/// jump must not be older by more than the hour that the log allows (FORMATS 8).
const fn clock(name: &'static str, what: &'static str, both: bool, minutes: i64) -> Fault {
    Fault { excused: MISTAKEN, ..fault(name, what, Blow::Clock { both, minutes }, 2_500) }
}

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Fault> {
    CLUSTER.iter().chain(SINGLE)
}

/// Those of a single server, with its rows in SQLite and its papers in a folder.
pub(super) const SINGLE: &[Fault] = &[
    fault("sqlite-full", "a single server: no room for SQLite and papers", Blow::FolderFull(""), 2_500),
    fault("folder-full", "a single server: no room for papers", Blow::FolderFull("blobs"), 2_500),
];

/// Those of the cluster.
pub(super) const CLUSTER: &[Fault] = &[
    fault("server-killed", "a server killed, started again", Blow::Kill(Part::Server), 2_000),
    fault("server-paused", "a server frozen for 3 s", Blow::Pause(Part::Server), 3_000),
    fault("server-restarted", "a server stopped and started", Blow::Restart(Part::Server), 0),
    fault("sequencer-killed", "the server that is writing killed, started again", Blow::Kill(Part::Sequencer), 2_000),
    fault("sequencer-paused", "the server that is writing frozen for 5 s", Blow::Pause(Part::Sequencer), 5_000),
    fault("sequencer-restarted", "the server that is writing stopped and started", Blow::Restart(Part::Sequencer), 0),
    fault("postgres-killed", "PostgreSQL killed, started again", Blow::Kill(Part::Postgres), 1_000),
    fault("postgres-paused", "PostgreSQL frozen for 3 s", Blow::Pause(Part::Postgres), 3_000),
    fault("postgres-restarted", "PostgreSQL stopped and started", Blow::Restart(Part::Postgres), 0),
    fault("node-killed", "a node of the store killed, started again", Blow::Kill(Part::Node), 2_000),
    fault("node-paused", "a node of the store frozen for 3 s", Blow::Pause(Part::Node), 3_000),
    fault("node-restarted", "a node of the store stopped and started", Blow::Restart(Part::Node), 0),
    fault("nodes-killed", "two nodes of the store killed, started again", Blow::Kill(Part::TwoNodes), 2_000),
    fault("nodes-paused", "two nodes of the store frozen for 3 s", Blow::Pause(Part::TwoNodes), 3_000),
    fault("nodes-restarted", "two nodes of the store stopped and started", Blow::Restart(Part::TwoNodes), 0),
    fault("balancer-killed", "the balancer killed, started again", Blow::Kill(Part::Balancer), 1_000),
    fault("balancer-paused", "the balancer frozen for 3 s", Blow::Pause(Part::Balancer), 3_000),
    fault("balancer-restarted", "the balancer stopped and started", Blow::Restart(Part::Balancer), 0),
    between("people-balancer-cut", "people and balancer: cut", Pair::PeopleBalancer, Rule::Cut),
    between("people-balancer-silent", "people and balancer: silent", Pair::PeopleBalancer, Rule::Silent),
    between("people-balancer-late", "people and balancer: 200 ms late", Pair::PeopleBalancer, LATE),
    between("balancer-server-cut", "balancer and a server: cut", Pair::BalancerServer, Rule::Cut),
    between("balancer-server-silent", "balancer and a server: silent", Pair::BalancerServer, Rule::Silent),
    between("balancer-server-late", "balancer and a server: 200 ms late", Pair::BalancerServer, LATE),
    between("server-postgres-cut", "a server and PostgreSQL: cut", Pair::ServerPostgres, Rule::Cut),
    between("server-postgres-silent", "a server and PostgreSQL: silent", Pair::ServerPostgres, Rule::Silent),
    between("server-postgres-late", "a server and PostgreSQL: 200 ms late", Pair::ServerPostgres, LATE),
    between("server-store-cut", "a server and the store: cut", Pair::ServerStore, Rule::Cut),
    between("server-store-silent", "a server and the store: silent", Pair::ServerStore, Rule::Silent),
    between("server-store-late", "a server and the store: 200 ms late", Pair::ServerStore, LATE),
    between("balancer-node-cut", "balancer and a node of the store: cut", Pair::BalancerNode, Rule::Cut),
    between("balancer-node-silent", "balancer and a node of the store: silent", Pair::BalancerNode, Rule::Silent),
    between("balancer-node-late", "balancer and a node of the store: 200 ms late", Pair::BalancerNode, LATE),
    between("node-node-cut", "two nodes of the store: cut", Pair::NodeNode, Rule::Cut),
    between("node-node-silent", "two nodes of the store: silent", Pair::NodeNode, Rule::Silent),
    between("node-node-late", "two nodes of the store: 200 ms late", Pair::NodeNode, LATE),
    fault("store-fails", "S3 does it, and answers 500", Blow::Store(Ill::Failed), 2_500),
    fault("store-busy", "S3 answers 503", Blow::Store(Ill::Busy), 2_500),
    fault("store-short", "S3 does it, and half of the answer comes", Blow::Store(Ill::Short), 2_500),
    fault("store-late", "S3 answers 2 s late", Blow::Store(Ill::Late(Duration::from_secs(2))), 3_000),
    fault("store-twice", "S3 is asked everything twice", Blow::Store(Ill::Twice), 2_500),
    clock("clock-ahead", "a server's clock 59 minutes ahead, and back", false, 59),
    clock("clock-behind", "a server's clock an hour behind, and back", false, -60),
    clock("clocks-ahead", "both servers' clocks 59 minutes ahead, and back", true, 59),
    fault("database-full", "no room for PostgreSQL", Blow::DatabaseFull, 2_500),
    fault("node-full", "no room on a node of the store", Blow::NodesFull(1), 2_500),
    fault("nodes-full", "no room on any node of the store", Blow::NodesFull(3), 2_500),
];
