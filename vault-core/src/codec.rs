//! Fixed-layout bytes, read and written in one way: big-endian, exact lengths, zero reserved bytes; and their base64.

use data_encoding::BASE64;

use crate::error::{Error, Property, Result, What};

/// The bytes of base64 with padding (RFC 4648, section 4), when this is the one text that writes them.
pub(crate) fn base64(what: What, text: &str) -> Result<Vec<u8>> {
    // The library reads texts that end in padding, one after the other, as one.
    ensure(!text.trim_end_matches('=').contains('='), what, Property::Alphabet)?;
    BASE64.decode(text.as_bytes()).map_err(|_| Error::new(what, Property::Alphabet))
}

/// Reads one object from front to back; every refusal names the object and the property.
pub(crate) struct Reader<'a> {
    what: What,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(what: What, bytes: &'a [u8]) -> Self {
        Self { what, rest: bytes }
    }

    pub(crate) const fn fail(&self, property: Property) -> Error {
        Error::new(self.what, property)
    }

    pub(crate) fn take(&mut self, n: usize) -> Result<&'a [u8]> {
        let (head, tail) = self.rest.split_at_checked(n).ok_or(self.fail(Property::Length))?;
        self.rest = tail;
        Ok(head)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.array_ref().copied()
    }

    pub(crate) fn array_ref<const N: usize>(&mut self) -> Result<&'a [u8; N]> {
        let (head, tail) = self.rest.split_first_chunk::<N>().ok_or(self.fail(Property::Length))?;
        self.rest = tail;
        Ok(head)
    }

    pub(crate) fn u8(&mut self) -> Result<u8> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    pub(crate) fn u16(&mut self) -> Result<u16> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// The four bytes that open every format.
    pub(crate) fn magic(&mut self, magic: [u8; 4]) -> Result<()> {
        if self.array()? == magic { Ok(()) } else { Err(self.fail(Property::Magic)) }
    }

    pub(crate) fn reserved(&mut self, n: usize) -> Result<()> {
        if self.take(n)?.iter().all(|b| *b == 0) { Ok(()) } else { Err(self.fail(Property::Reserved)) }
    }

    /// Consumes the reader: anything left is an error.
    pub(crate) fn end(self) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.fail(Property::Trailing)) }
    }
}

/// `label ‖ 0x00 ‖ parts`: what is signed, authenticated or hashed under a label.
pub(crate) fn labelled(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let len = label.len() + 1 + parts.iter().map(|part| part.len()).sum::<usize>();
    let mut out = Vec::with_capacity(len).put(label.as_bytes()).put(&[0]);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// Dates are Unix seconds and inclusive; a `not_after` of zero means no end.
pub(crate) fn check_dates(what: What, not_before: u64, not_after: u64, now: u64) -> Result<()> {
    if now < not_before || (not_after != 0 && now > not_after) {
        return Err(Error::new(what, Property::Validity));
    }
    Ok(())
}

/// Refuses with this object and property unless `holds`.
pub(crate) const fn ensure(holds: bool, what: What, property: Property) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::new(what, property)) }
}

/// Appends fixed-layout fields.
pub(crate) trait Put {
    fn put(self, bytes: &[u8]) -> Self;
    fn zeros(self, n: usize) -> Self;
}

impl Put for Vec<u8> {
    fn put(mut self, bytes: &[u8]) -> Self {
        self.extend_from_slice(bytes);
        self
    }

    fn zeros(mut self, n: usize) -> Self {
        self.resize(self.len() + n, 0);
        self
    }
}
