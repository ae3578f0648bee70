//! Rows that name what is not there, table by table, and sums that are not those of their rows.

use data_encoding::HEXLOWER;

use crate::store::{StoreError, Tx, fetch_all};

/// A row that does not fit the others.
#[derive(Debug)]
pub struct Loose {
    /// Table and column.
    pub place: &'static str,
    /// The row's id, in hexadecimal digits.
    pub id: String,
}

/// `loose!(found, tx, "table.column", "SELECT id …")`: the rows that a statement finds.
macro_rules! loose {
    ($found:ident, $tx:ident, $($place:literal, $sql:literal);* $(;)?) => {
        $(
            let rows: Vec<(Vec<u8>,)> = fetch_all!($tx, $sql)?;
            $found.extend(rows.into_iter().map(|(id,)| Loose { place: $place, id: HEXLOWER.encode(&id) }));
        )*
    };
}

/// Every row that names something that is not there. Empty in a sound database.
pub async fn loose(tx: &mut Tx) -> Result<Vec<Loose>, StoreError> {
    let mut found = Vec::new();
    papers(tx, &mut found).await?;
    vaults(tx, &mut found).await?;
    people(tx, &mut found).await?;
    helpers(tx, &mut found).await?;
    Ok(found)
}

async fn papers(tx: &mut Tx, found: &mut Vec<Loose>) -> Result<(), StoreError> {
    loose!(found, tx,
        "document_versions.document_id",
        "SELECT document_id FROM document_versions
         WHERE document_id NOT IN (SELECT document_id FROM documents) GROUP BY document_id";
        "documents.document_id",
        "SELECT document_id FROM documents WHERE document_id NOT IN (SELECT document_id FROM document_versions)";
        "documents.vault_id",
        "SELECT document_id FROM documents WHERE vault_id NOT IN (SELECT vault_id FROM vaults)";
        "documents.folder_id",
        "SELECT document_id FROM documents d WHERE NOT EXISTS
             (SELECT 1 FROM folders f WHERE f.folder_id = d.folder_id AND f.vault_id = d.vault_id)";
        "documents.latest_version",
        "SELECT document_id FROM documents d WHERE latest_version <>
             (SELECT MAX(v.version) FROM document_versions v WHERE v.document_id = d.document_id)";
        "document_versions.depositor",
        "SELECT document_id FROM document_versions WHERE depositor NOT IN (SELECT account_id FROM accounts)";
        "document_versions.blob_key",
        "SELECT document_id FROM document_versions WHERE blob_key IN
             (SELECT blob_key FROM document_versions GROUP BY blob_key HAVING COUNT(*) > 1)";
        "amendments.document_id",
        "SELECT document_id FROM amendments a WHERE NOT EXISTS
             (SELECT 1 FROM document_versions v WHERE v.document_id = a.document_id AND v.version = a.version)";
        "tombstones.document_id",
        "SELECT t.document_id FROM tombstones t JOIN document_versions v
             ON v.document_id = t.document_id AND v.version = t.version";
        "openings.blob_key",
        "SELECT opening_id FROM openings WHERE blob_key NOT IN (SELECT blob_key FROM document_versions)";
        "uploads.vault_id",
        "SELECT upload_id FROM uploads WHERE vault_id NOT IN (SELECT vault_id FROM vaults)";
        "reminders.document_id",
        "SELECT reminder_id FROM reminders WHERE document_id NOT IN (SELECT document_id FROM documents)";
        "reminders.text_hash",
        "SELECT reminder_id FROM reminders
         WHERE text_hash IS NOT NULL AND text_hash NOT IN (SELECT wrap_hash FROM wraps)";
    );
    Ok(())
}

async fn vaults(tx: &mut Tx, found: &mut Vec<Loose>) -> Result<(), StoreError> {
    loose!(found, tx,
        "vaults.owner",
        "SELECT vault_id FROM vaults WHERE owner NOT IN (SELECT account_id FROM accounts)";
        "vaults.bytes_used",
        "SELECT vault_id FROM vaults s WHERE bytes_used <> (SELECT COALESCE(SUM(v.object_length), 0)
             FROM documents d JOIN document_versions v ON v.document_id = d.document_id WHERE d.vault_id = s.vault_id)";
        "folders.vault_id",
        "SELECT folder_id FROM folders WHERE vault_id NOT IN (SELECT vault_id FROM vaults)";
        "certificates.subject",
        "SELECT folder_id FROM folders WHERE folder_id NOT IN (SELECT subject FROM certificates)";
        "mandates.vault_id",
        "SELECT mandate_id FROM mandates WHERE vault_id NOT IN (SELECT vault_id FROM vaults)";
        "wraps.mandate_id",
        "SELECT wrap_hash FROM wraps WHERE mandate_id IS NOT NULL
             AND mandate_id NOT IN (SELECT mandate_id FROM mandates)";
        "directory_entries.vault_id",
        "SELECT vault_id FROM directory_entries WHERE vault_id NOT IN (SELECT vault_id FROM vaults)";
        "directory_entries.organisation_id",
        "SELECT vault_id FROM directory_entries
         WHERE organisation_id NOT IN (SELECT organisation_id FROM organisations)";
        "closings.vault_id",
        "SELECT vault_id FROM closings WHERE destroyed_index IS NULL
             AND vault_id NOT IN (SELECT vault_id FROM vaults)";
        "closings.destroyed_index",
        "SELECT vault_id FROM closings WHERE destroyed_index NOT IN (SELECT log_index FROM log_entries)";
        "vault_heads.vault_id",
        "SELECT vault_id FROM vault_heads WHERE vault_id NOT IN (SELECT vault_id FROM log_entries)";
    );
    Ok(())
}

async fn people(tx: &mut Tx, found: &mut Vec<Loose>) -> Result<(), StoreError> {
    loose!(found, tx,
        "accounts.account_id",
        "SELECT account_id FROM accounts WHERE status = 2
             AND account_id NOT IN (SELECT subject FROM certificates WHERE kind = 1)";
        "credentials.account_id",
        "SELECT credential_id FROM credentials WHERE account_id NOT IN (SELECT account_id FROM accounts)";
        "sessions.credential_id",
        "SELECT token_hash FROM sessions s WHERE NOT EXISTS
             (SELECT 1 FROM credentials c WHERE c.credential_id = s.credential_id AND c.account_id = s.account_id)";
        "members.account_id",
        "SELECT account_id FROM members WHERE account_id NOT IN (SELECT account_id FROM accounts)";
        "members.organisation_id",
        "SELECT account_id FROM members WHERE organisation_id NOT IN (SELECT organisation_id FROM organisations)";
        "channels.account_id",
        "SELECT channel_id FROM channels WHERE account_id NOT IN (SELECT account_id FROM accounts)";
        "notices.channel_id",
        "SELECT notice_id FROM notices WHERE state = 1 AND channel_id NOT IN (SELECT channel_id FROM channels)";
    );
    Ok(())
}

async fn helpers(tx: &mut Tx, found: &mut Vec<Loose>) -> Result<(), StoreError> {
    loose!(found, tx,
        "guardians.vault_id",
        "SELECT account_id FROM guardians WHERE vault_id NOT IN (SELECT vault_id FROM vaults)";
        "guardians.credential_id",
        "SELECT account_id FROM guardians WHERE credential_id NOT IN (SELECT credential_id FROM credentials)";
        "guardians.first_piece",
        "SELECT account_id FROM guardians WHERE first_piece NOT IN (SELECT wrap_hash FROM wraps)
             OR second_piece NOT IN (SELECT wrap_hash FROM wraps)";
        "recoveries.vault_id",
        "SELECT recovery_id FROM recoveries WHERE vault_id NOT IN (SELECT vault_id FROM vaults)";
        "recovery_approvals.recovery_id",
        "SELECT recovery_id FROM recovery_approvals WHERE recovery_id NOT IN (SELECT recovery_id FROM recoveries)";
    );
    Ok(())
}
