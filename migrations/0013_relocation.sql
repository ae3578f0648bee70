-- A database that is being carried to another place, or was: nobody writes in it any more.
CREATE TABLE relocation (
    singleton BIGINT PRIMARY KEY CHECK (singleton = 1),
    is_over BIGINT NOT NULL,         -- 0: on its way; 1: it is elsewhere
    began_ms BIGINT NOT NULL
);
