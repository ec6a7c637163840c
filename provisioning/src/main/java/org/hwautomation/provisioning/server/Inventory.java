package org.hwautomation.provisioning.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.provisioning.discovery.SourceReport;
import org.hwautomation.store.FirmwareResults;
import org.hwautomation.store.FirmwareTrials;
import org.hwautomation.store.ServerHolds;
import org.jspecify.annotations.Nullable;

/** What is known of servers beyond MAAS; lasts beyond runs. Implementations are thread-safe. */
public interface Inventory {
  /**
   * A server as the inventory knows it.
   *
   * @param serverId MAAS system id
   * @param certificate fingerprint of its BMC's certificate, pinned by a run that proved identity
   */
  record Known(
      String serverId,
      Optional<String> bmcAddress,
      Optional<String> certificate,
      Map<String, String> columns) {}

  Optional<Known> find(String serverId);

  List<Known> all();

  /**
   * Writes columns of the {@code servers} table, named as the original named them; creates the row
   * if there is none. A null clears.
   */
  void learn(String serverId, Map<String, @Nullable Object> columns);

  /** What sources said of a server's hardware, each the last time that it was read. */
  List<SourceReport> reports(String serverId);

  /** Keeps what sources say now, in place of what the same sources said before. */
  void keepReports(String serverId, List<SourceReport> reports);

  /** The fingerprint that is pinned for a server's BMC, whether or not the server is known. */
  Optional<String> pinned(String serverId);

  /**
   * Pins the certificate that a person vouches for, in place of an earlier one; audited.
   *
   * @param certificate SHA-256, 64 hexadecimal digits in lower case
   */
  void trust(String serverId, String certificate, String actor, String reason);

  /** Pins the certificate of a BMC whose identity was proven. */
  void pin(String serverId, String certificate);

  /** Records the power that was seen. */
  void powerChanged(String serverId, String to, String by);

  /** What became of firmware updates. */
  FirmwareResults firmwareResults();

  /** Which firmware versions a kind of board has been seen to run. */
  FirmwareTrials firmwareTrials();

  /** Servers that are not handed over. */
  ServerHolds holds();

  /** An account that this product is about to make on a server's BMC; audited. */
  void accountMade(String serverId, String username, String actor);

  /** The accounts that this product has made on a server's BMC, those that are gone too. */
  Set<String> accountsMade(String serverId);

  /** Records what somebody did that must be answered for. */
  void audit(String actor, String action, String target, String reason);
}
