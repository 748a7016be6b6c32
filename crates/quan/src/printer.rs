//! Everything that is printed goes through here.

use std::io::Write;

use quan_client::ApiError;
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

    /// What went wrong, with what caused it. Programs branch on the code with
    /// which a server refused.
    pub(crate) fn failure(&self, error: &anyhow::Error) {
        let words = format!("{error:#}");
        if !self.json {
            return write_line(std::io::stderr(), &format!("error: {words}"));
        }
        let refused = error.downcast_ref::<ApiError>().and_then(ApiError::problem);
        let failure = Failure {
            error: &words,
            code: refused.map(|problem| problem.code.as_str()),
            status: refused.map(|problem| problem.status),
            field: refused.and_then(|problem| problem.field.as_deref()),
        };
        let text = serde_json::to_string(&failure).unwrap_or(words.clone());
        write_line(std::io::stderr(), &text);
    }
}

/// What went wrong, for programs.
#[derive(Serialize)]
struct Failure<'a> {
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
}

/// A reader that has gone is no reason to stop: there is nobody to tell.
fn write_line(mut to: impl Write, text: &str) {
    let _ = writeln!(to, "{text}");
    let _ = to.flush();
}
