package org.hwautomation.store;

class SqliteBatchTablesTest extends BatchTablesContract {
  @Override
  SqlStore opened() {
    return SqliteStore.open(folder.resolve(SqliteStore.DEFAULT_FILE_NAME));
  }
}
