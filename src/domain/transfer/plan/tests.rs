use crate::domain::transfer::samples::{account, credit_card, current, kroner, savings};

use super::*;

fn draft(from: &Account, to: &Account, message: Option<&str>) -> Result<Draft, PlanError> {
    Draft::new(from, Receiver::Account(to), message, None)
}

fn refused(from: &Account, to: &Account) -> PlanError {
    draft(from, to, None).unwrap_err()
}

#[test]
fn both_ends_the_same_by_key_or_number() {
    let mut twin = current();
    assert_eq!(refused(&current(), &twin), PlanError::SameAccount);
    twin.key = Foreign::new("another");
    assert_eq!(refused(&current(), &twin), PlanError::SameAccount);
    let by_key = Account {
        key: current().key,
        ..savings()
    };
    assert_eq!(refused(&current(), &by_key), PlanError::SameAccount);
}

#[test]
fn the_accounts_own_flags_and_currency_refuse() {
    let changed = |account: Account, change: fn(&mut Account)| {
        let mut account = account;
        change(&mut account);
        account
    };
    let blocked: fn(&mut Account) = |it| it.may.blocked = Some(true);
    let euro: fn(&mut Account) = |it| it.currency = Currency::parse("EUR");
    let takes_none = changed(savings(), |it| it.may.transfer_to = Some(false));
    let gives_none = changed(current(), |it| it.may.transfer_from = Some(false));
    let pays_none = changed(current(), |it| it.may.payment_from = Some(false));
    let no_card_id = changed(credit_card(), |it| it.credit_card_account_id = None);
    let odd = account("Odd", "12", "odd");
    for (from, to, said) in [
        (
            changed(current(), blocked),
            savings(),
            "has blocked Brukskonto",
        ),
        (
            current(),
            changed(savings(), blocked),
            "has blocked Sparekonto",
        ),
        (
            changed(current(), euro),
            savings(),
            "Brukskonto is an account in EUR",
        ),
        (
            current(),
            changed(savings(), euro),
            "Sparekonto is an account in EUR",
        ),
        (current(), takes_none, "no transfers go to Sparekonto"),
        (gives_none, savings(), "no transfers leave Brukskonto"),
        (
            pays_none.clone(),
            credit_card(),
            "no payments leave Brukskonto",
        ),
        (credit_card(), savings(), "can only be paid"),
        (current(), no_card_id, "does not tell the id of this card"),
        (current(), odd.clone(), "12 is not an account number"),
        (odd, savings(), "12 is not an account number"),
    ] {
        let text = refused(&from, &to).to_string();
        assert!(text.contains(said), "{text}");
    }
    assert!(draft(&pays_none, &savings(), None).is_ok());
}

#[test]
fn a_message_is_one_line_of_at_most_forty_characters_on_debit_only() {
    let to = |account: &Account, text: &str| draft(&current(), account, Some(text)).err();
    assert_eq!(to(&savings(), &"æ".repeat(40)), None);
    assert_eq!(
        to(&savings(), &"æ".repeat(41)),
        Some(PlanError::MessageLength(41))
    );
    assert_eq!(to(&savings(), "a\nb"), Some(PlanError::MessageText));
    assert_eq!(to(&credit_card(), " "), None);
    assert_eq!(
        to(&credit_card(), "x"),
        Some(PlanError::NoMessage(Route::CreditCard))
    );
}

#[test]
fn a_policy_is_letters_and_digits() {
    let to = |policy| Draft::new(&current(), Receiver::Policy(policy), None, None);
    let draft = to(" 1034222 ").unwrap();
    assert_eq!(
        (draft.route(), draft.to().number.as_str()),
        (Route::Pension, "1034222")
    );
    for policy in ["", " ", "a b", "æ", "1\u{1b}", &"1".repeat(41)] {
        assert!(
            matches!(to(policy), Err(PlanError::Policy(_))),
            "{policy:?}"
        );
    }
}

#[test]
fn an_amount_is_more_than_nothing_and_at_most_what_the_way_takes() {
    let draft = draft(&current(), &savings(), None).unwrap();
    for amount in [Amount::ZERO, kroner(-1)] {
        assert_eq!(
            draft.of(amount),
            Err(PlanError::Amount(Route::Debit, amount))
        );
    }
    let most = Route::Debit.most();
    assert!(draft.of(Amount::from_ore(1)).is_ok() && draft.of(most).is_ok());
    assert!(
        draft
            .of(most.checked_add(Amount::from_ore(1)).unwrap())
            .is_err()
    );
}

#[test]
fn the_same_receiver_is_known_however_it_is_written() {
    let of = |to: Receiver<'_>| {
        let draft = Draft::new(&current(), to, None, None);
        draft.unwrap().of(kroner(1)).unwrap()
    };
    let policy = |number| of(Receiver::Policy(number));
    for other in ["1034222", "1034-222", "01034222"] {
        assert!(policy("1034222").is_like(&policy(other)), "{other}");
    }
    assert!(!policy("1034222").is_like(&policy("1034223")));
    let card = credit_card();
    let renamed = Account {
        credit_card_account_id: Some(Foreign::new("another-id")),
        ..card.clone()
    };
    let [card, renamed] = [card, renamed].map(|it| of(Receiver::Account(&it)));
    assert!(card.is_like(&renamed));
}
