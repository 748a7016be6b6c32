//! Why a provisioning file cannot be applied.

use std::fmt;
use std::path::PathBuf;

use quan_engine::registry::RegistryError;

/// Why a provisioning file cannot be applied.
#[derive(Debug)]
pub enum ProvisionError {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// The file is not TOML.
    Syntax {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the place.
        what: String,
    },
    /// An entry cannot be understood.
    Entry {
        /// The file.
        path: PathBuf,
        /// The table, and which entry of it.
        place: String,
        /// The key, where one is to blame.
        key: Option<String>,
        /// What is wrong.
        what: String,
    },
    /// The registry did not take the entries.
    Registry {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: RegistryError,
    },
}

impl fmt::Display for ProvisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProvisionError::Unreadable { path, .. } => {
                write!(f, "could not read {}", path.display())
            }
            ProvisionError::Syntax { path, what } => {
                write!(f, "{} is not TOML: {what}", path.display())
            }
            ProvisionError::Entry {
                path,
                place,
                key: Some(key),
                what,
            } => {
                write!(f, "{}: {place}, {key}: {what}", path.display())
            }
            ProvisionError::Entry {
                path,
                place,
                key: None,
                what,
            } => {
                write!(f, "{}: {place}: {what}", path.display())
            }
            ProvisionError::Registry { path, .. } => {
                write!(f, "could not apply {}", path.display())
            }
        }
    }
}

impl std::error::Error for ProvisionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ProvisionError::Unreadable { source, .. } => Some(source),
            ProvisionError::Registry { source, .. } => Some(source),
            ProvisionError::Syntax { .. } | ProvisionError::Entry { .. } => None,
        }
    }
}
