//! A server that lies, before the real `coffre`. In `between/` a proxy changes true answers on their way; in `within/` the
//! server itself forges, with every key that it holds, the log's included. Each lie ends with exit code 5, names what does
//! not hold, and leaves nothing; or SECURITY.md says plainly that it is not stopped.
//!
//! | the lie | the test | the check that stops it |
//! |---|---|---|
//! | the key of whoever receives a mandate | `within/keys.rs` `the_recipient_of_a_mandate` | `pins::Pins::see_chain`, from the second time on; first use is not stopped |
//! | an organisation's key; its key of before | `within/keys.rs` `an_organisations`, `within/epochs.rs` `an_organisation_as_it_was…` | `Pins::see_chain` (anchor; `Chain::check_epoch_at_least`), `session::Actor::check_anchors` |
//! | the owner's key, or a whole other vault | `within/keys.rs` `the_owners`, `between/keys.rs` `another_persons_whole_vault…` | `trust::owner` (the anchor in the sealed directory), `Pins::see_chain` |
//! | a folder's key | `within/keys.rs` `a_folders` | `Chain::verify_folder` (certified by the owner), `Pins::see_chain` |
//! | the log's key | `within/keys.rs` `the_logs`, `between/keys.rs` `another_log_key…`, `a_new_computer…` | `Pins::see_log_key`, `session::meet` (the card) |
//! | the deposit key | `within/keys.rs` `the_logs`, `between/keys.rs` `a_deposit_key…` | `certificate::verify_deposit_key` |
//! | an older version | `within/papers.rs` `an_older_version`, `…_in_the_list` | `Pins::see_latest` |
//! | an older description, an amendment left out | `within/amendments.rs` | `Pins::see_place`, `Place::amended`, `Place::check_record` |
//! | another paper, another person's | `between/answers.rs` `another_persons_document…`, `between/papers.rs` `another_paper…` | `receive::prepare_version` (ids), `trust::folder`, `Deposit::check_document`, `document::Opener` (ids) |
//! | an old mandate, another's, for another folder | `within/papers.rs` `the_mandate`, `between/keys.rs` `a_mandate_that_is_not_the_one…` | `receive::prepare_version` (`Mandate::check_valid_at`, rights), `trust::mandate`, `trust::check_holder` |
//! | a revoked mandate as if in force | `within/epochs.rs` `a_mandate_that_was_revoked`, `within/amendments.rs` `a_folder_whose_key_has_changed` | `Pins::check_not_revoked`; who has not seen the revocation is not stopped |
//! | a shorter log, a shorter vault's log | `within/log.rs` `a_checkpoint_that_goes_back`, `a_vault_that_goes_back`, `between/log.rs` `an_older_log…` | `verify::continues`, `Pins::see_head` |
//! | a forked log, another log | `within/log.rs` `a_checkpoint_that_forks`, `between/log.rs` `a_checkpoint_of_another_log…` | `log::verify_consistency`, `Checkpoint::open` |
//! | an event of this vault left out, two exchanged | `within/log.rs` `the_entries_of_a_vault`, `between/log.rs` | `log::VaultChain::push` and `finish` |
//! | an event that nobody asked for | `within/requests.rs` | `log::SignedActs::check` |
//! | a past that is called forgotten | `within/purge.rs` | `forgotten::Forgotten`, `Purge::check` |
//! | two people are shown two logs | `within/two_logs.rs` | not stopped while each sees one only; `verify::continues` for whoever sees both |
//! | a suite taken down, an unknown format | `within/suites.rs`, `between/papers.rs` | `document::Header::parse`, `Wrap::parse`, `codec::Reader::magic` |
//! | a wrap of an earlier epoch | `within/epochs.rs` `a_wrap_of_a_folders_earlier_epoch` | `papers::open` (the epoch's key), `Pins::see_chain` |
//! | two fields exchanged, pieces of other papers | `between/papers.rs`, `within/papers.rs` `what_comes_with_it`, `the_list` | `Wrap::check_about`, `Deposit::check_document` |
//! | a recovery's delay, shortened on the way; by the server itself | `between/answers.rs` `a_recovery_delay…`; `within/requests.rs` `a_recovery_that_the_server_lets_through…` | the server's own `access::recovery::release`; `signatures::Signatures::check_delay`, for whoever reads the log: it is not prevented, it is found |
//! | another's half b, sealed to this login | `within/halves.rs` | `Wrap::check_about` (account and card), `credential::open_root` |
//! | another's session, or an earlier login's answer | `between/answers.rs` `a_session_of_another…`, `between/keys.rs`, `within/halves.rs` | `SessionHalves::open`, `session::Actor::still_here`, `Wrap::is_for` (the login's one-time key) |
//! | an answer too late | `between/answers.rs` `answers_that_come_too_late…` | `queue`, `domain::deposit` (the same bytes are the same deposit), request nonces |
//! | an answer twice | `between/doubler.rs` | the connection is given up with what lies on it |
//! | the answer to another question, or to an earlier one | `between/answers.rs` | `receive::prepare_version` (ids), `Pins::see_chain`; an earlier true answer is still true |
//! | another page in the browser | `between/page.rs` | `served`: `coffre page verify` |

pub(crate) mod between;
mod within;
