//! Money from one merchant to another for a used voucher, and back again.

use std::pin::pin;
use std::task::Poll;

use quan_core::{
    Action, Denial, Fen, HomeId, MerchantId, Subsidy, SubsidyId, SubsidyReturnId, SubsidyState,
    Transfer, VoucherId,
};
use quan_engine::{NewSubsidy, Numbered, SubsidyAccepted};

use super::stories;
use crate::make::{self, call, fen, merchant, number, order, owner, prepaid, sponsor};
use crate::world::{Outcome, Store, World};

stories! {
    a_subsidy_is_accepted_and_then_arrives,
    a_short_balance_subsidises_nothing,
    a_voucher_is_subsidised_up_to_its_limit,
    a_subsidy_is_answered_once,
    twins_of_a_subsidy_are_one,
    subsidies_at_once_stay_within_the_limit,
    a_caller_that_goes_leaves_no_subsidy_halfway,
    a_caller_that_goes_leaves_no_return_halfway,
    a_subsidy_goes_back_in_parts,
    no_more_goes_back_than_was_paid,
    returns_at_once_stay_within_the_subsidy,
    a_payee_without_money_gives_nothing_back,
    a_return_is_answered_once,
    a_payee_that_can_hold_no_more_takes_nothing,
    money_that_was_received_is_spent_like_any_other,
    a_merchant_can_subsidise_itself,
    what_was_paid_for_a_voucher_is_found,
}

/// The merchant that pays.
fn payer() -> MerchantId {
    sponsor()
}

/// The merchant that is paid.
fn payee() -> MerchantId {
    owner()
}

/// A used voucher, and so much money at the payer.
async fn used(world: &World, balance: u64) -> VoucherId {
    let activity = world.opened(make::activity()).await;
    let voucher = world.give(activity, "u").await;
    world.spend(voucher, "u", order(5000)).await.expect("used");
    world
        .deposit(payer(), world.call(), fen(balance))
        .await
        .granted();
    voucher
}

/// A subsidy for a voucher that took ten yuan off.
fn new(voucher: VoucherId, amount: u64) -> NewSubsidy {
    NewSubsidy {
        payer: payer(),
        payee: payee(),
        voucher,
        amount: fen(amount),
        limit: fen(1000),
        document: "the details".into(),
    }
}

async fn pay(world: &World, new: NewSubsidy) -> Result<SubsidyId, Denial> {
    let accepted = world.subsidize(world.call(), new).await.answered();
    accepted.map(|accepted| accepted.subsidy)
}

async fn ask_back(world: &World, id: SubsidyId, amount: u64) -> Result<SubsidyReturnId, Denial> {
    let accepted = world
        .return_subsidy(id, world.call(), fen(amount), "why".into())
        .await
        .answered();
    accepted.map(|accepted| accepted.id)
}

async fn row(world: &World, id: SubsidyId) -> Subsidy {
    world.subsidy(id).await.granted().expect("a subsidy")
}

async fn state(world: &World, id: SubsidyId) -> SubsidyState {
    row(world, id).await.state()
}

async fn went(world: &World, id: SubsidyReturnId) -> Transfer {
    let back = world.subsidy_return(id).await.granted();
    back.expect("a return").transfer
}

/// What payer and payee can spend.
async fn balances(world: &World) -> (u64, u64) {
    world.is_sound().await;
    (world.balance(payer()).await, world.balance(payee()).await)
}

async fn a_subsidy_is_accepted_and_then_arrives(world: &mut World) {
    let voucher = used(world, 5000).await;
    let accepted = world
        .subsidize(call("n", ""), new(voucher, 600))
        .await
        .granted();
    let id = SubsidyId::new(payer(), 1);
    let now = world.now();
    let expected = SubsidyAccepted {
        subsidy: id,
        accepted_at: now,
    };
    assert_eq!(accepted, expected);
    assert_eq!(id.to_string(), "2088003-1");
    let expected = Subsidy {
        id,
        voucher,
        payee: payee(),
        amount: fen(600),
        document: "the details".into(),
        request: number("n"),
        accepted_at: now,
        transfer: Transfer::Done { at: now },
        returning: Fen::ZERO,
        returned: Fen::ZERO,
    };
    let found = row(world, id).await;
    assert_eq!(found, expected);
    assert_eq!(found.state(), SubsidyState::Done);
    assert_eq!(balances(world).await, (4400, 600));
    let (from, to) = (
        world.account(payer()).await.granted(),
        world.account(payee()).await.granted(),
    );
    assert_eq!((from.paid_in, from.given), (fen(5000), fen(600)));
    assert_eq!((to.paid_in, to.received), (fen(0), fen(600)));
    let other = world.subsidy(SubsidyId::new(payer(), 2)).await;
    assert_eq!(other.granted(), None);
}

async fn a_short_balance_subsidises_nothing(world: &mut World) {
    let voucher = used(world, 599).await;
    let short = pay(world, new(voucher, 600)).await.expect("written down");
    assert_eq!(row(world, short).await.state(), SubsidyState::Failed);
    assert_eq!(balances(world).await, (599, 0));
    world.deposit(payer(), world.call(), fen(1)).await.granted();
    let id = pay(world, new(voucher, 600)).await.expect("paid");
    assert_eq!(id.sequence, 2);
    assert_eq!(balances(world).await, (0, 600));
}

async fn a_voucher_is_subsidised_up_to_its_limit(world: &mut World) {
    let voucher = used(world, 50_000).await;
    let too_large = |left| Err(Denial::SubsidyTooLarge { left: fen(left) });
    assert_eq!(pay(world, new(voucher, 1001)).await, too_large(1000));
    let first = pay(world, new(voucher, 700)).await.expect("paid");
    assert_eq!(pay(world, new(voucher, 301)).await, too_large(300));
    pay(world, new(voucher, 300)).await.expect("paid");
    assert_eq!(pay(world, new(voucher, 1)).await, too_large(0));

    // What is back can be given again.
    ask_back(world, first, 200).await.expect("asked");
    assert_eq!(pay(world, new(voucher, 201)).await, too_large(200));
    pay(world, new(voucher, 200)).await.expect("paid");
    assert_eq!(balances(world).await, (49_000, 1000));

    // Another voucher has a limit of its own, and so has another payer.
    let another = VoucherId::new(voucher.activity, voucher.sequence + 1);
    pay(world, new(another, 1000)).await.expect("paid");
    let mut other = new(voucher, 1000);
    other.payer = payee();
    other.payee = payer();
    pay(world, other).await.expect("paid");
    assert_eq!(balances(world).await, (49_000, 1000));
}

async fn a_subsidy_is_answered_once(world: &mut World) {
    let voucher = used(world, 5000).await;
    let ask = async |world: &World, contents: &str| {
        world
            .subsidize(call("n", contents), new(voucher, 600))
            .await
    };
    let first = ask(world, "contents").await.granted();
    world.moves_to("2026-11-09T10:00:00").await;
    for _ in 0..2 {
        assert_eq!(ask(world, "contents").await.granted(), first);
        assert_eq!(ask(world, "others").await.denied(), Denial::RequestReused);
        let known = world
            .replayed(
                HomeId::Merchant(payer()),
                Action::Subsidize,
                &call("n", "contents"),
            )
            .await
            .granted();
        assert_eq!(known.map(|receipt| receipt.number), Some(1));
        assert_eq!(balances(world).await, (4400, 600));
        let before = row(world, first.subsidy).await;
        world.reopen().await;
        assert_eq!(row(world, first.subsidy).await, before);
    }
}

/// Asks many times at once.
async fn at_once<T, F>(ask: impl Fn(usize) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let asked: Vec<_> = (0..16).map(|at| tokio::spawn(ask(at))).collect();
    let mut answers = Vec::new();
    for one in asked {
        answers.push(one.await.expect("an answer"));
    }
    answers
}

async fn twins_of_a_subsidy_are_one(world: &mut World) {
    let voucher = used(world, 5000).await;
    let engine = (**world).clone();
    let answers = at_once(|_| {
        let engine = engine.clone();
        async move { engine.subsidize(call("twin", ""), new(voucher, 600)).await }
    })
    .await;
    drop(engine);
    for answer in answers {
        assert_eq!(answer.granted().subsidy, SubsidyId::new(payer(), 1));
    }
    world.settles().await;
    assert_eq!(balances(world).await, (4400, 600));
}

async fn subsidies_at_once_stay_within_the_limit(world: &mut World) {
    let voucher = used(world, 5000).await;
    let engine = (**world).clone();
    let answers = at_once(|at| {
        let engine = engine.clone();
        let call = call(&format!("n {at}"), "");
        async move { engine.subsidize(call, new(voucher, 150)).await }
    })
    .await;
    drop(engine);
    let left = Denial::SubsidyTooLarge { left: fen(100) };
    let paid = answers.into_iter().filter_map(|answer| {
        let answer = answer.answered();
        answer.map_err(|denial| assert_eq!(denial, left)).ok()
    });
    assert_eq!(paid.count(), 6);
    world.settles().await;
    assert_eq!(balances(world).await, (4100, 900));
}

/// Polls what a caller asked for so many times, and lets go of it. Whether it
/// was answered by then.
async fn goes_away_after<F: Future>(asked: F, polls: u32) -> bool {
    let mut asked = pin!(asked);
    let mut polled = 0;
    std::future::poll_fn(|context| {
        if polled == polls {
            return Poll::Ready(false);
        }
        polled += 1;
        asked.as_mut().poll(context).map(|_| true)
    })
    .await
}

/// Waits until the lane has done what it was asked, and starts anew.
async fn crashes(world: &mut World) {
    world.provision(payer(), Fen::ZERO).await.granted();
    world.reopen().await;
    world.is_sound().await;
}

/// A call under a number that says how often it is polled.
fn polled(polls: u32) -> Numbered {
    call(&format!("polled {polls}"), "")
}

async fn a_caller_that_goes_leaves_no_subsidy_halfway(world: &mut World) {
    let voucher = used(world, 5000).await;
    let mut halfway = 0;
    for polls in 1..100 {
        let answered =
            goes_away_after(world.subsidize(polled(polls), new(voucher, 10)), polls).await;
        crashes(world).await;
        let found = world
            .subsidies_of(voucher, None, Some(number(&format!("polled {polls}"))))
            .await
            .granted();
        let [paid] = found.try_into().expect("one subsidy");
        halfway += u32::from(paid.transfer == Transfer::Accepted);
        world.settles().await;
        assert_eq!(state(world, paid.id).await, SubsidyState::Done);
        let gone = u64::from(polls) * 10;
        assert_eq!(balances(world).await, (5000 - gone, gone));
        if answered {
            assert!(halfway > 0, "a subsidy was left halfway");
            return;
        }
    }
    panic!("it is never answered");
}

async fn a_caller_that_goes_leaves_no_return_halfway(world: &mut World) {
    let voucher = used(world, 1000).await;
    let id = pay(world, new(voucher, 1000)).await.expect("paid");
    let mut halfway = 0;
    for polls in 1..100 {
        let asked = world.return_subsidy(id, polled(polls), fen(10), String::new());
        let answered = goes_away_after(asked, polls).await;
        crashes(world).await;
        halfway += u32::from(row(world, id).await.returning > Fen::ZERO);
        world.settles().await;
        let found = row(world, id).await;
        assert_eq!(found.returning, Fen::ZERO);
        let back = found.returned.get();
        assert_eq!(balances(world).await, (back, 1000 - back));
        if answered {
            assert!(halfway > 0, "a return was left halfway");
            return;
        }
    }
    panic!("it is never answered");
}

async fn a_subsidy_goes_back_in_parts(world: &mut World) {
    let voucher = used(world, 5000).await;
    let id = pay(world, new(voucher, 600)).await.expect("paid");
    world.moves_to("2026-11-03T10:00:00").await;
    let first = world
        .return_subsidy(id, call("r", ""), fen(200), "why".into())
        .await
        .granted();
    assert_eq!(first.id, SubsidyReturnId::new(payer(), 1));
    let found = world.subsidy_return(first.id).await.granted();
    let found = found.expect("a return");
    assert_eq!((found.of(), found.amount), (id, fen(200)));
    assert_eq!((&*found.document, &found.request), ("why", &number("r")));
    let now = world.now();
    assert_eq!(found.accepted_at, now);
    assert_eq!(found.transfer, Transfer::Done { at: now });
    assert_eq!(state(world, id).await, SubsidyState::PartlyReturned);
    assert_eq!(balances(world).await, (4600, 400));
    world.reopen().await;
    let second = ask_back(world, id, 400).await.expect("asked");
    assert_eq!(second.sequence, 2);
    assert_eq!(state(world, id).await, SubsidyState::FullyReturned);
    assert_eq!(row(world, id).await.returned, fen(600));
    assert_eq!(balances(world).await, (5000, 0));
    let account = world.account(payer()).await.granted();
    assert_eq!((account.given, account.received), (Fen::ZERO, Fen::ZERO));
    let other = SubsidyReturnId::new(payer(), 3);
    assert_eq!(world.subsidy_return(other).await.granted(), None);
}

async fn no_more_goes_back_than_was_paid(world: &mut World) {
    let voucher = used(world, 5000).await;
    let id = pay(world, new(voucher, 600)).await.expect("paid");
    let too_large = |left| Err(Denial::RefundTooLarge { left: fen(left) });
    assert_eq!(ask_back(world, id, 601).await, too_large(600));
    ask_back(world, id, 500).await.expect("asked");
    assert_eq!(ask_back(world, id, 101).await, too_large(100));
    ask_back(world, id, 100).await.expect("asked");
    assert_eq!(ask_back(world, id, 1).await, too_large(0));
    let unknown = SubsidyId::new(payer(), 2);
    let denied = ask_back(world, unknown, 1).await;
    assert_eq!(denied, Err(Denial::NoSuchSubsidy));
    assert_eq!(balances(world).await, (5000, 0));
}

async fn returns_at_once_stay_within_the_subsidy(world: &mut World) {
    let voucher = used(world, 5000).await;
    let id = pay(world, new(voucher, 600)).await.expect("paid");
    let engine = (**world).clone();
    let answers = at_once(|at| {
        let engine = engine.clone();
        let call = call(&format!("r {at}"), "");
        async move {
            engine
                .return_subsidy(id, call, fen(200), String::new())
                .await
        }
    })
    .await;
    drop(engine);
    let left = Denial::RefundTooLarge { left: Fen::ZERO };
    let back = answers.into_iter().filter_map(|answer| {
        let answer = answer.answered();
        answer.map_err(|denial| assert_eq!(denial, left)).ok()
    });
    assert_eq!(back.count(), 3);
    world.settles().await;
    assert_eq!(state(world, id).await, SubsidyState::FullyReturned);
    assert_eq!(balances(world).await, (5000, 0));
}

async fn a_payee_without_money_gives_nothing_back(world: &mut World) {
    let voucher = used(world, 5000).await;
    let id = pay(world, new(voucher, 600)).await.expect("paid");
    // The payee pays most of it to somebody else.
    let mut onwards = new(voucher, 500);
    onwards.payer = payee();
    onwards.payee = merchant(make::STRANGER);
    pay(world, onwards).await.expect("paid");
    let short = ask_back(world, id, 101).await.expect("asked");
    let now = world.now();
    assert_eq!(went(world, short).await, Transfer::Failed { at: now });
    assert_eq!(state(world, id).await, SubsidyState::Done);
    assert_eq!(balances(world).await, (4400, 100));
    world.reopen().await;
    assert_eq!(went(world, short).await, Transfer::Failed { at: now });

    // What failed can be asked again.
    let enough = ask_back(world, id, 100).await.expect("asked");
    assert_eq!(went(world, enough).await, Transfer::Done { at: now });
    assert_eq!(state(world, id).await, SubsidyState::PartlyReturned);
    assert_eq!(balances(world).await, (4500, 0));
    assert_eq!(world.balance(merchant(make::STRANGER)).await, 500);
}

async fn a_return_is_answered_once(world: &mut World) {
    let voucher = used(world, 5000).await;
    let id = pay(world, new(voucher, 600)).await.expect("paid");
    let ask = async |world: &World, contents: &str| {
        world
            .return_subsidy(id, call("n", contents), fen(400), "why".into())
            .await
    };
    let first = ask(world, "contents").await.granted();
    world.moves_to("2026-11-09T10:00:00").await;
    for _ in 0..2 {
        assert_eq!(ask(world, "contents").await.granted(), first);
        assert_eq!(ask(world, "others").await.denied(), Denial::RequestReused);
        assert_eq!(balances(world).await, (4800, 200));
        world.reopen().await;
    }
}

async fn a_payee_that_can_hold_no_more_takes_nothing(world: &mut World) {
    let voucher = used(world, 5000).await;
    world
        .deposit(payee(), world.call(), Fen::MAX)
        .await
        .granted();
    let id = pay(world, new(voucher, 600)).await.expect("accepted");
    assert_eq!(state(world, id).await, SubsidyState::Failed);
    assert_eq!(balances(world).await, (5000, Fen::MAX.get()));
    let left = Denial::RefundTooLarge { left: Fen::ZERO };
    assert_eq!(ask_back(world, id, 1).await, Err(left));
    // It does not count against the limit.
    let mut other = new(voucher, 1000);
    other.payee = merchant(make::STRANGER);
    pay(world, other).await.expect("paid");
}

async fn money_that_was_received_is_spent_like_any_other(world: &mut World) {
    let voucher = used(world, 5000).await;
    let id = pay(world, new(voucher, 1000)).await.expect("paid");
    let huge = fen(Fen::MAX.get() - 999);
    let denied = world.deposit(payee(), world.call(), huge).await.denied();
    assert_eq!(denied, Denial::FundsTooLarge);
    let mut prepaid = prepaid(1);
    prepaid.terms.funding = quan_core::Funding::Prepaid { sponsor: payee() };
    let activity = world.made(prepaid).await;
    let accepted = world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    let recharge = accepted.recharge.expect("a prepaid activity");
    world.pay_recharge(recharge).await.granted();
    world.settles().await;
    assert_eq!(balances(world).await, (4000, 0));
    assert_eq!(world.row(activity).await.held, fen(1000));
    let short = ask_back(world, id, 1).await.expect("asked");
    let now = world.now();
    assert_eq!(went(world, short).await, Transfer::Failed { at: now });
}

async fn a_merchant_can_subsidise_itself(world: &mut World) {
    let voucher = used(world, 5000).await;
    let mut own = new(voucher, 600);
    own.payee = payer();
    let id = pay(world, own).await.expect("paid");
    assert_eq!(state(world, id).await, SubsidyState::Done);
    assert_eq!(balances(world).await, (5000, 0));
    ask_back(world, id, 600).await.expect("asked");
    assert_eq!(state(world, id).await, SubsidyState::FullyReturned);
    assert_eq!(balances(world).await, (5000, 0));
}

async fn what_was_paid_for_a_voucher_is_found(world: &mut World) {
    let voucher = used(world, 5000).await;
    let mut ids = Vec::new();
    for (from, to, name) in [
        (payer(), payee(), "a"),
        (payer(), payee(), "b"),
        (payee(), payer(), "a"),
    ] {
        let mut new = new(voucher, 100);
        (new.payer, new.payee) = (from, to);
        let accepted = world.subsidize(call(name, ""), new).await.granted();
        ids.push(accepted.subsidy);
    }
    let other = VoucherId::new(voucher.activity, 7);
    pay(world, new(other, 100)).await.expect("paid");
    let found = async |payer: Option<MerchantId>, request: Option<&str>| {
        let found = world
            .subsidies_of(voucher, payer, request.map(number))
            .await
            .granted();
        found.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let [a, b, theirs] = ids.try_into().expect("three subsidies");
    // By payers, and the payee's number is the smaller one.
    assert_eq!(found(None, None).await, [theirs, a, b]);
    assert_eq!(found(Some(payer()), None).await, [a, b]);
    assert_eq!(found(Some(payer()), Some("b")).await, [b]);
    assert_eq!(found(None, Some("a")).await, [theirs, a]);
    assert_eq!(found(None, Some("c")).await, []);
    let stranger = merchant(make::STRANGER);
    assert_eq!(found(Some(stranger), None).await, []);
}

#[tokio::test]
async fn an_audit_finds_money_that_went_astray() {
    let mut world = World::on(Store::Sqlite);
    let voucher = used(&world, 5000).await;
    let id = pay(&world, new(voucher, 600)).await.expect("paid");
    ask_back(&world, id, 200).await.expect("asked");
    world.is_sound().await;
    world.close().await;
    for (invariant, damage) in [
        (
            "funds-add-up",
            "update account set balance = balance - 1 where merchant = 2088001",
        ),
        (
            "funds-add-up",
            "update account set received = received - 1 where merchant = 2088001",
        ),
        (
            "gifts-arrive",
            "update account set received = received - 1 where merchant = 2088001",
        ),
        (
            "gifts-arrive",
            "delete from account where merchant = 2088001",
        ),
        (
            "subsidies-add-up",
            "update account set given = given + 1 where merchant = 2088003",
        ),
        ("subsidies-add-up", "update subsidy set amount = amount - 1"),
        (
            "subsidies-add-up",
            "delete from account where merchant = 2088003",
        ),
        (
            "subsidy-returns-counted",
            "update subsidy set asked_back = asked_back + 1",
        ),
        ("subsidy-returns-counted", "delete from subsidy_return"),
    ] {
        let findings = super::audit::findings_after(&world, damage).await;
        assert!(
            findings
                .iter()
                .any(|finding| finding.invariant == invariant),
            "{damage} is found as {invariant}, not as {findings:?}"
        );
    }
}
