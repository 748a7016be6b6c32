//! Quan's own API.

mod client;
mod error;
mod operation;

pub use client::{QuanClient, QuanClientBuilder};
pub use error::ApiError;
pub use operation::{
    ActivityFilter, DeliveryFilter, ListedState, NoticeFilter, PackageFilter, ServiceCodeFilter,
    ShopFilter,
};
