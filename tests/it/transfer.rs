//! Moving money: the real binary, the bodies that reach the bank, and what the ledger says after.

mod amounts;
mod codes;
mod days;
mod ends;
mod hostile;
mod limits;
mod once;
mod question;
mod remarks;
mod routes;
mod rules;

use std::collections::BTreeMap;

use sb1::sandbox::Options;
use sb1::sandbox::fault::{Effect, Fault};
use sb1::sandbox::message::Request;
use serde_json::Value;

use crate::world::{Run, World};

const ACCOUNTS: &str = "/personal/banking/accounts";
const DEBIT: &str = "/personal/banking/transfer/debit";
const CARD: &str = "/personal/banking/transfer/creditcard/transferTo";
const PENSION: &str = "/personal/banking/transfer/pension";

/// A world with a customer whose accounts are known by name.
struct Customer {
    world: World,
    accounts: BTreeMap<String, Value>,
}

impl Customer {
    fn new() -> Self {
        Self::of(World::logged_in())
    }

    fn with(options: Options) -> Self {
        Self::of(World::logged_in_with(options))
    }

    fn of(world: World) -> Self {
        let accounts = listed(&world);
        world.bank.forget_requests();
        Self { world, accounts }
    }

    /// The same with a variable set.
    fn set(self, name: &str, value: &str) -> Self {
        Self {
            world: self.world.set(name, value),
            ..self
        }
    }

    /// One member of an account, by the account's name; `card` for the card.
    fn told(&self, name: &str, member: &str) -> String {
        let told = &self.accounts[name][member];
        told.as_str()
            .unwrap_or_else(|| panic!("{name}: {told}"))
            .to_owned()
    }

    fn number(&self, name: &str) -> String {
        self.told(name, "accountNumber")
    }

    /// `sb1 transfer` with these words, and nobody to ask.
    fn transfer(&self, words: &[&str]) -> Run {
        let line = ["transfer", "--no-input"].iter().chain(words);
        self.world.sb1(line)
    }

    /// The same with `--yes`.
    fn send(&self, words: &[&str]) -> Run {
        self.transfer(&[&["--yes"], words].concat())
    }

    /// The same with `--json` too: how it ended, and the document on stdout.
    fn sent(&self, words: &[&str]) -> (i32, Value) {
        let run = self.send(&[&["--json"], words].concat());
        (run.code, run.json())
    }

    /// From Brukskonto to Sparekonto.
    fn save(&self, amount: &str, more: &[&str]) -> Run {
        self.send(&[&["Brukskonto", "Sparekonto", amount], more].concat())
    }

    /// The transfers that were posted since the last look.
    fn posts(&self) -> Vec<Request> {
        let mut requests = self.world.requests();
        self.world.bank.forget_requests();
        requests.retain(|it| it.method == "POST" && it.path.contains("/transfer/"));
        requests
    }

    /// The body of the one transfer that was posted since the last look.
    fn posted(&self) -> Value {
        let posts = self.posts();
        assert_eq!(posts.len(), 1, "posted once");
        serde_json::from_slice(&posts[0].body).unwrap()
    }

    /// What can be spent of an account, in øre.
    fn available(&self, name: &str) -> i64 {
        let accounts = listed(&self.world);
        self.world.bank.forget_requests();
        ore(&accounts[name]["availableBalance"])
    }

    /// Lets the next posted transfer on that path befall this.
    fn fault(&self, path: &str, effect: Effect) {
        self.world.bank.fault(Fault::on("POST", path, effect));
    }

    /// Lets the bank list these accounts from now on.
    fn list(&self, accounts: &[Value]) {
        let text = serde_json::json!({"accounts": accounts, "errors": []}).to_string();
        let fault = Fault::on("GET", ACCOUNTS, Effect::json(200, &text));
        self.world.bank.fault(fault.times(0));
    }

    /// Fails unless the run was refused with that exit code, one of these sentences, and nothing
    /// posted.
    fn refused(&self, run: &Run, code: i32, sentence: &str) {
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{}", run.shown());
        assert!(run.err.contains(sentence), "{sentence}: {}", run.shown());
        assert_eq!(self.posts().len(), 0, "{}", run.shown());
    }
}

fn listed(world: &World) -> BTreeMap<String, Value> {
    let document = world.run("accounts --all --json").json();
    let accounts = document["accounts"].as_array().unwrap().clone();
    let name = |it: &Value| match it["type"].as_str() {
        Some("CREDITCARD") => "card".to_owned(),
        _ => it["name"].as_str().unwrap().to_owned(),
    };
    accounts.into_iter().map(|it| (name(&it), it)).collect()
}

/// `-12.30` in øre.
fn ore(amount: &Value) -> i64 {
    amount.to_string().replace('.', "").parse().unwrap()
}

/// An account as the bank lists it.
fn account(key: &str, name: &str, number: &str) -> Value {
    serde_json::json!({
        "key": key,
        "name": name,
        "accountNumber": number,
        "balance": 5000.0,
        "availableBalance": 5000.0,
        "currencyCode": "NOK",
        "type": "USER",
        "accountProperties": {
            "isTransferFromEnabled": true,
            "isTransferToEnabled": true,
            "isPaymentFromEnabled": true,
            "isBlocked": false
        }
    })
}

/// The lines of the plan on stderr.
fn plan(run: &Run) -> Vec<&str> {
    let lines = run.err.lines();
    lines.skip_while(|it| !it.starts_with("From ")).collect()
}
