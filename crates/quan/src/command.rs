//! The commands, one file each.

pub(crate) mod demo;
pub(crate) mod keys;
pub(crate) mod serve;
pub(crate) mod verify;

/// A runtime for commands that wait for several things at once.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?)
}
