//! The text form of a fault: read and written here and nowhere else.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::{Answer, Body, Effect, Fault, Path, RetryAfter};

/// The text form, as help shows it.
pub const GRAMMAR: &str = "\
METHOD PATH: WORD...

METHOD  GET, POST, ... or 'any'
PATH    as sent, without the query; a '*' at its end stands for whatever follows
WORD    what happens, at most one of:
          STATUS        200 to 599, with the body usual for it:
                        {} for 2xx, HTML for 502 to 504, an errors object otherwise
          drop          the connection closes without an answer
          reset         the connection is reset without an answer
          truncate      half of the real answer, then the connection closes
          malformed     half of the real body in a complete answer
          drip          the real answer, its body in pieces spread over the delay
                        (none of them: the real answer)
        beside a STATUS:
          code=CODE     an errors object with that code; may stand more than once
          html          an HTML page
          type=MEDIA    the media type of body=
          retry-after=N or retry-after=date:N   in N seconds, as a number or as a date
          location=URL  where a redirect leads
        and with any of them:
          delay=2s      or delay=500ms: the answer comes late
          after         the bank does its work first, then this happens
          xN            on the next N requests (once when not said); 'forever' for all
          body=TEXT     the rest of the line is the body of a STATUS, so it stands last

GET /personal/banking/accounts: 429 retry-after=30 x2
POST /oauth/token: drop after
any /*: delay=2s forever";

/// Why a text is not a fault: a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFault(String);

impl fmt::Display for BadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadFault {}

/// What the words said so far.
#[derive(Default)]
struct Draft {
    effect: Option<Effect>,
    status: Option<u16>,
    codes: Vec<String>,
    html: bool,
    media_type: Option<String>,
    text: Option<String>,
    retry_after: Option<RetryAfter>,
    location: Option<String>,
    delay: Duration,
    after: bool,
    times: Option<u32>,
}

impl FromStr for Fault {
    type Err = BadFault;

    /// # Errors
    /// A sentence that names the word and what could stand there.
    fn from_str(text: &str) -> Result<Self, BadFault> {
        let shape = || BadFault(format!("a fault reads 'METHOD PATH: WHAT', not '{text}'"));
        let (target, words) = text.split_once(": ").ok_or_else(shape)?;
        let (method, path) = target.trim().split_once(' ').ok_or_else(shape)?;
        let path = path.trim();
        if !path.starts_with('/') || path.contains(char::is_whitespace) {
            let sentence = format!("the path of a fault begins with '/', not '{path}'");
            return Err(BadFault(sentence));
        }
        let mut draft = Draft::default();
        let mut rest = words.trim_start();
        while !rest.is_empty() {
            if let Some(body) = rest.strip_prefix("body=") {
                draft.text = Some(body.to_owned());
                break;
            }
            let (word, more) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            draft.hear(word)?;
            rest = more.trim_start();
        }
        let fault = Fault::on(method, path, Effect::Genuine);
        draft.lay_over(fault)
    }
}

impl Draft {
    fn hear(&mut self, word: &str) -> Result<(), BadFault> {
        let known = match word.split_once('=') {
            Some((name, value)) => self.hear_option(name, value),
            None => self.hear_word(word),
        };
        known.ok_or_else(|| {
            BadFault(format!(
                "'{word}' is none of the words of a fault: a status from 200 to 599, drop, reset, \
                 truncate, malformed, drip, code=, html, type=, retry-after=N, retry-after=date:N, \
                 location=, delay=2s, after, x2, forever, body="
            ))
        })
    }

    fn hear_word(&mut self, word: &str) -> Option<()> {
        let effect = match word {
            "drop" => Effect::Drop,
            "reset" => Effect::Reset,
            "truncate" => Effect::Truncate,
            "malformed" => Effect::Malformed,
            "drip" => Effect::Drip,
            "html" => return once(!std::mem::replace(&mut self.html, true)),
            "after" => return once(!std::mem::replace(&mut self.after, true)),
            "forever" => return once(self.times.replace(0).is_none()),
            _ => {
                if let Some(times) = word.strip_prefix('x') {
                    return once(self.times.replace(number(times)?).is_none());
                }
                let status: u16 = number(word)?;
                let fits = (200..=599).contains(&status) && self.effect.is_none();
                return once(fits && self.status.replace(status).is_none());
            }
        };
        once(self.status.is_none() && self.effect.replace(effect).is_none())
    }

    fn hear_option(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "code" => self.codes.push(value.to_owned()),
            "type" => self.media_type = Some(value.to_owned()),
            "location" => self.location = Some(value.to_owned()),
            "delay" => self.delay = duration(value)?,
            "retry-after" => {
                self.retry_after = Some(match value.strip_prefix("date:") {
                    Some(seconds) => RetryAfter::Date(number(seconds)?),
                    None => RetryAfter::Seconds(number(value)?),
                });
            }
            _ => return None,
        }
        once(!value.is_empty())
    }

    fn lay_over(self, fault: Fault) -> Result<Fault, BadFault> {
        Ok(Fault {
            delay: self.delay,
            after: self.after,
            times: self.times.unwrap_or(1),
            effect: self.into_effect()?,
            ..fault
        })
    }

    fn into_effect(self) -> Result<Effect, BadFault> {
        let (retry_after, location) = (self.retry_after, self.location);
        let bare = retry_after.is_none() && location.is_none();
        let body = match (self.codes.is_empty(), self.html, self.text, self.media_type) {
            (true, false, None, None) => Body::Usual,
            (false, false, None, None) => Body::Codes(self.codes),
            (true, true, None, None) => Body::Html,
            (true, false, Some(text), media_type) => Body::Text { media_type, text },
            _ => {
                let sentence = "a fault has one body: code=, html, or body= with or without type=";
                return Err(BadFault(sentence.to_owned()));
            }
        };
        match self.status {
            Some(status) => Ok(Effect::Answer(Answer {
                status,
                body,
                retry_after,
                location,
            })),
            None if bare && body == Body::Usual => Ok(self.effect.unwrap_or(Effect::Genuine)),
            None => Err(BadFault(
                "code=, html, type=, retry-after=, location= and body= stand beside a status, \
                 such as '500 code=general.error'"
                    .to_owned(),
            )),
        }
    }
}

fn once(first: bool) -> Option<()> {
    first.then_some(())
}

/// Digits only: no sign.
fn number<T: FromStr>(text: &str) -> Option<T> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn duration(text: &str) -> Option<Duration> {
    match text.strip_suffix("ms") {
        Some(millis) => number(millis).map(Duration::from_millis),
        None => number(text.strip_suffix('s')?).map(Duration::from_secs),
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = self.method.as_deref().unwrap_or("any");
        match &self.path {
            Path::Exact(path) => write!(f, "{method} {path}:")?,
            Path::Prefix(path) => write!(f, "{method} {path}*:")?,
        }
        let body = match &self.effect {
            Effect::Genuine => None,
            Effect::Drop => f.write_str(" drop").map(|()| None)?,
            Effect::Reset => f.write_str(" reset").map(|()| None)?,
            Effect::Truncate => f.write_str(" truncate").map(|()| None)?,
            Effect::Malformed => f.write_str(" malformed").map(|()| None)?,
            Effect::Drip => f.write_str(" drip").map(|()| None)?,
            Effect::Answer(answer) => write_answer(f, answer)?,
        };
        let millis = self.delay.as_millis();
        if millis != 0 && millis.is_multiple_of(1000) {
            write!(f, " delay={}s", millis / 1000)?;
        } else if millis != 0 {
            write!(f, " delay={millis}ms")?;
        }
        if self.after {
            f.write_str(" after")?;
        }
        match self.times {
            0 => f.write_str(" forever")?,
            // The words need at least one among them.
            1 if self.effect != Effect::Genuine || millis != 0 || self.after => {}
            times => write!(f, " x{times}")?,
        }
        body.map_or(Ok(()), |text| write!(f, " body={text}"))
    }
}

/// Writes all but the body's text, which has to stand last and is given back.
fn write_answer<'a>(
    f: &mut fmt::Formatter<'_>,
    answer: &'a Answer,
) -> Result<Option<&'a str>, fmt::Error> {
    write!(f, " {}", answer.status)?;
    let mut last = None;
    match &answer.body {
        Body::Usual => {}
        Body::Codes(codes) => {
            for code in codes {
                write!(f, " code={code}")?;
            }
        }
        Body::Html => f.write_str(" html")?,
        Body::Text { media_type, text } => {
            if let Some(media_type) = media_type {
                write!(f, " type={media_type}")?;
            }
            last = Some(text.as_str());
        }
    }
    match answer.retry_after {
        Some(RetryAfter::Seconds(seconds)) => write!(f, " retry-after={seconds}")?,
        Some(RetryAfter::Date(seconds)) => write!(f, " retry-after=date:{seconds}")?,
        None => {}
    }
    if let Some(location) = &answer.location {
        write!(f, " location={location}")?;
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_text_comes_back() {
        for text in [
            "GET /personal/banking/accounts: 429 retry-after=30 x2",
            "GET /a: 429 retry-after=date:30",
            "GET /a: 429",
            "POST /personal/banking/transfer/*: drop after",
            "any /*: delay=2s forever",
            "GET /a: x1",
            "GET /a: 500 code=general.error code=b.c delay=1500ms after x3",
            "GET /a: 503 html",
            "GET /a: 307 location=http://example.org/x",
            "GET /a: truncate",
            "GET /a: malformed delay=1s after",
            "GET /a: reset forever",
            "GET /a: drip delay=3s",
            "GET /a: 200 after body={\"a\": \"x2 drop\"} ",
            "GET /a: 200 type=text/plain x2 body=",
        ] {
            let fault: Fault = text.parse().unwrap();
            assert_eq!(fault.to_string(), text);
        }
        let last: &str = GRAMMAR.lines().last().unwrap();
        assert!(last.parse::<Fault>().is_ok());
    }

    #[test]
    fn the_order_of_words_does_not_matter() {
        let one: Fault = "GET /a:  x2  after code=a 500 ".parse().unwrap();
        assert_eq!(
            one,
            Fault::on("GET", "/a", Effect::code(500, "a"))
                .times(2)
                .after_the_work()
        );
    }

    #[test]
    fn nonsense_is_named() {
        for (text, part) in [
            ("GET /a", "METHOD PATH: WHAT"),
            ("/a: drop", "METHOD PATH: WHAT"),
            ("GET a: drop", "begins with '/', not 'a'"),
            ("GET /a: drop reset", "'reset' is none"),
            ("GET /a: 500 drop", "'drop' is none"),
            ("GET /a: 500 501", "'501' is none"),
            ("GET /a: 99", "'99' is none"),
            ("GET /a: 600", "'600' is none"),
            ("GET /a: x-1", "'x-1' is none"),
            ("GET /a: delay=2", "'delay=2' is none"),
            ("GET /a: delay=+2s", "'delay=+2s' is none"),
            ("GET /a: x1 forever", "'forever' is none"),
            ("GET /a: drop code=a", "stand beside a status"),
            ("GET /a: 500 html code=a", "one body"),
            ("GET /a: 500 type=a", "one body"),
            ("GET /a: 429 retry-after=", "'retry-after=' is none"),
        ] {
            let sentence = text.parse::<Fault>().unwrap_err().to_string();
            assert!(sentence.contains(part), "{text}: {sentence}");
        }
    }
}
