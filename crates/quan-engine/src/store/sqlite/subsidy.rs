//! Subsidies and their returns as rows.

use quan_core::{
    Action, Desk, Fen, Keys, MerchantId, RequestNo, Subsidy, SubsidyId, SubsidyReturn,
    SubsidyReturnId, Transfer, VoucherId,
};
use rusqlite::{Connection, Row, params};

use super::read::{self, all};
use super::{During, Result, load, row};
use crate::error::StoreError;
use crate::letters;
use crate::store::SubsidyBook;

const SUBSIDY: &str = "payer, sequence, activity, voucher, payee, amount, document, request, accepted_at, state, \
     settled_at, asked_back, returned";

const RETURN: &str =
    "payer, sequence, subsidy, amount, document, request, accepted_at, state, settled_at";

pub(super) fn load(connection: &Connection, keys: &Keys, desk: &mut Desk) -> Result<()> {
    for id in &keys.subsidies {
        put(connection, *id, desk)?;
    }
    for id in &keys.subsidy_returns {
        if let Some(back) = one_return(connection, *id)? {
            put(connection, back.of(), desk)?;
            desk.subsidy_returns.put(*id, back);
        }
    }
    for &(payer, voucher) in &keys.subsidies_of_vouchers {
        let found = of_voucher(connection, voucher, Some(payer), None)?;
        let ids = found.iter().map(|subsidy| subsidy.id).collect();
        desk.subsidies_of_vouchers.insert((payer, voucher), ids);
        for subsidy in found {
            desk.subsidies.put(subsidy.id, subsidy);
        }
    }
    Ok(())
}

fn put(connection: &Connection, id: SubsidyId, desk: &mut Desk) -> Result<()> {
    if let Some(subsidy) = one(connection, id)? {
        desk.subsidies.put(id, subsidy);
    }
    Ok(())
}

pub(super) fn one(connection: &Connection, id: SubsidyId) -> Result<Option<Subsidy>> {
    let sql = format!("select {SUBSIDY} from subsidy where payer = ?1 and sequence = ?2");
    let key = (row::merchant(id.payer), id.sequence);
    Ok(all(connection, &sql, key, subsidy)?.pop())
}

pub(super) fn one_return(
    connection: &Connection,
    id: SubsidyReturnId,
) -> Result<Option<SubsidyReturn>> {
    let sql = format!("select {RETURN} from subsidy_return where payer = ?1 and sequence = ?2");
    let key = (row::merchant(id.payer), id.sequence);
    Ok(all(connection, &sql, key, subsidy_return)?.pop())
}

/// What was paid for a voucher, by anybody or by one merchant, under any number
/// or under one.
pub(super) fn of_voucher(
    connection: &Connection,
    voucher: VoucherId,
    payer: Option<MerchantId>,
    request: Option<&RequestNo>,
) -> Result<Vec<Subsidy>> {
    let sql = format!(
        "select {SUBSIDY} from subsidy
         where activity = ?1 and voucher = ?2 and (?3 is null or payer = ?3) and (?4 is null or request = ?4)
         order by payer, sequence"
    );
    let key = (
        row::number(voucher.activity),
        voucher.sequence,
        payer.map(row::merchant),
        request.map(RequestNo::as_str),
    );
    all(connection, &sql, key, subsidy)
}

pub(super) fn save(connection: &Connection, desk: &Desk) -> Result<()> {
    let sql = format!(
        "replace into subsidy ({SUBSIDY}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    );
    for (id, subsidy) in desk.subsidies.unsaved() {
        let (state, settled_at) = transfer_columns(subsidy.transfer);
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.execute(params![
                    row::merchant(id.payer),
                    id.sequence,
                    row::number(subsidy.voucher.activity),
                    subsidy.voucher.sequence,
                    row::merchant(subsidy.payee),
                    row::cents(subsidy.amount),
                    &*subsidy.document,
                    subsidy.request.as_str(),
                    subsidy.accepted_at.as_millisecond(),
                    state,
                    settled_at,
                    row::cents(subsidy.returning),
                    row::cents(subsidy.returned),
                ])
            })
            .during("save subsidies")?;
    }
    let sql = format!(
        "replace into subsidy_return ({RETURN}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    );
    for (id, back) in desk.subsidy_returns.unsaved() {
        let (state, settled_at) = transfer_columns(back.transfer);
        connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                statement.execute((
                    row::merchant(id.payer),
                    id.sequence,
                    back.subsidy,
                    row::cents(back.amount),
                    &*back.document,
                    back.request.as_str(),
                    back.accepted_at.as_millisecond(),
                    state,
                    settled_at,
                ))
            })
            .during("save returns of subsidies")?;
    }
    Ok(())
}

/// What is written down about money between merchants; the caller reads one
/// snapshot.
pub(super) fn book(connection: &Connection) -> Result<SubsidyBook> {
    let accounts = all(
        connection,
        &format!("select {} from account order by merchant", row::ACCOUNT),
        [],
        row::account,
    )?;
    let sql = format!(
        "select payer, sum(amount - returned) from subsidy where state <> {FAILED} group by payer"
    );
    let given = all(connection, &sql, [], |found| {
        let number = |at: usize| found.get::<_, i64>(at).during("add up subsidies");
        Ok((row::merchant_id(number(0)?)?, row::fen(number(1)?)?))
    })?;
    let sql = "select s.payer, s.sequence
               from subsidy s left join subsidy_return r on r.payer = s.payer and r.subsidy = s.sequence
               group by s.payer, s.sequence
               having s.asked_back <> coalesce(sum(r.amount) filter (where r.state = 0), 0)
                   or s.returned <> coalesce(sum(r.amount) filter (where r.state = 1), 0)";
    let miscounted = all(connection, sql, [], |found| {
        let payer = row::merchant_id(found.get(0).during("add up subsidies")?)?;
        let sequence = found.get(1).during("add up subsidies")?;
        Ok(SubsidyId::new(payer, sequence))
    })?;
    let mut in_letters = Fen::ZERO;
    for letter in read::letters(connection, None, u32::MAX)? {
        let amount = letter.body.carries();
        if amount > Fen::ZERO {
            let number = letters::number(letter.id)?;
            if load::answer(connection, letter.to, Action::Letter, &number)?.is_none() {
                in_letters = in_letters.checked_add(amount).unwrap_or(Fen::MAX);
            }
        }
    }
    Ok(SubsidyBook {
        accounts,
        given: given.into_iter().collect(),
        miscounted,
        in_letters,
    })
}

fn subsidy(row: &Row<'_>) -> Result<Subsidy> {
    let activity = row::activity_id(row.get(2).during("read subsidies")?)?;
    let document: String = row.get(6).during("read subsidies")?;
    let request: String = row.get(7).during("read subsidies")?;
    let number = |at: usize| row.get::<_, i64>(at).during("read subsidies");
    Ok(Subsidy {
        id: SubsidyId::new(
            row::merchant_id(number(0)?)?,
            row.get(1).during("read subsidies")?,
        ),
        voucher: VoucherId::new(activity, row.get(3).during("read subsidies")?),
        payee: row::merchant_id(number(4)?)?,
        amount: row::fen(number(5)?)?,
        document: document.into(),
        request: row::request_no(&request)?,
        accepted_at: row::instant(number(8)?)?,
        transfer: transfer(row, 9)?,
        returning: row::fen(number(11)?)?,
        returned: row::fen(number(12)?)?,
    })
}

fn subsidy_return(row: &Row<'_>) -> Result<SubsidyReturn> {
    let document: String = row.get(4).during("read returns of subsidies")?;
    let request: String = row.get(5).during("read returns of subsidies")?;
    let number = |at: usize| row.get::<_, i64>(at).during("read returns of subsidies");
    Ok(SubsidyReturn {
        id: SubsidyReturnId::new(
            row::merchant_id(number(0)?)?,
            row.get(1).during("read returns of subsidies")?,
        ),
        subsidy: row.get(2).during("read returns of subsidies")?,
        amount: row::fen(number(3)?)?,
        document: document.into(),
        request: row::request_no(&request)?,
        accepted_at: row::instant(number(6)?)?,
        transfer: transfer(row, 7)?,
    })
}

/// The state of a transfer that did not come to pass.
const FAILED: i64 = 2;

/// How a transfer went, from its columns `state, settled_at`.
fn transfer(row: &Row<'_>, at: usize) -> Result<Transfer> {
    let settled_at: Option<i64> = row.get(at + 1).during("read subsidies")?;
    let settled_at = settled_at.map(row::instant).transpose()?;
    match (row.get(at).during("read subsidies")?, settled_at) {
        (0_i64, _) => Ok(Transfer::Accepted),
        (1, Some(at)) => Ok(Transfer::Done { at }),
        (FAILED, Some(at)) => Ok(Transfer::Failed { at }),
        (code, _) => Err(StoreError::inconsistent("subsidy", format!("state {code}"))),
    }
}

fn transfer_columns(transfer: Transfer) -> (i64, Option<i64>) {
    match transfer {
        Transfer::Accepted => (0, None),
        Transfer::Done { at } => (1, Some(at.as_millisecond())),
        Transfer::Failed { at } => (FAILED, Some(at.as_millisecond())),
    }
}

#[cfg(test)]
mod tests {
    use refinery::Target;

    use super::super::{embedded, migrate};
    use super::*;

    #[test]
    fn accounts_that_were_there_keep_their_money() {
        let mut connection = Connection::open_in_memory().unwrap();
        embedded::migrations::runner()
            .set_target(Target::Version(4))
            .run(&mut connection)
            .unwrap();
        connection
            .execute("insert into account values (2088003, 500, 100, 300, 7)", [])
            .unwrap();
        migrate(&mut connection).unwrap();
        let [account] = book(&connection).unwrap().accounts.try_into().unwrap();
        assert_eq!(account.merchant, MerchantId::parse("2088003").unwrap());
        assert_eq!(
            (account.paid_in, account.provisioned),
            (Fen::new(500), Fen::new(100))
        );
        assert_eq!((account.balance, account.letters), (Fen::new(300), 7));
        assert_eq!((account.received, account.given), (Fen::ZERO, Fen::ZERO));
        assert_eq!((account.subsidies, account.subsidy_returns), (0, 0));
    }
}
