//! Ways to reach a person: a mail address, a telephone number.

use serde::{Deserialize, Serialize};

use super::Bytes;
use crate::ids::ChannelId;
use crate::vocabulary::ChannelKind;

/// `POST /v1/channels`, by the one who is to be reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewChannel {
    /// Chosen by the client, so that sending twice adds once.
    pub channel_id: ChannelId,
    /// What the address is.
    pub kind: ChannelKind,
    /// A mail address (RFC 5321, ASCII, at most 254 characters), or a number as `+` and 8 to 15 digits (E.164).
    pub address: String,
    /// The PIN again, 32 bytes: changing who may be reached helps a thief.
    pub pin_tag: Bytes,
}

/// `POST /v1/channels/{channel_id}/removal`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChannelRemoval {
    /// The PIN again, 32 bytes.
    pub pin_tag: Bytes,
}

/// `GET /v1/channels`: the caller's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChannelView {
    /// The channel.
    pub channel_id: ChannelId,
    /// What its address is.
    pub kind: ChannelKind,
    /// Enough of the address for its owner to know it again, and for nobody to use it.
    pub hint: String,
    /// When it was added, Unix milliseconds.
    pub created_ms: u64,
}
