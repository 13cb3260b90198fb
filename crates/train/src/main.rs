//! Annotated files to the weights that the extractor embeds.
mod names;

fn main() -> anyhow::Result<()> {
    names::cross_validate(std::path::Path::new("/work/shared"))
}
