//! A store that answers as it should not, as the servers see it: stands before the real one for one request of each connection.

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::sleep;

/// How the store answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ill {
    /// Does what it is asked, and says that it failed: 500.
    Failed,
    /// Does nothing, and says that it is busy: 503.
    Busy,
    /// Does what it is asked; half of the answer comes.
    Short,
    /// Does what it is asked, and answers this much later.
    Late(Duration),
    /// Is asked twice, as by somebody on the way who tries again; the second answer comes.
    Twice,
}

/// One request, answered so.
pub(super) async fn answer(mut near: TcpStream, port: u16, ill: Ill) -> io::Result<()> {
    let request = read(&mut near).await?;
    let told = match ill {
        Ill::Failed => {
            ask(port, &request).await?;
            refusal("500 Internal Server Error", "InternalError")
        }
        Ill::Busy => refusal("503 Service Unavailable", "SlowDown"),
        Ill::Short => {
            let mut told = ask(port, &request).await?;
            told.truncate(told.len() / 2);
            told
        }
        Ill::Late(by) => {
            let told = ask(port, &request).await?;
            sleep(by).await;
            told
        }
        Ill::Twice => {
            ask(port, &request).await?;
            ask(port, &request).await?
        }
    };
    near.write_all(&told).await?;
    near.shutdown().await
}

/// A whole request, which asks for the connection's end after its answer.
async fn read(near: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(&mut *near);
    let (mut request, mut length) = (Vec::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line == "\r\n" {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().map_err(io::Error::other)?,
            "connection" => continue,
            // Small papers are sent at once; a client that waits to be asked for more is not met here.
            "expect" | "transfer-encoding" => return Err(io::Error::other(line)),
            _ => {}
        }
        request.extend_from_slice(line.as_bytes());
    }
    request.extend_from_slice(b"connection: close\r\n\r\n");
    let head = request.len();
    request.resize(head + length, 0);
    reader.read_exact(&mut request[head..]).await?;
    Ok(request)
}

async fn ask(port: u16, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut far = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    far.write_all(request).await?;
    let mut told = Vec::new();
    far.read_to_end(&mut told).await?;
    Ok(told)
}

fn refusal(status: &str, code: &str) -> Vec<u8> {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>SPECIMEN</Message></Error>");
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/xml\r\ncontent-length: {}", body.len());
    format!("{head}\r\nconnection: close\r\n\r\n{body}").into_bytes()
}
