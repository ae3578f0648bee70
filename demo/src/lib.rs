//! What the demonstration is made of: sample papers, which the tests use too, and the steps that fill a vault with them.

pub mod specimen;
