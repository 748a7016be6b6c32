//! Who is not answered, and what is said then.

use anyhow::ensure;
use serde_json::{Value, json};

use crate::cli::{complains, serve};
use crate::process::{Server, quan, run};
use crate::world::{MERCHANT, TOKEN, World, provisioning};

#[test]
fn a_server_is_asked_with_a_token_where_it_is() -> anyhow::Result<()> {
    let world = World::make()?;
    let viewer = "\n[[api_token]]\ntoken = \"only-looks\"\nrole = \"viewer\"\n";
    std::fs::write(world.provision(), provisioning() + viewer)?;
    let server = Server::start(&mut serve(&world), world.dir())?;
    let url = server.url.as_str();

    // Before the command or behind it; what is typed goes before the environment.
    for args in [
        ["activity", "--server", url, "--token", TOKEN, "list"],
        ["activity", "list", "--server", url, "--token", TOKEN],
    ] {
        let mut command = quan();
        command.args(args).env("QUAN_TOKEN", "another-token");
        let ended = run(&mut command)?;
        ensure!(ended.code == Some(0), "{ended:?}");
    }

    let list = || {
        let mut command = quan();
        command.args(["activity", "list"]).env("QUAN_SERVER", url);
        command
    };
    let words = "give --token, or set QUAN_TOKEN";
    complains(&run(&mut list())?, 1, &[words])?;
    let ended = run(list().env("QUAN_TOKEN", "another-token"))?;
    complains(&ended, 1, &["error: unauthorized: the token is not known"])?;
    let ended = run(list().env("QUAN_TOKEN", "two\nlines"))?;
    complains(&ended, 1, &["a token of plain characters"])?;
    let ended = run(list().env("QUAN_TOKEN", "only-looks"))?;
    ensure!(ended.code == Some(0), "{ended:?}");
    let mut deposit = quan();
    deposit
        .args([
            "merchant",
            "deposit",
            MERCHANT,
            "--amount",
            "1",
            "--request-no",
            "1",
        ])
        .args(["--server", url, "--token", "only-looks", "--json"]);
    let ended = run(&mut deposit)?;
    complains(&ended, 1, &[])?;
    let failure: Value = serde_json::from_str(&ended.stderr)?;
    let expected = json!({
        "error": "forbidden: a token with the role admin is needed",
        "code": "forbidden",
        "status": 403,
    });
    ensure!(failure == expected, "{failure}");

    let ended = run(list().args(["--token", TOKEN, "--page-size", "101", "--json"]))?;
    let failure: Value = serde_json::from_str(&ended.stderr)?;
    ensure!(failure["field"] == "page_size", "{failure}");
    let words = "error: no-sandbox: ";
    let ended = run(quan().args(["clock", "show", "--server", url, "--token", TOKEN]))?;
    complains(&ended, 1, &[words])
}

#[test]
fn a_server_that_does_not_answer_is_named() -> anyhow::Result<()> {
    // Nobody listens there.
    let mut command = quan();
    command.args(["trade", "show", "1", "--token", TOKEN]);
    command.args(["--server", "http://127.0.0.1:9"]);
    let ended = run(&mut command)?;
    complains(&ended, 1, &["could not ask http://127.0.0.1:9/: "])?;
    let ended = run(quan().args(["audit", "--token", TOKEN, "--server", "quan"]))?;
    complains(&ended, 1, &["\"quan\" is no address"])
}

#[test]
fn a_token_is_not_shown_by_help() -> anyhow::Result<()> {
    let ended = run(quan()
        .args(["trade", "pay", "--help"])
        .env("QUAN_TOKEN", TOKEN))?;
    ensure!(
        ended.code == Some(0) && !ended.stdout.contains(TOKEN),
        "{ended:?}"
    );
    ensure!(ended.stdout.contains("QUAN_TOKEN"), "{ended:?}");
    Ok(())
}
