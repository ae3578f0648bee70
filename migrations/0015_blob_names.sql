-- Whether a row names an object: asked for every object that the daily search finds.
CREATE INDEX document_versions_by_blob ON document_versions (blob_key);
