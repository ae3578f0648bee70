//! Gives clap's commands, arguments and refusals their words, from Fluent.
//!
//! Texts are found by id: `operator-command-<path of the command>` for a command, the same with `-<argument>` for an
//! argument of its own, else `operator-arg-<argument>` for one that means the same in every command: settings do.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::words::{Words, say};

const ROOT: &str = "operator-command";
/// What every command accepts comes last.
const EVERYWHERE: [&str; 3] = ["lang", "help", "version"];
const LAST: usize = 1000;

/// The command with all its texts.
pub(crate) fn localise(mut command: Command, words: &Words) -> Command {
    // What is global reaches the subcommands only when the tree is built.
    command.build();
    localise_at(command, words, ROOT)
}

fn localise_at(command: Command, words: &Words, id: &str) -> Command {
    let mut command = command
        .about(words.say(id, &[]))
        .long_about(None::<&str>)
        .subcommand_help_heading(say!(words, "operator-heading-commands"))
        .subcommand_value_name(say!(words, "operator-value-command"))
        .help_template(format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}", say!(words, "operator-heading-usage")))
        .mut_args(|arg| localise_arg(arg, words, id));
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        let child = format!("{id}-{name}");
        command = command.mut_subcommand(&name, |command| localise_at(command, words, &child));
    }
    command
}

fn localise_arg(arg: Arg, words: &Words, command: &str) -> Arg {
    let id = arg_id(words, command, &arg);
    let (help, value) = (words.say(&id, &[]), words.find(&id, Some("value")));
    let arg = if EVERYWHERE.contains(&arg.get_id().as_str()) { arg.display_order(LAST) } else { arg };
    let arg = arg.help(help).long_help(None::<&str>).hide_possible_values(true);
    let arg = arg.help_heading(say!(words, "operator-heading-options"));
    let value = value.unwrap_or_else(|| say!(words, "operator-value-any"));
    if arg.get_action().takes_values() { arg.value_name(value) } else { arg }
}

/// The id of an argument's text: its own in this command, or the one that it has everywhere.
fn arg_id(words: &Words, command: &str, arg: &Arg) -> String {
    let name = arg.get_id().as_str().replace('_', "-");
    let own = format!("{command}-{name}");
    if words.find(&own, None).is_some() { own } else { format!("operator-arg-{name}") }
}

/// Help and version as they are; a refusal of clap as one sentence, with where help is.
pub(crate) fn refusal(error: &clap::Error, words: &Words) -> String {
    let context = |kind| error.get(kind).map(show).unwrap_or_default();
    let arg = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let sentence = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => say!(words, "operator-usage-value-missing", arg = arg),
        ErrorKind::InvalidValue => {
            let known = context(ContextKind::ValidValue);
            say!(words, "operator-usage-value-unknown", arg = arg, value = value, known = known)
        }
        ErrorKind::ValueValidation => say!(words, "operator-usage-value", arg = arg, value = value),
        ErrorKind::UnknownArgument => say!(words, "operator-usage-argument-unknown", arg = arg),
        ErrorKind::InvalidSubcommand => {
            say!(words, "operator-usage-command-unknown", command = context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => say!(words, "operator-usage-command-missing"),
        ErrorKind::MissingRequiredArgument => say!(words, "operator-usage-argument-missing", arg = arg),
        ErrorKind::ArgumentConflict => say!(words, "operator-usage-argument-twice", arg = arg),
        _ => say!(words, "operator-usage-other"),
    };
    format!("{sentence}\n{}", say!(words, "operator-usage-next"))
}

fn show(value: &ContextValue) -> String {
    let text = match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    };
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use vault_server::messages::Language;

    use super::*;
    use crate::Arguments;

    /// Ids of the texts of a command and of everything below it.
    fn ids(command: &Command, id: &str, words: &Words, all: &mut Vec<String>) {
        all.push(id.to_owned());
        all.extend(command.get_arguments().map(|arg| arg_id(words, id, arg)));
        for below in command.get_subcommands() {
            ids(below, &format!("{id}-{}", below.get_name()), words, all);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_words_and_none_are_left_over() {
        for language in Language::ALL {
            let words = Words::new(language);
            let (mut all, mut command) = (Vec::new(), Arguments::command());
            command.build();
            ids(&command, ROOT, &words, &mut all);
            let missing: Vec<_> = all.iter().filter(|id| words.find(id, None).is_none()).collect();
            assert!(missing.is_empty(), "{language:?}: {missing:?}");
            for line in super::super::words::file(language).lines() {
                let Some((id, _)) = line.split_once(" = ") else { continue };
                let help = id.starts_with("operator-command") || id.starts_with("operator-arg-");
                assert!(!help || all.iter().any(|known| known == id), "{id} helps nothing");
            }
        }
    }

    #[test]
    fn help_is_in_french_from_head_to_foot() {
        let mut command = localise(Arguments::command(), &Words::new(Language::French));
        let mut told = vec![command.render_long_help().to_string()];
        for name in ["serve", "backup", "restore", "keys", "admin"] {
            told.push(command.find_subcommand_mut(name).unwrap().render_long_help().to_string());
        }
        for help in told {
            for english in ["Usage:", "Print help", "possible values", "COMMAND>", "Options:\n  -h, --help  Print"] {
                assert!(!help.contains(english), "{english} in {help}");
            }
            assert!(help.contains("Utilisation :") && help.contains("Afficher cette aide"), "{help}");
        }
    }

    #[test]
    fn refusals_name_the_argument_and_the_next_thing_to_do() {
        let words = Words::new(Language::French);
        let refuse = |args: &[&str]| {
            let args = [&["vault-server"], args].concat();
            let error = localise(Arguments::command(), &words).try_get_matches_from(args).unwrap_err();
            refusal(&error, &words)
        };
        assert!(refuse(&["restore"]).contains("Il manque : --from <DOSSIER>"), "{}", refuse(&["restore"]));
        assert!(refuse(&["sauver"]).contains("sauver"));
        assert!(refuse(&["check", "--nom"]).contains("--nom"));
        assert!(refuse(&["check", "--lang", "de"]).contains("fr, en"));
        assert!(refuse(&["backup", "--to", "x", "--keep", "0"]).contains("--keep"));
        assert!(refuse(&["check", "--nom"]).contains("--help"));
    }
}
