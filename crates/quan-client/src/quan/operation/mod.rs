//! The calls by name, a file per thing that is asked about.

mod activities;
mod apps;
mod deliveries;
mod house;
mod merchants;
mod notices;
mod packages;
mod payees;
mod services;
mod shops;
mod trades;
mod users;
mod vouchers;
mod wechat;

pub use activities::{ActivityFilter, ListedState};
pub use deliveries::DeliveryFilter;
pub use notices::NoticeFilter;
pub use packages::PackageFilter;
pub use services::ServiceCodeFilter;
pub use shops::ShopFilter;
