//! What is said when the page was not built, from `messages/fr/server.ftl`.

use fluent_bundle::{FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

/// How to build the page, in French: whoever reads this runs the server.
pub(super) fn not_built() -> String {
    const ID: &str = "page-not-built";
    let text = include_str!("../../../messages/fr/server.ftl").to_owned();
    let tag: LanguageIdentifier = "fr".parse().unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![tag]);
    bundle.add_resource_overriding(FluentResource::try_new(text).unwrap_or_else(|(partial, _)| partial));
    let pattern = bundle.get_message(ID).and_then(|message| message.value());
    let told = pattern.map(|pattern| bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned());
    format!("{}\n", told.unwrap_or_else(|| ID.to_owned()))
}
