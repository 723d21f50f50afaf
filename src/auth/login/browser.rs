//! The browser that the bank's page is opened in.

use std::sync::mpsc;
use std::time::Duration;

/// Starts a browser, on a thread of its own because some browsers only return when they are closed.
/// That it was started does not mean that a page was shown.
pub(super) fn opens(url: &str) -> bool {
    let (tell, told) = mpsc::channel();
    let url = url.to_owned();
    let thread = std::thread::Builder::new().name("browser".to_owned());
    let spawned = thread.spawn(move || {
        let _ = tell.send(webbrowser::open(&url).is_ok());
    });
    spawned.is_ok() && told.recv_timeout(Duration::from_secs(2)).unwrap_or(true)
}
