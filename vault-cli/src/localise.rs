//! Gives clap's commands, arguments and errors their words, from Fluent.
//!
//! Texts are found by id: `cli-<command>` for a command, `cli-<command>-<argument>` for an argument, else
//! `cli-arg-<argument>` for an argument that means the same in many commands.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::display::clean;
use crate::i18n::{I18n, msg};

const EVERYWHERE: [&str; 5] = ["json", "lang", "session-pin-file", "help", "version"];
const LAST: usize = 1000;

/// The command with all its texts in the language of `i18n`.
#[must_use]
pub(crate) fn localise(command: Command, i18n: &I18n) -> Command {
    // Globals reach the subcommands only when clap builds the tree; each level is then addressed by its path.
    let mut command = command.subcommand_value_name(msg!(i18n, "cli-value-command"));
    command.build();
    localise_at(command, i18n, "cli")
}

fn localise_at(command: Command, i18n: &I18n, id: &str) -> Command {
    let mut command = command
        .about(i18n.text(id))
        .subcommand_help_heading(msg!(i18n, "cli-heading-commands"))
        .subcommand_value_name(msg!(i18n, "cli-value-command"))
        .help_template(format!("{{about}}\n\n{} {{usage}}\n\n{{all-args}}", msg!(i18n, "cli-heading-usage")))
        .mut_args(|arg| localise_arg(arg, i18n, id));
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        let child = format!("{id}-{name}");
        command = command.mut_subcommand(&name, |c| localise_at(c, i18n, &child));
    }
    command
}

fn localise_arg(arg: Arg, i18n: &I18n, command: &str) -> Arg {
    let name = arg.get_id().as_str().replace('_', "-");
    let heading =
        if arg.is_positional() { msg!(i18n, "cli-heading-arguments") } else { msg!(i18n, "cli-heading-options") };
    let help = i18n.text(&arg_id(i18n, command, &name));
    let value = i18n.find(&format!("{}.value", arg_id(i18n, command, &name)), &[]);
    // What every command accepts comes last.
    let arg = if EVERYWHERE.contains(&name.as_str()) { arg.display_order(LAST) } else { arg };
    let arg = arg.help(help).help_heading(heading);
    match value {
        Some(value) if arg.get_action().takes_values() => arg.value_name(value),
        _ => arg,
    }
}

/// The id of an argument's text: its own in this command, or the one that it has everywhere.
fn arg_id(i18n: &I18n, command: &str, name: &str) -> String {
    let own = format!("{command}-{name}");
    if i18n.has(&own) { own } else { format!("cli-arg-{name}") }
}

/// A refusal of clap as one sentence.
#[must_use]
pub(crate) fn sentence(error: &clap::Error, i18n: &I18n) -> String {
    let context = |kind| error.get(kind).map(show).unwrap_or_default();
    let arg = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => msg!(i18n, "cli-error-value-missing", arg = arg),
        ErrorKind::InvalidValue => {
            let known = context(ContextKind::ValidValue);
            msg!(i18n, "cli-error-value-unknown", arg = arg, value = value, known = known)
        }
        ErrorKind::ValueValidation => msg!(i18n, "cli-error-value", arg = arg, value = value),
        ErrorKind::UnknownArgument => msg!(i18n, "cli-error-argument-unknown", arg = arg),
        ErrorKind::InvalidSubcommand => {
            msg!(i18n, "cli-error-command-unknown", command = context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            msg!(i18n, "cli-error-command-missing")
        }
        ErrorKind::MissingRequiredArgument => msg!(i18n, "cli-error-argument-missing", arg = arg),
        ErrorKind::ArgumentConflict => msg!(i18n, "cli-error-argument-twice", arg = arg),
        ErrorKind::InvalidUtf8 => msg!(i18n, "cli-error-utf8"),
        _ => msg!(i18n, "cli-error-other"),
    }
}

fn show(value: &ContextValue) -> String {
    let text = match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    };
    clean(&text, 200)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;
    use crate::i18n::Lang;

    fn walk(command: &Command, id: &str, i18n: &I18n, missing: &mut Vec<String>) {
        if !i18n.has(id) {
            missing.push(id.to_owned());
        }
        for arg in command.get_arguments() {
            let arg_id = arg_id(i18n, id, &arg.get_id().as_str().replace('_', "-"));
            if !i18n.has(&arg_id) {
                missing.push(arg_id);
            }
        }
        for sub in command.get_subcommands() {
            walk(sub, &format!("{id}-{}", sub.get_name()), i18n, missing);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_words() {
        for lang in Lang::ALL {
            let mut missing = Vec::new();
            walk(&Cli::command(), "cli", &I18n::new(lang), &mut missing);
            assert!(missing.is_empty(), "{lang:?}: {missing:?}");
        }
    }

    #[test]
    fn help_is_in_french_from_head_to_foot() {
        let i18n = I18n::new(Lang::Fr);
        let mut command = localise(Cli::command(), &i18n);
        let help = command.find_subcommand_mut("deposit").expect("a command").render_long_help().to_string();
        for english in ["Usage:", "Print help", "possible values", "COMMAND>"] {
            assert!(!help.contains(english), "{english} in {help}");
        }
        assert!(help.contains("Utilisation"), "{help}");
        assert!(help.contains("FICHIER"), "{help}");
        assert!(!command.render_long_help().to_string().contains("Commands:"));
    }

    #[test]
    fn refusals_name_the_argument_in_french() {
        let i18n = I18n::new(Lang::Fr);
        let refuse = |args: &[&str]| {
            let error = localise(Cli::command(), &i18n).try_get_matches_from(args).expect_err("refused");
            sentence(&error, &i18n)
        };
        assert!(refuse(&["coffre", "open", "x"]).contains("--output"));
        assert!(refuse(&["coffre", "deposer"]).contains("deposer"));
        assert!(refuse(&["coffre", "whoami", "--nom"]).contains("--nom"));
        assert!(refuse(&["coffre", "--lang", "de", "whoami"]).contains("fr, en"));
    }
}
