//! Everything that is printed goes through here.

use std::io::Write;

use serde::Serialize;

/// Prints for people, or JSON for programs.
pub(crate) struct Printer {
    json: bool,
}

impl Printer {
    pub(crate) fn new(json: bool) -> Printer {
        Printer { json }
    }

    /// A line for people; programs are not bothered with it.
    pub(crate) fn line(&self, text: impl AsRef<str>) {
        if !self.json {
            write_line(std::io::stdout(), text.as_ref());
        }
    }

    /// A report: the words for people, or the value for programs.
    pub(crate) fn report(
        &self,
        words: impl AsRef<str>,
        value: &impl Serialize,
    ) -> anyhow::Result<()> {
        if self.json {
            write_line(std::io::stdout(), &serde_json::to_string(value)?);
        } else {
            write_line(std::io::stdout(), words.as_ref());
        }
        Ok(())
    }

    /// What went wrong, with what caused it.
    pub(crate) fn failure(&self, error: &anyhow::Error) {
        if self.json {
            let value = serde_json::json!({ "error": format!("{error:#}") });
            write_line(std::io::stderr(), &value.to_string());
        } else {
            write_line(std::io::stderr(), &format!("error: {error:#}"));
        }
    }
}

/// A reader that has gone is no reason to stop: there is nobody to tell.
fn write_line(mut to: impl Write, text: &str) {
    let _ = writeln!(to, "{text}");
    let _ = to.flush();
}
