use std::time::Duration;

/// The longest that anything is waited for: a day.
const LONGEST: Duration = Duration::from_secs(86_400);

/// Reads seconds, or a number with a unit: `90`, `500ms`, `90s`, `15m`, `1h`.
///
/// # Errors
/// Says how to write it, where it is none of these, nothing, or more than a day.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];
    let (number, unit) = units
        .iter()
        .find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)))
        .unwrap_or((text, 1000));
    Some(number)
        .filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|it| it.parse::<u64>().ok())
        .and_then(|it| it.checked_mul(unit))
        .map(Duration::from_millis)
        .filter(|it| !it.is_zero() && *it <= LONGEST)
        .ok_or_else(|| "write it as 90s, 15m or 1h, at most a day".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations() {
        for (text, milliseconds) in [
            ("90", 90_000),
            ("1s", 1000),
            ("500ms", 500),
            ("5m", 300_000),
            ("24h", 86_400_000),
        ] {
            let expected = Duration::from_millis(milliseconds);
            assert_eq!(duration(text), Ok(expected), "{text}");
        }
        for text in [
            "",
            "s",
            "ms",
            "0",
            "0ms",
            "0m",
            "-5s",
            "+5s",
            "1.5m",
            "25h",
            "5 m",
            "5d",
            "5sm",
            "99999999999999999999h",
            "18446744073709551615h",
        ] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
