//! What is typed is understood, or refused by name.

use anyhow::ensure;

use super::complains;
use crate::process::{quan, run};

#[test]
fn help_lists_every_command_and_is_no_failure() -> anyhow::Result<()> {
    let ended = run(quan().arg("--help"))?;
    ensure!(ended.code == Some(0), "{ended:?}");
    let listed: Vec<&str> = ended
        .stdout
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let (own, asking): (&[&str], &[&str]) = (
        &["demo", "serve", "keys", "verify", "bench"],
        &[
            "activity",
            "voucher",
            "redemption",
            "trade",
            "package",
            "shop",
            "user",
            "merchant",
            "app",
            "switch",
            "recharge",
            "payee",
            "service-code",
            "delivery",
            "wechat-merchant",
            "wechat-card",
            "notice",
            "clock",
            "audit",
        ],
    );
    let commands = [own, asking].concat();
    ensure!(listed == [&commands[..], &["help"]].concat(), "{listed:?}");
    for command in commands {
        let usage = format!("Usage: quan {command} ");
        for args in [[command, "--help"], ["help", command]] {
            let ended = run(quan().args(args))?;
            ensure!(
                ended.code == Some(0) && ended.stdout.contains(&usage),
                "{ended:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn the_version_is_the_packages() -> anyhow::Result<()> {
    let ended = run(quan().arg("--version"))?;
    let version = concat!("quan ", env!("CARGO_PKG_VERSION"), "\n");
    ensure!(
        ended.code == Some(0) && ended.stdout == version,
        "{ended:?}"
    );
    Ok(())
}

#[test]
fn nothing_typed_is_answered_with_the_help() -> anyhow::Result<()> {
    for args in [
        &[][..],
        &["keys"],
        &["bench"],
        &["trade"],
        &["activity", "central-venue"],
    ] {
        let ended = run(quan().args(args))?;
        ensure!(
            ended.code == Some(2) && ended.stdout.is_empty(),
            "{ended:?}"
        );
        ensure!(ended.stderr.contains("Commands:"), "{ended:?}");
    }
    Ok(())
}

#[test]
fn what_is_not_known_is_named_and_exits_with_2() -> anyhow::Result<()> {
    for (args, named) in [
        (&["srve"][..], "'srve'"),
        (&["keys", "import"], "'import'"),
        (&["--verbose"], "'--verbose'"),
        (&["serve", "--port", "80"], "'--port'"),
        (&["serve", "here"], "'here'"),
        (&["serve", "--listen"], "'--listen <ADDR>'"),
        (&["serve", "--sandbox", "perhaps"], "'perhaps'"),
        (&["serve", "--completion-delay", "soon"], "\"soon\""),
        (&["serve", "--data", "a", "--data", "b"], "'--data <DIR>'"),
        (&["verify", "--quick"], "'--quick'"),
        (&["trade", "steal", "1"], "'steal'"),
        (&["trade", "pay"], "<TRADE_NO>"),
        (
            &["activity", "list", "--state", "over"],
            "[possible values: active, paused]",
        ),
        (&["shop", "certify", "1", "--status", "01"], "in_audit"),
        (&["switch", "on", "1"], "<SWITCHES>"),
        (&["switch", "on", "1", "light"], "uncertified_shops"),
        (
            &[
                "merchant",
                "deposit",
                "1",
                "--request-no",
                "1",
                "--amount",
                "1.234",
            ],
            "an amount in yuan",
        ),
        (&["clock", "set", "tomorrow"], "not an instant"),
        (&["user", "put", "1", "--open-id", "x"], "joined by `=`"),
        (
            &["notice", "list", "--shop", "1", "--activity", "1"],
            "cannot be used with",
        ),
        (&["demo", "--users", "9"], "'--users <USERS>'"),
        (&["bench", "issue", "--fill", "9"], "--dir <DIR>"),
    ] {
        complains(&run(quan().args(args))?, 2, &[named])?;
    }
    Ok(())
}

#[test]
fn a_wrong_environment_is_named_like_the_flag_that_it_stands_for() -> anyhow::Result<()> {
    for (name, value, named) in [
        ("QUAN_SANDBOX", "perhaps", "'--sandbox [<BOOL>]'"),
        ("QUAN_SANDBOX", "", "'--sandbox [<BOOL>]'"),
        ("QUAN_COMPLETION_DELAY", "soon", "'--completion-delay <MS>'"),
        ("QUAN_DATA", "", "'--data <DIR>'"),
    ] {
        complains(&run(quan().arg("serve").env(name, value))?, 2, &[named])?;
    }
    for (name, named) in [
        ("QUAN_SERVER", "'--server <URL>'"),
        ("QUAN_TOKEN", "'--token <TOKEN>'"),
    ] {
        complains(&run(quan().arg("audit").env(name, ""))?, 2, &[named])?;
    }
    Ok(())
}

#[test]
fn programs_are_told_of_failures_in_json() -> anyhow::Result<()> {
    let empty = tempfile::tempdir()?;
    let ended = run(quan()
        .args(["verify", "--json", "--data"])
        .arg(empty.path()))?;
    complains(&ended, 1, &[])?;
    let failure: serde_json::Value = serde_json::from_str(&ended.stderr)?;
    let words = failure["error"].as_str().unwrap_or_default();
    ensure!(words.starts_with("there is no store in "), "{failure}");
    Ok(())
}
