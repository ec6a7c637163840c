package org.hwautomation.store;

import org.hwautomation.workflow.WorkflowTime;

class SqliteAccessTablesTest extends AccessTablesContract {
  @Override
  SqlStore opened(WorkflowTime time) {
    return SqliteStore.open(
        folder.resolve(SqliteStore.DEFAULT_FILE_NAME), SqliteOptions.DEFAULT.withTime(time));
  }
}
