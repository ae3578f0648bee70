//! How somebody likes the page to be shown, kept with their account and sealed to themselves.

use serde::{Deserialize, Serialize};

use super::Bytes;

/// `PUT /v1/display`: replaces the caller's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewDisplay {
    /// `VWR1` kind 15, by the caller's account to itself.
    pub display: Bytes,
}

/// Answer to [`NewDisplay`] and to `GET /v1/display`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DisplayView {
    /// `VWR1` kind 15; nothing when none was kept.
    pub display: Option<Bytes>,
}
