package org.hwautomation.store;

class PostgresRetentionTest extends RetentionContract {
  private final PostgresServer server = PostgresServer.running();
  private final String schema = server.emptySchema();

  @Override
  SqlStore opened() {
    return PostgresStore.open(server.options(schema).withKeyFile(folder.resolve("secret.key")));
  }

  @Override
  void removeData() {
    server.giveBack(schema);
  }
}
