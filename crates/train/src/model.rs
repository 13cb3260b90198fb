//! The model file under construction.

use anyhow::{Context, Result};
use copydesk_extract::model::{ModelFile, ModelWriter};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// What learning a part gives.
#[derive(Default)]
pub(crate) struct Part {
    /// Sections of the model file; their names begin with the part's name.
    pub(crate) sections: Vec<(String, Vec<u8>)>,
    /// Held-out scores, for the header.
    pub(crate) scores: Map<String, Value>,
    /// What to tell the person who trains.
    pub(crate) report: String,
}

/// All sections and what is known of their making.
#[derive(Default)]
pub(crate) struct Model {
    sections: BTreeMap<String, Vec<u8>>,
    parts: Map<String, Value>,
}

impl Model {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("failed to read {}", path.display()))?;
        Self::read_bytes(&bytes)
    }

    pub(crate) fn read_bytes(bytes: &[u8]) -> Result<Self> {
        let file = ModelFile::read(bytes)?;
        let header: Value = serde_json::from_str(file.header)?;
        Ok(Self {
            sections: file.sections().iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect(),
            parts: header["parts"].as_object().cloned().unwrap_or_default(),
        })
    }

    /// Replaces all sections of a part.
    pub(crate) fn put(&mut self, name: &str, part: Part, data: &Value) {
        self.sections.retain(|section, _| section.split('/').next() != Some(name));
        self.sections.extend(part.sections);
        self.parts.insert(name.to_owned(), json!({ "data": data, "scores": part.scores }));
        self.parts.sort_keys();
    }

    /// The file's bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut writer = ModelWriter::default();
        for (name, bytes) in &self.sections {
            writer.section(name, bytes.clone());
        }
        let header = json!({ "model": "copydesk", "licence": "CC BY-SA 4.0", "parts": self.parts });
        writer.finish(&header.to_string())
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let new = path.with_extension("model.new");
        std::fs::write(&new, self.bytes()).with_context(|| format!("failed to write {}", new.display()))?;
        std::fs::rename(&new, path).with_context(|| format!("failed to write {}", path.display()))
    }
}
