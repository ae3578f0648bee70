//! A server that lies, before the real `coffre`.

mod between;
mod within;
