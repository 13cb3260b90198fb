//! What the world does to a run: disks that are full or read-only, clocks that go back, files that lie about, signals,
//! inputs and parts that change. Each ends with a sentence and a code, and what was done is not lost.

#![cfg(unix)]
#![expect(clippy::print_stdout, reason = "a test says what it skips")]

use copydesk_tests::{Corpus, copydesk, fail, files, succeed, tables};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

const RUN: [&str; 6] = ["run", "articles.jsonl", "--shard-mib", "1", "--quiet", "--out"];

/// Six shards of a few articles.
fn corpus() -> Corpus {
    Corpus::padded(24, 260 << 10)
}

fn run(corpus: &Corpus, out: &str) -> Command {
    let mut command = copydesk();
    command.current_dir(corpus.path()).args(RUN).arg(out);
    command
}

/// A run that has finished its first shard and is at work on the next.
fn begun(corpus: &Corpus, out: &str) -> Child {
    let mut command = run(corpus, out);
    // One thread, so that it does not end before it is looked at.
    let mut child = command.args(["--threads", "1"]).stderr(Stdio::piped()).spawn().expect("started");
    let first = corpus.path().join(out).join(".copydesk/shard-00000.json");
    let patience = Instant::now();
    while !first.exists() && child.try_wait().expect("asked").is_none() {
        assert!(patience.elapsed() < Duration::from_secs(120), "no shard was finished");
        sleep(Duration::from_millis(1));
    }
    child
}

/// The same, killed then.
fn broken_off(corpus: &Corpus, out: &str) {
    let mut child = begun(corpus, out);
    child.kill().expect("killed");
    child.wait().expect("ended");
    assert!(!corpus.path().join(out).join("manifest.json").exists(), "the run ended before it was killed");
}

/// Everything under a folder.
fn paths_under(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(dir).expect("a listing").map(|e| e.expect("an entry").path()) {
        if path.is_dir() {
            found.extend(paths_under(&path));
        }
        found.push(path);
    }
    found
}

/// A shell in which a file system may be mounted that nobody else sees; `None` where the system does not allow it.
fn private_mounts() -> Option<Command> {
    let mut shell = Command::new("unshare");
    shell.args(["--mount", "sh", "-c"]);
    let mut trial = Command::new("unshare");
    trial.args(["--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]).stderr(Stdio::null());
    let allowed = trial.status().is_ok_and(|s| s.success());
    if !allowed {
        println!("skipped: this system lets nobody mount a file system");
    }
    allowed.then_some(shell)
}

/// A disk that grows by a little at each start: the run tells that it is full until it is not, and then it is whole.
#[test]
fn a_full_disk_is_told_wherever_it_strikes_and_the_run_goes_on_when_there_is_room() {
    let Some(mut shell) = private_mounts() else { return };
    let corpus = corpus();
    succeed(&mut run(&corpus, "unbroken"));
    fs::create_dir(corpus.path().join("disk")).expect("made");
    shell.arg(
        r#"set -e
        mount -t tmpfs -o size=16k tmpfs disk
        kib=16 code=4
        while [ $code -eq 4 ]; do
            code=0; "$0" "$@" disk/out 2>> told || code=$?
            echo $code >> codes
            kib=$((kib + kib / 4)); mount -o remount,size=${kib}k disk
        done
        cp -r disk/out out"#,
    );
    shell.current_dir(corpus.path()).arg(copydesk().get_program()).args(RUN);
    succeed(&mut shell);
    let codes = fs::read_to_string(corpus.path().join("codes")).expect("codes");
    let codes: Vec<&str> = codes.lines().collect();
    let (last, before) = codes.split_last().expect("some");
    assert_eq!(*last, "0", "{codes:?}");
    assert!(before.len() >= 8 && before.iter().all(|code| *code == "4"), "{codes:?}");
    let told = fs::read_to_string(corpus.path().join("told")).expect("told");
    assert_eq!(told.lines().count(), before.len(), "one sentence each: {told}");
    for line in told.lines() {
        let names_a_file = line.contains("disk/out") || line.contains("part-");
        assert!(line.starts_with("copydesk: failed to") && names_a_file && line.contains("No space left"), "{line}");
    }
    assert!(tables(&corpus.path().join("out")) == tables(&corpus.path().join("unbroken")), "other bytes");
}

/// The same by the limit that every system has.
#[test]
fn a_file_that_may_not_grow_is_told_and_the_run_goes_on_without_the_limit() {
    let corpus = corpus();
    succeed(&mut run(&corpus, "unbroken"));
    for blocks in ["0", "1", "40"] {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", blocks]).arg(copydesk().get_program());
        fail(shell.current_dir(corpus.path()).args(RUN).arg("out"), 4, "File too large");
        assert!(!corpus.path().join("out/manifest.json").exists());
    }
    succeed(&mut run(&corpus, "out"));
    assert!(tables(&corpus.path().join("out")) == tables(&corpus.path().join("unbroken")), "other bytes");
}

#[test]
fn a_full_standard_output_is_told() {
    let corpus = Corpus::articles(1);
    for args in [&["schema"][..], &["inspect", "articles.jsonl"], &["inspect", "articles.jsonl", "--json"]] {
        let full = File::options().write(true).open("/dev/full").expect("a full device");
        let mut command = copydesk();
        fail(command.current_dir(corpus.path()).args(args).stdout(full), 4, "No space left");
    }
}

#[test]
fn a_read_only_output_is_told_before_any_work() {
    let Some(mut shell) = private_mounts() else { return };
    let corpus = Corpus::articles(3);
    fs::create_dir(corpus.path().join("disk")).expect("made");
    shell.arg("mount -t tmpfs -o ro tmpfs disk; exec \"$0\" \"$@\" disk/out").arg(copydesk().get_program()).args(RUN);
    fail(shell.current_dir(corpus.path()), 4, "failed to create disk/out/.copydesk: Read-only file system");
}

/// A clock that was set back, or forward, shows in the times of files: whoever decided by them would do shards again, or
/// take old ones for done. (Nothing asks the clock itself: clippy.toml forbids that.)
#[test]
fn no_time_of_a_file_decides_anything() {
    let corpus = corpus();
    let input = File::options().append(true).open(corpus.path().join("articles.jsonl")).expect("opened");
    let (before, after) = (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + Duration::from_secs(4 << 30));
    input.set_modified(after).expect("in the future");
    succeed(&mut run(&corpus, "out"));
    let expected = files(&corpus.path().join("out"));
    for times in [[before, before], [after, after], [before, after]] {
        fs::remove_dir_all(corpus.path().join("out")).expect("removed");
        broken_off(&corpus, "out");
        for (n, path) in paths_under(&corpus.path().join("out")).iter().enumerate() {
            File::open(path).and_then(|file| file.set_modified(times[n % 2])).expect("dated");
        }
        succeed(&mut run(&corpus, "out"));
        assert!(files(&corpus.path().join("out")) == expected, "other bytes");
    }
}

/// Whatever lies in a run directory that no receipt and no manifest names: a killed process may have left it.
#[test]
fn what_no_receipt_names_is_never_read() {
    let corpus = corpus();
    succeed(&mut run(&corpus, "out"));
    let out = corpus.path().join("out");
    let expected = files(&out);
    fs::remove_dir_all(&out).expect("removed");
    broken_off(&corpus, "out");
    let strays = ["quotes/.a1b2.tmp", "articles/part-00001.parquet", "quotes/part-00098.parquet", ".copydesk/.x.tmp"];
    let litter = |names: &[&str]| names.iter().for_each(|name| fs::write(out.join(name), "half a part").expect("put"));
    litter(&strays);
    // Ids without a receipt: the shard is not done.
    litter(&[".copydesk/shard-00002.ids"]);
    succeed(&mut run(&corpus, "out"));
    assert!(files(&out) == expected, "other bytes, or a stray file stayed");

    // After the commit: nobody reads them, and they are not ours to remove.
    litter(&["quotes/part-00098.parquet", "articles/notes.parquet"]);
    for args in [["verify", "out"], ["aggregate", "out"], ["report", "out"], ["verify", "out"]] {
        succeed(copydesk().current_dir(corpus.path()).args(args));
    }
    let mut found = files(&out);
    found.retain(|name, _| expected.contains_key(name));
    assert!(found == expected, "the tables of the whole corpus changed");
}

#[test]
fn an_input_that_changes_between_two_starts_is_refused_until_it_is_as_it_was() {
    let corpus = corpus();
    succeed(&mut run(&corpus, "unbroken"));
    broken_off(&corpus, "out");
    let path = corpus.path().join("articles.jsonl");
    let was = fs::metadata(&path).and_then(|m| m.modified()).expect("a time");
    let length = fs::metadata(&path).expect("there").len();
    corpus.append("{\"id\": \"late\", \"text\": \"One more article came in.\"}\n");
    fail(&mut run(&corpus, "out"), 5, "articles.jsonl is a file of");
    let file = File::options().write(true).open(&path).expect("opened");
    file.set_len(length).expect("cut");
    // Written again, who knows where: not every byte is read only to compare.
    fail(&mut run(&corpus, "out"), 5, "articles.jsonl is a file of");
    // An article in the middle is another of the same length, and the file's time says that nothing happened.
    let text = fs::read(&path).expect("read");
    let mut changed = text.clone();
    let middle = length as usize / 2;
    changed[middle..middle + (200 << 10)].iter_mut().filter(|b| **b == b'x').for_each(|b| *b = b'y');
    assert!(changed != text, "nothing to change");
    fs::write(&path, &changed).expect("written");
    file.set_modified(was).expect("dated");
    fail(&mut run(&corpus, "out"), 5, "articles.jsonl is a file of");
    fs::write(&path, &text).expect("written");
    file.set_modified(was).expect("dated");
    succeed(&mut run(&corpus, "out"));
    assert!(tables(&corpus.path().join("out")) == tables(&corpus.path().join("unbroken")), "other bytes");
}

#[test]
fn a_signal_ends_a_run_well_and_the_same_command_goes_on() {
    let corpus = corpus();
    succeed(&mut run(&corpus, "unbroken"));
    for signal in ["-INT", "-TERM"] {
        let child = begun(&corpus, "out");
        succeed(Command::new("kill").args([signal, &child.id().to_string()]));
        let ended = child.wait_with_output().expect("ended");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(130), "{said}");
        assert!(said.contains("are safe in out; the same command goes on from there"), "{said}");
        let out = corpus.path().join("out");
        let left = |path: &PathBuf| path.extension().is_some_and(|e| e == "tmp");
        assert!(!paths_under(&out).iter().any(left), "temporary files were left");
        succeed(&mut run(&corpus, "out"));
        assert!(tables(&out) == tables(&corpus.path().join("unbroken")), "other bytes");
        fs::remove_dir_all(&out).expect("removed");
    }
}

#[test]
fn one_wrong_byte_in_any_part_is_found() {
    let corpus = Corpus::articles(3);
    succeed(&mut run(&corpus, "out"));
    let out = corpus.path().join("out");
    let parts = tables(&out);
    assert!(parts.len() > 12, "{:?}", parts.keys());
    for (name, bytes) in &parts {
        let mut wrong = bytes.clone();
        let middle = wrong.len() / 2;
        wrong[middle] ^= 1;
        fs::write(out.join(name), wrong).expect("written");
        let mut verify = copydesk();
        fail(verify.current_dir(corpus.path()).args(["verify", "out"]), 6, &format!("out/{name} is damaged"));
        fs::write(out.join(name), bytes).expect("written");
    }
    succeed(copydesk().current_dir(corpus.path()).args(["verify", "out"]));
    fs::write(out.join("manifest.json"), "{}").expect("written");
    fail(copydesk().current_dir(corpus.path()).args(["verify", "out"]), 6, "manifest.json is damaged");
    fail(&mut run(&corpus, "out"), 6, "manifest.json is damaged");
}
