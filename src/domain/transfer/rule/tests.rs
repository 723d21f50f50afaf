use super::*;

mod properties;

const LABELS: Labels<'_> = Labels {
    from: "Brukskonto",
    to: "Sparekonto",
};

fn kr(text: &str) -> Amount {
    Amount::read(text).unwrap()
}

fn word(text: &str) -> Rule {
    rule(Word::parse(text).unwrap().into())
}

fn rule(what: Quantity) -> Rule {
    Rule {
        what,
        keep: None,
        if_below: None,
        if_above: None,
    }
}

fn top_up(target: &str) -> Rule {
    rule(Quantity::TopUpTo(kr(target)))
}

impl Rule {
    fn keeping(self, amount: &str) -> Self {
        let keep = Some(kr(amount));
        Self { keep, ..self }
    }

    fn below(self, amount: &str) -> Self {
        let if_below = Some(kr(amount));
        Self { if_below, ..self }
    }

    fn above(self, amount: &str) -> Self {
        let if_above = Some(kr(amount));
        Self { if_above, ..self }
    }
}

/// The amount, or `nothing`, and then every line.
fn decided(rule: &Rule, from: &str, to: &str) -> Vec<String> {
    let (amount, mut lines) = match rule.decide(&LABELS, Some(kr(from)), Some(kr(to))).unwrap() {
        Decision::Move { amount, arithmetic } => (amount.to_string(), arithmetic),
        Decision::Nothing { arithmetic } => ("nothing".to_owned(), arithmetic),
    };
    lines.insert(0, amount);
    lines
}

#[test]
fn moves_all_but_what_is_kept() {
    assert_eq!(
        decided(&word("all"), "89209.31", "0"),
        ["89209.31", "all of 89 209,31 available"]
    );
    assert_eq!(
        decided(&word("all").keeping("1000"), "89209.31", "0"),
        [
            "88209.31",
            "89 209,31 available - 1 000,00 kept = 88 209,31"
        ]
    );
    assert_eq!(
        decided(&word("all").keeping("1000"), "999.99", "0"),
        [
            "nothing",
            "999,99 available - 1 000,00 kept = -0,01",
            "that leaves nothing to move"
        ]
    );
    for balance in ["0", "-50"] {
        for text in ["all", "10%"] {
            let lines = decided(&word(text), balance, "0");
            let shown = kr(balance).norwegian();
            let why = format!("Brukskonto has {shown} available, so there is nothing to move");
            assert_eq!(lines, ["nothing", &why]);
        }
    }
}

#[test]
fn moves_a_part_rounded_down() {
    assert_eq!(
        decided(&word("10%"), "89209.31", "0"),
        ["8920.93", "10 % of 89 209,31 = 8 920,93 (rounded down)"]
    );
    assert_eq!(
        decided(&word("2,5%"), "1000", "0"),
        ["25.00", "2,5 % of 1 000,00 = 25,00"]
    );
    assert_eq!(
        decided(&word("90%").keeping("500"), "1000", "0"),
        [
            "500.00",
            "90 % of 1 000,00 = 900,00",
            "1 000,00 available - 500,00 kept = 500,00, which is less than 900,00, so it is the most to move"
        ]
    );
    assert_eq!(
        decided(&word("50%").keeping("500"), "1000", "0"),
        [
            "500.00",
            "50 % of 1 000,00 = 500,00",
            "1 000,00 available - 500,00 kept = 500,00, which is enough"
        ]
    );
    assert_eq!(
        decided(&word("90%").keeping("5000"), "1000", "0"),
        [
            "nothing",
            "90 % of 1 000,00 = 900,00",
            "1 000,00 available - 5 000,00 kept = -4 000,00",
            "that leaves nothing to move"
        ]
    );
    assert_eq!(
        decided(&word("1%"), "0.99", "0"),
        [
            "nothing",
            "1 % of 0,99 = 0,00 (rounded down)",
            "that leaves nothing to move"
        ]
    );
}

#[test]
fn tops_up_what_is_lacking() {
    assert_eq!(
        decided(&top_up("5000"), "0", "4200"),
        ["800.00", "5 000,00 - 4 200,00 there = 800,00"]
    );
    assert_eq!(
        decided(&top_up("5000"), "0", "-200"),
        ["5200.00", "5 000,00 - -200,00 there = 5 200,00"]
    );
    for there in ["5000", "5000.01"] {
        let lines = decided(&top_up("5000"), "9000", there);
        let shown = kr(there).norwegian();
        assert_eq!(
            lines,
            [
                "nothing".to_owned(),
                format!("Sparekonto has {shown}, which is not below 5 000,00")
            ]
        );
    }
    assert_eq!(
        decided(&top_up("5000").keeping("1000"), "1300", "4200"),
        [
            "300.00",
            "5 000,00 - 4 200,00 there = 800,00",
            "1 300,00 available - 1 000,00 kept = 300,00, which is less than 800,00, so it is the most to move"
        ]
    );
    assert_eq!(
        decided(&top_up("5000").keeping("1000"), "1000", "4200")[0],
        "nothing"
    );
}

#[test]
fn never_alters_a_fixed_amount() {
    assert_eq!(decided(&word("250"), "0", "0"), ["250.00"]);
    assert_eq!(
        decided(&word("250").keeping("1000"), "1250", "0"),
        [
            "250.00",
            "1 250,00 available - 250,00 = 1 000,00, which leaves the 1 000,00 to keep"
        ]
    );
    assert_eq!(
        decided(&word("250").keeping("1000"), "1249.99", "0"),
        [
            "nothing",
            "1 249,99 available - 250,00 = 999,99, which is less than the 1 000,00 to keep"
        ]
    );
    for amount in ["0", "-5"] {
        assert_eq!(
            decided(&rule(Quantity::Fixed(kr(amount))), "100", "0"),
            ["nothing", "that leaves nothing to move"]
        );
    }
}

#[test]
fn conditions_are_strict_and_both_must_hold() {
    let between = |rule: Rule| rule.above("500").below("1000");
    assert_eq!(
        decided(&between(word("250")), "900", "0"),
        [
            "250.00",
            "Brukskonto has 900,00, which is below 1 000,00",
            "Brukskonto has 900,00, which is above 500,00"
        ]
    );
    assert_eq!(
        decided(&between(word("250")), "1000", "0"),
        [
            "nothing",
            "Brukskonto has 1 000,00, which is not below 1 000,00",
            "Brukskonto has 1 000,00, which is above 500,00"
        ]
    );
    assert_eq!(
        decided(&between(word("250")), "500", "700")[2],
        "Brukskonto has 500,00, which is not above 500,00"
    );
    // Topping up asks the receiving account.
    assert_eq!(
        decided(&top_up("5000").below("500"), "100", "900"),
        [
            "nothing",
            "Sparekonto has 900,00, which is not below 500,00"
        ]
    );
    assert_eq!(
        decided(&top_up("5000").below("1000"), "2000", "900")[0],
        "4100.00"
    );
}

#[test]
fn asks_only_for_the_balances_that_decide() {
    let some = Some(kr("700"));
    let not_told = |rule: &Rule, from, to| match rule.decide(&LABELS, from, to) {
        Err(RuleError::NotTold { account }) => Some(account),
        _ => None,
    };
    let fixed = word("250");
    assert_eq!(not_told(&fixed, None, None), None);
    assert!(!fixed.computed());
    for rule in [
        word("all"),
        word("10%"),
        word("250").keeping("1"),
        word("250").below("1000"),
        word("250").above("1"),
        top_up("1000").keeping("1"),
    ] {
        assert!(rule.needs_balance());
        assert_eq!(not_told(&rule, None, some).as_deref(), Some("Brukskonto"));
    }
    for rule in [top_up("1000"), top_up("1000").below("900")] {
        assert!(rule.computed());
        assert_eq!(not_told(&rule, some, None).as_deref(), Some("Sparekonto"));
        assert_eq!(not_told(&rule, None, some), None);
    }
    let said = word("all").decide(&LABELS, None, None).unwrap_err();
    assert!(said.to_string().contains("available on Brukskonto"));
}

#[test]
fn a_balance_beyond_arithmetic_is_refused() {
    let most = kr("792281625142643375935439503.35");
    let least = kr("-792281625142643375935439503.35");
    let decide = |rule: Rule, from, to| rule.decide(&LABELS, Some(from), Some(to));
    assert_eq!(decide(top_up("1"), most, least), Err(RuleError::TooLarge));
    assert_eq!(
        decide(word("250").keeping("1"), least, most),
        Err(RuleError::TooLarge)
    );
    let whole = decide(word("100%"), most, least).unwrap();
    assert!(matches!(whole, Decision::Move { amount, .. } if amount == most));
    assert!(RuleError::TooLarge.to_string().contains("too large"));
}

#[test]
fn hostile_names_are_neutralised() {
    let labels = Labels {
        from: "\u{1b}[2JBruks\u{202e}",
        to: "Spare\nkonto",
    };
    let said = word("all").decide(&labels, None, None).unwrap_err();
    assert!(!said.to_string().contains(['\u{1b}', '\u{202e}']));
    let full = top_up("1").decide(&labels, None, Some(kr("1"))).unwrap();
    let shown = format!("{full:?}");
    assert!(shown.contains("Spare⏎konto has 1,00"), "{shown}");
}

#[test]
fn a_rule_has_one_text() {
    for (rule, text) in [
        (word("250"), "250.00"),
        (word("10 %"), "10.00%"),
        (word("0,05%"), "0.05%"),
        (
            word("ALL").keeping("1000").above("5000"),
            "all keep=1000.00 if-above=5000.00",
        ),
        (
            top_up("5000").below("900").keeping("1"),
            "top-up-to=5000.00 keep=1.00 if-below=900.00",
        ),
    ] {
        assert_eq!(rule.canonical(), text);
    }
}
