package org.hwautomation.provisioning.server;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.discovery.Source;
import org.hwautomation.provisioning.discovery.SourceReport;
import org.hwautomation.store.Audit;
import org.hwautomation.store.FirmwareResults;
import org.hwautomation.store.FirmwareTrials;
import org.hwautomation.store.ServerHolds;
import org.hwautomation.store.ServerIdentity;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.store.SqlStore;
import org.hwautomation.store.TlsPins;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The inventory in the database: the original's {@code servers} table and what stands beside it.
 */
public final class StoredInventory implements Inventory {
  private static final String ACCOUNT_MADE = "bmc_account_made";
  private static final JsonMapper JSON = new JsonMapper();

  private final SqlStore store;

  public StoredInventory(SqlStore store) {
    this.store = store;
  }

  @Override
  public Optional<Known> find(String serverId) {
    return store.inventory().find(serverId).map(this::known);
  }

  @Override
  public List<Known> all() {
    return store.inventory().list().stream().map(this::known).toList();
  }

  private Known known(ServerRecord record) {
    return new Known(
        record.serverId(),
        Optional.ofNullable(record.columns().get("ipmi_address")).filter(text -> !text.isBlank()),
        pinned(record.serverId()),
        record.columns());
  }

  @Override
  public void learn(String serverId, Map<String, @Nullable Object> columns) {
    store.inventory().update(serverId, columns);
  }

  @Override
  public List<SourceReport> reports(String serverId) {
    return store
        .inventory()
        .find(serverId)
        .flatMap(record -> record.identity().inventory())
        .map(StoredInventory::parse)
        .orElse(List.of());
  }

  /** What another version wrote and this one can't read is read anew by the next discovery. */
  private static List<SourceReport> parse(String json) {
    try {
      return List.of(JSON.readValue(json, SourceReport[].class));
    } catch (JacksonException e) {
      return List.of();
    }
  }

  @Override
  public void keepReports(String serverId, List<SourceReport> reports) {
    var kept = new EnumMap<Source, SourceReport>(Source.class);
    reports(serverId).forEach(report -> kept.put(report.source(), report));
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    reports.forEach(report -> kept.put(report.source(), report.at(now)));
    store
        .inventory()
        .identify(
            serverId, ServerIdentity.EMPTY.withInventory(JSON.writeValueAsString(kept.values())));
  }

  @Override
  public Optional<String> pinned(String serverId) {
    return store.tlsPins().find(LockKeys.ofServer(serverId)).map(TlsPins.TlsPin::fingerprint);
  }

  @Override
  public void trust(String serverId, String certificate, String actor, String reason) {
    store.tlsPins().pin(LockKeys.ofServer(serverId), certificate, actor, reason);
  }

  @Override
  public void pin(String serverId, String certificate) {
    if (!pinned(serverId).equals(Optional.of(certificate))) {
      trust(serverId, certificate, "engine", "shown by a BMC whose identity was proven");
    }
  }

  @Override
  public void powerChanged(String serverId, String to, String by) {
    store.powerStates().record(serverId, to, by);
  }

  @Override
  public FirmwareResults firmwareResults() {
    return store.firmwareResults();
  }

  @Override
  public FirmwareTrials firmwareTrials() {
    return store.firmwareTrials();
  }

  @Override
  public ServerHolds holds() {
    return store.holds();
  }

  @Override
  public void accountMade(String serverId, String username, String actor) {
    store.audit().add(actor, ACCOUNT_MADE, LockKeys.ofServer(serverId), username);
  }

  @Override
  public Set<String> accountsMade(String serverId) {
    return store.audit().of(LockKeys.ofServer(serverId)).stream()
        .filter(entry -> entry.action().equals(ACCOUNT_MADE))
        .map(Audit.AuditRecord::reason)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void audit(String actor, String action, String target, String reason) {
    store.audit().add(actor, action, target, reason);
  }
}
