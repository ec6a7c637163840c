package org.hwautomation.store;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code secret}: ciphertexts by reference. Clear text is never logged. */
final class SecretTable {
  private static final Logger LOG = LoggerFactory.getLogger(SecretTable.class);

  private final Database database;
  private final WorkflowTime time;
  private final SecretKeySource source;
  private final boolean shared;
  private volatile @Nullable SecretCipher known;

  /**
   * @param shared true if other machines use the database, each with a key file of its own
   */
  SecretTable(Database database, WorkflowTime time, SecretKeySource source, boolean shared) {
    this.database = database;
    this.time = time;
    this.source = source;
    this.shared = shared;
  }

  Value.SecretReference keep(String name, String clearText) {
    var readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    var reference = readable + "-" + UUID.randomUUID();
    database.change(
        session -> {
          var sealed = cipherOrNew(session).seal(reference, clearText);
          session.update(
              """
              INSERT INTO secret (reference, key_id, nonce, ciphertext, created_at_utc_micros)
              VALUES (?,?,?,?,?)
              """,
              reference,
              sealed.keyId(),
              sealed.nonce(),
              sealed.ciphertext(),
              time.now());
        });
    return new Value.SecretReference(reference);
  }

  Optional<String> find(Value.SecretReference reference) {
    var sealed =
        database.read(
            session ->
                session.first(
                    "SELECT * FROM secret WHERE reference = ?",
                    row ->
                        new SecretCipher.Sealed(
                            row.text("key_id"), row.bytes("nonce"), row.bytes("ciphertext")),
                    reference.id()));
    if (sealed.isEmpty()) {
      return Optional.empty();
    }
    var cipher = cipher();
    var clearText = cipher.flatMap(c -> c.open(reference.id(), sealed.get()));
    if (clearText.isEmpty()) {
      LOG.warn(
          "secret {} can't be decrypted: it was kept with key {}, {}; bring that key back or give the"
              + " secret again",
          reference.id(),
          sealed.get().keyId(),
          cipher.map(c -> "this process has key " + c.keyId()).orElse("this process has no key"));
    }
    return clearText;
  }

  /** The key's cipher, if there is a key. */
  Optional<SecretCipher> cipher() {
    var cipher = known;
    if (cipher != null) {
      return Optional.of(cipher);
    }
    var found = source.find();
    found.ifPresent(c -> known = c);
    return found;
  }

  /**
   * As {@link #cipher}, with a key made if there is none; within a write transaction.
   *
   * @throws StoreException if other machines have kept secrets here with a key of theirs
   */
  SecretCipher cipherOrNew(Session session) throws SQLException {
    var present = cipher();
    if (present.isPresent()) {
      return present.get();
    }
    if (shared) {
      requireNoSecretOfOthers(session);
    }
    var made = source.findOrMake();
    known = made;
    return made;
  }

  private void requireNoSecretOfOthers(Session session) throws SQLException {
    var other =
        session.first(
            "SELECT key_id FROM secret ORDER BY created_at_utc_micros DESC LIMIT 1",
            row -> row.text("key_id"));
    if (other.isPresent()) {
      throw new StoreException(
          "this database's secrets are kept with key %s, which this machine has not got; copy it from a machine that has it to %s (mode 0600), or set %s"
              .formatted(other.get(), source.file(), SecretKeySource.VARIABLE),
          null);
    }
  }
}
