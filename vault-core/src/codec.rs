//! Fixed-layout bytes, read and written in one way: big-endian, exact lengths, zero reserved bytes.

use crate::error::{Error, Property, Result, What};

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
        let (head, tail) = self.rest.split_first_chunk::<N>().ok_or(self.fail(Property::Length))?;
        self.rest = tail;
        Ok(*head)
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
    pub(crate) fn magic(&mut self, magic: &[u8; 4]) -> Result<()> {
        if &self.array::<4>()? == magic { Ok(()) } else { Err(self.fail(Property::Magic)) }
    }

    pub(crate) fn reserved(&mut self, n: usize) -> Result<()> {
        if self.take(n)?.iter().all(|b| *b == 0) { Ok(()) } else { Err(self.fail(Property::Reserved)) }
    }

    pub(crate) const fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Consumes the reader: anything left is an error.
    pub(crate) fn end(self) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.fail(Property::Trailing)) }
    }
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
