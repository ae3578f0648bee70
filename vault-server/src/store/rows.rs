//! From columns to domain types and back: fallible in one direction, checked in the other.

use super::StoreError;

/// An id or hash column.
pub(super) fn id<T>(bytes: &[u8], column: &'static str) -> Result<T, StoreError>
where
    T: for<'a> TryFrom<&'a [u8]>,
{
    T::try_from(bytes).map_err(|_| StoreError::Form(column))
}

/// A fixed array column.
pub(super) fn array<const N: usize>(bytes: &[u8], column: &'static str) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| StoreError::Form(column))
}

/// A count, a time or an index, which the database holds as a signed number.
pub(super) fn unsigned<T: TryFrom<i64>>(value: i64, column: &'static str) -> Result<T, StoreError> {
    T::try_from(value).map_err(|_| StoreError::Form(column))
}

/// The other way: nothing we count comes near 2^63.
pub(super) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A code of `vault_core::vocabulary`.
pub(super) fn code<N: TryFrom<i64>, T>(
    value: i64,
    from_number: impl FnOnce(N) -> Option<T>,
    column: &'static str,
) -> Result<T, StoreError> {
    from_number(unsigned(value, column)?).ok_or(StoreError::Form(column))
}
