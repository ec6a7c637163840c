package org.hwautomation.store;

class PostgresScheduleTablesTest extends ScheduleTablesContract {
  private final PostgresServer server = PostgresServer.running();
  private final String schema = server.emptySchema();

  @Override
  SqlStore opened() {
    var usual = server.options(schema);
    return PostgresStore.open(
        new PostgresOptions(
            usual.host(),
            usual.port(),
            usual.database(),
            usual.user(),
            usual.password(),
            usual.tls(),
            usual.rootCertificate(),
            usual.schema(),
            usual.deadline(),
            usual.readers(),
            time,
            folder.resolve("secret.key"),
            System::getenv));
  }

  @Override
  void removeData() {
    server.giveBack(schema);
  }
}
