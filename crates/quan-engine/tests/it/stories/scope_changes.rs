//! Scopes that grow and shrink, member by member.

use std::collections::HashSet;

use quan_core::terms::Places;
use quan_core::{ActivityId, Member, ScopeChange, ScopeKind};
use quan_engine::{NewTerms, Page};

use super::stories;
use crate::make::{self, member, owner};
use crate::world::{Outcome, World};

stories! {
    members_come_and_go_with_the_terms_that_say_so,
    a_member_that_is_there_is_not_added_twice,
    a_member_can_come_back,
    other_members_take_the_place_of_all,
}

fn shops(ids: &[&str]) -> Vec<(ScopeKind, Member)> {
    ids.iter().map(|id| (ScopeKind::Shop, member(id))).collect()
}

async fn with_shops(world: &World, ids: &[&str]) -> ActivityId {
    let mut new = make::named();
    new.terms.scope.places = Places::Shops;
    new.members = shops(ids);
    world.begun(new).await
}

/// Has the scope changed, and answers the shops before it is done and after.
async fn change(world: &World, activity: ActivityId, members: ScopeChange) -> [Vec<String>; 2] {
    let row = world.row(activity).await;
    let mut terms = (*row.terms).clone();
    terms.scope.generation += 1;
    let change = NewTerms {
        based_on: row.version,
        terms,
        document: "the document".into(),
        members,
    };
    world
        .modify(activity, owner(), world.call(), change)
        .await
        .granted();
    let before = listed(world, activity, row.terms.scope.generation).await;
    world.settles().await;
    let after = world.row(activity).await.terms.scope.generation;
    [before, listed(world, activity, after).await]
}

async fn listed(world: &World, activity: ActivityId, generation: u32) -> Vec<String> {
    let page = world
        .members(activity, generation, ScopeKind::Shop, Page::first(99))
        .await
        .granted();
    let ids: Vec<Member> = page.items;
    let has = world
        .are_members(activity, generation, ScopeKind::Shop, ids.clone())
        .await
        .granted();
    assert_eq!(has, ids.iter().cloned().collect::<HashSet<_>>());
    assert_eq!(page.total, u64::try_from(ids.len()).expect("a count"));
    ids.iter().map(Member::to_string).collect()
}

async fn members_come_and_go_with_the_terms_that_say_so(world: &mut World) {
    let activity = with_shops(world, &["a", "b"]).await;
    let members = ScopeChange {
        removed: shops(&["a", "z"]),
        added: shops(&["c"]),
        ..ScopeChange::default()
    };
    let [before, after] = change(world, activity, members).await;
    assert_eq!(before, ["a", "b"]);
    assert_eq!(after, ["b", "c"]);
}

async fn a_member_that_is_there_is_not_added_twice(world: &mut World) {
    let activity = with_shops(world, &["a"]).await;
    let [_, after] = change(world, activity, ScopeChange::of(shops(&["a", "b", "a"]))).await;
    assert_eq!(after, ["a", "b"]);
}

async fn a_member_can_come_back(world: &mut World) {
    let activity = with_shops(world, &["a", "b"]).await;
    let gone = ScopeChange {
        removed: shops(&["a"]),
        ..ScopeChange::default()
    };
    let [_, after] = change(world, activity, gone.clone()).await;
    assert_eq!(after, ["b"]);
    let [_, after] = change(world, activity, ScopeChange::of(shops(&["a"]))).await;
    assert_eq!(after, ["a", "b"]);
    let [_, after] = change(world, activity, gone).await;
    assert_eq!(after, ["b"]);
}

async fn other_members_take_the_place_of_all(world: &mut World) {
    let activity = with_shops(world, &["a", "b"]).await;
    let members = ScopeChange::instead(shops(&["b", "c"]));
    let [before, after] = change(world, activity, members).await;
    assert_eq!(before, ["a", "b"]);
    assert_eq!(after, ["b", "c"]);
}
