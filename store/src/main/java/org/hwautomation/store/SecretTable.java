package org.hwautomation.store;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hwautomation.workflow.Value;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code secret}: ciphertexts by reference. Clear text is never logged. */
final class SecretTable {
  private static final Logger LOG = LoggerFactory.getLogger(SecretTable.class);

  private final Database database;
  private final SqliteOptions options;
  private final SecretKeySource source;
  private volatile @Nullable SecretCipher known;

  SecretTable(Database database, SqliteOptions options) {
    this.database = database;
    this.options = options;
    this.source = new SecretKeySource(database.file(), options);
  }

  Value.SecretReference keep(String name, String clearText) {
    var readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    var reference = readable + "-" + UUID.randomUUID();
    database.change(
        session -> {
          var sealed = cipherOrNew().seal(reference, clearText);
          session.update(
              """
              INSERT INTO secret (reference, key_id, nonce, ciphertext, created_at_utc_micros)
              VALUES (?,?,?,?,?)
              """,
              reference,
              sealed.keyId(),
              sealed.nonce(),
              sealed.ciphertext(),
              options.time().now());
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

  /** As {@link #cipher}, with a key made if there is none; within a write transaction. */
  SecretCipher cipherOrNew() {
    return cipher()
        .orElseGet(
            () -> {
              var made = source.findOrMake();
              known = made;
              return made;
            });
  }
}
