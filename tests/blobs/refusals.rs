//! A store that does not do what it was asked: told as such after a few tries, and nothing is taken for done.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use vault_server::tls::demo_certificate;

use super::*;
use crate::harness::{bucket, bucket_folder, files_under};

/// Answers every request alike, or never when it has no answer; gives the first lines of those that came.
fn answering(answer: fn(&str) -> Option<&'static str>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let lines = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (Ok(mut stream), lines) = (stream, Arc::clone(&lines)) else { continue };
            std::thread::spawn(move || {
                let mut request = vec![0; 1 << 16];
                let length = stream.read(&mut request).unwrap_or_default();
                let request = String::from_utf8_lossy(&request[..length]);
                let Some(line) = request.lines().next() else { return };
                lines.lock().unwrap().push(line.to_owned());
                match answer(line) {
                    Some(answer) => drop(stream.write_all(answer.as_bytes())),
                    // Until the other hangs up.
                    None => drop(stream.read_to_end(&mut Vec::new())),
                }
            });
        }
    });
    (endpoint, asked)
}

async fn asking(endpoint: String) -> BlobStore {
    store(Settings { s3_endpoint: Some(endpoint), s3_ca: None, ..settings().await })
}

#[tokio::test]
async fn a_store_that_is_overloaded_is_asked_a_few_times_and_told_as_unavailable() {
    let (endpoint, asked) =
        answering(|_| Some("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
    let store = asking(endpoint).await;
    let error = store.put(chunks(b"SPECIMEN"), 8).await.unwrap_err();
    assert!(matches!(error, BlobError::Unavailable(_)), "{error}");
    assert_eq!(asked.lock().unwrap().len(), 5);
    let error = store.open(&"ab".repeat(16)).await.unwrap_err();
    assert!(matches!(error, BlobError::Unavailable(_)), "{error}");
}

#[tokio::test]
async fn a_store_that_refuses_the_key_is_told_at_once() {
    let (endpoint, asked) =
        answering(|_| Some("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"));
    let store = asking(endpoint).await;
    let error = store.open(&"ab".repeat(16)).await.unwrap_err();
    assert!(matches!(error, BlobError::Unavailable(_)), "{error}");
    assert_eq!(asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn an_answer_that_ends_too_early_is_no_blob() {
    let (endpoint, _) = answering(|_| Some("HTTP/1.1 200 OK\r\ncontent-length: 100\r\nconnection: close\r\n\r\nbegun"));
    let store = asking(endpoint).await;
    let reader = store.open(&"ab".repeat(16)).await.unwrap();
    assert_eq!(reader.length(), 100);
    assert!(reader.try_collect::<Vec<_>>().await.is_err());
}

#[tokio::test]
async fn what_may_have_been_put_without_an_answer_is_deleted() {
    let silent =
        |line: &str| line.starts_with("DELETE").then_some("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
    let (endpoint, asked) = answering(silent);
    let store = asking(endpoint).await;
    let put = store.put(chunks(b"SPECIMEN"), 8);
    assert!(tokio::time::timeout(Duration::from_millis(500), put).await.is_err(), "nobody has answered");
    for _ in 0..500 {
        if asked.lock().unwrap().len() > 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let asked = asked.lock().unwrap();
    let named = |method| asked.iter().filter_map(move |line| line.strip_prefix(method)?.split(['?', ' ']).next());
    assert_eq!(named("PUT ").collect::<Vec<_>>(), named("DELETE ").collect::<Vec<_>>());
    assert_eq!(asked.len(), 2, "{asked:?}");
}

#[tokio::test]
async fn nobody_listens() {
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let store = asking(format!("http://{gone}")).await;
    let error = store.delete(&"ab".repeat(16)).await.unwrap_err();
    assert!(matches!(error, BlobError::Unavailable(_)), "{error}");
}

#[tokio::test]
async fn a_store_whose_certificate_comes_from_another_authority_is_not_spoken_to() {
    let folder = tempfile::tempdir().unwrap();
    let other = demo_certificate(&folder.path().join("tls"), SystemClock.now_ms()).unwrap();
    // The one in this process speaks TLS.
    let bucket = bucket(&folder.path().join("data"));
    let store = store(Settings { s3_ca: Some(other.ca), ..bucket.clone() });
    let error = store.put(chunks(b"SPECIMEN"), 8).await.unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
    assert_eq!(files_under(&bucket_folder(&folder.path().join("data"))), Vec::<PathBuf>::new());
}
