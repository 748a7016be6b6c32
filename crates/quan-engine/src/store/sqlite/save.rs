//! Saves what became of the desk: one statement a table.

use quan_core::desk::Draft;
use quan_core::{
    Activity, ActivityState, Code, Desk, PersonId, Phone, RequestNo, ScopeChange, Timestamp,
    Validity,
};
use rusqlite::{Connection, params};

use super::{During, Result, body, load, news, row, subsidy};

pub(super) fn desk(connection: &Connection, desk: &Desk) -> Result<()> {
    activities(connection, desk)?;
    drafts(connection, &desk.added.drafts)?;
    deposits(connection, desk)?;
    codes(connection, desk)?;
    vouchers(connection, desk)?;
    sales(connection, desk)?;
    answers(connection, desk)?;
    tallies(connection, desk)?;
    redemptions(connection, desk)?;
    recharges(connection, desk)?;
    subsidy::save(connection, desk)?;
    accounts(connection, desk)?;
    letters(connection, desk)?;
    for notice in &desk.added.notices {
        news::insert(connection, notice, news::WAITING, notice.happened_at, 0)?;
    }
    Ok(())
}

/// What is kept of an activity beside its own columns, for queries.
fn derived(activity: &Activity) -> (i64, Option<i64>, Option<i64>) {
    let closes_at = activity.terms.issue.window.closes_at.as_millisecond();
    let valid_until = match activity.terms.validity {
        Validity::Absolute(window) => Some(window.closes_at.as_millisecond()),
        Validity::Relative { .. } | Validity::Within { .. } => None,
    };
    (
        closes_at,
        valid_until,
        activity.wake_at().map(Timestamp::as_millisecond),
    )
}

fn activities(connection: &Connection, desk: &Desk) -> Result<()> {
    let marks = (1..=42)
        .map(|at| format!("?{at}"))
        .collect::<Vec<_>>()
        .join(", ");
    let sql = format!(
        "replace into activity ({}, closes_at, valid_until, wake_at) values ({marks})",
        row::ACTIVITY
    );
    for (_, activity) in desk.activities.unsaved() {
        let mut statement = connection.prepare_cached(&sql).during("save activities")?;
        let (state, stopped_at) = match activity.state {
            ActivityState::Created => (0, None),
            ActivityState::Active => (1, None),
            ActivityState::Paused => (2, None),
            ActivityState::Stopped { at } => (3, Some(at.as_millisecond())),
        };
        let pending = activity.pending.as_ref();
        let columns = pending.map(row::pending_columns);
        let counters = activity.counters;
        let (closes_at, valid_until, wake_at) = derived(activity);
        statement
            .execute(params![
                row::number(activity.id),
                row::product_code(activity.product),
                row::merchant(activity.owner),
                row::merchant(activity.operator),
                activity.receiver.as_str(),
                activity.created_at.as_millisecond(),
                activity.version,
                state,
                stopped_at,
                columns.map(|columns| columns.0),
                columns.and_then(|columns| columns.1),
                pending.map(|pending| pending.request.as_str()),
                pending.map(|pending| pending.accepted_at.as_millisecond()),
                columns.map(|columns| columns.2),
                columns.and_then(|columns| columns.3),
                columns.and_then(|columns| columns.4),
                activity.quantity,
                activity.issued,
                activity.redeemed,
                activity.expired,
                activity.revoked,
                activity.reserved,
                activity.codes,
                activity.uses,
                activity.swept,
                activity.next_expiry_at.map(Timestamp::as_millisecond),
                activity.today.day.to_string(),
                activity.today.issued,
                row::cents(activity.held),
                row::cents(activity.spent),
                activity.released,
                counters.redemptions,
                counters.returns,
                counters.recharges,
                counters.letters,
                counters.notices,
                counters.versions,
                counters.deposits,
                counters.sales,
                closes_at,
                valid_until,
                wake_at,
            ])
            .during("save activities")?;
    }
    Ok(())
}

fn drafts(connection: &Connection, drafts: &[Draft]) -> Result<()> {
    for draft in drafts {
        let activity = row::number(draft.activity);
        connection
            .prepare_cached(
                "insert into terms (activity, version, body, document) values (?1, ?2, ?3, ?4)",
            )
            .and_then(|mut statement| {
                statement.execute((
                    activity,
                    draft.version,
                    body::terms_text(&draft.terms),
                    &*draft.document,
                ))
            })
            .during("save terms")?;
        scope(
            connection,
            activity,
            draft.terms.scope.generation,
            &draft.members,
        )?;
    }
    Ok(())
}

/// Ends what goes with a generation, and begins what comes.
fn scope(
    connection: &Connection,
    activity: i64,
    generation: u32,
    change: &ScopeChange,
) -> Result<()> {
    let ScopeChange {
        cleared,
        removed,
        added,
    } = change;
    for kind in cleared {
        let sql = "update scope_member set until = ?2
                   where activity = ?1 and kind = ?3 and until is null and since < ?2";
        connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.execute((activity, generation, row::scope_code(*kind)))
            })
            .during("save scopes")?;
    }
    let sql = "update scope_member set until = ?2
               where activity = ?1 and kind = ?3 and member = ?4 and until is null and since < ?2";
    let mut statement = connection.prepare_cached(sql).during("save scopes")?;
    for (kind, member) in removed {
        statement
            .execute((
                activity,
                generation,
                row::scope_code(*kind),
                member.as_str(),
            ))
            .during("save scopes")?;
    }
    let sql = "insert into scope_member (activity, kind, member, since)
               select ?1, ?3, ?4, ?2 where not exists
                 (select 1 from scope_member where activity = ?1 and kind = ?3 and member = ?4 and until is null)";
    let mut statement = connection.prepare_cached(sql).during("save scopes")?;
    for (kind, member) in added {
        statement
            .execute((
                activity,
                generation,
                row::scope_code(*kind),
                member.as_str(),
            ))
            .during("save scopes")?;
    }
    Ok(())
}

fn deposits(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = format!(
        "insert into deposit ({}) values (?1, ?2, ?3, ?4, ?5)",
        row::DEPOSIT
    );
    let names = |codes: &[Code]| {
        let names: Vec<&str> = codes.iter().map(Code::as_str).collect();
        serde_json::Value::from(names).to_string()
    };
    for deposit in &desk.added.deposits {
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.execute((
                    row::number(deposit.activity),
                    deposit.sequence,
                    deposit.at.as_millisecond(),
                    names(&deposit.known),
                    names(&deposit.surplus),
                ))
            })
            .during("save deposits")?;
    }
    Ok(())
}

fn codes(connection: &Connection, desk: &Desk) -> Result<()> {
    for (activity, code) in &desk.added.deleted_codes {
        connection
            .prepare_cached("delete from code where activity = ?1 and code = ?2")
            .and_then(|mut statement| statement.execute((row::number(*activity), code.as_str())))
            .during("delete codes")?;
    }
    let insert =
        "insert into code (activity, code, deposit, rank, sequence) values (?1, ?2, ?3, ?4, ?5)";
    let mut statement = connection.prepare_cached(insert).during("save codes")?;
    for ((activity, code), found) in desk.codes.new_entries() {
        let (rank, sequence) = row::code_state(found.state);
        statement
            .execute((
                row::number(*activity),
                code.as_str(),
                found.deposit,
                rank,
                sequence,
            ))
            .during("save codes")?;
    }
    let update = "update code set rank = ?3, sequence = ?4 where activity = ?1 and code = ?2";
    let mut statement = connection.prepare_cached(update).during("save codes")?;
    for ((activity, code), found) in desk.codes.changed_entries() {
        let (rank, sequence) = row::code_state(found.state);
        statement
            .execute((row::number(*activity), code.as_str(), rank, sequence))
            .during("save codes")?;
    }
    Ok(())
}

fn sales(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = format!(
        "replace into sale ({}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        row::SALE
    );
    let ms = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
    for (_, sale) in desk.sales.unsaved() {
        let refund = sale.refund.as_ref();
        let request = refund.and_then(|refund| refund.request.as_ref());
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.execute(params![
                    row::number(sale.id.activity),
                    sale.id.sequence,
                    sale.number.as_str(),
                    sale.buyer.user.as_str(),
                    sale.buyer.person.as_ref().map(PersonId::as_str),
                    sale.buyer.phone.as_ref().map(Phone::as_str),
                    sale.buyer.real_name,
                    row::cents(sale.price),
                    sale.ordered_at.as_millisecond(),
                    row::sale_state(sale.state),
                    ms(sale.paid_at),
                    sale.voucher,
                    refund.map(|refund| row::cause(refund.cause)),
                    request.map(RequestNo::as_str),
                    ms(refund.map(|refund| refund.asked_at)),
                    ms(refund.and_then(|refund| refund.done_at)),
                    ms(sale.settled_at),
                ])
            })
            .during("save orders")?;
    }
    Ok(())
}

fn vouchers(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = format!(
        "insert into voucher ({}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        row::VOUCHER
    );
    let mut statement = connection.prepare_cached(&sql).during("save vouchers")?;
    for voucher in &desk.added.vouchers {
        let window = voucher.own_window;
        statement
            .execute(params![
                row::number(voucher.id.activity),
                voucher.id.sequence,
                voucher.user.as_str(),
                voucher.issued_at.as_millisecond(),
                window.map(|window| window.opens_at.as_millisecond()),
                window.map(|window| window.closes_at.as_millisecond()),
                voucher.uses,
                row::cents(voucher.deducted),
                None::<i64>,
                None::<i64>,
                voucher.code.as_ref().map(Code::as_str),
                None::<&str>,
                None::<i64>,
                false,
                voucher.note.as_deref(),
                voucher.issuer.map(row::merchant),
                None::<u32>,
            ])
            .during("save vouchers")?;
    }
    let sql = "update voucher set uses = ?3, deducted = ?4, redeemed_at = ?5, revoked_at = ?6, trade = ?7,
                                  linked_at = ?8, hidden = ?9, note = ?10, last_use = ?11
               where activity = ?1 and sequence = ?2";
    for voucher in desk.vouchers.changed() {
        let (redeemed_at, revoked_at) = row::voucher_state(voucher.state);
        let linked = voucher.trade.as_ref();
        connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.execute((
                    row::number(voucher.id.activity),
                    voucher.id.sequence,
                    voucher.uses,
                    row::cents(voucher.deducted),
                    redeemed_at,
                    revoked_at,
                    linked.map(|linked| linked.trade.as_str()),
                    linked.map(|linked| linked.at.as_millisecond()),
                    voucher.hidden,
                    voucher.note.as_deref(),
                    voucher.last_use,
                ))
            })
            .during("save vouchers")?;
    }
    Ok(())
}

fn answers(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = "insert into request (home, action, number, fingerprint, made, at) values (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut statement = connection.prepare_cached(sql).during("save answers")?;
    for (request, receipt) in &desk.added.answers {
        statement
            .execute((
                request.home.number(),
                load::action_code(request.action),
                request.number.as_str(),
                &request.fingerprint,
                i64::try_from(receipt.number).unwrap_or(i64::MAX),
                receipt.at.as_millisecond(),
            ))
            .during("save answers")?;
    }
    Ok(())
}

fn tallies(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = "replace into tally (activity, kind, subject, period, start_ms, received) values (?1, ?2, ?3, ?4, ?5, ?6)";
    for (key, received) in desk.tallies.unsaved() {
        let (kind, subject) = load::subject(&key.subject);
        connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                let period = load::period_code(key.period);
                statement.execute((
                    row::number(key.activity),
                    kind,
                    subject,
                    period,
                    key.start_ms,
                    received,
                ))
            })
            .during("save tallies")?;
    }
    Ok(())
}

fn redemptions(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = format!(
        "replace into redemption ({}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        row::REDEMPTION
    );
    for (_, redemption) in desk.redemptions.unsaved() {
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.execute((
                    row::number(redemption.id.activity),
                    redemption.id.sequence,
                    redemption.voucher.sequence,
                    redemption.user.as_str(),
                    redemption.order.as_str(),
                    row::cents(redemption.total),
                    row::cents(redemption.deduction),
                    redemption.redeemed_at.as_millisecond(),
                    row::cents(redemption.refunded),
                    redemption.returned_at.map(Timestamp::as_millisecond),
                    redemption.times,
                    redemption.undone,
                    redemption.left,
                    redemption.request.as_ref().map(RequestNo::as_str),
                    redemption.last_return,
                    redemption.note.as_deref(),
                ))
            })
            .during("save redemptions")?;
    }
    let sql = format!(
        "insert into order_return ({}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        row::RETURN
    );
    for returned in &desk.added.returns {
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.execute((
                    row::number(returned.id.activity),
                    returned.id.sequence,
                    returned.redemption.sequence,
                    row::cents(returned.amount),
                    row::cents(returned.to_buyer),
                    returned.voucher_back,
                    returned.returned_at.as_millisecond(),
                    returned.left,
                    returned.request.as_ref().map(RequestNo::as_str),
                ))
            })
            .during("save returns")?;
    }
    Ok(())
}

fn recharges(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = format!(
        "replace into recharge ({}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        row::RECHARGE
    );
    for (_, recharge) in desk.recharges.unsaved() {
        let (state, settled_at) = row::recharge_state(recharge.state);
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.execute((
                    row::number(recharge.id.activity),
                    recharge.id.sequence,
                    row::merchant(recharge.sponsor),
                    row::cents(recharge.amount),
                    recharge.opened_at.as_millisecond(),
                    recharge.lapses_at.as_millisecond(),
                    state,
                    settled_at,
                ))
            })
            .during("save recharges")?;
    }
    Ok(())
}

fn accounts(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = format!(
        "replace into account ({}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        row::ACCOUNT
    );
    for (_, account) in desk.accounts.unsaved() {
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.execute((
                    row::merchant(account.merchant),
                    row::cents(account.paid_in),
                    row::cents(account.provisioned),
                    row::cents(account.balance),
                    row::cents(account.received),
                    row::cents(account.given),
                    account.letters,
                    account.subsidies,
                    account.subsidy_returns,
                ))
            })
            .during("save accounts")?;
    }
    Ok(())
}

fn letters(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = "insert into letter (home, sequence, to_home, body) values (?1, ?2, ?3, ?4)";
    for letter in &desk.added.letters {
        connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.execute((
                    letter.id.from.number(),
                    letter.id.sequence,
                    letter.to.number(),
                    body::letter_text(&letter.body),
                ))
            })
            .during("save letters")?;
    }
    Ok(())
}
