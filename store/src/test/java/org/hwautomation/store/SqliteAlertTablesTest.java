package org.hwautomation.store;

class SqliteAlertTablesTest extends AlertTablesContract {
  @Override
  SqlStore opened() {
    return SqliteStore.open(folder.resolve(SqliteStore.DEFAULT_FILE_NAME));
  }
}
