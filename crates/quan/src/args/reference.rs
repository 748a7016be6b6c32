//! The reference of commands in the project's documents.

use std::fmt::Write as _;

use clap::{Arg, Command, CommandFactory as _};

use super::Args;

const BEGINNING: &str = "\
# Commands

What `quan --help` says, in one place; every command takes `--help`. `--json` makes
any of them report in JSON, for programs. The settings of `quan serve` are explained in
[settings.md](settings.md).

The commands from [`quan activity`](#quan-activity) on ask a running server through its own API for what
no platform's API gives. They take

- `--server URL` or `QUAN_SERVER`: the server that is asked [default: `http://127.0.0.1:8600`];
- `--token TOKEN` or `QUAN_TOKEN`: a token of its [provisioning file](provisioning.md#api_token).
  Whoever lists processes can read what was typed, so prefer the environment. Looking
  takes a viewer's token, paying, using, hiding and pausing an operator's, everything
  else an admin's.

```console
$ export QUAN_TOKEN=demo-token
$ quan activity pause 2026112500826004000000000001
$ quan shop certify 2018051000502000000011111111 --status in_audit
$ quan clock advance \"3 days\"
```

They print a table, or with `--json` the API's answer as [openapi.json](openapi.json)
describes it. A refusal is printed to standard error with the API's code and words, and
with `--json` as an object with `error`, `code`, `status` and, where one is wrong,
`field`. Exit code 0 says that it was done, 1 that it was not, 2 that what was typed
cannot be read. Money is in yuan (`20.00`); an instant without an offset
(`2026-12-31 23:59:00`) is Shanghai's.
";

/// Writes the reference anew where `QUAN_WRITE` is set.
#[test]
fn the_reference_in_the_project_is_what_help_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/commands.md");
    let made = reference();
    if std::env::var_os("QUAN_WRITE").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/commands.md drifted: run this test with QUAN_WRITE=1"
    );
}

#[test]
fn what_can_be_typed_is_consistent() {
    Args::command().debug_assert();
}

fn reference() -> String {
    let mut text = BEGINNING.to_owned();
    for subject in Args::command().get_subcommands() {
        let name = format!("quan {}", subject.get_name());
        write!(text, "\n## `{name}`\n").unwrap();
        describe(&mut text, &name, subject);
    }
    text
}

/// Describes a command, or the commands below it.
fn describe(text: &mut String, name: &str, command: &Command) {
    if let Some(about) = command.get_long_about().or(command.get_about()) {
        write!(text, "\n{}\n", sentence(&about.to_string())).unwrap();
    }
    let own: Vec<&Arg> = command.get_arguments().filter(|arg| is_own(arg)).collect();
    if !command.has_subcommands() {
        write!(text, "\n```text\n{}\n```\n", usage(name, &own)).unwrap();
    }
    if !own.is_empty() {
        *text += "\n| | |\n| --- | --- |\n";
        for arg in own {
            writeln!(text, "| `{}` | {} |", spelling(arg), meaning(arg)).unwrap();
        }
    }
    for below in command.get_subcommands() {
        let name = format!("{name} {}", below.get_name());
        write!(text, "\n### `{name}`\n").unwrap();
        describe(text, &name, below);
    }
}

/// A text with its last full stop, which clap takes off.
fn sentence(text: &str) -> String {
    let ended = text.is_empty() || text.ends_with(['.', ':']);
    format!("{text}{}", if ended { "" } else { "." })
}

/// What every command takes is said once, at the beginning.
fn is_own(arg: &Arg) -> bool {
    !arg.is_global_set() && !arg.is_hide_set()
}

/// What has to be typed; everything else is an option.
fn usage(name: &str, own: &[&Arg]) -> String {
    let mut words = vec![name.to_owned()];
    let needed = own.iter().filter(|arg| arg.is_required_set());
    words.extend(needed.map(|arg| spelling(arg)));
    if own.iter().any(|arg| !arg.is_required_set()) {
        words.push("[OPTIONS]".to_owned());
    }
    words.join(" ")
}

fn spelling(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default().join(" ");
    let several = match arg.get_num_args() {
        Some(count) if arg.is_positional() && count.max_values() > 1 => "...",
        Some(_) | None => "",
    };
    let takes = arg.get_action().takes_values();
    match arg.get_long() {
        Some(long) if takes => format!("--{long} <{names}>"),
        Some(long) => format!("--{long}"),
        None => format!("<{names}>{several}"),
    }
}

fn meaning(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help());
    let mut words = sentence(&help.map(ToString::to_string).unwrap_or_default());
    let possible = arg.get_possible_values();
    if arg.get_action().takes_values() && !possible.is_empty() {
        let names: Vec<String> = possible
            .iter()
            .map(|value| format!("`{}`", value.get_name()))
            .collect();
        write!(words, " One of {}.", names.join(", ")).unwrap();
    }
    let defaults: Vec<String> = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy().into_owned())
        .collect();
    if !defaults.is_empty() && arg.get_action().takes_values() && !arg.is_hide_default_value_set() {
        write!(words, " [default: {}]", defaults.join(",")).unwrap();
    }
    if let Some(env) = arg.get_env() {
        write!(words, " (`{}`)", env.to_string_lossy()).unwrap();
    }
    words.replace('\n', " ").replace('|', "\\|")
}
