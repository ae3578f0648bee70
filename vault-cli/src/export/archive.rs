//! The archive while it is written: a ZIP as a stream, so that it can be encrypted on its way and costs no memory.
//! Every file is hashed as it passes.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use jiff::tz::TimeZone;
use vault_core::export::FileEntry;
use vault_core::ids::Hash;
use vault_core::suite::Sha256;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The file of the archive: as it is, or encrypted with age as it is written.
pub(crate) enum Sink<'a> {
    /// A ZIP that anybody opens.
    Clear(BufWriter<&'a mut File>),
    /// One that only the recipient opens. The clear ZIP is nowhere but in memory, 64 KiB at a time.
    Age(age::stream::StreamWriter<BufWriter<&'a mut File>>),
}

impl<'a> Sink<'a> {
    /// Begins to write.
    pub(crate) fn begin(file: &'a mut File, recipient: Option<&age::x25519::Recipient>) -> io::Result<Self> {
        let file = BufWriter::new(file);
        let Some(recipient) = recipient else { return Ok(Self::Clear(file)) };
        let to: &dyn age::Recipient = recipient;
        let encryptor = age::Encryptor::with_recipients(std::iter::once(to)).map_err(io::Error::other)?;
        Ok(Self::Age(encryptor.wrap_output(file)?))
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Clear(mut file) => file.flush(),
            Self::Age(stream) => stream.finish()?.flush(),
        }
    }
}

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Clear(file) => file.write(bytes),
            Self::Age(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Clear(file) => file.flush(),
            Self::Age(stream) => stream.flush(),
        }
    }
}

/// An archive that is being written.
pub(crate) struct Archive<'a> {
    zip: ZipWriter<StreamWriter<Sink<'a>>>,
    zone: TimeZone,
    files: Vec<FileEntry>,
}

impl<'a> Archive<'a> {
    /// An empty one. `zone`: ZIP knows local times only.
    pub(crate) fn new(sink: Sink<'a>, zone: TimeZone) -> Self {
        Self { zip: ZipWriter::new_stream(sink), zone, files: Vec::new() }
    }

    /// Adds a file that `fill` writes. `length`: what it will have, at least roughly; above 4 GiB ZIP wants to know.
    pub(crate) fn stream<T, E: From<io::Error>>(
        &mut self,
        path: &str,
        (length, at_ms): (u64, u64),
        fill: impl FnOnce(&mut dyn Write) -> Result<T, E>,
    ) -> Result<T, E> {
        self.start(path, length, at_ms, CompressionMethod::Stored)?;
        let mut hashed = Hashed { to: &mut self.zip, hash: Sha256::default(), length: 0 };
        let value = fill(&mut hashed)?;
        let (length, sha256) = hashed.finish();
        self.files.push(FileEntry { path: path.to_owned(), length, sha256 });
        Ok(value)
    }

    /// Adds a text, compressed.
    pub(crate) fn text(&mut self, path: &str, bytes: &[u8], at_ms: u64) -> io::Result<()> {
        self.start(path, bytes.len() as u64, at_ms, CompressionMethod::Deflated)?;
        let mut hashed = Hashed { to: &mut self.zip, hash: Sha256::default(), length: 0 };
        hashed.write_all(bytes)?;
        let (length, sha256) = hashed.finish();
        self.files.push(FileEntry { path: path.to_owned(), length, sha256 });
        Ok(())
    }

    /// What was added so far, in order.
    pub(crate) fn files(&self) -> &[FileEntry] {
        &self.files
    }

    /// Writes the end.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.zip.finish()?.into_inner().finish()
    }

    fn start(&mut self, path: &str, length: u64, at_ms: u64, method: CompressionMethod) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .unix_permissions(0o600)
            .large_file(length > u64::from(u32::MAX) / 2)
            .last_modified_time(self.local(at_ms));
        Ok(self.zip.start_file(path, options)?)
    }

    fn local(&self, at_ms: u64) -> DateTime {
        let at = i64::try_from(at_ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
        let told = at.and_then(|at| {
            let at = at.to_zoned(self.zone.clone());
            let two = |n: i8| u8::try_from(n).ok();
            let (month, day) = (two(at.month())?, two(at.day())?);
            let (hour, minute, second) = (two(at.hour())?, two(at.minute())?, two(at.second())?);
            DateTime::from_date_and_time(u16::try_from(at.year()).ok()?, month, day, hour, minute, second).ok()
        });
        told.unwrap_or_default()
    }
}

/// Counts and hashes what passes.
struct Hashed<'a, W> {
    to: &'a mut W,
    hash: Sha256,
    length: u64,
}

impl<W> Hashed<'_, W> {
    fn finish(self) -> (u64, Hash) {
        (self.length, Hash::from_bytes(self.hash.finish()))
    }
}

impl<W: Write> Write for Hashed<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.to.write(bytes)?;
        self.hash.update(&bytes[..n]);
        self.length += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
