//! Taking a vault away, checking what was taken, and bringing it elsewhere: by the real programs, on archives that the
//! program wrote and on archives that somebody forged.

mod forge;
mod hostile;
mod lies;
mod round_trip;
mod taken_out;
mod unzip;
