//! `quan keys export` and `quan keys rotate`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, ensure};
use quan_wire::alipay::certificate::Certificate;
use quan_wire::alipay::key::{PrivateKey, PublicKey};

use super::{complains, serve, serve_from};
use crate::process::{Ended, Server, quan, refused, run};
use crate::world::World;

const KEY: &str = "alipay_public_key.pem";
const ROOT: &str = "alipay_root.crt";
const CERTIFICATE: &str = "alipay_cert_public_key.crt";
const WECHAT_NAMES: &str = "wechatpay.txt";
const WECHAT_CERTIFICATE: &str = "wechatpay_platform_cert.pem";
const WECHAT_KEY: &str = "wechatpay_platform_public_key.pem";
const PRIVATE: &str = "alipay_private_key.pem";

fn export(data: &Path, out: &Path) -> anyhow::Result<Ended> {
    run(quan()
        .args(["keys", "export", "--data"])
        .arg(data)
        .arg("--out")
        .arg(out))
}

/// The files of a directory, by name.
fn files(dir: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    std::fs::read_dir(dir)?
        .map(|file| {
            let file = file?;
            let text = std::fs::read_to_string(file.path())?;
            Ok((file.file_name().to_string_lossy().into_owned(), text))
        })
        .collect()
}

#[test]
fn an_export_is_what_sdks_are_configured_with_and_no_secret() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let (data, out) = (dir.path().join("data"), dir.path().join("a/new/place"));
    let ended = export(&data, &out)?;
    ensure!(ended.code == Some(0), "{ended:?}");
    let written = files(&out)?;
    ensure!(
        written.keys().eq([
            CERTIFICATE,
            KEY,
            ROOT,
            WECHAT_NAMES,
            WECHAT_CERTIFICATE,
            WECHAT_KEY
        ]),
        "{:?}",
        written.keys()
    );
    for name in written.keys() {
        let line = format!("wrote {}", out.join(name).display());
        ensure!(ended.stdout.lines().any(|said| said == line), "{ended:?}");
    }
    let key = PublicKey::parse(&written[KEY])?;
    let leaf = Certificate::parse_leaf(written[CERTIFICATE].as_bytes())?;
    ensure!(
        leaf.public_key() == Some(&key),
        "the certificate is of another key"
    );
    ensure!(!Certificate::parse_chain(written[ROOT].as_bytes())?.is_empty());
    Ok(())
}

#[test]
fn a_certificate_of_wechat_pay_follows_another() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let (data, out) = (dir.path().join("data"), dir.path().join("out"));
    export(&data, &out)?;
    let first = files(&out)?;
    let serial = |files: &BTreeMap<String, String>| -> anyhow::Result<String> {
        let mut names = files[WECHAT_NAMES].lines();
        let serial = names.find_map(|line| line.strip_prefix("serial="));
        Ok(serial.context("a serial number")?.to_owned())
    };
    let old = serial(&first)?;
    let read = quan_wire::wechatpay::certificate::Certificate::parse(&first[WECHAT_CERTIFICATE])?;
    ensure!(read.serial() == old);
    let rotate = || {
        run(quan()
            .args(["keys", "rotate", "--data"])
            .arg(&data)
            .arg("--wechatpay"))
    };
    let ended = rotate()?;
    ensure!(ended.code == Some(0), "{ended:?}");
    let (new, rest) = ended.stdout.split_once(' ').context("a serial number")?;
    ensure!(new.len() == 40 && new != old, "{ended:?}");
    ensure!(rest.starts_with("signs from "), "{ended:?}");
    ensure!(files(&data)?.contains_key(&format!("wechatpay_{new}.crt")));
    // It signs tomorrow.
    export(&data, &out)?;
    ensure!(serial(&files(&out)?)? == old);
    let ended = run(quan().args(["keys", "rotate", "--data"]).arg(&data))?;
    complains(&ended, 2, &["--wechatpay"])
}

#[cfg(unix)]
#[test]
fn the_private_key_is_for_its_owner_only() -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = tempfile::tempdir()?;
    export(dir.path(), &dir.path().join("out"))?;
    let mode = std::fs::metadata(dir.path().join(PRIVATE))?
        .permissions()
        .mode();
    ensure!(mode & 0o777 == 0o600, "{mode:o}");
    Ok(())
}

#[test]
fn an_export_can_be_repeated_and_is_always_the_same() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let (data, out) = (dir.path().join("data"), dir.path().join("out"));
    export(&data, &out)?;
    let (kept, first) = (files(&data)?, files(&out)?);
    // Over what is there already, and elsewhere.
    for out in [out, dir.path().join("other")] {
        let ended = export(&data, &out)?;
        ensure!(ended.code == Some(0), "{ended:?}");
        ensure!(files(&out)? == first);
    }
    ensure!(files(&data)? == kept);
    Ok(())
}

#[test]
fn a_server_uses_the_exported_keys_before_and_after_its_start() -> anyhow::Result<()> {
    let world = World::make()?;
    let before = files(&world.data())?;
    let server = Server::start(&mut serve(&world), world.dir())?;
    let out = world.dir().join("out");
    let ended = export(&world.data(), &out)?;
    ensure!(ended.code == Some(0), "a server is in the way: {ended:?}");
    let first = std::fs::read_to_string(world.dir().join(KEY))?;
    ensure!(files(&out)?[KEY] == first);
    ensure!(server.stop("TERM")?.success());
    for (name, text) in before {
        ensure!(
            std::fs::read_to_string(world.data().join(&name))? == text,
            "{name}"
        );
    }
    Ok(())
}

#[test]
fn certificates_of_another_key_are_made_anew() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let [one, other] = ["one", "other"].map(|name| dir.path().join(name));
    let out = dir.path().join("out");
    export(&one, &out)?;
    let first = files(&out)?;
    export(&other, &out)?;
    // Somebody brings a key along.
    std::fs::copy(other.join(PRIVATE), one.join(PRIVATE))?;
    export(&one, &out)?;
    let second = files(&out)?;
    ensure!(first[KEY] != second[KEY]);
    let key = PrivateKey::parse(&std::fs::read_to_string(one.join(PRIVATE))?)?;
    let leaf = Certificate::parse_leaf(second[CERTIFICATE].as_bytes())?;
    ensure!(leaf.public_key() == Some(key.public_key()));
    ensure!(second[KEY] == key.public_key().to_pem());
    Ok(())
}

#[test]
fn a_broken_private_key_is_refused_and_left_alone() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let (data, out) = (dir.path().join("data"), dir.path().join("out"));
    export(&data, &out)?;
    let key = data.join(PRIVATE);
    let whole = std::fs::read_to_string(&key)?;
    let broken = whole.get(..whole.len() / 2).context("half a key")?;
    std::fs::write(&key, broken)?;
    let elsewhere = dir.path().join("elsewhere");
    complains(&export(&data, &elsewhere)?, 1, &[PRIVATE])?;
    complains(&refused(&mut serve_from(&data))?, 1, &[PRIVATE])?;
    ensure!(std::fs::read_to_string(&key)? == broken);
    ensure!(files(&elsewhere)?.is_empty());
    Ok(())
}

#[test]
fn a_place_that_cannot_be_written_is_named() -> anyhow::Result<()> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("file");
    std::fs::write(&file, "")?;
    let words = ["could not make", "file"];
    complains(&export(&dir.path().join("data"), &file)?, 1, &words)?;
    complains(&export(&file, &dir.path().join("out"))?, 1, &words)
}
