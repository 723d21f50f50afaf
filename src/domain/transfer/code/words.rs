//! The table of the codes: where the bank's specification lists each one, and what it is in words.

use super::Code;
use crate::domain::transfer::Route;

const EVERY: &[Route] = &[Route::Debit, Route::CreditCard, Route::Pension];
const DEBIT: &[Route] = &[Route::Debit];
/// The two routes that the bank carries out as payments.
const PAYMENTS: &[Route] = &[Route::CreditCard, Route::Pension];
const CARD: &[Route] = &[Route::CreditCard];
const PENSION: &[Route] = &[Route::Pension];

/// A code that does not tell whether the transfer was made; so nothing may be done but look.
const fn open(
    text: &'static str,
    (status, routes): (u16, &'static [Route]),
    sentence: &'static str,
) -> Code {
    Code {
        text,
        status,
        routes,
        sentence,
        next_step: None,
    }
}

const fn code(
    text: &'static str,
    listed: (u16, &'static [Route]),
    sentence: &'static str,
    next_step: &'static str,
) -> Code {
    Code {
        next_step: Some(next_step),
        ..open(text, listed, sentence)
    }
}

/// Every code once: what is wrong with the request, then what the bank does
/// not allow, then what went wrong at the bank. Limits that laws and customers change are not in the
/// words; where the bank names one, it stands in the bank's own.
pub(super) static CODES: [Code; 36] = [
    code(
        "from.account.number.invalid.format",
        (400, EVERY),
        "the bank does not take the number of the paying account for an account number",
        "pay from an account with a number of eleven digits; `sb1 accounts` lists them",
    ),
    code(
        "to.account.number.invalid.format",
        (400, DEBIT),
        "the bank does not take the number of the receiving account for an account number",
        "choose a receiving account with a number of eleven digits; `sb1 accounts` lists them",
    ),
    code(
        "accounts.not.different",
        (400, DEBIT),
        "the paying and the receiving account are the same one",
        "name two different accounts",
    ),
    code(
        "message.length.invalid",
        (400, DEBIT),
        "the message is longer than the bank takes",
        "shorten the text given with -m",
    ),
    code(
        "amount.invalid",
        (400, EVERY),
        "the bank does not take that amount",
        "choose an amount within the limits that stand in the bank's own words",
    ),
    code(
        "due.date.invalid",
        (400, EVERY),
        "the bank does not take a transfer for that date",
        "choose with --date a day in the range that stands in the bank's own words",
    ),
    code(
        "from.account.no.access",
        (400, EVERY),
        "you have no access to the paying account",
        "pay from an account of your own; `sb1 accounts` lists them",
    ),
    code(
        "to.account.no.access",
        (400, DEBIT),
        "you have no access to the receiving account, and a transfer goes only between your own",
        "pay to somebody else's account in the online bank",
    ),
    code(
        "from.account.not.valid.for.transfer",
        (400, DEBIT),
        "the paying account is not one to transfer money from",
        "choose another paying account, or ask the bank what this one allows",
    ),
    code(
        "to.account.not.valid.for.transfer",
        (400, DEBIT),
        "the receiving account is not one to transfer money to",
        "choose another receiving account, or ask the bank what this one allows",
    ),
    code(
        "account.not.valid.for.domestic.payment",
        (400, PAYMENTS),
        "the paying account cannot be used for payments within Norway",
        "pay from an everyday account in Norwegian kroner",
    ),
    code(
        "insufficient.funds",
        (403, EVERY),
        "there is not enough money on the paying account",
        "transfer less, or fill up the paying account first",
    ),
    code(
        "account.no.admission",
        (403, EVERY),
        "you may not make payments from the paying account",
        "ask the bank for the right to pay from this account, or pay from another one",
    ),
    code(
        "not.authorized.for.operation",
        (403, EVERY),
        "your role on the account does not allow this transfer",
        "look at your role with `sb1 account ACCOUNT --roles`; the bank can say which one it takes",
    ),
    code(
        "from.account.blocked",
        (403, EVERY),
        "the paying account is blocked for payments",
        "ask the bank why it is blocked, or pay from another account",
    ),
    code(
        "to.account.unknown",
        (403, DEBIT),
        "the bank does not know the receiving account: it does not exist, or it is closed",
        "check the number of the receiving account; `sb1 accounts` lists your own",
    ),
    code(
        "to.account.closed",
        (403, DEBIT),
        "the receiving account has been closed",
        "choose another receiving account; `sb1 accounts` lists your own",
    ),
    code(
        "to.account.cannot.receive.transfers",
        (403, DEBIT),
        "the receiving account is blocked for money coming in",
        "ask the bank why it is blocked, or choose another receiving account",
    ),
    code(
        "debit.or.credit.account.is.closed",
        (403, DEBIT),
        "the paying or the receiving account is closed (avsluttet)",
        "look in the online bank which of the two it is, and choose another one",
    ),
    code(
        "bsu.yearly.amount.limit.exceeded",
        (403, DEBIT),
        "with this transfer, more would go into the BSU account than may be saved in BSU in one year",
        "transfer less, or wait for January, when a new year's amount begins",
    ),
    code(
        "bsu.total.amount.limit.exceeded",
        (403, DEBIT),
        "with this transfer, more would be on the BSU account than may be saved in BSU altogether",
        "transfer less, or save the rest on another savings account",
    ),
    code(
        "bsu.account.pending.creation",
        (403, DEBIT),
        "the BSU account is still being opened and takes no money yet",
        "try again when the online bank shows the account as opened",
    ),
    code(
        "due.date.must.be.today.when.transferring.from.bsu",
        (403, DEBIT),
        "money leaves a BSU account only on the day of the transfer, not on a later one",
        "leave out --date",
    ),
    code(
        "transfer.to.creditor.that.requires.kid.is.not.supported",
        (403, DEBIT),
        "the receiving account takes only payments with a KID, and a transfer has none",
        "pay it as an ordinary payment with the KID, in the online bank",
    ),
    code(
        "iban.required",
        (403, DEBIT),
        "the receiving account needs an IBAN, as currency accounts do; that is an international payment",
        "make an international payment (utenlandsbetaling) in the online bank",
    ),
    open(
        "illegal.payment.status.update",
        (403, DEBIT),
        "the bank could not take the payment one step further; it may be completed already",
    ),
    code(
        "transaction.amount.limit.exceeded",
        (403, PAYMENTS),
        "the amount is above the limit for one payment of this kind",
        "pay less at a time; daily limits are raised in the online bank",
    ),
    code(
        "periodic.amount.limit.exceeded",
        (403, PAYMENTS),
        "with this payment, you would go beyond the limit that you have set for a period",
        "wait until the period is over, or pay less; daily limits are raised in the online bank",
    ),
    code(
        "credit.card.account.does.not.support.transfer.to",
        (403, CARD),
        "the credit card takes no transfers",
        "pay the card's invoice in the online bank",
    ),
    code(
        "no.credit.card.account.found",
        (403, CARD),
        "the bank finds no credit card of yours with that account ID",
        "look for the card with `sb1 accounts --type CREDITCARD`",
    ),
    code(
        "no.pension.agreement.found.for.policy.number",
        (403, PENSION),
        "the bank finds no pension agreement of yours with that policy number",
        "check the number after `pension:`; it is the agreement's polisenummer or avtalenummer",
    ),
    code(
        "pension.agreement.does.not.support.transfer.to",
        (403, PENSION),
        "the pension agreement takes no transfers",
        "ask the bank how money is paid into this agreement",
    ),
    code(
        "ips.limit.exceeded",
        (403, PENSION),
        "the amount is above the limit for individual pension saving (IPS)",
        "pay at most the limit that stands in the bank's own words",
    ),
    open(
        "general.error",
        (500, EVERY),
        "something went wrong at the bank, which does not say whether the transfer was made",
    ),
    code(
        "general.error.transfer.not.completed",
        (500, EVERY),
        "something went wrong at the bank, which says that the transfer was not completed",
        "try again in a few minutes",
    ),
    open(
        "missing.or.invalid.account.currency",
        (500, DEBIT),
        "the currency of one of the accounts is missing or wrong in the bank's own records",
    ),
];
