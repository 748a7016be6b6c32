//! Stories, each of them told on every store.

mod audit;
mod budgets;
mod caps;
mod codes;
mod coupon_codes;
mod coupon_lists;
mod coupon_races;
mod coupons;
mod funds;
mod funds_freed;
mod life;
mod links;
mod lists;
mod notices;
mod orders;
mod races;
mod refunds;
mod reopen;
mod replays;
mod reported;
mod sales;
mod scope_changes;
mod scopes;
mod subsidies;
mod sweep;
mod validity;

/// Makes a test on each store of a story, and audits what it leaves behind.
macro_rules! stories {
    ($($name:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let mut world = crate::world::World::on(crate::world::Store::Sqlite);
                super::$name(&mut world).await;
                world.is_sound().await;
            })+
        }

        mod in_memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let mut world = crate::world::World::on(crate::world::Store::Memory);
                super::$name(&mut world).await;
                world.is_sound().await;
            })+
        }
    };
}

pub(crate) use stories;
