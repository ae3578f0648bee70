//! A server that lies, between the real `coffre` and a real server: every lie ends with exit code 5 and
//! the name of what does not hold.

mod answers;
mod doubler;
mod keys;
pub(crate) mod liar;
mod log;
mod page;
mod papers;
mod staff;
mod stage;
