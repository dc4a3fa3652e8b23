//! Builds again when `schemas/` changes, so that the copy inside the program is the folder as it is.

fn main() {
    println!("cargo::rerun-if-changed=schemas");
    println!("cargo::rerun-if-changed=templates");
}
