//! The real server killed, starved and misled, under people who remember what it acknowledged: nothing of that is lost,
//! nothing was released without its event, nothing is half there, and the check of what is stored finds nothing.

mod clock;
pub(crate) mod deeds;
mod full;
pub(crate) mod ground;
pub(crate) mod kills;
mod sweeps;
