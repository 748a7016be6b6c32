//! Lets a running server count every row again and compare.

use std::process::ExitCode;

use super::remote;
use crate::args::Remote;
use crate::printer::Printer;

pub(crate) fn run(remote: Remote, printer: &Printer) -> anyhow::Result<ExitCode> {
    let mut sound = false;
    remote::ask(remote, printer, async |session: &remote::Session<'_>| {
        let audit = session.quan.verify().await?;
        sound = audit.sound;
        let mut lines = vec![super::verify::counted(
            [
                audit.activities,
                audit.vouchers,
                audit.redemptions,
                audit.accounts,
            ],
            audit.findings.len(),
        )];
        for finding in &audit.findings {
            lines.push(format!(
                "  {} of {}: {}",
                finding.invariant, finding.subject, finding.words
            ));
        }
        session.report(lines.join("\n"), &audit)
    })?;
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
