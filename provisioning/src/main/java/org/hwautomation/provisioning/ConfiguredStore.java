package org.hwautomation.provisioning;

import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.store.PostgresOptions;
import org.hwautomation.store.PostgresStore;
import org.hwautomation.store.PostgresTls;
import org.hwautomation.store.SqlStore;
import org.hwautomation.store.SqliteStore;

/** Opens the store that is configured: a PostgreSQL database if one is named, else a file. */
final class ConfiguredStore {
  private ConfiguredStore() {}

  static SqlStore open(Configuration configuration) {
    var database = configuration.database();
    return database.postgres().isPresent()
        ? PostgresStore.open(options(configuration, database.postgres().get()))
        : SqliteStore.open(database.path());
  }

  /** Options without a password leave it to {@code ~/.pgpass}. */
  static PostgresOptions options(Configuration configuration, Configuration.Postgres postgres) {
    var url = postgres.url();
    var options =
        PostgresOptions.of(
            url.getHost().replaceAll("[\\[\\]]", ""),
            url.getPort() < 0 ? PostgresOptions.DEFAULT_PORT : url.getPort(),
            url.getPath().substring(1),
            url.getUserInfo(),
            () -> postgres.password().map(ConfiguredStore::reveal).orElse(""));
    var tls =
        postgres.tls().map(on -> on ? PostgresTls.VERIFIED : PostgresTls.OFF).orElse(options.tls());
    return options
        .withSchema(postgres.schema())
        .withTls(tls, postgres.rootCertificate())
        .withKeyFile(configuration.stateDir().resolve("secret.key"));
  }

  private static String reveal(Secret password) {
    return password.reveal(clear -> clear);
  }
}
