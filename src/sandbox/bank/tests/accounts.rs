use super::*;

#[test]
fn the_list_follows_its_flags() {
    let mut desk = desk();
    let names = |desk: &mut Desk, query: &str| {
        let list = desk.read(&format!("accounts{query}"));
        column(list["accounts"].as_array().unwrap(), "description")
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        names(&mut desk, ""),
        "BRUKSKONTO SPAREKONTO BRUKSKONTO BSU VALUTAKONTO"
    );
    assert_eq!(
        names(
            &mut desk,
            "?includeCreditCardAccounts=true&includeAskAccounts=true&includePensionAccounts=true&includeNokAccounts=false"
        ),
        "BSU Kredittkort Fordel VALUTAKONTO AKSJESPAREKONTO PENSJON"
    );
    assert_eq!(desk.get("accounts?includeNokAccounts=ja").status, 400);
    desk.habits.cards_by_default = true;
    let list = desk.read("accounts");
    let card = list["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| is(account, "type", "CREDITCARD"))
        .unwrap()
        .clone();
    assert!(card["accountNumber"].as_str().unwrap().starts_with('K'));
    assert!(card["name"].as_str().unwrap().starts_with("****"));
    assert!(
        card["key"]
            .as_str()
            .unwrap()
            .bytes()
            .all(|byte| byte.is_ascii_digit())
    );
    assert_eq!(card["creditCardAccountID"], desk.bank.card_id());
    assert!(list["errors"].as_array().unwrap().is_empty());
}

#[test]
fn one_account_and_what_belongs_to_it() {
    let mut desk = desk();
    let (key, number) = (
        desk.bank.key(Role::Savings).to_owned(),
        desk.bank.number(Role::Savings).to_owned(),
    );
    assert_eq!(
        desk.read(&format!("accounts/{key}"))["accountNumber"],
        number.as_str()
    );
    assert_eq!(desk.read("accounts/default")["name"], "Brukskonto");
    assert_eq!(
        desk.read(&format!("accounts/{key}/roles"))["roles"][0]["roleType"],
        "OWNER"
    );
    assert_eq!(
        desk.read(&format!("accounts/{key}/details"))["interestRate"].to_string(),
        "3.1"
    );
    let query = format!("accounts/keys?accountNumber={number}&accountNumber=12345678903");
    assert_eq!(
        desk.read(&query)["accountKeysMap"],
        serde_json::json!({ number: key })
    );
    assert_eq!(desk.get("accounts/nothing").status, 404);
    let child = format!("/personal/banking/accounts/child/{}", desk.bank.child_id());
    let accept = |version| format!("application/vnd.sparebank1.v{version}+json; charset=utf-8");
    assert_eq!(
        desk.send("GET", &child, &[("accept", &accept(5))], "")
            .status,
        200
    );
    assert_eq!(
        desk.send("GET", &child, &[("accept", &accept(1))], "")
            .status,
        406
    );
    for path in ["ping", "pong", ""] {
        let path = format!("/common/helloworld/{path}");
        assert_eq!(
            desk.send("GET", path.trim_end_matches('/'), &[], "").status,
            200
        );
    }
}

#[test]
fn a_balance_wants_its_media_type_and_a_visible_number() {
    let mut desk = desk();
    let vendor = [(
        "content-type",
        "application/vnd.sparebank1.v1+json; charset=utf-8",
    )];
    let plain = [("content-type", "application/json")];
    let child = desk.bank.number(Role::Child).to_owned();
    let card = desk.bank.number(Role::Card).to_owned();
    let mut ask = |number: &str, headers: &[(&str, &str)]| {
        let body = format!(r#"{{"accountNumber":"{number}"}}"#);
        desk.send("POST", "/personal/banking/accounts/balance", headers, &body)
    };
    assert_eq!(ask(&child, &plain).status, 415);
    assert_eq!(ask(&card, &vendor).status, 400);
    assert_eq!(ask("12345678903", &vendor).status, 404);
    let answer = parsed(&ask(&child, &vendor));
    assert!(answer["accountBalance"].is_number() && answer["name"] == "Barnekonto");
    desk.habits.balance_as_text = true;
    let body = format!(r#"{{"accountNumber":"{child}"}}"#);
    let response = desk.send("POST", "/personal/banking/accounts/balance", &vendor, &body);
    assert!(parsed(&response)["accountBalance"].is_string());
}
