package org.hwautomation.store;

class SqliteScheduleTablesTest extends ScheduleTablesContract {
  @Override
  SqlStore opened() {
    return SqliteStore.open(
        folder.resolve(SqliteStore.DEFAULT_FILE_NAME), SqliteOptions.DEFAULT.withTime(time));
  }
}
