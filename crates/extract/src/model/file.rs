//! The model file: a JSON header for people, named sections for the program.
//!
//! Layout, little-endian: magic `CPDM`, format version (u32), header length (u32), header (JSON),
//! section count (u32), then for each section name length (u32), name, byte length (u32), bytes.

const MAGIC: &[u8; 4] = b"CPDM";
const FORMAT: u32 = 1;

/// Why bytes are no model file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// The magic is missing.
    NotAModel,
    /// A version this program does not read.
    Format(u32),
    /// The bytes end before the named part does.
    Truncated(&'static str),
    /// A section is not there.
    Missing(&'static str),
    /// A section's bytes are not what its reader expects.
    Malformed(&'static str),
}

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAModel => write!(f, "not a model file"),
            Self::Format(v) => write!(f, "model format {v}, this program reads {FORMAT}"),
            Self::Truncated(part) => write!(f, "model file ends inside its {part}"),
            Self::Missing(name) => write!(f, "model file has no section {name:?}"),
            Self::Malformed(name) => write!(f, "section {name:?} of the model file is malformed"),
        }
    }
}

impl std::error::Error for ModelError {}

/// A model file's parts, borrowed from its bytes.
#[derive(Clone, Debug, Default)]
pub struct ModelFile<'m> {
    /// What it was trained on, under which licences: JSON.
    pub header: &'m str,
    sections: Vec<(&'m str, &'m [u8])>,
}

impl<'m> ModelFile<'m> {
    /// Reads the directory of `bytes`; the sections stay where they are.
    ///
    /// # Errors
    ///
    /// Where the bytes are no model file, or one cut short.
    pub fn read(bytes: &'m [u8]) -> Result<Self, ModelError> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let version = number(&mut rest, "version")?;
        if version != FORMAT {
            return Err(ModelError::Format(version));
        }
        let header = text(&mut rest, "header")?;
        let count = number(&mut rest, "directory")?;
        let mut sections = Vec::new();
        for _ in 0..count {
            let name = text(&mut rest, "directory")?;
            let len = number(&mut rest, "directory")? as usize;
            sections.push((name, take(&mut rest, len, "sections")?));
        }
        Ok(Self { header, sections })
    }

    /// Every section, in the order of the file.
    pub fn sections(&self) -> &[(&'m str, &'m [u8])] {
        &self.sections
    }

    /// The bytes of a section.
    ///
    /// # Errors
    ///
    /// Where there is no section of that name.
    pub fn section(&self, name: &'static str) -> Result<&'m [u8], ModelError> {
        self.sections.iter().find(|(n, _)| *n == name).map(|(_, b)| *b).ok_or(ModelError::Missing(name))
    }
}

fn take<'m>(rest: &mut &'m [u8], n: usize, part: &'static str) -> Result<&'m [u8], ModelError> {
    let (head, tail) = rest.split_at_checked(n).ok_or(ModelError::Truncated(part))?;
    *rest = tail;
    Ok(head)
}

fn number(rest: &mut &[u8], part: &'static str) -> Result<u32, ModelError> {
    let mut word = [0; 4];
    word.copy_from_slice(take(rest, 4, part)?);
    Ok(u32::from_le_bytes(word))
}

fn text<'m>(rest: &mut &'m [u8], part: &'static str) -> Result<&'m str, ModelError> {
    let n = number(rest, part)? as usize;
    std::str::from_utf8(take(rest, n, part)?).map_err(|_| ModelError::Malformed(part))
}

/// Puts a model file together.
#[derive(Clone, Debug, Default)]
pub struct ModelWriter {
    sections: Vec<(String, Vec<u8>)>,
}

impl ModelWriter {
    /// Adds a section; sections are written in the order given.
    pub fn section(&mut self, name: &str, bytes: Vec<u8>) {
        self.sections.push((name.to_owned(), bytes));
    }

    /// The file's bytes.
    pub fn finish(&self, header: &str) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let mut put = |bytes: &[u8], counted: bool| {
            if counted {
                out.extend((bytes.len() as u32).to_le_bytes());
            }
            out.extend(bytes);
        };
        put(&FORMAT.to_le_bytes(), false);
        put(header.as_bytes(), true);
        put(&(self.sections.len() as u32).to_le_bytes(), false);
        for (name, bytes) in &self.sections {
            put(name.as_bytes(), true);
            put(bytes, true);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut w = ModelWriter::default();
        w.section("tags", vec![1, 2, 3]);
        w.section("names", vec![]);
        let bytes = w.finish("{}");
        let file = ModelFile::read(&bytes).expect("a model file");
        assert_eq!(file.header, "{}");
        assert_eq!(file.section("tags"), Ok(&[1, 2, 3][..]));
        assert_eq!(file.section("trees"), Err(ModelError::Missing("trees")));
    }

    #[test]
    fn every_cut_of_a_file_is_an_error() {
        let mut w = ModelWriter::default();
        w.section("tags", vec![7; 9]);
        let bytes = w.finish("{}");
        for n in 0..bytes.len() {
            assert!(ModelFile::read(&bytes[..n]).is_err(), "{n} bytes were taken for a whole file");
        }
    }
}
