//! Sealing and opening one large document: against the raw cipher on the same chunks, and against `age` on the same file.

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::digest::{Context, SHA256};
use vault_core::document::{CHUNK_LEN, Header, Opener, Padding, SEALED_CHUNK_LEN, Sealer, Summary};
use vault_core::entropy::SeededEntropy;
use vault_core::ids::{DocumentId, DocumentVersion, VaultId};
use vault_core::secret::DocumentKey;

use crate::Result;
use crate::process::{Cost, run};
use crate::report::{Table, middle, speed};
use crate::setting::Setting;

/// How much the programs read and write at once.
const PIECE: usize = 64 * 1024;
/// The length prefix of a padded content: with it, a content fills whole chunks and needs no padding.
const PREFIX: usize = 8;

pub(crate) fn measure(setting: &Setting) -> Result<Table> {
    let length = setting.size(64 << 20, 1 << 30) - PREFIX;
    let content = noise(length);
    let mut table = Table::default();
    in_memory(setting, &content, &mut table)?;
    let plain = setting.folder("seal")?.join("plain");
    fs::write(&plain, &content)?;
    drop(content);
    against_age(setting, &plain, length as u64, &mut table)?;
    Ok(table)
}

/// Bytes that nothing can make shorter.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut bytes = vec![0; length];
    for piece in bytes.chunks_mut(8) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        piece.copy_from_slice(&state.to_le_bytes()[..piece.len()]);
    }
    bytes
}

const OF: DocumentVersion =
    DocumentVersion { vault: VaultId::from_bytes([1; 16]), document: DocumentId::from_bytes([2; 16]), version: 1 };

fn key() -> DocumentKey {
    DocumentKey::from_bytes([3; 32])
}

fn in_memory(setting: &Setting, content: &[u8], table: &mut Table) -> Result<()> {
    let mut object = Vec::with_capacity(content.len() + (content.len() >> 8));
    seal(&mut &content[..], content.len() as u64, &mut object)?;
    let raw = raw_sealed(content)?;
    let mut times: [Vec<f64>; 8] = Default::default();
    for _ in 0..setting.times("seal") {
        for (work, times) in times.iter_mut().enumerate() {
            let begun = Instant::now();
            match work {
                0 => raw_seal(content, false)?,
                1 => raw_seal(content, true)?,
                2 => drop(seal_away(content)?),
                3 => raw_open(&raw, false)?,
                4 => raw_open(&raw, true)?,
                5 => drop(open_away(&object)?),
                6 => hash_twice(content),
                _ => copy_twice(content),
            }
            times.push(begun.elapsed().as_secs_f64());
        }
    }
    let length = content.len() as u64;
    let [raw_seal, hashed_seal, seal, raw_open, hashed_open, open, hashes, copies] = times.map(|times| middle(&times));
    let told = |seconds| speed(length, seconds);
    for (what, own, raw, hashed) in [("seal", seal, raw_seal, hashed_seal), ("open", open, raw_open, hashed_open)] {
        let beside = format!("AES-256-GCM of ring on the same chunks: {}", told(raw));
        table.ratio(format!("{what} in memory, one core"), told(own), beside, raw / own, "≥ 0.8");
        let beside = format!("the same cipher and the two SHA-256 that are signed: {}", told(hashed));
        table.ratio(format!("{what} in memory, one core"), told(own), beside, hashed / own, "≥ 0.95");
    }
    table.figure("SHA-256 of ring, twice over the same bytes", told(hashes));
    table.figure("the same bytes copied twice", told(copies));
    Ok(())
}

fn raw_key() -> Result<LessSafeKey> {
    Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[3; 32]).map_err(|_| "no key")?))
}

fn nonce(number: usize) -> Nonce {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&(number as u64).to_be_bytes());
    Nonce::assume_unique_for_key(nonce)
}

fn raw_seal(content: &[u8], hashed: bool) -> Result<()> {
    let (key, mut buffer) = (raw_key()?, vec![0; CHUNK_LEN]);
    let (mut before, mut after) = (Context::new(&SHA256), Context::new(&SHA256));
    for (number, chunk) in content.chunks(CHUNK_LEN).enumerate() {
        let buffer = &mut buffer[..chunk.len()];
        buffer.copy_from_slice(chunk);
        let tag = key.seal_in_place_separate_tag(nonce(number), Aad::empty(), buffer).map_err(|_| "not sealed")?;
        if hashed {
            before.update(chunk);
            after.update(buffer);
            after.update(tag.as_ref());
        }
        black_box(&*buffer);
        black_box(tag.as_ref());
    }
    black_box((before.finish(), after.finish()));
    Ok(())
}

/// All chunks under the raw cipher, each with its tag.
fn raw_sealed(content: &[u8]) -> Result<Vec<u8>> {
    let key = raw_key()?;
    let mut sealed = Vec::with_capacity(content.len() + (content.len() >> 8));
    for (number, chunk) in content.chunks(CHUNK_LEN).enumerate() {
        let start = sealed.len();
        sealed.extend_from_slice(chunk);
        let chunk = &mut sealed[start..];
        let tag = key.seal_in_place_separate_tag(nonce(number), Aad::empty(), chunk).map_err(|_| "not sealed")?;
        sealed.extend_from_slice(tag.as_ref());
    }
    Ok(sealed)
}

fn raw_open(object: &[u8], hashed: bool) -> Result<()> {
    let (key, mut buffer) = (raw_key()?, vec![0; SEALED_CHUNK_LEN]);
    let (mut before, mut after) = (Context::new(&SHA256), Context::new(&SHA256));
    for (number, chunk) in object.chunks(SEALED_CHUNK_LEN).enumerate() {
        let buffer = &mut buffer[..chunk.len()];
        buffer.copy_from_slice(chunk);
        let opened = key.open_in_place(nonce(number), Aad::empty(), buffer).map_err(|_| "not opened")?;
        if hashed {
            before.update(chunk);
            after.update(opened);
        }
        black_box(&*opened);
    }
    black_box((before.finish(), after.finish()));
    Ok(())
}

fn hash_twice(content: &[u8]) {
    for _ in 0..2 {
        let mut hash = Context::new(&SHA256);
        content.chunks(CHUNK_LEN).for_each(|chunk| hash.update(chunk));
        black_box(hash.finish());
    }
}

fn copy_twice(content: &[u8]) {
    let mut buffer = vec![0; CHUNK_LEN];
    for _ in 0..2 {
        for chunk in content.chunks(CHUNK_LEN) {
            buffer[..chunk.len()].copy_from_slice(chunk);
            black_box(&buffer);
        }
    }
}

fn seal_away(content: &[u8]) -> Result<Summary> {
    seal(&mut &content[..], content.len() as u64, &mut std::io::sink())
}

fn open_away(object: &[u8]) -> Result<Summary> {
    open(&mut &object[..], &mut std::io::sink())
}

/// As `coffre` seals: a piece at a time.
fn seal(from: &mut impl Read, length: u64, to: &mut impl Write) -> Result<Summary> {
    let header = Header { padding: Padding::Padme, of: OF };
    let (mut sealer, head) = Sealer::new(&key(), header, length, &mut SeededEntropy::new(1))?;
    let (mut out, mut piece) = (head.to_vec(), vec![0; PIECE]);
    loop {
        let n = from.read(&mut piece)?;
        if n == 0 {
            break;
        }
        sealer.push(&piece[..n], &mut out)?;
        to.write_all(&out)?;
        out.clear();
    }
    let summary = sealer.finish(&mut out)?;
    to.write_all(&out)?;
    Ok(summary)
}

/// As `coffre` opens: a piece at a time.
fn open(from: &mut impl Read, to: &mut impl Write) -> Result<Summary> {
    let mut opener = Opener::new(&key(), OF);
    let (mut out, mut piece) = (Vec::new(), vec![0; PIECE]);
    loop {
        let n = from.read(&mut piece)?;
        if n == 0 {
            break;
        }
        opener.push(&piece[..n], &mut out)?;
        to.write_all(&out)?;
        out.clear();
    }
    let summary = opener.finish(&mut out)?;
    to.write_all(&out)?;
    Ok(summary)
}

/// Seals a file into another, as a process that `age` can be compared with.
pub(crate) fn seal_file(from: &Path, to: &Path) -> Result<()> {
    let mut file = File::open(from)?;
    let length = file.metadata()?.len();
    seal(&mut file, length, &mut File::create(to)?).map(drop)
}

/// Opens a file into another.
pub(crate) fn open_file(from: &Path, to: &Path) -> Result<()> {
    open(&mut File::open(from)?, &mut File::create(to)?).map(drop)
}

fn against_age(setting: &Setting, plain: &Path, length: u64, table: &mut Table) -> Result<()> {
    let here = std::env::current_exe()?;
    let folder = setting.folder("seal")?;
    let (identity, sealed, aged, out) =
        (folder.join("identity"), folder.join("sealed"), folder.join("aged"), folder.join("out"));
    run(Command::new("age-keygen").arg("-o").arg(&identity))?;
    let told = fs::read_to_string(&identity)?;
    let recipient =
        told.lines().find_map(|line| line.strip_prefix("# public key: ")).ok_or("age-keygen told no key")?;
    let version = run(Command::new("age").arg("--version"))?.1.stdout;
    let age = format!("age {}", String::from_utf8_lossy(&version).trim());

    let mut costs: [Vec<Cost>; 4] = Default::default();
    for _ in 0..setting.times("seal") {
        for (work, costs) in costs.iter_mut().enumerate() {
            let mut command = Command::new(if work % 2 == 0 { here.as_os_str() } else { "age".as_ref() });
            let command = match work {
                0 => command.arg("seal-file").args([plain, &sealed]),
                1 => command.args(["-r", recipient, "-o"]).args([&aged, plain]),
                2 => command.arg("open-file").args([&sealed, &out]),
                _ => command.arg("-d").arg("-i").arg(&identity).arg("-o").args([&out, &aged]),
            };
            costs.push(run(command)?.0);
            if work >= 2 {
                fs::remove_file(&out)?;
            }
        }
    }
    let [seal, age_seal, open, age_open] = costs;
    for (what, own, other) in [("seal", seal, age_seal), ("open", open, age_open)] {
        let of = |costs: &[Cost], which: fn(&Cost) -> f64| middle(&costs.iter().map(which).collect::<Vec<_>>());
        for (kind, which) in [("wall clock", (|cost| cost.wall) as fn(&Cost) -> f64), ("processor", |cost| cost.cpu)] {
            let (own, other) = (of(&own, which), of(&other, which));
            let beside = format!("{age}: {other:.2} s");
            let measured = format!("{own:.2} s ({})", speed(length, own));
            table.ratio(format!("{what} a file, {kind}"), measured, beside, other / own, "≥ 1.5");
        }
    }
    Ok(())
}
