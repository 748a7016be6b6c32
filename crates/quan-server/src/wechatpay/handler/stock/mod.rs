//! Stocks (批次): laid down, shown, and changed.

pub(super) mod budget;
pub(super) mod create;
pub(super) mod modify;
pub(super) mod query;
