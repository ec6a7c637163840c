package org.hwautomation.store;

import org.hwautomation.workflow.WorkflowTime;

class PostgresAccessTablesTest extends AccessTablesContract {
  private final PostgresServer server = PostgresServer.running();
  private final String schema = server.emptySchema();

  @Override
  SqlStore opened(WorkflowTime time) {
    return PostgresStore.open(
        server.options(schema).withKeyFile(folder.resolve("secret.key")).withTime(time));
  }

  @Override
  void removeData() {
    server.giveBack(schema);
  }
}
