//! `coffre page verify`: whether a server serves the page that was published.

use data_encoding::HEXLOWER;
use serde_json::json;

use super::login::server;
use crate::cli;
use crate::desk::Desk;
use crate::error::{Error, Problem, Result};
use crate::i18n::msg;
use crate::output::{Report, remark};
use crate::published::Published;
use crate::served;

pub(super) fn verify(desk: &Desk, args: &cli::PageVerify) -> Result<Report> {
    let published = Published::read(args.published.as_deref())?;
    let remote = server(desk, args.server.clone(), args.ca.as_deref())?.remote()?;
    let differences = served::compare(&remote, &published)?;
    let (i18n, origin) = (&desk.i18n, remote.origin().to_string());
    if !differences.is_empty() {
        for one in &differences {
            remark(&one.told(i18n));
        }
        let problem = Problem::PageDiffers { server: origin, count: differences.len().to_string() };
        return Err(Error::Listed { problem, differences: differences.iter().map(served::Difference::json).collect() });
    }
    let (files, addresses) = (published.files(), published.expected().len());
    let build = HEXLOWER.encode(published.build().as_bytes());
    let text = [
        msg!(i18n, "page-same", server = origin.clone(), files = files, addresses = addresses),
        msg!(i18n, "page-same-build", build = build.chars().take(16).collect::<String>()),
        msg!(i18n, "page-not-shown"),
    ];
    let json = json!({
        "server": origin,
        "same": true,
        "build": build,
        "files": files,
        "addresses": addresses,
        "built_beside": args.published.is_none(),
    });
    Ok(Report { json, text: text.join("\n") })
}
