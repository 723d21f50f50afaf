//! The user's browser.

use std::sync::mpsc;
use std::time::Duration;

use url::Url;

/// Starts a browser on a page of the bank's or of ours, on a thread of its own because some browsers
/// only return when they are closed. That it was started does not mean that a page was shown.
pub(crate) fn opens(url: &Url) -> bool {
    // Whatever else the system has a program for is not to be started from here.
    if !matches!(url.scheme(), "https" | "http" | "file") {
        return false;
    }
    let (tell, told) = mpsc::channel();
    let url = url.to_string();
    let thread = std::thread::Builder::new().name("browser".to_owned());
    let spawned = thread.spawn(move || {
        let _ = tell.send(webbrowser::open(&url).is_ok());
    });
    spawned.is_ok() && told.recv_timeout(Duration::from_secs(2)).unwrap_or(true)
}
