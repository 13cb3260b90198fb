//! Which inputs there are: files, directories, patterns and standard input, in an order that depends on nothing else.

use globset::GlobBuilder;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;
use walkdir::WalkDir;

/// One input: a file, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name rows carry: the path as given or found, or "-".
    pub name: Arc<str>,
    /// Size in bytes, where known (of a file, as it lies on disk).
    pub bytes: Option<u64>,
    pub(crate) place: Place,
}

/// Where an input is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    StandardInput,
    File(PathBuf),
    /// At the address that is its name, in the state that the store calls so.
    #[cfg_attr(not(feature = "remote"), expect(dead_code, reason = "made by the feature alone"))]
    Remote(String),
}

/// Why inputs cannot be read at all.
#[derive(Debug, Error)]
pub enum DiscoverError {
    /// A path that is not there.
    #[error("{path}: no such file or directory")]
    Missing {
        /// The path as given.
        path: String,
    },
    /// A pattern that no file matches.
    #[error("{pattern}: no file matches")]
    NoMatch {
        /// The pattern as given.
        pattern: String,
    },
    /// A pattern that is none.
    #[error("{pattern}: {source}")]
    BadPattern {
        /// The pattern as given.
        pattern: String,
        /// What is wrong with it.
        source: globset::Error,
    },
    /// An address, where the program was built without them.
    #[error(
        "{url}: this build reads files of this machine only; for s3://, gs:// and https:// build with \
         `cargo build --release --features remote`"
    )]
    NoRemote {
        /// The address as given.
        url: String,
    },
    /// A path that can not be looked at.
    #[error("{path}: {source}")]
    Io {
        /// The path.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
}

/// Expands what the user named into inputs: arguments in the order given, files of a directory or pattern in the byte
/// order of their paths, each file once.
///
/// A directory stands for all files under it but hidden ones. `*`, `?`, `[…]` and `{a,b}` stay within one folder, `**`
/// goes through folders. A path that exists is that path, whatever characters it has. An address (`s3://`, `gs://`,
/// `https://`) is read where the program was built with the feature `remote`; one that ends with `/` stands for all
/// objects below it, and patterns go for `s3://` and `gs://`.
///
/// # Errors
/// A path that does not exist, a pattern that matches nothing or a folder that cannot be listed.
pub fn discover(inputs: &[String]) -> Result<Vec<Source>, DiscoverError> {
    let mut found = Found::default();
    for input in inputs {
        let path = Path::new(input);
        if input == "-" {
            found.stdin();
        } else if is_address(input) {
            found.remote(input)?;
        } else if path.is_dir() {
            found.folder(path)?;
        } else if path.exists() {
            found.file(path)?;
        } else if input.contains(['*', '?', '[', '{']) {
            found.pattern(input)?;
        } else {
            return Err(DiscoverError::Missing { path: input.clone() });
        }
    }
    Ok(found.sources)
}

impl Source {
    /// The file it is read from; `None` for standard input and addresses.
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::StandardInput | Place::Remote(_) => None,
        }
    }

    /// What the store of an address calls its present state; `None` for what is no address.
    pub fn version(&self) -> Option<&str> {
        match &self.place {
            Place::Remote(version) => Some(version),
            Place::StandardInput | Place::File(_) => None,
        }
    }

    /// Whether it can be read once only.
    pub fn is_standard_input(&self) -> bool {
        self.place == Place::StandardInput
    }
}

/// "s3://bucket/crawl.warc.gz"
fn is_address(input: &str) -> bool {
    ["s3://", "gs://", "https://", "http://"].iter().any(|scheme| input.starts_with(scheme))
}

#[derive(Default)]
struct Found {
    sources: Vec<Source>,
    seen: FxHashSet<PathBuf>,
}

impl Found {
    fn stdin(&mut self) {
        if self.seen.insert(PathBuf::from("-")) {
            self.sources.push(Source { name: "-".into(), bytes: None, place: Place::StandardInput });
        }
    }

    fn file(&mut self, path: &Path) -> Result<(), DiscoverError> {
        let at = |source| DiscoverError::Io { path: path.display().to_string(), source };
        // The real path decides whether two names are one file.
        let real = path.canonicalize().map_err(at)?;
        if self.seen.insert(real) {
            let meta = path.metadata().map_err(at)?;
            let bytes = meta.is_file().then_some(meta.len());
            let place = Place::File(path.to_path_buf());
            self.sources.push(Source { name: path.to_string_lossy().into(), bytes, place });
        }
        Ok(())
    }

    #[cfg(feature = "remote")]
    fn remote(&mut self, url: &str) -> Result<(), DiscoverError> {
        for object in crate::remote::list(url, &crate::remote::environment())? {
            if self.seen.insert(PathBuf::from(&object.url)) {
                let place = Place::Remote(object.version);
                self.sources.push(Source { name: object.url.into(), bytes: object.bytes, place });
            }
        }
        Ok(())
    }

    #[cfg(not(feature = "remote"))]
    #[expect(clippy::unused_self, reason = "the same call in both builds")]
    fn remote(&mut self, url: &str) -> Result<(), DiscoverError> {
        Err(DiscoverError::NoRemote { url: url.to_owned() })
    }

    fn folder(&mut self, path: &Path) -> Result<(), DiscoverError> {
        for file in files_under(path)? {
            self.file(&file)?;
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &str) -> Result<(), DiscoverError> {
        let glob = GlobBuilder::new(pattern)
            .literal_separator(true)
            .build()
            .map_err(|source| DiscoverError::BadPattern { pattern: pattern.to_owned(), source })?
            .compile_matcher();
        let root = fixed_part(pattern);
        let files = if root.as_os_str().is_empty() { files_under(Path::new("."))? } else { files_under_any(&root)? };
        let mut any = false;
        for file in files {
            let file = file.strip_prefix("./").map_or(file.clone(), Path::to_path_buf);
            if glob.is_match(&file)
                || pattern.strip_prefix("./").is_some_and(|_| glob.is_match(Path::new(".").join(&file)))
            {
                any = true;
                self.file(&file)?;
            }
        }
        if any { Ok(()) } else { Err(DiscoverError::NoMatch { pattern: pattern.to_owned() }) }
    }
}

/// The folders of a pattern before its first special character: "crawl/2024/*/a.gz" -> "crawl/2024".
fn fixed_part(pattern: &str) -> PathBuf {
    let special = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
    let end = pattern[..special].rfind('/').map_or(0, |slash| slash + 1);
    PathBuf::from(&pattern[..end])
}

fn files_under_any(root: &Path) -> Result<Vec<PathBuf>, DiscoverError> {
    if root.is_dir() { files_under(root) } else { Ok(Vec::new()) }
}

/// All files under a folder in byte order of their paths; hidden ones and loops of links are left out.
fn files_under(root: &Path) -> Result<Vec<PathBuf>, DiscoverError> {
    let mut files = Vec::new();
    let walk = WalkDir::new(root).follow_links(true).into_iter();
    let shown =
        walk.filter_entry(|entry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b"."));
    for entry in shown {
        match entry {
            Ok(entry) if entry.file_type().is_file() => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) if error.loop_ancestor().is_some() => {}
            // A link that leads nowhere, or to itself in the end, is no file.
            Err(error) if error.path().is_some_and(leads_nowhere) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root).display().to_string();
                return Err(DiscoverError::Io { path, source: error.into() });
            }
        }
    }
    files.sort_unstable_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    Ok(files)
}

/// Whether a path that cannot be looked at is a link without an end, and nothing that is forbidden.
fn leads_nowhere(path: &Path) -> bool {
    let gone = |e: std::io::Error| e.kind() != std::io::ErrorKind::PermissionDenied;
    path.symlink_metadata().is_ok_and(|m| m.is_symlink()) && path.metadata().is_err_and(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(inputs: &[&str], root: &Path) -> Result<Vec<String>, DiscoverError> {
        let inputs: Vec<String> = inputs.iter().map(|i| root.join(i).to_string_lossy().into_owned()).collect();
        let root = format!("{}/", root.display());
        Ok(discover(&inputs)?.iter().map(|s| s.name.replace(&root, "")).collect())
    }

    fn folder() -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("temporary folder");
        for name in ["b.txt", "a.txt", "sub/c.jsonl", "sub/deep/d.txt", ".hidden", ".git/e.txt"] {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            std::fs::write(path, "x").expect("file");
        }
        dir
    }

    #[test]
    fn a_folder_is_its_files_in_byte_order_without_hidden_ones() {
        let dir = folder();
        let found = names(&[""], dir.path()).expect("found");
        assert_eq!(found, ["a.txt", "b.txt", "sub/c.jsonl", "sub/deep/d.txt"]);
    }

    #[test]
    fn arguments_keep_their_order_and_no_file_comes_twice() {
        let dir = folder();
        assert_eq!(
            names(&["sub/c.jsonl", "a.txt", "*.txt"], dir.path()).expect("found"),
            ["sub/c.jsonl", "a.txt", "b.txt"]
        );
        assert_eq!(names(&["**/*.txt"], dir.path()).expect("found"), ["a.txt", "b.txt", "sub/deep/d.txt"]);
        assert_eq!(names(&["{a,b}.txt"], dir.path()).expect("found"), ["a.txt", "b.txt"]);
        assert_eq!(discover(&["-".into(), "-".into()]).expect("found").len(), 1);
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        let dir = folder();
        assert!(matches!(names(&["none.txt"], dir.path()), Err(DiscoverError::Missing { .. })));
        assert!(matches!(names(&["*.csv"], dir.path()), Err(DiscoverError::NoMatch { .. })));
        assert!(matches!(names(&["no/where/*.csv"], dir.path()), Err(DiscoverError::NoMatch { .. })));
    }

    #[cfg(not(feature = "remote"))]
    #[test]
    fn an_address_says_how_to_build_for_it() {
        let error = discover(&["s3://bucket/crawl.warc.gz".into()]).expect_err("not in this build");
        assert!(error.to_string().contains("--features remote"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends_and_a_dead_link_is_no_file() {
        let dir = folder();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("sub/up")).expect("link");
        std::os::unix::fs::symlink(dir.path().join("nowhere"), dir.path().join("dead")).expect("link");
        std::os::unix::fs::symlink("two", dir.path().join("one")).expect("link");
        std::os::unix::fs::symlink("one", dir.path().join("two")).expect("link");
        let found = names(&[""], dir.path()).expect("found");
        assert_eq!(found, ["a.txt", "b.txt", "sub/c.jsonl", "sub/deep/d.txt"]);
    }
}
