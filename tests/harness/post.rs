//! A mail server and a web hook on this machine, real ones, that take, refuse, wait or hang up as a test tells them.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use vault_server::clock::{Clock, SystemClock};
use vault_server::tls;

/// What the server does with the next delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Takes it.
    Take,
    /// Says no.
    Refuse,
    /// Takes it after a while.
    Slow,
    /// Hangs up before the message is whole.
    CutBefore,
    /// Takes it, and hangs up before saying so.
    CutAfter,
}

/// How a mail server speaks TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tls {
    /// After `STARTTLS`.
    Starts,
    /// From the first byte.
    Implicit,
    /// Not at all.
    Never,
}

/// One delivery that was taken whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Whom it is for.
    pub(crate) to: String,
    /// The mail, or the hook's body.
    pub(crate) text: String,
    /// Who the sender proved to be: the SMTP user and password, or the `Authorization` header.
    pub(crate) proof: String,
}

/// The demonstration's authority, as a test trusts it.
pub(crate) struct Authority {
    config: Arc<ServerConfig>,
}

impl Authority {
    /// Writes `ca.pem` into a folder.
    pub(crate) fn new(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).expect("a folder");
        tls::demo_certificate(folder, SystemClock.now_ms()).expect("a certificate");
        let mut config =
            tls::server_config(&folder.join("server.pem"), &folder.join("server.key")).expect("a configuration");
        config.alpn_protocols.clear();
        Self { config: Arc::new(config) }
    }
}

/// A server that takes deliveries.
pub(crate) struct PostServer {
    /// Where it listens, on localhost.
    pub(crate) port: u16,
    shared: Arc<Mutex<Shared>>,
}

#[derive(Default)]
struct Shared {
    moods: VecDeque<Mood>,
    taken: Vec<Taken>,
    attempts: usize,
}

impl PostServer {
    /// A mail server.
    pub(crate) fn mail(authority: &Authority, tls: Tls) -> Self {
        let config = Arc::clone(&authority.config);
        Self::start(move |stream, shared| match tls {
            Tls::Implicit => smtp(encrypted(stream, &config)?, Stage::Whole, shared).map(drop),
            Tls::Never => smtp(stream, Stage::Whole, shared).map(drop),
            Tls::Starts => match smtp(stream, Stage::BeforeTls, shared)? {
                Some(plain) => smtp(encrypted(plain, &config)?, Stage::AfterTls, shared).map(drop),
                None => Ok(()),
            },
        })
    }

    /// A web hook, over TLS.
    pub(crate) fn hook(authority: &Authority) -> Self {
        let config = Arc::clone(&authority.config);
        Self::start(move |stream, shared| hook(encrypted(stream, &config)?, shared))
    }

    fn start(talk: impl Fn(TcpStream, &Mutex<Shared>) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Mutex::new(Shared::default()));
        let (talk, seen) = (Arc::new(talk), Arc::clone(&shared));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (talk, seen) = (Arc::clone(&talk), Arc::clone(&seen));
                // A caller who hangs up ends its own thread.
                thread::spawn(move || drop(talk(stream, &seen)));
            }
        });
        Self { port, shared }
    }

    /// What it does with the next deliveries, in order; after them it takes everything.
    pub(crate) fn will(&self, moods: &[Mood]) {
        self.shared.lock().expect("a lock").moods = moods.iter().copied().collect();
    }

    /// What was taken whole, in order.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.shared.lock().expect("a lock").taken.clone()
    }

    /// How often somebody called.
    pub(crate) fn attempts(&self) -> usize {
        self.shared.lock().expect("a lock").attempts
    }
}

fn encrypted(stream: TcpStream, config: &Arc<ServerConfig>) -> io::Result<StreamOwned<ServerConnection, TcpStream>> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
    Ok(StreamOwned::new(connection, stream))
}

fn next_mood(shared: &Mutex<Shared>) -> Mood {
    shared.lock().expect("a lock").moods.pop_front().unwrap_or(Mood::Take)
}

fn take(shared: &Mutex<Shared>, taken: Taken) {
    shared.lock().expect("a lock").taken.push(taken);
}

/// What part of a conversation with a mail server this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Whole,
    BeforeTls,
    AfterTls,
}

/// RFC 5321, as much as a sender needs. Gives the stream back when the sender starts TLS.
fn smtp<S: Read + Write>(stream: S, stage: Stage, shared: &Mutex<Shared>) -> io::Result<Option<S>> {
    let mut stream = BufReader::new(stream);
    // After `STARTTLS` nobody greets again.
    if stage != Stage::AfterTls {
        say(&mut stream, "220 localhost ESMTP SPECIMEN")?;
    }
    let (mut to, mut proof) = (String::new(), String::new());
    loop {
        let line = line(&mut stream)?;
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" if stage == Stage::BeforeTls => say(&mut stream, "250-localhost\r\n250 STARTTLS")?,
            "EHLO" => say(&mut stream, "250-localhost\r\n250 AUTH PLAIN")?,
            "STARTTLS" => {
                say(&mut stream, "220 go ahead")?;
                return Ok(Some(stream.into_inner()));
            }
            "AUTH" => {
                let given = line.rsplit(' ').next().unwrap_or_default();
                let plain = data_encoding::BASE64.decode(given.as_bytes()).map_err(io::Error::other)?;
                proof = String::from_utf8_lossy(&plain).trim_start_matches('\0').replace('\0', ":");
                say(&mut stream, "235 welcome")?;
            }
            "RCPT" => {
                line.trim_start_matches("RCPT TO:").trim_matches(['<', '>']).clone_into(&mut to);
                say(&mut stream, "250 ok")?;
            }
            "DATA" => {
                if !data(&mut stream, shared, &to, &proof)? {
                    return Ok(None);
                }
            }
            "QUIT" => {
                say(&mut stream, "221 bye")?;
                return Ok(None);
            }
            _ => say(&mut stream, "250 ok")?,
        }
    }
}

/// The message itself; `false` when the server hung up.
fn data<S: Read + Write>(stream: &mut BufReader<S>, shared: &Mutex<Shared>, to: &str, proof: &str) -> io::Result<bool> {
    shared.lock().expect("a lock").attempts += 1;
    let mood = next_mood(shared);
    match mood {
        Mood::Refuse => {
            say(stream, "451 not now")?;
            return Ok(true);
        }
        Mood::Slow => thread::sleep(Duration::from_millis(700)),
        _ => {}
    }
    say(stream, "354 go on")?;
    let mut text = String::new();
    loop {
        let line = line(stream)?;
        if mood == Mood::CutBefore {
            return Ok(false);
        }
        if line == "." {
            break;
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push('\n');
    }
    take(shared, Taken { to: to.to_owned(), text, proof: proof.to_owned() });
    if mood == Mood::CutAfter {
        return Ok(false);
    }
    say(stream, "250 taken")?;
    Ok(true)
}

/// One HTTP/1.1 `POST`.
fn hook<S: Read + Write>(stream: S, shared: &Mutex<Shared>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let (mut length, mut proof) = (0, String::new());
    let first = line(&mut stream)?;
    assert!(first.starts_with("POST /sms HTTP/1.1"), "{first}");
    loop {
        let header = line(&mut stream)?;
        let Some((name, value)) = header.split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().map_err(io::Error::other)?,
            "authorization" => value.clone_into(&mut proof),
            _ => {}
        }
    }
    shared.lock().expect("a lock").attempts += 1;
    let mood = next_mood(shared);
    if mood == Mood::CutBefore {
        return Ok(());
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    match mood {
        Mood::Refuse => return say(&mut stream, "HTTP/1.1 503 Not now\r\ncontent-length: 0\r\n"),
        Mood::Slow => thread::sleep(Duration::from_millis(700)),
        _ => {}
    }
    let json: serde_json::Value = serde_json::from_slice(&body).map_err(io::Error::other)?;
    let to = json["to"].as_str().unwrap_or_default().to_owned();
    take(shared, Taken { to, text: json.to_string(), proof });
    if mood == Mood::CutAfter {
        return Ok(());
    }
    say(&mut stream, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n")
}

fn line<S: Read>(stream: &mut BufReader<S>) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn say<S: Read + Write>(stream: &mut BufReader<S>, text: &str) -> io::Result<()> {
    let stream = stream.get_mut();
    stream.write_all(format!("{text}\r\n").as_bytes())?;
    stream.flush()
}
