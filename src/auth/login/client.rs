//! Which client a login is made with: the stored one, unless the command line names another.

use crate::auth::credentials::{Client, Credentials};
use crate::auth::loopback::redirect::DEFAULT_REDIRECT;
use crate::config::{CLIENT_ID, CLIENT_SECRET, Config};
use crate::domain::secret::Secret;
use crate::failure::{Failure, Kind};
use crate::ui::Ui;

use super::{LoginOptions, prompt};

const PORTAL: &str = "https://developer.sparebank1.no/#/documentation/gettingstarted";

/// Stored credentials win over the environment; `--client-id` leads away from them, also with the
/// stored id: that is how a changed secret comes in.
pub(super) fn choose(
    ui: &Ui,
    config: &Config,
    stored: Option<&Credentials>,
    options: &LoginOptions,
) -> Result<Client, Failure> {
    let known = stored.map(|it| &it.client);
    let named = options.client_id.as_deref();
    if let (Some(known), None) = (known, named) {
        warn_of_others(ui, config, known);
        let redirect_uri = options.redirect_uri.as_ref();
        return Ok(Client {
            redirect_uri: redirect_uri.unwrap_or(&known.redirect_uri).clone(),
            ..known.clone()
        });
    }
    let id = named
        .map(str::to_owned)
        .or_else(|| config.client_id.clone());
    let same = known.filter(|known| Some(&known.id) == id.as_ref());
    let redirect_uri = options
        .redirect_uri
        .clone()
        .or_else(|| same.map(|known| known.redirect_uri.clone()))
        .unwrap_or_else(|| DEFAULT_REDIRECT.to_owned());
    // The secret of the environment belongs to the id of the environment, if there is one.
    let fits = config.client_id.is_none() || config.client_id == id;
    let secret = config.client_secret.clone().filter(|_| fits);
    if let (Some(id), Some(secret)) = (&id, &secret) {
        return usable(id, secret, redirect_uri);
    }
    if !ui.can_ask() {
        return Err(unasked(&redirect_uri));
    }
    if same.is_none() {
        explain(ui, &redirect_uri);
    }
    let id = match id {
        Some(id) => id,
        None => ui.ask("Client id")?,
    };
    let secret = match secret {
        Some(secret) => secret,
        None => prompt::secret(ui, "Client secret (not shown)")?,
    };
    usable(&id, &secret, redirect_uri)
}

fn usable(id: &str, secret: &Secret, redirect_uri: String) -> Result<Client, Failure> {
    let (id, secret) = (id.trim(), Secret::new(secret.expose().trim()));
    if id.is_empty() || secret.expose().is_empty() {
        return Err(
            Failure::usage("client id and client secret must not be empty")
                .hint(format!("the bank issues both at {PORTAL}")),
        );
    }
    Ok(Client {
        id: id.to_owned(),
        secret,
        redirect_uri,
    })
}

/// The environment is not silently overruled either.
fn warn_of_others(ui: &Ui, config: &Config, known: &Client) {
    let other_id = config.client_id.as_ref().is_some_and(|id| *id != known.id);
    let other_secret = config
        .client_secret
        .as_ref()
        .is_some_and(|it| !it.is(known.secret.expose()));
    if other_id {
        ui.warn(format_args!(
            "{CLIENT_ID} names another client than the stored one, which is used; `sb1 login --client-id ID` changes to another"
        ));
    } else if other_secret {
        ui.warn(format_args!(
            "{CLIENT_SECRET} differs from the stored secret, which is used; `sb1 login --client-id ID` changes it"
        ));
    }
}

fn explain(ui: &Ui, redirect_uri: &str) {
    ui.tell(format_args!(
        "sb1 needs a client of your own at the bank. Once:\n\
         \n  1. open {PORTAL}\n  \
         2. log in there with BankID and create a client\n  \
         3. register exactly this redirect URI:  {redirect_uri}\n  \
         4. give the client id and the client secret here; they are kept with your login and sent only to the bank\n"
    ));
}

fn unasked(redirect_uri: &str) -> Failure {
    Failure::new(
        Kind::Login,
        "the client id and client secret are not known, and nobody can be asked here",
    )
    .hint(format!(
        "register a client with the redirect URI {redirect_uri} at {PORTAL}"
    ))
    .hint(format!(
        "then set {CLIENT_ID} and {CLIENT_SECRET}, or run `sb1 login` in a terminal"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::credentials::tests::sample;
    use crate::auth::login::tests::options;
    use crate::auth::tests::{config_in, silent_ui};

    fn chosen(
        stored: bool,
        env: (Option<&str>, Option<&str>),
        named: Option<&str>,
    ) -> Result<(String, String), Kind> {
        let mut config = config_in(std::path::Path::new("/nowhere"));
        config.client_id = env.0.map(str::to_owned);
        config.client_secret = env.1.map(Secret::new);
        let mut options = options();
        options.client_id = named.map(str::to_owned);
        let credentials = sample(None, 600);
        choose(
            &silent_ui(),
            &config,
            stored.then_some(&credentials),
            &options,
        )
        .map(|it| (it.id, it.secret.expose().to_owned()))
        .map_err(|failure| failure.kind)
    }

    #[test]
    fn stored_credentials_win_over_the_environment() {
        let pair = |id: &str, secret: &str| Ok((id.to_owned(), secret.to_owned()));
        assert_eq!(
            chosen(true, (Some("other"), Some("x")), None),
            pair("client", "hush")
        );
        assert_eq!(
            chosen(true, (Some("client"), Some("x")), None),
            pair("client", "hush")
        );
        assert_eq!(
            chosen(true, (Some("other"), Some("x")), Some("other")),
            pair("other", "x")
        );
        assert_eq!(
            chosen(false, (Some(" env "), Some("x\n")), None),
            pair("env", "x")
        );
        assert_eq!(
            chosen(false, (None, Some("x")), Some("flag")),
            pair("flag", "x")
        );
        // Another client's secret is not tried.
        assert_eq!(
            chosen(false, (Some("env"), Some("x")), Some("flag")),
            Err(Kind::Login)
        );
        assert_eq!(chosen(false, (None, None), None), Err(Kind::Login));
        assert_eq!(
            chosen(false, (Some("env"), Some(" ")), None),
            Err(Kind::Usage)
        );
    }
    #[test]
    fn naming_the_client_changes_its_secret() {
        let pair = |id: &str, secret: &str| Ok((id.to_owned(), secret.to_owned()));
        for env in [Some("client"), None] {
            assert_eq!(
                chosen(true, (env, Some("new")), Some("client")),
                pair("client", "new")
            );
        }
        // Another client's secret is not tried, and the stored one is not taken for the new one.
        for env in [(Some("other"), Some("x")), (None, None)] {
            assert_eq!(chosen(true, env, Some("client")), Err(Kind::Login));
        }
    }

    #[test]
    fn the_redirect_uri_of_the_same_client_stays() {
        let mut config = config_in(std::path::Path::new("/nowhere"));
        config.client_secret = Some(Secret::new("new"));
        let mut stored = sample(None, 600);
        stored.client.redirect_uri = "http://localhost:8080".into();
        for (id, uri) in [
            ("client", "http://localhost:8080"),
            ("other", DEFAULT_REDIRECT),
        ] {
            let mut options = options();
            options.client_id = Some(id.into());
            let client = choose(&silent_ui(), &config, Some(&stored), &options).unwrap();
            assert_eq!(client.redirect_uri, uri);
        }
    }
}
