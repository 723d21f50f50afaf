//! What each format writes.

use super::sample::{DAILY, Sample};
use crate::export::chart::Chart;
use crate::export::csv::{Csv, Locale};
use crate::export::jsonl::Jsonl;
use crate::export::ofx::Ofx;
use crate::export::qif::Qif;
use crate::export::ynab::Ynab;
use crate::export::{Books, Exporter};
use crate::failure::Kind;

#[test]
fn ofx_is_a_statement_an_account() {
    let file = Sample::new().told(Ofx::default());
    assert!(file.starts_with(OFX_HEAD), "{file}");
    for part in [OFX_HOSTILE, OFX_FOREIGN, OFX_CARD] {
        assert!(file.contains(part), "{part}\nin\n{file}");
    }
    // Verified, or computed from the beginning.
    for (part, times) in [
        (
            "<BALAMT>1740.06</BALAMT>\n<DTASOF>20261120120000</DTASOF>",
            1,
        ),
        (
            "<BALAMT>500.00</BALAMT>\n<DTASOF>20261103120000</DTASOF>",
            1,
        ),
        (
            "<BALAMT>-24.00</BALAMT>\n<DTASOF>20261107120000</DTASOF>",
            1,
        ),
        ("<LEDGERBAL>", 3),
        ("<STMTTRN>", 9),
        ("<TRNTYPE>XFER", 3),
        ("<TRNTYPE>CREDIT", 1),
        ("<TRNTYPE>OTHER", 1),
        ("p-a7", 0),
        // Without rows and without a balance there is nothing to state.
        ("97100000008", 0),
    ] {
        assert_eq!(file.matches(part).count(), times, "{part}");
    }
    assert!(!file.contains(['\u{1b}', '\u{202e}', '\r']));
}

#[test]
fn ofx_makes_no_balance_up_and_wants_the_days() {
    let mut sample = Sample::new().only(DAILY);
    sample.books.accounts[0].opening = None;
    sample.books.accounts[0].verified = None;
    let file = sample.told(Ofx::default());
    assert!(file.contains("</BANKTRANLIST>\n</STMTRS></STMTTRNRS>\n"));
    sample.books.accounts[0].days = None;
    let line = sample.rows[0].line();
    let refused = Ofx::default().line(&sample.books, &line, &mut Vec::new());
    assert!(refused.unwrap_err().message().contains("days"));
}

#[test]
fn ofx_of_nothing_is_the_same_at_any_time() {
    let mut out = Vec::new();
    let (mut format, books) = (Ofx::default(), Books::default());
    format.head(&books, &mut out).unwrap();
    format.tail(&books, &mut out).unwrap();
    let file = String::from_utf8(out).unwrap();
    assert!(file.contains("<DTSERVER>19700101120000</DTSERVER>"));
    assert!(file.ends_with("</SONRS></SIGNONMSGSRSV1>\n</OFX>\n"));
}

#[test]
fn a_row_out_of_its_account_is_refused() {
    let sample = Sample::new();
    let mut out = Vec::new();
    let last = sample.rows.last().unwrap().line();
    let first = sample.rows.first().unwrap().line();
    let mut ofx = Ofx::default();
    ofx.line(&sample.books, &last, &mut out).unwrap();
    assert!(ofx.line(&sample.books, &first, &mut out).is_err());
    let mut qif = Qif::new(Chart::default());
    qif.line(&sample.books, &last, &mut out).unwrap();
    assert!(qif.line(&sample.books, &first, &mut out).is_err());
}

#[test]
fn qif_is_a_section_an_account() {
    assert_eq!(Sample::new().told(Qif::new(Chart::default())), QIF);
}

#[test]
fn qif_takes_the_user_s_own_category_but_for_own_transfers() {
    let chart = Chart::parse("[[rule]]\nonly = \"out\"\naccount = \"Mat:Ute\"").unwrap();
    let file = Sample::new().told(Qif::new(chart));
    assert_eq!(file.matches("\nLMat:Ute\n").count(), 6);
    assert_eq!(file.matches("\nL[").count(), 3);
}

#[test]
fn csv_for_scripts() {
    let file = Sample::new().told(Csv::new(Locale::C, false));
    for line in CSV {
        assert!(file.contains(line), "{line}\nin\n{file}");
    }
    let raw = Sample::new().told(Csv::new(Locale::C, true));
    assert!(
        raw.contains(r#","=HYPERLINK(""http://x"")",+Ola Nordmann "#),
        "{raw}"
    );
}

#[test]
fn csv_for_a_norwegian_spreadsheet() {
    let file = Sample::new().told(Csv::new(Locale::Nb, false));
    for line in CSV_NB {
        assert!(file.contains(line), "{line}\nin\n{file}");
    }
    assert!(file.starts_with('\u{feff}') && file.ends_with("\r\n"));
}

#[test]
fn ynab_is_of_one_account() {
    assert_eq!(Sample::new().only(DAILY).told(Ynab::new(false)), YNAB);
    let refused = Ynab::new(false)
        .head(&Sample::new().books, &mut Vec::new())
        .unwrap_err();
    assert_eq!(refused.kind, Kind::Usage);
    assert!(refused.hints()[0].contains("--format ynab"));
}

#[test]
fn a_line_of_json_has_the_keys_of_the_listing() {
    let file = Sample::new().told(Jsonl);
    let first: serde_json::Value = serde_json::from_str(file.lines().next().unwrap()).unwrap();
    let keys: Vec<&str> = first
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys.join(", "),
        "id, bankId, date, interestDate, bookingStatus, amount, currencyCode, currencyAmount, \
         description, cleanedDescription, accountKey, accountName, accountNumber, \
         remoteAccountNumber, remoteAccountName, kidOrMessage, typeCode, typeText, source, \
         category, subcategory, recurring, subscription"
    );
    assert_eq!(first["bankId"], serde_json::Value::Null);
    assert_eq!(first["source"], serde_json::Value::Null);
    assert_eq!(first["description"], "KIWI <A> & ]]>\r\n^");
    assert_eq!(file.lines().count(), 10);
    assert!(file.contains("\\u202eSHOP\\u001b[2J"));
}

const OFX_HEAD: &str = r##"OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:UTF-8
CHARSET:NONE
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX>
<SIGNONMSGSRSV1><SONRS>
<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>
<DTSERVER>20261120120000</DTSERVER>
<LANGUAGE>NOR</LANGUAGE>
<FI><ORG>SpareBank 1</ORG></FI>
</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1>
<STMTTRNRS><TRNUID>0</TRNUID>
<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>
<STMTRS>
<CURDEF>NOK</CURDEF>
<BANKACCTFROM>
<BANKID>1234</BANKID>
<ACCTID>12345678903</ACCTID>
<ACCTTYPE>CHECKING</ACCTTYPE>
</BANKACCTFROM>
"##;

const OFX_HOSTILE: &str = r##"<NAME>KIWI &lt;A&gt; &amp; ]]&gt;⏎^</NAME>
<MEMO>^⏎!Type:Bank⏎"a";b,c</MEMO>"##;

const OFX_FOREIGN: &str = r##"<FITID>a3</FITID>
<NAME>USD 10 �SHOP�[2J</NAME>
<MEMO>USD -10.00</MEMO>
<ORIGCURRENCY>
<CURRATE>10.55</CURRATE>
<CURSYM>USD</CURSYM>
</ORIGCURRENCY>
</STMTTRN>"##;

const OFX_CARD: &str = r##"<CREDITCARDMSGSRSV1>
<CCSTMTTRNRS><TRNUID>0</TRNUID>
<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>
<CCSTMTRS>
<CURDEF>NOK</CURDEF>
<CCACCTFROM>
<ACCTID>K1234567890</ACCTID>
</CCACCTFROM>
<BANKTRANLIST>
<DTSTART>20261107120000</DTSTART>
<DTEND>20261107120000</DTEND>
<STMTTRN>
<TRNTYPE>DEBIT</TRNTYPE>
<DTPOSTED>20261107120000</DTPOSTED>
<TRNAMT>-12.00</TRNAMT>
<FITID>c1</FITID>
<NAME>Kaffe</NAME>
</STMTTRN>
<STMTTRN>
<TRNTYPE>DEBIT</TRNTYPE>
<DTPOSTED>20261107120000</DTPOSTED>
<TRNAMT>-12.00</TRNAMT>
<FITID>c2</FITID>
<NAME>Kaffe</NAME>
</STMTTRN>
</BANKTRANLIST>"##;

const QIF: &str = r##"!Account
NBrukskonto 12345678903
TBank
^
!Type:Bank
D2026-11-02
T-349.00
C*
Na1
PKIWI <A> & ]]>⏎^
M^⏎!Type:Bank⏎"a";b,c
LMat-drikke- -x-:Daglig
^
D2026-11-03
T-500.00
C*
Na2
PTil spare
L[spare]
^
D2026-11-04
T-105.50
C*
Na3
PUSD 10 �SHOP�[2J
MUSD -10.00
^
D2026-11-05
T0.00
C*
Na5
^
D2026-11-06
T-200.00
C*
Na6
PTil BSU
L[Own transfers]
^
D2026-11-20
T1894.56
C*
Na4
P+Ola Nordmann Murer- og Flisleggerforretning
M=HYPERLINK("http://x")
^
D2026-11-21
T-45.00
Np-a7
PKaffe
M(pending)
^
!Account
Nspare
TBank
^
!Type:Bank
D2026-11-03
T500.00
C*
Nb1
PFra bruk
L[Brukskonto 12345678903]
^
!Account
NTom 97100000008
TBank
^
!Type:Bank
!Account
NKort K1234567890
TCCard
^
!Type:CCard
D2026-11-07
T-12.00
C*
Nc1
PKaffe
LServering
^
D2026-11-07
T-12.00
C*
Nc2
PKaffe
^
"##;

const CSV: [&str; 5] = [
    r##"id,date,interestDate,bookingStatus,amount,accountCurrency,currencyAmount,currencyCode,accountName,accountNumber,description,remoteAccountName,remoteAccountNumber,kidOrMessage,typeText,category,subcategory,ownTransfer,ownTransferAccount,ownTransferId
"##,
    r##"a2,2026-11-03,,BOOKED,-500.00,NOK,,NOK,Brukskonto,12345678903,Til spare,,,,,,,true,12345678911,b1
"##,
    r##"a4,2026-11-20,,BOOKED,1894.56,NOK,,NOK,Brukskonto,12345678903,"'=HYPERLINK(""http://x"")",'+Ola Nordmann Murer- og Flisleggerforretning,05390012340,,,,,false,,"##,
    r##"p-a7,2026-11-21,,PENDING,-45.00,NOK,,NOK,Brukskonto,12345678903,Kaffe,,,,,,,false,,
"##,
    "a1,2026-11-02,,BOOKED,-349.00,NOK,,NOK,Brukskonto,12345678903,\"KIWI <A> & ]]>\r\n^\",,,\"\n^\n!Type:Bank\n\"\"a\"\";b,c\",,Mat/drikke: [x],Daglig,false,,\n",
];

const CSV_NB: [&str; 3] = [
    "Id;Dato;Rentedato;Status;Beløp;Kontovaluta;Valutabeløp;Valuta;Konto;Kontonummer;",
    "\r\na3;04.11.2026;;BOOKED;-105,50;NOK;-10,00;USD;Brukskonto;1234.56.78903;",
    "\r\na2;03.11.2026;;BOOKED;-500,00;NOK;;NOK;Brukskonto;1234.56.78903;Til spare;;;;;;;true;1234.56.78911;b1\r\n",
];

const YNAB: &str = "Date,Payee,Memo,Amount\n\
    2026-11-02,\"KIWI <A> & ]]>\r\n^\",\"^\n!Type:Bank\n\"\"a\"\";b,c sb1:a1\",-349.00\n\
    2026-11-03,Til spare,sb1:a2,-500.00\n\
    2026-11-04,USD 10 \u{202e}SHOP\u{1b}[2J,USD -10.00 sb1:a3,-105.50\n\
    2026-11-05,,sb1:a5,0.00\n\
    2026-11-06,Til BSU,sb1:a6,-200.00\n\
    2026-11-20,'+Ola Nordmann Murer- og Flisleggerforretning,\"'=HYPERLINK(\"\"http://x\"\") sb1:a4\",1894.56\n\
    2026-11-21,Kaffe,(pending) sb1:p-a7,-45.00\n";
