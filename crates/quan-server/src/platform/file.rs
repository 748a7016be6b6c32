//! Small files: whole reads, whole writes, secrets for their owner alone.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use super::PlatformError;

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PlatformError {
    let path = path.to_owned();
    move |source| PlatformError::File {
        doing,
        path,
        source,
    }
}

pub(super) fn read(path: &Path) -> Result<String, PlatformError> {
    fs::read_to_string(path).map_err(failed("read", path))
}

pub(super) fn read_if_there(path: &Path) -> Result<Option<String>, PlatformError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("read", path)(error)),
    }
}

pub(super) fn make_directory(path: &Path) -> Result<(), PlatformError> {
    fs::create_dir_all(path).map_err(failed("create", path))
}

/// Writes a file that everybody may read.
pub(super) fn write(path: &Path, text: &str) -> Result<(), PlatformError> {
    replace(path, text, 0o644)
}

/// Writes a file that only its owner may read.
pub(super) fn write_secret(path: &Path, text: &str) -> Result<(), PlatformError> {
    replace(path, text, 0o600)
}

/// Writes beside the file and renames, so that a crash leaves the old text or
/// the new one.
fn replace(path: &Path, text: &str, mode: u32) -> Result<(), PlatformError> {
    let beside = path.with_extension("new");
    let written = || {
        if fs::exists(&beside)? {
            fs::remove_file(&beside)?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        #[cfg(not(unix))]
        let _ = mode;
        let mut file = options.open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    written().map_err(failed("write", path))
}

/// The files in a directory whose names begin and end so, in order.
pub(super) fn names_in(
    directory: &Path,
    lead: &str,
    end: &str,
) -> Result<Vec<String>, PlatformError> {
    let listed = || -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(directory)? {
            if let Ok(name) = entry?.file_name().into_string()
                && name.starts_with(lead)
                && name.ends_with(end)
            {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    };
    listed().map_err(failed("read", directory))
}

pub(super) fn remove(path: &Path) -> Result<(), PlatformError> {
    fs::remove_file(path).map_err(failed("remove", path))
}
