package org.hwautomation.store;

class SqliteServiceTablesTest extends ServiceTablesContract {
  @Override
  SqlStore opened() {
    return SqliteStore.open(folder.resolve(SqliteStore.DEFAULT_FILE_NAME));
  }
}
