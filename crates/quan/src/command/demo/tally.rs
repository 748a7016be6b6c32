//! What the demo counts, and the table at its end.

use std::collections::BTreeMap;
use std::time::Duration;

use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;

/// What happened in the demo.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) issued: u64,
    pub(super) twins: u64,
    pub(super) refused: BTreeMap<String, u64>,
    pub(super) redeemed: u64,
    pub(super) returned: u64,
    pub(super) messages: BTreeMap<String, u64>,
    /// One line a programme: what its budget adds up to.
    pub(super) budgets: Vec<String>,
    /// How long each call of the rush took, and how long the rush.
    pub(super) calls: Vec<Duration>,
    pub(super) rush: Duration,
    pub(super) took: Duration,
}

impl Tally {
    pub(super) fn refuse(&mut self, code: impl Into<String>) {
        *self.refused.entry(code.into()).or_default() += 1;
    }

    fn per_second(&self) -> u128 {
        (self.calls.len() as u128).saturating_mul(1_000_000) / self.rush.as_micros().max(1)
    }

    /// The time within which so many of a hundred calls were answered.
    fn percentile(&self, percent: usize) -> Duration {
        let mut sorted = self.calls.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).copied().unwrap_or_default()
    }

    pub(super) fn words(&self) -> String {
        let list = |counts: &BTreeMap<String, u64>| {
            counts
                .iter()
                .map(|(what, count)| format!("{count} × {what}"))
                .collect::<Vec<_>>()
                .join("\n")
        };
        let mut table = Table::new();
        table.load_preset(UTF8_FULL_CONDENSED);
        table.add_row(["issued", &self.issued.to_string()]);
        table.add_row(["twins, answered alike", &self.twins.to_string()]);
        table.add_row(["refused", &list(&self.refused)]);
        table.add_row(["redeemed", &self.redeemed.to_string()]);
        table.add_row(["returned", &self.returned.to_string()]);
        table.add_row(["messages, signatures verified", &list(&self.messages)]);
        table.add_row(["budgets", &self.budgets.join("\n")]);
        table.add_row([
            "signed sends",
            &format!(
                "{} in {} ms: {} a second, both sides of it on this machine; p50 {} ms, p99 {} ms",
                self.calls.len(),
                self.rush.as_millis(),
                self.per_second(),
                self.percentile(50).as_millis(),
                self.percentile(99).as_millis(),
            ),
        ]);
        table.add_row(["audit", "every row counted again: everything holds"]);
        table.add_row(["took", &format!("{} ms", self.took.as_millis())]);
        format!("\n{table}")
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "issued": self.issued,
            "twins": self.twins,
            "refused": self.refused,
            "redeemed": self.redeemed,
            "returned": self.returned,
            "messages": self.messages,
            "budgets": self.budgets,
            "sends": self.calls.len(),
            "sends_per_second": u64::try_from(self.per_second()).unwrap_or(u64::MAX),
            "p50_ms": u64::try_from(self.percentile(50).as_millis()).unwrap_or(u64::MAX),
            "p99_ms": u64::try_from(self.percentile(99).as_millis()).unwrap_or(u64::MAX),
            "took_ms": u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX),
        })
    }
}
