package org.hwautomation.provisioning;

import java.nio.file.Path;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.store.DatabaseStatus;
import org.hwautomation.store.OriginalImport.Imported;
import org.hwautomation.store.PostgresOptions;
import org.hwautomation.store.PostgresStore;
import org.hwautomation.store.PostgresTls;
import org.hwautomation.store.SqlStore;
import org.hwautomation.store.SqliteStore;
import org.hwautomation.workflow.StoreException;

/** The store that is configured: a PostgreSQL database if one is named, else a file. Stateless. */
public final class ConfiguredStore {
  private ConfiguredStore() {}

  /**
   * Opens it; makes it if it is not there, and brings it to this version's schema.
   *
   * @throws org.hwautomation.store.UnusableDatabaseException if it can't be used; it was not
   *     touched
   */
  public static SqlStore open(Configuration configuration) {
    var database = configuration.database();
    return database.postgres().isPresent()
        ? PostgresStore.open(options(configuration, database.postgres().get()))
        : SqliteStore.open(database.path());
  }

  /**
   * Looks what it is; opens no store and changes nothing.
   *
   * @throws StoreException if it can't be reached or read
   */
  public static DatabaseStatus look(Configuration configuration) {
    var database = configuration.database();
    return database.postgres().isPresent()
        ? PostgresStore.look(options(configuration, database.postgres().get()))
        : SqliteStore.look(database.path());
  }

  /**
   * What {@link #open} would make of it, changing nothing: a file is tried on a copy, of PostgreSQL
   * nothing but the migrations that are pending can be said.
   */
  public static DatabaseStatus tryOpening(Configuration configuration) {
    var database = configuration.database();
    return database.postgres().isPresent()
        ? look(configuration)
        : SqliteStore.tryOpening(database.path());
  }

  /**
   * What {@link SqlStore#importOriginal} would take from a file, changing nothing.
   *
   * @throws IllegalArgumentException if a PostgreSQL database has not this version's schema yet, as
   *     what would be taken into it can't be tried then
   */
  public static Imported tryImporting(Configuration configuration, Path file, String actor) {
    var database = configuration.database();
    if (database.postgres().isEmpty()) {
      return SqliteStore.tryImporting(database.path(), file, actor);
    }
    var status = look(configuration);
    status.requireUsable();
    if (!status.pending().isEmpty()) {
      throw new IllegalArgumentException(
          "the database %s has not the tables of this version yet, in which this could be tried; make them with: hwauto db migrate"
              .formatted(status.database()));
    }
    try (var store = open(configuration)) {
      return store.importOriginal(file, actor, true);
    }
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
