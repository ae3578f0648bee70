//! The real programs against one another, over TLS: what a person at a desk, a thief and an auditor would see.

mod card;
mod cards;
mod channels;
mod computer;
mod demo;
mod first_opening;
mod fsck;
mod inputs;
mod leaving;
mod log;
mod memory;
mod one_person;
mod operate;
mod papers;
mod recovery;
mod refusals;
mod reminders;
mod restart;
mod restored_log;
mod secrecy;
mod staff;
