package org.hwautomation.store;

class SqliteRetentionTest extends RetentionContract {
  @Override
  SqlStore opened() {
    return SqliteStore.open(folder.resolve(SqliteStore.DEFAULT_FILE_NAME));
  }
}
