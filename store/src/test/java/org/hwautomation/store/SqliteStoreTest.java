package org.hwautomation.store;

class SqliteStoreTest extends SqlStoreContract {
  @Override
  SqlStore opened() {
    return SqliteStore.open(folder.resolve(SqliteStore.DEFAULT_FILE_NAME));
  }
}
