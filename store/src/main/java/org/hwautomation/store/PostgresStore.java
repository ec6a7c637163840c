package org.hwautomation.store;

import java.sql.SQLException;
import org.hwautomation.workflow.StoreException;

/**
 * Everything durable in one schema of a PostgreSQL database (version 13 or later), for many
 * processes on many machines; what else it promises is said of {@link SqlStore}.
 *
 * <p>A connection that is lost is made again, within {@link PostgresOptions#deadline}; what was not
 * yet committed is then done over it. The password is asked for anew at each connection.
 */
public final class PostgresStore extends SqlStore {

  private PostgresStore(
      Database database, PostgresConnections connections, PostgresOptions options) {
    super(
        database,
        options.time(),
        new PostgresOwners(connections, database),
        new SecretTable(
            database,
            options.time(),
            new SecretKeySource(options.keyFile(), options.environment()),
            true));
  }

  /**
   * Opens a database; makes schema and tables if they are not there.
   *
   * @throws UnusableDatabaseException if user, password or database are refused, the tables are of
   *     another program or a newer version, or the server is too old. Nothing was touched then.
   * @throws StoreException if the server can't be reached
   */
  public static PostgresStore open(PostgresOptions options) {
    try {
      var connections = new PostgresConnections(options);
      return new PostgresStore(new Database(connections, options.readers()), connections, options);
    } catch (StoreException e) {
      throw e.getCause() instanceof SQLException cause && PostgresFailure.mayPass(cause)
          ? e
          : new UnusableDatabaseException(e);
    }
  }

  /**
   * Looks what a database is, and changes nothing in it.
   *
   * @throws UnusableDatabaseException if user, password or database are refused, or the server is
   *     too old
   * @throws StoreException if the server can't be reached
   */
  public static DatabaseStatus look(PostgresOptions options) {
    var connections = new PostgresConnections(options);
    try {
      return connections.look();
    } catch (SQLException e) {
      var problem = connections.explain(e);
      throw PostgresFailure.mayPass(e) ? problem : new UnusableDatabaseException(problem);
    }
  }
}
