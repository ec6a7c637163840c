package org.hwautomation.provisioning.server;

import java.util.Optional;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.store.SqlStore;

/** The quarantine in the database, shared by all processes that use it. */
public final class StoredQuarantine implements LoginQuarantine {
  private final SqlStore store;

  public StoredQuarantine(SqlStore store) {
    this.store = store;
  }

  @Override
  public Optional<String> reason(String address, Credentials credentials) {
    return credentials
        .password()
        .reveal(password -> store.quarantine().find(address, credentials.username(), password))
        .map(
            record ->
                "it was refused over %s at %s"
                    .formatted(record.protocol(), record.at().toString()));
  }

  @Override
  public void refused(String address, Credentials credentials, String protocol, String said) {
    credentials
        .password()
        .reveal(
            password -> {
              store.quarantine().add(address, credentials.username(), password, protocol, said);
              return true;
            });
  }
}
