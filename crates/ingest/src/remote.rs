//! Inputs that are addresses: `s3://bucket/key`, `gs://bucket/key`, `https://host/path`. Listed where the store can list,
//! and read as one stream, of which no more is held than the network gives at once.
//!
//! Credentials and endpoints come from the environment under their usual names (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT`,
//! `AWS_SKIP_SIGNATURE`, `GOOGLE_SERVICE_ACCOUNT`, …).

use crate::DiscoverError;
use futures_util::stream::{BoxStream, StreamExt, TryStreamExt};
use globset::GlobBuilder;
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt, parse_url_opts};
use std::io::{self, Read};
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// Settings of a store by name, as `object_store` knows them.
pub(crate) type Settings = Vec<(String, String)>;

/// The settings that the environment holds; names that mean nothing to a store are passed over by it.
pub(crate) fn environment() -> Settings {
    std::env::vars().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect()
}

/// An object in a store.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) url: String,
    pub(crate) bytes: Option<u64>,
    /// What tells this state of it from another.
    pub(crate) version: String,
}

/// The objects that an address means: itself, all below it where it ends with `/`, or those that a pattern matches.
///
/// # Errors
/// An address that is none, that nothing stands at, or whose store does not answer.
pub(crate) fn list(url: &str, settings: &Settings) -> Result<Vec<Object>, DiscoverError> {
    let io = |source| DiscoverError::Io { path: url.to_owned(), source };
    let fixed = url.find(['*', '?', '[', '{']).unwrap_or(url.len());
    let web = url.starts_with("http");
    let is_pattern = fixed < url.len() && !web;
    if !is_pattern && (web || !url.ends_with('/')) {
        return head(url, settings).map(|object| vec![object]);
    }
    let (bucket, _) = split(url).ok_or_else(|| DiscoverError::Missing { path: url.to_owned() })?;
    let folder = &url[..url[..fixed].rfind('/').map_or(0, |slash| slash + 1)];
    let (store, prefix) = open_store(folder, settings).map_err(io)?;
    let runtime = runtime().map_err(io)?;
    let found: Vec<ObjectMeta> =
        runtime.block_on(store.list(Some(&prefix)).try_collect()).map_err(|e| io(as_io(&e)))?;
    let glob = GlobBuilder::new(url).literal_separator(true).build();
    let glob = glob.map_err(|source| DiscoverError::BadPattern { pattern: url.to_owned(), source })?.compile_matcher();
    let mut objects: Vec<Object> =
        found.iter().map(|meta| object(format!("{bucket}{}", meta.location), meta)).collect();
    objects.retain(|object| !is_pattern || glob.is_match(&object.url));
    objects.sort_by(|a, b| a.url.cmp(&b.url));
    if objects.is_empty() { Err(DiscoverError::NoMatch { pattern: url.to_owned() }) } else { Ok(objects) }
}

/// "s3://bucket/a/b" -> ("s3://bucket/", "a/b")
fn split(url: &str) -> Option<(&str, &str)> {
    let host = url.find("://")? + 3;
    let slash = url[host..].find('/')? + host + 1;
    Some(url.split_at(slash))
}

fn head(url: &str, settings: &Settings) -> Result<Object, DiscoverError> {
    let io = |source| DiscoverError::Io { path: url.to_owned(), source };
    let (store, path) = open_store(url, settings).map_err(io)?;
    match runtime().map_err(io)?.block_on(store.head(&path)) {
        Ok(meta) => Ok(object(url.to_owned(), &meta)),
        Err(Error::NotFound { .. }) => Err(DiscoverError::Missing { path: url.to_owned() }),
        Err(error) => Err(io(as_io(&error))),
    }
}

fn object(url: String, meta: &ObjectMeta) -> Object {
    let version = meta.e_tag.clone().unwrap_or_else(|| meta.last_modified.to_rfc3339());
    Object { url, bytes: Some(meta.size), version }
}

fn open_store(url: &str, settings: &Settings) -> io::Result<(Box<dyn ObjectStore>, Path)> {
    let url = Url::parse(url).map_err(|e| io::Error::new(io::ErrorKind::InvalidInput, e))?;
    parse_url_opts(&url, settings.iter().map(|(name, value)| (name, value))).map_err(|e| as_io(&e))
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// A store that fails is no broken record.
fn as_io(error: &Error) -> io::Error {
    let kind = match error {
        Error::NotFound { .. } => io::ErrorKind::NotFound,
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => io::ErrorKind::PermissionDenied,
        _ => io::ErrorKind::ConnectionAborted,
    };
    io::Error::new(kind, error.to_string())
}

/// Opens the object at an address.
///
/// # Errors
/// If the store does not give it.
pub(crate) fn open(url: &str, settings: &Settings) -> io::Result<impl Read + Send + use<>> {
    let (store, path) = open_store(url, settings)?;
    let runtime = runtime()?;
    let answer = runtime.block_on(store.get(&path)).map_err(|e| as_io(&e))?;
    Ok(Body { stream: answer.into_stream(), chunk: Vec::new(), at: 0, runtime })
}

/// The bytes of an object, chunk by chunk. The runtime works only while a chunk is waited for.
struct Body<B> {
    stream: BoxStream<'static, object_store::Result<B>>,
    chunk: Vec<u8>,
    at: usize,
    runtime: Runtime,
}

impl<B: AsRef<[u8]>> Read for Body<B> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            match self.runtime.block_on(self.stream.next()) {
                Some(Ok(chunk)) => (self.chunk, self.at) = (chunk.as_ref().to_vec(), 0),
                Some(Err(error)) => return Err(as_io(&error)),
                None => return Ok(0),
            }
        }
        let rest = &self.chunk[self.at..];
        let n = rest.len().min(into.len());
        into[..n].copy_from_slice(&rest[..n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    const KEYS: [&str; 3] = ["crawl/a.txt", "crawl/b.txt", "crawl/c.csv"];

    /// A server of this machine that knows some objects and, for `list-type=2`, gives the list of them, which S3 and
    /// Google write alike.
    fn server() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("port");
        let address = format!("http://{}", listener.local_addr().expect("address"));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                std::thread::spawn(move || {
                    let mut requests = BufReader::new(stream.try_clone().expect("stream"));
                    let mut stream = stream;
                    while let Some(answer) = answer(&mut requests) {
                        if stream.write_all(&answer).is_err() {
                            break;
                        }
                    }
                });
            }
        });
        address
    }

    fn answer(requests: &mut impl BufRead) -> Option<Vec<u8>> {
        let mut request = String::new();
        requests.read_line(&mut request).ok().filter(|n| *n > 0)?;
        let mut line = String::new();
        while requests.read_line(&mut line).ok()? > 2 {
            line.clear();
        }
        let mut words = request.split(' ');
        // Google's are written with references for all signs.
        let (method, target) = (words.next()?, words.next()?.replace("%2F", "/").replace("%2E", "."));
        let body = if target.contains("list-type=2") {
            let item = |key: &&str| {
                format!(
                    "<Contents><Key>{key}</Key><LastModified>2024-05-01T10:00:00.000Z</LastModified>\
                     <ETag>\"x\"</ETag><Size>{}</Size></Contents>",
                    text(key).len()
                )
            };
            let items: String = KEYS.iter().map(item).collect();
            format!("<ListBucketResult><IsTruncated>false</IsTruncated>{items}</ListBucketResult>")
        } else {
            match KEYS.iter().find(|key| target.ends_with(**key)) {
                Some(key) => text(key),
                None => return Some(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec()),
            }
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nETag: \"x\"\r\nLast-Modified: Wed, 01 May 2024 10:00:00 GMT\r\n\r\n",
            body.len()
        );
        Some(if method == "HEAD" { head } else { head + &body }.into_bytes())
    }

    /// More than one chunk.
    fn text(key: &str) -> String {
        format!("It rained at {key}, they said.\n").repeat(10_000)
    }

    fn settings(server: &str) -> Settings {
        let own = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        vec![
            own("aws_endpoint", server),
            own("aws_skip_signature", "true"),
            own("aws_region", "us-east-1"),
            own("google_base_url", server),
            own("google_skip_signature", "true"),
            own("allow_http", "true"),
            own("home", "names that mean nothing are passed over"),
        ]
    }

    fn read(url: &str, settings: &Settings) -> String {
        let mut out = String::new();
        open(url, settings).expect("open").read_to_string(&mut out).expect("read");
        out
    }

    #[test]
    fn an_object_of_a_web_server_is_read_as_a_stream() {
        let server = server();
        let url = format!("{server}/crawl/a.txt");
        let found = list(&url, &settings(&server)).expect("found");
        assert_eq!((found.len(), found[0].bytes), (1, Some(text("crawl/a.txt").len() as u64)));
        assert_eq!(read(&url, &settings(&server)), text("crawl/a.txt"));
        let missing = list(&format!("{server}/none.txt"), &settings(&server));
        assert!(matches!(missing, Err(DiscoverError::Missing { .. })), "{missing:?}");
    }

    #[test]
    fn objects_of_a_bucket_are_listed_matched_and_read() {
        let server = server();
        let settings = settings(&server);
        let names = |url: &str| -> Vec<String> {
            list(url, &settings).expect("found").into_iter().map(|object| object.url).collect()
        };
        for store in ["s3", "gs"] {
            let at = |path: &str| format!("{store}://news/{path}");
            assert_eq!(names(&at("crawl/")).len(), 3, "{store}");
            assert_eq!(names(&at("crawl/*.txt")), [at("crawl/a.txt"), at("crawl/b.txt")]);
            assert_eq!(read(&at("crawl/b.txt"), &settings), text("crawl/b.txt"));
            assert!(matches!(list(&at("crawl/*.gz"), &settings), Err(DiscoverError::NoMatch { .. })));
        }
    }
}
