//! Counts every row of a store again and compares.

use std::process::ExitCode;
use std::sync::Arc;

use quan_engine::{Audit, Engine, Options};
use quan_server::clock::WallClock;

use crate::args::VerifyArgs;
use crate::printer::Printer;

pub(crate) fn run(args: VerifyArgs, printer: &Printer) -> anyhow::Result<ExitCode> {
    super::runtime()?.block_on(async {
        anyhow::ensure!(
            args.data.join("quan.db").exists(),
            "there is no store in {}",
            args.data.display()
        );
        let options = Options {
            sandbox: args.sandbox,
            ..Options::default()
        };
        let engine = Engine::open(&args.data, Arc::new(WallClock), options)?;
        let audit = engine.verify().await?;
        report(&audit, printer)?;
        engine.close().await;
        Ok(if audit.findings.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    })
}

fn report(audit: &Audit, printer: &Printer) -> anyhow::Result<()> {
    let counts = [
        audit.activities,
        audit.vouchers,
        audit.redemptions,
        audit.accounts,
    ];
    let mut lines = vec![counted(counts, audit.findings.len())];
    for finding in &audit.findings {
        lines.push(format!(
            "  {} of {}: {}",
            finding.invariant, finding.subject, finding.words
        ));
    }
    printer.report(lines.join("\n"), &json(audit))
}

/// What was counted (activities, vouchers, redemptions, accounts), and how many
/// findings there are.
pub(super) fn counted(counts: [u64; 4], findings: usize) -> String {
    let outcome = match findings {
        0 => "everything holds.".to_owned(),
        1 => "1 finding.".to_owned(),
        count => format!("{count} findings."),
    };
    let [activities, vouchers, redemptions, accounts] = counts;
    format!(
        "{activities} activities, {vouchers} vouchers, {redemptions} redemptions and \
         {accounts} accounts were counted: {outcome}"
    )
}

/// The audit as programs read it.
pub(crate) fn json(audit: &Audit) -> serde_json::Value {
    serde_json::json!({
        "activities": audit.activities,
        "vouchers": audit.vouchers,
        "redemptions": audit.redemptions,
        "accounts": audit.accounts,
        "findings": audit.findings.iter().map(|finding| serde_json::json!({
            "invariant": finding.invariant,
            "subject": finding.subject,
            "words": finding.words,
        })).collect::<Vec<_>>(),
    })
}
