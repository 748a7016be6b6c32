//! Runs operations: lanes, stores, migrations, queries, scheduler, notices.
