package org.hwautomation.provisioning.support;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.JournalDocument;
import org.hwautomation.provisioning.runs.RunDetail;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.triage.Triage;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.RunRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What others need to understand a run: a ZIP file of what the database, the configuration and the
 * log say about it, without secrets, and a manifest of what is in it. It holds addresses, names and
 * serials. No server and no MAAS is asked. Thread-safe.
 */
public final class SupportBundle {
  /** So much of the log's end, in bytes. */
  private static final int LOG_TAIL = 2 * 1024 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final WorkflowManager manager;
  private final String version;

  /**
   * @param version of the product, as the bundle is to say it
   */
  public SupportBundle(WorkflowManager manager, String version) {
    this.manager = manager;
    this.version = version;
  }

  /** A file of the bundle. */
  private record Part(String name, String description, String text) {}

  /**
   * Writes the bundle of a run.
   *
   * @param file must not be there yet
   * @return its manifest
   * @throws IOException if the file is there, or can't be written
   */
  public Map<String, @Nullable Object> write(RunRecord run, Path file) throws IOException {
    var parts = parts(run);
    var manifest = manifest(run, parts);
    var written = false;
    try (var out =
        new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
      add(out, "manifest.json", JSON.writeValueAsString(manifest));
      for (var part : parts) {
        add(out, part.name(), part.text());
      }
      written = true;
    } finally {
      if (!written && Files.exists(file) && Files.size(file) == 0) {
        Files.delete(file);
      }
    }
    return manifest;
  }

  private static void add(ZipOutputStream out, String name, String text) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.closeEntry();
  }

  private List<Part> parts(RunRecord run) throws IOException {
    var server = run.serverId().flatMap(manager.store().inventory()::find);
    var password =
        server.flatMap(each -> each.identity().bmcPassword()).map(Set::of).orElse(Set.of());
    var redaction =
        Redaction.of(
            manager, manager.store().entries(run.runId(), 0), new LinkedHashSet<>(password));
    var parts = new ArrayList<Part>();
    parts.add(
        json(
            redaction,
            "journal.json",
            "the run's identity, definition, all journal entries, and the runs before and after it",
            JournalDocument.export(manager.store(), run, version)));
    parts.add(
        json(
            redaction,
            "run.json",
            "its steps, attempts, errors, inputs and results as they stand",
            RunDetail.of(manager, run).document()));
    parts.add(
        json(
            redaction,
            "situation.json",
            "why it stands so, and what may be done",
            new Triage(manager).ofRun(run).document()));
    server.ifPresent(
        each ->
            parts.add(
                json(
                    redaction,
                    "server.json",
                    "what the inventory knows of its server",
                    row(each))));
    parts.add(
        json(
            redaction, "audit.json", "who did what to the run and its server", audit(run, server)));
    parts.add(json(redaction, "settings.json", "what is configured, secrets hidden", settings()));
    parts.add(json(redaction, "versions.json", "what it ran on", versions()));
    var log = manager.configuration().logging().file();
    if (log.isPresent() && Files.isReadable(log.get())) {
      parts.add(new Part("log.txt", "the end of the log file", redaction.clean(tail(log.get()))));
    }
    return parts;
  }

  private static Part json(Redaction redaction, String name, String description, Object document) {
    return new Part(
        name, description, JSON.writeValueAsString(redaction.cleanDocument(document)) + "\n");
  }

  private static Map<String, @Nullable Object> row(ServerRecord server) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    var identity = server.identity();
    row.put("server_id", server.serverId());
    row.put("hostname", RunNames.hostname(server));
    row.put("vendor", identity.vendor().orElse(null));
    row.put("serial", identity.serial().orElse(null));
    row.put("uuid", identity.uuid().orElse(null));
    row.put("bmc_mac", identity.bmcMac().orElse(null));
    row.putAll(server.columns());
    return row;
  }

  private List<Map<String, @Nullable Object>> audit(RunRecord run, Optional<ServerRecord> server) {
    var targets = new LinkedHashSet<String>();
    targets.add(run.runId());
    targets.add(run.workflowId());
    run.serverId().ifPresent(targets::add);
    run.batchId().ifPresent(batch -> targets.add("batch:" + batch));
    server.ifPresent(
        each -> {
          targets.add(RunNames.hostname(each));
          each.ipmiAddress().ifPresent(targets::add);
        });
    return targets.stream()
        .flatMap(target -> manager.store().audit().of(target).stream())
        .sorted((a, b) -> Long.compare(a.id(), b.id()))
        .map(SupportBundle::entry)
        .toList();
  }

  private static Map<String, @Nullable Object> entry(AuditRecord record) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("id", record.id());
    entry.put("at", record.at().toString());
    entry.put("actor", record.actor());
    entry.put("action", record.action());
    entry.put("target", record.target());
    entry.put("reason", record.reason());
    return entry;
  }

  private List<Map<String, @Nullable Object>> settings() {
    var settings = new ArrayList<Map<String, @Nullable Object>>();
    for (var setting : manager.configuration().settings()) {
      var each = new LinkedHashMap<String, @Nullable Object>();
      each.put("name", setting.name());
      each.put("value", setting.value().orElse(null));
      each.put("origin", setting.origin().toString());
      settings.add(each);
    }
    return settings;
  }

  private Map<String, @Nullable Object> versions() {
    var versions = new LinkedHashMap<String, @Nullable Object>();
    versions.put("product", version);
    versions.put("java", Runtime.version().toString());
    versions.put(
        "system",
        "%s %s, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    versions.put(
        "database",
        manager.configuration().database().postgres().isPresent() ? "PostgreSQL" : "SQLite");
    versions.put("at", manager.engine().time().now().toString());
    return versions;
  }

  /** The end of a file, from the beginning of a line. */
  private static String tail(Path file) throws IOException {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      var from = Math.max(0, log.length() - LOG_TAIL);
      log.seek(from);
      var bytes = new byte[(int) (log.length() - from)];
      log.readFully(bytes);
      var text = new String(bytes, StandardCharsets.UTF_8);
      return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
    }
  }

  private Map<String, @Nullable Object> manifest(RunRecord run, List<Part> parts) {
    var manifest = new LinkedHashMap<String, @Nullable Object>();
    manifest.put("format", "hwautomation-support-bundle");
    manifest.put("format_version", 1);
    manifest.put("product_version", version);
    manifest.put("made_at", manager.engine().time().now().toString());
    manifest.put("run_id", run.runId());
    manifest.put("workflow_id", run.workflowId());
    manifest.put(
        "secrets", "taken out; addresses, names and serials are in it: look before you send it");
    manifest.put("files", parts.stream().map(SupportBundle::described).toList());
    return manifest;
  }

  private static Map<String, @Nullable Object> described(Part part) {
    var file = new LinkedHashMap<String, @Nullable Object>();
    var bytes = part.text().getBytes(StandardCharsets.UTF_8);
    file.put("name", part.name());
    file.put("description", part.description());
    file.put("bytes", bytes.length);
    file.put("sha256", sha256(bytes));
    return file;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
