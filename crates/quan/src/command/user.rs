//! Users that are known by more than their number.

use anyhow::Context;
use quan_client::api::{PutUsers, User, UsersPut};

use super::remote::Session;
use crate::args::UserCommand;
use crate::table::{Sheet, dash, goes_on, list, yes};

pub(crate) async fn run(command: UserCommand, session: &Session<'_>) -> anyhow::Result<()> {
    let quan = &session.quan;
    match command {
        UserCommand::List { part } => {
            let users = quan.users(part.after.as_deref(), part.limit).await?;
            let head = ["user", "signs in with", "person", "phone", "real name"];
            let rows = users.items.iter().map(|user| {
                [
                    user.user_id.clone(),
                    dash(user.logon_id.as_ref()),
                    dash(user.person.as_ref()),
                    dash(user.phone.as_ref()),
                    yes(user.real_name).to_owned(),
                ]
            });
            let words = list(head, rows) + &goes_on(users.next.as_deref());
            session.report(words, &users)
        }
        UserCommand::Show { user_id } => {
            let user = quan.user(&user_id).await?;
            session.report(sheet(&user), &user)
        }
        UserCommand::Put {
            user_id,
            open_id,
            openid,
            unionid,
            logon_id,
            person,
            phone,
            real_name,
            suspicious,
        } => {
            let user = User {
                user_id,
                open_ids: open_id.into_iter().collect(),
                openids: openid.into_iter().collect(),
                unionid,
                logon_id,
                person,
                phone,
                real_name,
                suspicious,
            };
            let users = vec![user];
            let put = quan.put_users(&PutUsers { users }).await?;
            session.report(registered(put), &put)
        }
        UserCommand::Import { file } => {
            let csv = std::fs::read_to_string(&file)
                .with_context(|| format!("could not read {}", file.display()))?;
            let put = quan.import_users(csv).await?;
            session.report(registered(put), &put)
        }
    }
}

fn registered(put: UsersPut) -> String {
    match put.count {
        1 => "1 user is registered".to_owned(),
        count => format!("{count} users are registered"),
    }
}

fn sheet(user: &User) -> String {
    let mut sheet = Sheet::new()
        .row("user", &user.user_id)
        .maybe("signs in with", user.logon_id.as_ref())
        .maybe("person", user.person.as_ref())
        .maybe("phone", user.phone.as_ref())
        .row("real name", yes(user.real_name));
    for (app, name) in &user.open_ids {
        sheet = sheet.row(&format!("open id at {app}"), name);
    }
    for (app, name) in &user.openids {
        sheet = sheet.row(&format!("openid at {app}"), name);
    }
    let suspicious = user.suspicious.then_some("yes");
    let sheet = sheet
        .maybe("unionid", user.unionid.as_ref())
        .maybe("suspicious", suspicious.as_ref());
    sheet.words()
}
