//! Who holds a port, where the system tells.

/// The program that listens on `port` of this machine, such as `python3 (process 4711)`.
#[cfg(target_os = "linux")]
pub(crate) fn holder(port: u16) -> Option<String> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"]
        .map(|it| std::fs::read_to_string(it).unwrap_or_default());
    let sockets: Vec<_> = tables
        .iter()
        .flat_map(|table| table.lines())
        .filter_map(|line| listener(line, port))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    if sockets.is_empty() {
        return None;
    }
    std::fs::read_dir("/proc")
        .ok()?
        .flatten()
        .find_map(|process| {
            let id: u32 = process.file_name().to_str()?.parse().ok()?;
            let mut open = std::fs::read_dir(process.path().join("fd")).ok()?.flatten();
            let holds = open.any(|file| {
                std::fs::read_link(file.path())
                    .is_ok_and(|to| sockets.iter().any(|it| to.as_os_str() == it.as_str()))
            });
            let name =
                holds.then(|| std::fs::read_to_string(process.path().join("comm")).ok())??;
            Some(format!(
                "{} (process {id})",
                crate::domain::text::neutral(name.trim())
            ))
        })
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn holder(_: u16) -> Option<String> {
    None
}

/// The socket's number in a line of `/proc/net/tcp`, where it listens on `port`.
#[cfg(target_os = "linux")]
fn listener(line: &str, port: u16) -> Option<&str> {
    let mut columns = line.split_whitespace().skip(1);
    let (_, local_port) = columns.next()?.rsplit_once(':')?;
    let listening = columns.nth(1)? == "0A";
    let inode = columns.nth(5)?;
    (listening && u16::from_str_radix(local_port, 16).ok()? == port).then_some(inode)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn names_the_program_that_listens() {
        let here = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = here.local_addr().unwrap().port();
        let holder = holder(port).unwrap();
        assert!(
            holder.ends_with(&format!("(process {})", std::process::id())),
            "{holder}"
        );
        let line = "  0: 0100007F:3039 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1";
        assert_eq!(listener(line, 12345), Some("4242"));
        assert_eq!(listener(line, 12346), None);
    }
}
