//! Service codes: what a mini-program offers, as vouchers lead to it.

use quan_core::AppId;

use super::{Registry, RegistryError};

/// A service of a mini-program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceCode {
    /// Names it.
    pub code: String,
    /// The mini-program that offers it.
    pub app: AppId,
    /// What users read.
    pub name: String,
    /// What it was registered with that nothing reads: a JSON object.
    pub details: String,
}

impl Registry {
    /// The service of this code.
    pub fn find_service_code(&self, code: &str) -> Result<Option<ServiceCode>, RegistryError> {
        self.ask(
            |sqlite| sqlite.service_code(code),
            |memory| Ok(memory.service_code(code)),
        )
    }

    /// At most `limit` services in the order of their codes, from the one
    /// behind `after`; of one application, where one is named.
    pub fn list_service_codes(
        &self,
        app_id: Option<&str>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<ServiceCode>, RegistryError> {
        self.ask(
            |sqlite| sqlite.list_service_codes(app_id, after, limit),
            |memory| Ok(memory.list_service_codes(app_id, after, limit)),
        )
    }

    /// Registers a service: `make` makes it from a number that no service was
    /// made from.
    pub fn add_service_code(
        &self,
        make: impl Fn(u64) -> ServiceCode,
    ) -> Result<ServiceCode, RegistryError> {
        self.change(
            |sqlite| sqlite.add_service_code(&make),
            |memory| Ok(memory.add_service_code(&make)),
        )
    }
}
