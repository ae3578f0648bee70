//! What a check of the store may find: a closed list, with ids and never a name.

use std::collections::BTreeMap;

/// Declares the findings: variant, code in `--json`, and what it means.
macro_rules! findings {
    ($($(#[$doc:meta])* $variant:ident = $code:literal;)*) => {
        /// What is wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $variant,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code that scripts read.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }
        }
    };
}

findings! {
    /// The database engine does not find its own file whole.
    Database = "database";
    /// The growing end of the log is not signed by the log key, or is not that of the entries.
    Checkpoint = "checkpoint";
    /// The log is shorter than a checkpoint that was kept.
    LogBehind = "log-behind";
    /// The log does not continue a checkpoint that was kept.
    LogDiffers = "log-differs";
    /// An entry of the log is not there.
    EntryMissing = "entry-missing";
    /// What an entry says is not what its leaf hides, or its row tells another vault or number.
    EntryChanged = "entry-changed";
    /// What an entry says does not open under the key of its month.
    EntrySealed = "entry-sealed";
    /// An entry does not follow the one before it in its vault.
    EntryUnlinked = "entry-unlinked";
    /// The signed request under an entry is not the one that the entry tells, or its signature is false.
    EntryUnsigned = "entry-unsigned";
    /// An entry was emptied although no purge covers it, or a purge has no event.
    EntryForgotten = "entry-forgotten";
    /// The head of a vault's chain is not its last entry.
    Head = "head";
    /// A tile of the log is not that of its entries.
    Tile = "tile";
    /// A sealed row does not open under the lock, or holds something else than its id says.
    SealedRow = "sealed-row";
    /// A deposit is not signed by its depositor, or is that of another version.
    Deposit = "deposit";
    /// A version has no event of its deposit.
    DepositUnlogged = "deposit-unlogged";
    /// The log tells a deposit of which neither the paper nor its tombstone is left.
    PaperLost = "paper-lost";
    /// A paper does not lie where it was last signed to lie.
    Place = "place";
    /// A version's object is missing.
    ObjectMissing = "object-missing";
    /// A version's object is not the one of its deposit: cut, or changed.
    ObjectChanged = "object-changed";
    /// Something was released without an event.
    OpeningUnlogged = "opening-unlogged";
    /// A row names what is not there, or a sum is not that of its rows.
    LooseRow = "loose-row";
    /// What was erased is still there.
    ErasedPresent = "erased-present";
    /// An object that no row names, older than a day.
    OrphanObject = "orphan-object";
    /// An upload that no deposit named for a day.
    AbandonedUpload = "abandoned-upload";
    /// An upload whose object is missing, or is another.
    UploadDamaged = "upload-damaged";
    /// What is left of an upload that was cut, older than a day.
    UnfinishedUpload = "unfinished-upload";
}

impl Kind {
    /// Whether it is something that was left behind and that no paper needs.
    #[must_use]
    pub const fn is_left_behind(self) -> bool {
        matches!(self, Self::OrphanObject | Self::AbandonedUpload | Self::UploadDamaged | Self::UnfinishedUpload)
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub kind: Kind,
    /// Where: ids, numbers, names of tables.
    pub about: String,
}

/// What was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looked {
    /// Entries of the log.
    pub entries: u64,
    /// Versions of papers.
    pub versions: u64,
    /// Bytes of their objects.
    pub bytes: u64,
    /// Rows under the lock.
    pub rows: u64,
}

/// Takes findings as they come, and counts.
pub struct Report<'a> {
    tell: &'a mut dyn FnMut(&Finding),
    counts: BTreeMap<Kind, u64>,
    pub(super) looked: Looked,
}

impl<'a> Report<'a> {
    /// Tells each finding as it is made: none is kept.
    pub fn new(tell: &'a mut dyn FnMut(&Finding)) -> Self {
        Self { tell, counts: BTreeMap::new(), looked: Looked::default() }
    }

    pub(super) fn add(&mut self, kind: Kind, about: impl Into<String>) {
        *self.counts.entry(kind).or_default() += 1;
        (self.tell)(&Finding { kind, about: about.into() });
    }

    /// How many of each.
    #[must_use]
    pub const fn counts(&self) -> &BTreeMap<Kind, u64> {
        &self.counts
    }

    /// What was looked at.
    #[must_use]
    pub const fn looked(&self) -> Looked {
        self.looked
    }
}

impl std::fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Report").field("counts", &self.counts).field("looked", &self.looked).finish_non_exhaustive()
    }
}
