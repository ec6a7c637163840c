package org.hwautomation.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.Audit.Head;

/**
 * The chain of hashes that makes the audit's entries hold each other: SHA-256 over the hash before
 * it and the entry, each text with its length before it, so that no two entries read the same.
 */
final class AuditChain {
  /** How many entries are read at once. */
  private static final int PAGE = 1_000;

  private AuditChain() {}

  /** An entry and what the database has as its hash. */
  private record Link(AuditRecord entry, String hash) {}

  /** The hash of an entry that follows the one with hash {@code before}; 64 hexadecimal digits. */
  static String hash(String before, AuditRecord entry) {
    var digest = sha256();
    digest.update(
        ByteBuffer.allocate(16).putLong(entry.id()).putLong(Micros.of(entry.at())).flip());
    for (var text :
        List.of(before, entry.actor(), entry.action(), entry.target(), entry.reason())) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Adds an entry; no other process adds one until the transaction ends. */
  static void add(
      Session session, Instant at, String actor, String action, String target, String reason)
      throws SQLException {
    session.lockName("audit");
    var head = head(session);
    insert(
        session,
        head.hash(),
        new AuditRecord(
            head.id() + 1,
            at,
            Unicode.storable(actor),
            Unicode.storable(action),
            Unicode.storable(target),
            Unicode.storable(reason)));
  }

  private static String insert(Session session, String before, AuditRecord entry)
      throws SQLException {
    var hash = hash(before, entry);
    session.update(
        "INSERT INTO audit (id, at_utc_micros, actor, action, target, reason, hash)"
            + " VALUES (?,?,?,?,?,?,?)",
        entry.id(),
        entry.at(),
        entry.actor(),
        entry.action(),
        entry.target(),
        entry.reason(),
        hash);
    return hash;
  }

  static Head head(Session session) throws SQLException {
    return session
        .first(
            "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1",
            row -> new Head(row.number("id"), row.text("hash")))
        .orElse(Head.NONE);
  }

  /** Brings over the entries of a database in which they had no hashes; part of its migration. */
  static void takeOn(Session session) throws SQLException {
    var last = Head.NONE;
    while (true) {
      var entries =
          session.list(
              "SELECT * FROM audit_unchained WHERE id > ? ORDER BY id LIMIT " + PAGE,
              Audit::read,
              last.id());
      if (entries.isEmpty()) {
        break;
      }
      for (var entry : entries) {
        last = new Head(entry.id(), insert(session, last.hash(), entry));
      }
    }
    session.script("DROP TABLE audit_unchained");
  }

  /** Reads all entries. */
  static AuditVerdict verify(Database database, Optional<String> remembered) {
    var last = Head.NONE;
    var entries = 0L;
    var found = remembered.isEmpty() || remembered.get().equals(last.hash());
    while (true) {
      var from = last.id();
      var page = database.read(session -> page(session, from));
      if (page.isEmpty()) {
        break;
      }
      for (var i = 0; i < page.size(); i++) {
        var link = page.get(i);
        if (!link.hash().equals(hash(last.hash(), link.entry()))) {
          return broken(last, link, next(database, page, i));
        }
        last = new Head(link.entry().id(), link.hash());
        found = found || link.hash().equals(remembered.get());
        entries++;
      }
    }
    return found
        ? new AuditVerdict.Intact(entries, last)
        : new AuditVerdict.Broken(
            last.id(),
            AuditVerdict.Damage.CUT_OFF,
            "no entry has the remembered hash, though all that are there hold together: entries were cut off at the end, or all were written anew. The last one now is "
                + last.id());
  }

  private static List<Link> page(Session session, long after) throws SQLException {
    return session.list(
        "SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT " + PAGE,
        row -> new Link(Audit.read(row), row.text("hash")),
        after);
  }

  private static Optional<Link> next(Database database, List<Link> page, int index) {
    if (index + 1 < page.size()) {
      return Optional.of(page.get(index + 1));
    }
    var id = page.get(index).entry().id();
    return database.read(session -> page(session, id)).stream().findFirst();
  }

  /** What is wrong with the first entry that does not follow the one before it. */
  private static AuditVerdict broken(Head before, Link link, Optional<Link> next) {
    var id = link.entry().id();
    if (next.isPresent() && followed(before, link.entry(), next.get())) {
      return new AuditVerdict.Broken(
          id,
          AuditVerdict.Damage.INSERTED,
          "entry %d was put in: the next one follows the one before it".formatted(id));
    }
    if (id > before.id() + 1) {
      var first = before.id() + 1;
      return new AuditVerdict.Broken(
          first,
          AuditVerdict.Damage.REMOVED,
          first == id - 1
              ? "entry %d is missing".formatted(first)
              : "entries %d to %d are missing".formatted(first, id - 1));
    }
    return new AuditVerdict.Broken(
        id,
        AuditVerdict.Damage.CHANGED,
        "entry %d is not as it was written, or the one before it is not".formatted(id));
  }

  /**
   * Whether {@code next} was written where {@code link} stands now, under its number or its own.
   */
  private static boolean followed(Head before, AuditRecord link, Link next) {
    var entry = next.entry();
    var moved =
        new AuditRecord(
            link.id(), entry.at(), entry.actor(), entry.action(), entry.target(), entry.reason());
    return next.hash().equals(hash(before.hash(), entry))
        || next.hash().equals(hash(before.hash(), moved));
  }
}
