//! The text of the page.

use std::fmt;

use quan_core::{Recharge, RechargeState, Timestamp};
use quan_wire::alipay::message::times;

const HEAD: &str = "<!doctype html>
<html lang=\"zh-CN\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"robots\" content=\"noindex\">
<title>支付券预算充值</title>
<style>
body { margin: 0; background: #f4f5f7; color: #1f2329; font: 16px/1.6 system-ui, sans-serif; }
main { max-width: 28rem; margin: 3rem auto; padding: 2rem; background: #fff; border-radius: 12px; }
h1 { margin: 0 0 1rem; font-size: 1.25rem; }
.amount { margin: 0 0 1rem; font-size: 2.25rem; font-weight: 600; }
.amount small { font-size: 1rem; font-weight: 400; }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .25rem 1rem; margin: 0 0 1.5rem; }
dt { color: #646a73; }
dd { margin: 0; overflow-wrap: anywhere; }
button { width: 100%; padding: .75rem; border: 0; border-radius: 8px; background: #1677ff; color: #fff; font: inherit; cursor: pointer; }
.notice { padding: .75rem 1rem; border-radius: 8px; background: #fff1f0; color: #a8071a; }
.done { padding: .75rem 1rem; border-radius: 8px; background: #f6ffed; color: #237804; }
.sandbox { margin: 0 0 1rem; color: #ad6800; }
</style>
</head>
<body>
<main>
<h1>支付券预算充值</h1>
";

const FOOT: &str = "</main>\n</body>\n</html>\n";

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) recharge: &'a Recharge,
    pub(super) activity_id: &'a str,
    pub(super) activity_name: Option<&'a str>,
    pub(super) sponsor: &'a str,
    pub(super) token: &'a str,
    pub(super) now: Timestamp,
    pub(super) sandbox: bool,
    /// What went wrong just now.
    pub(super) notice: Option<&'a str>,
}

impl Page<'_> {
    /// How the recharge stands, and whether it can be paid.
    fn state(&self) -> (&'static str, bool) {
        match self.recharge.state {
            RechargeState::Paid { .. } => ("已支付", false),
            RechargeState::Lapsed { .. } => ("已过期", false),
            RechargeState::Open if self.recharge.lapses_at <= self.now => ("已过期", false),
            RechargeState::Open => ("待支付", true),
        }
    }
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (state, open) = self.state();
        f.write_str(HEAD)?;
        if self.sandbox {
            f.write_str("<p class=\"sandbox\">沙箱环境</p>\n")?;
        }
        writeln!(
            f,
            "<p class=\"amount\">{} <small>元</small></p>",
            self.recharge.amount
        )?;
        f.write_str("<dl>\n")?;
        if let Some(name) = self.activity_name {
            row(f, "活动", name)?;
        }
        row(f, "活动编号", self.activity_id)?;
        row(f, "付款方", self.sponsor)?;
        row(f, "状态", state)?;
        match self.recharge.state {
            RechargeState::Paid { at } => row(f, "支付时间", &times::format(at))?,
            RechargeState::Open | RechargeState::Lapsed { .. } => {
                row(f, "截止时间", &times::format(self.recharge.lapses_at))?;
            }
        }
        f.write_str("</dl>\n")?;
        if let Some(notice) = self.notice {
            writeln!(
                f,
                "<p class=\"notice\" role=\"alert\">{}</p>",
                Escaped(notice)
            )?;
        }
        if open {
            writeln!(
                f,
                "<form method=\"post\" action=\"/recharge/{}/pay\">\n\
                 <input type=\"hidden\" name=\"token\" value=\"{}\">\n\
                 <button type=\"submit\">用账户余额支付</button>\n</form>",
                self.recharge.id,
                Escaped(self.token),
            )?;
        } else if let RechargeState::Paid { .. } = self.recharge.state {
            f.write_str("<p class=\"done\">预算已充值，活动即将生效。</p>\n")?;
        }
        f.write_str(FOOT)
    }
}

/// A page that says no more than this.
pub(super) fn sorry(text: &str) -> String {
    format!("{HEAD}<p class=\"notice\">{}</p>\n{FOOT}", Escaped(text))
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    writeln!(f, "<dt>{name}</dt><dd>{}</dd>", Escaped(value))
}

/// A text without anything that HTML would take for markup.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.split_inclusive(['&', '<', '>', '"', '\'']) {
            let (text, mark) = match part.char_indices().next_back() {
                Some((at, '&')) => (&part[..at], "&amp;"),
                Some((at, '<')) => (&part[..at], "&lt;"),
                Some((at, '>')) => (&part[..at], "&gt;"),
                Some((at, '"')) => (&part[..at], "&quot;"),
                Some((at, '\'')) => (&part[..at], "&#39;"),
                Some(_) | None => (part, ""),
            };
            f.write_str(text)?;
            f.write_str(mark)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_name_stays_text() {
        let text = Escaped("<b a='1'>&券\"</b>").to_string();
        assert_eq!(text, "&lt;b a=&#39;1&#39;&gt;&amp;券&quot;&lt;/b&gt;");
    }
}
