//! Who may change where a paper lies and how it is described, and seal its description anew.

use vault_core::mandate::Rights;
use vault_core::vocabulary::Role;

use super::{Need, Read};

/// To move a paper, to describe it anew, to seal its record to a newer key: the owner, or a holder who may both read
/// and deposit. Less would not do: the server cannot look into the record that replaces another, so whoever may send
/// one can make a paper unreadable.
#[derive(Debug, Clone, Copy)]
pub enum Amend {}

impl Need for Amend {
    const RIGHT: Rights = Rights::READ.with(Rights::DEPOSIT);

    fn role_may(role: Role) -> bool {
        Read::role_may(role)
    }
}
