//! The sample papers of the demonstration, which the tests use too. The demonstration itself is `main.rs`.

pub mod specimen;
