//! A bar for long transfers, drawn on a terminal only.

use std::io::{self, Read, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Bytes done of a known total.
#[derive(Debug, Clone)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar named by what is under way, or nothing when nobody is looking.
    #[must_use]
    pub(crate) fn bytes(watched: bool, label: String, total: u64) -> Self {
        let target = if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{msg}  {bar:30} {percent} %");
        let bar = ProgressBar::with_draw_target(Some(total), target)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(bar.with_message(label))
    }

    /// Counts what passes through a reader.
    pub(crate) fn reader<R: Read>(&self, inner: R) -> impl Read + use<R> {
        self.0.wrap_read(inner)
    }

    /// Counts what passes through a writer.
    pub(crate) fn writer<W: Write>(&self, inner: W) -> impl Write + use<W> {
        self.0.wrap_write(inner)
    }

    /// Takes the bar away.
    pub(crate) fn done(self) {
        self.0.finish_and_clear();
    }
}

/// Copies in pieces of 64 KiB, the memory that a transfer costs.
pub(crate) fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<u64> {
    let mut buffer = vec![0; 64 * 1024];
    let mut total = 0;
    loop {
        let n = from.read(&mut buffer)?;
        if n == 0 {
            return Ok(total);
        }
        to.write_all(&buffer[..n])?;
        total += n as u64;
    }
}
