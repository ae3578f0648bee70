//! Keys apart from data: whoever copies one must not hold the other.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::KeyDirectoryError;

/// Refuses a key directory inside the data directory, or the other way round, whatever links lead there.
/// Neither has to exist yet. `allowed` is for demonstrations.
pub fn refuse_if_inside(data: &Path, keys: &Path, allowed: bool) -> Result<(), KeyDirectoryError> {
    let (real_data, real_keys) = (real_path(data)?, real_path(keys)?);
    let together = real_keys.starts_with(&real_data) || real_data.starts_with(&real_keys);
    if together && !allowed {
        return Err(KeyDirectoryError::BesideData { keys: keys.to_owned(), data: data.to_owned() });
    }
    Ok(())
}

/// The path with every link followed; what does not exist yet is taken as it is written.
fn real_path(path: &Path) -> Result<PathBuf, KeyDirectoryError> {
    let on_path = |error| KeyDirectoryError::io(path, error);
    let absolute = std::path::absolute(path).map_err(on_path)?;
    let mut real = PathBuf::new();
    for component in absolute.components() {
        if component == Component::ParentDir {
            real.pop();
            continue;
        }
        real.push(component);
        match real.canonicalize() {
            Ok(followed) => real = followed,
            // A link that leads nowhere yet is refused: where it will lead cannot be told.
            Err(error) if error.kind() == ErrorKind::NotFound && !real.is_symlink() => {}
            Err(error) => return Err(on_path(error)),
        }
    }
    Ok(real)
}
