//! The operations around coupons by name.

mod callbacks;
mod codes;
mod coupons;
mod house;
mod stocks;
mod subsidies;

pub use house::SealedField;
