//! What a voucher package must be, whoever brings it: the provisioning file or
//! Quan's own API.

use quan_engine::registry::Package;

/// The longest id.
const LONGEST_ID: usize = 64;
/// How a package may have to be paid.
const PAY_CHANNELS: [&str; 3] = ["pcredit", "creditCard", "credit_group"];

/// What is wrong with a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PackageFault {
    /// Its id is too long.
    #[error("at most {LONGEST_ID} characters are allowed")]
    LongId,
    /// It has no name.
    #[error("must not be empty")]
    NoName,
    /// Its sale ends before it begins.
    #[error("the end lies before the beginning")]
    EndsEarly,
    /// Nobody may buy it.
    #[error("a count of 1 or more is needed; leave the limit out for none")]
    NoneAllowed,
    /// It cannot be paid so.
    #[error("not one of {}", PAY_CHANNELS.join(", "))]
    PayChannel,
}

/// The first fault of a package.
pub(crate) fn check(package: &Package) -> Result<(), PackageFault> {
    if package.id.chars().count() > LONGEST_ID {
        return Err(PackageFault::LongId);
    }
    if package.name.trim().is_empty() {
        return Err(PackageFault::NoName);
    }
    if package.sale.closes_at < package.sale.opens_at {
        return Err(PackageFault::EndsEarly);
    }
    if package.limit.is_some_and(|cap| cap.limit == 0) {
        return Err(PackageFault::NoneAllowed);
    }
    let channel = package.pay_channel.as_deref();
    if channel.is_some_and(|channel| !PAY_CHANNELS.contains(&channel)) {
        return Err(PackageFault::PayChannel);
    }
    Ok(())
}
