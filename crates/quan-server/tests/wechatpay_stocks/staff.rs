//! Quan's own API over a world, for what no call of the platform's does.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, StatusCode};
use quan_engine::registry::{ApiToken, Entry, Role};
use quan_server::api::{Api, router};
use quan_server::config::BodyLimits;
use quan_server::courier::Settings;
use quan_server::platform::Platform;
use quan_server::recharge::RechargeLinks;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::world::{WALL, World, at};

/// The platform's staff.
pub(crate) struct Staff(Router);

impl Staff {
    /// The staff of a world.
    pub(crate) fn of(world: &World) -> Staff {
        let token = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, b"staff");
        let token = ApiToken {
            sha256: token.as_ref().try_into().unwrap(),
            role: Role::Operator,
            merchant: None,
        };
        world.registry.put(&[Entry::Token(token)]).unwrap();
        let keys = tempfile::tempdir().unwrap();
        let keys = Platform::open(keys.path(), None, at(WALL)).unwrap();
        Staff(router(Api {
            engine: world.engine.clone(),
            registry: world.registry.clone(),
            codes: world.platform.code_book().clone(),
            links: RechargeLinks::new("https://quan.example", keys.private_key()).unwrap(),
            wall: Arc::new(world.wall.clone()),
            sandbox: None,
            limits: BodyLimits::default(),
            courier: Settings::default(),
        }))
    }

    /// Status and body of a call.
    pub(crate) async fn call(&self, method: &str, path: &str) -> (StatusCode, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", "Bearer staff")
            .body(Body::empty())
            .unwrap();
        let response = self.0.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    /// The answer about something.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call("GET", path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }

    /// Does something to a stock.
    pub(crate) async fn does(&self, what: &str, stock_id: &str) {
        let path = format!("/api/activities/{stock_id}/{what}");
        let (status, body) = self.call("POST", &path).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{path}: {body}");
    }

    /// Status and kind of the refusal to do something to a stock.
    pub(crate) async fn refuses(&self, what: &str, stock_id: &str) -> (u16, String) {
        let path = format!("/api/activities/{stock_id}/{what}");
        let (status, body) = self.call("POST", &path).await;
        let kind = body["type"].as_str().unwrap_or_default();
        let kind = kind.rsplit([':', '/']).next().unwrap_or_default();
        (status.as_u16(), kind.to_owned())
    }
}
