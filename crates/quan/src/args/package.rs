//! What `quan package` is told.

use clap::{Args as ClapArgs, Subcommand};
use quan_client::api::{Moment, PackageStatus, PurchaseLimit, PurchasePeriod, Yuan};

use super::value::{Paged, one_of};

/// The states of a package.
const STATES: &[&str] = &["created", "enabled", "paused", "disabled"];

#[derive(Subcommand, Debug)]
pub(crate) enum PackageCommand {
    /// List voucher packages in the order of their ids.
    List {
        /// Only those that this merchant sells.
        #[arg(long, value_name = "ID")]
        merchant: Option<String>,
        /// Only those in this state.
        #[arg(long, value_parser = one_of::<PackageStatus>(STATES))]
        status: Option<PackageStatus>,
        #[command(flatten)]
        paged: Paged,
    },
    /// Look at a voucher package.
    Show {
        /// The package.
        package_id: String,
    },
    /// Make a voucher package.
    Make(Make),
    /// Put a voucher package on sale, or take it off.
    Status {
        /// The package.
        package_id: String,
        /// How it stands from now on.
        #[arg(value_parser = one_of::<PackageStatus>(STATES))]
        status: PackageStatus,
    },
    /// Sell a voucher package to a user. No voucher is issued by it.
    Sell {
        /// The package.
        package_id: String,
        /// Who buys.
        #[arg(long, value_name = "ID")]
        user: String,
        /// Tells this request from others: the same one again sells once.
        #[arg(long, value_name = "TEXT")]
        request_no: String,
    },
}

#[derive(ClapArgs, Debug)]
pub(crate) struct Make {
    /// Names it; one is chosen where none is said.
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Who sells it.
    #[arg(long, value_name = "ID")]
    pub(crate) merchant: String,
    /// What users read.
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: String,
    /// Whether it is on sale.
    #[arg(long, default_value = "enabled", value_parser = one_of::<PackageStatus>(STATES))]
    pub(crate) status: PackageStatus,
    /// The first instant of the sale.
    #[arg(long, value_name = "INSTANT")]
    pub(crate) from: Moment,
    /// The last instant of the sale.
    #[arg(long, value_name = "INSTANT")]
    pub(crate) until: Moment,
    /// What one costs.
    #[arg(long, value_name = "YUAN")]
    pub(crate) price: Yuan,
    /// How many can be sold.
    #[arg(long, value_name = "COUNT")]
    pub(crate) budget: u32,
    /// How many a user may buy in a day, week, month or lifetime: `day:1`.
    #[arg(long, value_name = "PERIOD:COUNT", value_parser = limit)]
    pub(crate) limit: Option<PurchaseLimit>,
    /// How it must be paid: `pcredit`, `creditCard` or `credit_group`.
    #[arg(long, value_name = "CHANNEL")]
    pub(crate) pay_channel: Option<String>,
    /// Where it is sold.
    #[arg(long, value_name = "URL")]
    pub(crate) purchase_url: Option<String>,
    /// What users read about its use.
    #[arg(long, value_name = "TEXT")]
    pub(crate) use_rule: Option<String>,
    /// An activity whose vouchers are in it; may be said several times.
    #[arg(long = "activity", value_name = "ID")]
    pub(crate) activities: Vec<String>,
}

/// Reads `day:1`.
fn limit(text: &str) -> Result<PurchaseLimit, &'static str> {
    const WRONG: &str = "not like day:1, week:2, month:3 or lifetime:4";
    let (period, count) = text.split_once(':').ok_or(WRONG)?;
    let period = match period {
        "day" => PurchasePeriod::Day,
        "week" => PurchasePeriod::Week,
        "month" => PurchasePeriod::Month,
        "lifetime" => PurchasePeriod::Lifetime,
        _ => return Err(WRONG),
    };
    let count = count.parse().map_err(|_| WRONG)?;
    Ok(PurchaseLimit { period, count })
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn a_limit_is_a_period_and_a_count() {
        assert_eq!(limit("week:2").unwrap().count, 2);
        for wrong in ["day", "day:", "day:-1", "year:1", ":1"] {
            assert!(limit(wrong).is_err(), "{wrong}");
        }
    }
}
