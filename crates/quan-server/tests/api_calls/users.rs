//! Registering users.

use axum::body::Body;
use http::Request;
use serde_json::json;

use crate::own::{APP, Answer, USER, World};

async fn upload(world: &World, csv: &str) -> Answer {
    let request = Request::post("/api/users")
        .header("authorization", "Bearer admin")
        .header("content-type", "text/csv; charset=utf-8")
        .body(Body::from(csv.to_owned()));
    world.send(request.unwrap()).await
}

#[tokio::test]
async fn users_are_registered_from_json() {
    let world = World::new();
    let users = json!({ "users": [
        { "user_id": "2088202967380001", "person": "P-1", "phone": "13800000000", "real_name": true },
        { "user_id": "2088202967380002", "open_ids": { APP: "open-2" }, "logon_id": "b@example.com" },
    ]});
    assert_eq!(
        world
            .post("admin", "/api/users", users.clone())
            .await
            .is(200)["count"],
        2
    );
    let shown = world
        .get("viewer", "/api/users/2088202967380001")
        .await
        .is(200);
    assert_eq!(shown, users["users"][0]);
    let listed = world.get("viewer", "/api/users?limit=2").await.is(200);
    assert_eq!(listed["items"][1]["user_id"], "2088202967380002");
    assert_eq!(listed["next"], "2088202967380002");
    let rest = world
        .get("viewer", "/api/users?after=2088202967380002&limit=2")
        .await
        .is(200);
    assert_eq!(
        (&rest["items"][0]["user_id"], rest.get("next")),
        (&json!(USER), None)
    );
    world
        .get("viewer", "/api/users/2088202967389999")
        .await
        .refused(404, "no-such-user");
}

#[tokio::test]
async fn users_are_registered_from_a_csv_file() {
    let world = World::new();
    let csv = format!(
        "\u{feff}user_id,real_name,person,open_id:{APP},logon_id\r\n\
         2088202967380001,true,P-1,open-1,\"a,b@example.com\"\r\n\
         2088202967380002,,,,\r\n"
    );
    assert_eq!(upload(&world, &csv).await.is(200)["count"], 2);
    let shown = world
        .get("viewer", "/api/users/2088202967380001")
        .await
        .is(200);
    assert_eq!(
        shown,
        json!({
            "user_id": "2088202967380001", "real_name": true, "person": "P-1",
            "open_ids": { APP: "open-1" }, "logon_id": "a,b@example.com",
        })
    );
}

#[tokio::test]
async fn one_wrong_user_keeps_all_out_and_is_named() {
    let world = World::new();
    for (csv, field) in [
        (
            "user_id,real_name\n2088202967380001,true\n2088202967380002,maybe\n",
            "line 3: real_name",
        ),
        (
            "user_id,phone\n2088202967380001,\n,13800000000\n",
            "line 3.user_id",
        ),
        ("phone\n13800000000\n", "line 1: user_id"),
        ("user_id,colour\n2088202967380001,red\n", "line 1: colour"),
        ("user_id,user_id\n1,1\n", "line 1: user_id"),
        ("user_id,phone\n2088202967380001\n", "csv"),
        ("", "line 1: user_id"),
    ] {
        let problem = upload(&world, csv).await.refused(422, "invalid-field");
        assert_eq!(problem["field"], field, "{problem}");
    }
    let users = json!({ "users": [
        { "user_id": "2088202967380001" },
        { "user_id": "2088202967380002", "phone": "1".repeat(33) },
    ]});
    let problem = world
        .post("admin", "/api/users", users)
        .await
        .refused(422, "invalid-field");
    assert_eq!(problem["field"], "users[1].phone");
    let answer = world.get("viewer", "/api/users/2088202967380001").await;
    answer.refused(404, "no-such-user");
}

#[tokio::test]
async fn w_limit_7_an_account_can_be_called_suspicious_and_is_cleared_again() {
    let world = World::new();
    let csv = "user_id,suspicious\nU-1,true\nU-2,\n";
    assert_eq!(upload(&world, csv).await.is(200)["count"], 2);
    let path = "/api/users/U-1";
    let shown = world.get("viewer", path).await.is(200);
    assert_eq!(shown["suspicious"], true);
    let other = world.get("viewer", "/api/users/U-2").await.is(200);
    assert_eq!(other.get("suspicious"), None);
    let cleared = json!({ "users": [{ "user_id": "U-1" }] });
    world.post("admin", "/api/users", cleared).await.is(200);
    let shown = world.get("viewer", path).await.is(200);
    assert_eq!(shown.get("suspicious"), None);
    let wrong = upload(&world, "user_id,suspicious\nU-1,maybe\n").await;
    assert_eq!(
        wrong.refused(422, "invalid-field")["field"],
        "line 2: suspicious"
    );
}
