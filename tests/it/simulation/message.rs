//! HTTP as far as a relay must understand it: where a message ends.

use std::io::{self, Read};
use std::net::TcpStream;

/// A request or an answer, as much of it as came.
pub(super) struct Message {
    pub(super) bytes: Vec<u8>,
    head: usize,
    /// Whether all of it came.
    pub(super) whole: bool,
}

impl Message {
    pub(super) fn read(stream: &mut TcpStream) -> io::Result<Self> {
        let mut message = Self {
            bytes: Vec::new(),
            head: 0,
            whole: false,
        };
        let mut chunk = [0; 16 * 1024];
        while !message.is_whole() {
            let count = stream.read(&mut chunk)?;
            if count == 0 {
                return Ok(message);
            }
            message.bytes.extend_from_slice(&chunk[..count]);
        }
        message.whole = true;
        Ok(message)
    }

    fn is_whole(&mut self) -> bool {
        let end = self.bytes.windows(4).position(|it| it == b"\r\n\r\n");
        let Some(end) = end else {
            return false;
        };
        self.head = end + 4;
        let head = String::from_utf8_lossy(&self.bytes[..end]).to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length:"));
        let length = length.map_or(0, |it| it.trim().parse::<usize>().unwrap());
        self.bytes.len() >= self.head + length
    }

    /// Whether the connection ends after it.
    pub(super) fn is_last(&self) -> bool {
        let head = String::from_utf8_lossy(&self.bytes[..self.head]).to_lowercase();
        head.contains("\r\nconnection: close\r\n")
    }

    pub(super) fn first_line(&self) -> &str {
        let line = self.bytes.split(|byte| *byte == b'\r').next();
        line.and_then(|it| std::str::from_utf8(it).ok())
            .unwrap_or_default()
    }

    pub(super) fn body(&self) -> &[u8] {
        &self.bytes[self.head..]
    }
}
