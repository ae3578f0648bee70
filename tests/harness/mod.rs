//! A real server in a folder of its own, and people who use the real `coffre`.

mod answer;
mod cast;
mod database;
mod files;
mod files_under;
mod person;
mod post;
mod postgres;
mod programs;
mod rows;
mod s3;
mod server;
mod small_disk;

pub(crate) use answer::Answer;
pub(crate) use cast::{BIRTH_DATE, Cast, FAMILY_NAME, GIVEN_NAME, PIN, count, enrol};
pub(crate) use database::{Kept, edit};
pub(crate) use files::{SampleFiles, find, same_content};
pub(crate) use files_under::files_under;
pub(crate) use person::Person;
pub(crate) use post::{Authority, Mood, PostServer, Taken, Tls};
pub(crate) use postgres::{authority as postgres_authority, database_url, fill, made as postgres_made};
pub(crate) use programs::{built, words};
pub(crate) use rows::Rows;
pub(crate) use s3::{any_bucket, bucket, bucket_folder, bucket_of, leave_unfinished, objects_in, stored};
pub(crate) use server::{Server, free_port};
pub(crate) use small_disk::SmallDisk;
