package org.hwautomation.store;

class SqliteDomainTablesTest extends DomainTablesContract {
  @Override
  SqlStore opened() {
    return SqliteStore.open(folder.resolve(SqliteStore.DEFAULT_FILE_NAME));
  }
}
