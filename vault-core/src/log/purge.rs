//! The event that tells which entries were forgotten (FORMATS 8): everything before an index, when the month of the
//! last of it has passed its retention. A later one covers the earlier, which may be forgotten in its turn.

use crate::calendar::{month_of, months_between};
use crate::error::{Error, Property, Result, What};
use crate::ids::{DocumentId, Kid, MandateId, VaultId};
use crate::log::EventBody;
use crate::vocabulary::{EventType, ResultCode};

/// Bodies are kept for as many whole months at least (FORMATS 8).
pub const LEAST_MONTHS: u32 = 6;

/// What was forgotten: every entry before an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purge {
    /// The first index that is still told.
    pub before: u64,
    /// The last month that was forgotten, as `yyyymm`.
    pub month: u32,
}

impl Purge {
    /// Where the body holds it: the first forgotten index, which is 0, and the one after the last, as the document;
    /// the month as the version.
    #[must_use]
    pub fn fields(&self) -> (DocumentId, u64) {
        let mut document = [0; 16];
        document[8..].copy_from_slice(&self.before.to_be_bytes());
        (DocumentId::from_bytes(document), self.month.into())
    }

    /// Reads the event at an index; `None` when it is an event of another type, or one that ended otherwise.
    ///
    /// Refuses with `ids` one of a vault or of an actor, with `order` a range that does not begin with the log or that
    /// reaches the event itself, with `validity` a month that is none or that had to be kept.
    pub fn read(index: u64, body: &EventBody) -> Result<Option<Self>> {
        if body.event_type != EventType::LogPurged.number() || body.result != ResultCode::Done.number() {
            return Ok(None);
        }
        let fail = |property| Err(Error::new(What::LogBody, property));
        if body.vault != VaultId::NONE || body.actor != Kid::NONE || body.mandate != MandateId::NONE {
            return fail(Property::Ids);
        }
        let (first, before) = body.document.as_bytes().split_at(8);
        let before = before.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        if first != [0; 8] || before == 0 || before > index {
            return fail(Property::Order);
        }
        let month = u32::try_from(body.version).unwrap_or_default();
        let is_month = (1..=12).contains(&(month % 100)) && (1970..10_000).contains(&(month / 100));
        if !is_month || months_between(month, month_of(body.unix_ms)) <= LEAST_MONTHS {
            return fail(Property::Validity);
        }
        Ok(Some(Self { before, month }))
    }

    /// Checks an entry that is told, against this: what stands after the range is of a later month.
    ///
    /// Refuses with `validity` an entry after the range of a month that the event calls forgotten: the range was then
    /// given a month that is not that of its last entry.
    pub fn check(&self, index: u64, body: &EventBody) -> Result<()> {
        if index >= self.before && month_of(body.unix_ms) <= self.month {
            return Err(Error::new(What::LogBody, Property::Validity));
        }
        Ok(())
    }
}
