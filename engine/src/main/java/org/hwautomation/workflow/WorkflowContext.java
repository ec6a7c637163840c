package org.hwautomation.workflow;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run is given when it starts. Immutable; printing it shows no secret.
 *
 * @param values for the steps
 * @param inputs those of the values that the definition must declare, if it declares any
 * @param secrets clear texts by the name of the value that is to refer to them; the store encrypts
 *     them before anything is journaled
 * @param lockKeys what the run holds alone
 * @param serverId the server it is about
 * @param startedBy such as {@code cli:alice}
 * @param queues true to wait for the locks where another run holds one; else the start is refused
 */
public record WorkflowContext(
    Value.Fields values,
    Set<String> inputs,
    Map<String, String> secrets,
    Set<String> lockKeys,
    Optional<String> serverId,
    Optional<String> deviceType,
    String site,
    Optional<String> batchId,
    Optional<String> parentRunId,
    String startedBy,
    boolean queues) {

  /** An empty one. */
  public static final WorkflowContext EMPTY = builder().build();

  public WorkflowContext {
    inputs = Set.copyOf(inputs);
    secrets = Map.copyOf(secrets);
    lockKeys = Set.copyOf(lockKeys);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with all of this. */
  public Builder toBuilder() {
    var builder = new Builder();
    builder.values = values;
    builder.inputs.addAll(inputs);
    builder.secrets.putAll(secrets);
    builder.lockKeys.addAll(lockKeys);
    builder.serverId = serverId.orElse(null);
    builder.deviceType = deviceType.orElse(null);
    builder.site = site;
    builder.batchId = batchId.orElse(null);
    builder.parentRunId = parentRunId.orElse(null);
    builder.startedBy = startedBy;
    builder.queues = queues;
    return builder;
  }

  @Override
  public String toString() {
    return "WorkflowContext[server=%s, values=%s, secrets=%s, locks=%s]"
        .formatted(serverId.orElse("none"), ValueCodec.write(values), secrets.keySet(), lockKeys);
  }

  /** Collects a context's parts; not thread-safe. */
  public static final class Builder {
    private Value.Fields values = Value.Fields.EMPTY;
    private final Set<String> inputs = new LinkedHashSet<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Set<String> lockKeys = new LinkedHashSet<>();
    private @Nullable String serverId;
    private @Nullable String deviceType;
    private String site = "default";
    private @Nullable String batchId;
    private @Nullable String parentRunId;
    private String startedBy = "java";
    private boolean queues;

    private Builder() {}

    /** A value for the steps, as {@link Value#of} reads it. */
    public Builder value(String key, @Nullable Object value) {
      values = values.with(key, value);
      return this;
    }

    /**
     * A value that is meant for an input of the definition: one that declares inputs, but not this,
     * refuses the start.
     */
    public Builder input(String name, @Nullable Object value) {
      inputs.add(name);
      return value(name, value);
    }

    /** A secret for the steps: the value {@code key} becomes a reference to it. */
    public Builder secret(String key, String clearText) {
      secrets.put(key, clearText);
      return this;
    }

    /** Something that no other run may hold meanwhile. */
    public Builder lock(String key) {
      lockKeys.add(key);
      return this;
    }

    public Builder server(String id) {
      serverId = id;
      return this;
    }

    public Builder deviceType(String type) {
      deviceType = type;
      return this;
    }

    /** {@code default} if not given. */
    public Builder site(String name) {
      site = name;
      return this;
    }

    public Builder batch(String id) {
      batchId = id;
      return this;
    }

    public Builder parent(String runId) {
      parentRunId = runId;
      return this;
    }

    /** Who starts it, {@code java} if not given. */
    public Builder startedBy(String actor) {
      startedBy = actor;
      return this;
    }

    /** Waits for the locks where another run holds one, instead of refusing the start. */
    public Builder queue() {
      queues = true;
      return this;
    }

    public WorkflowContext build() {
      return new WorkflowContext(
          values,
          inputs,
          secrets,
          lockKeys,
          Optional.ofNullable(serverId),
          Optional.ofNullable(deviceType),
          site,
          Optional.ofNullable(batchId),
          Optional.ofNullable(parentRunId),
          startedBy,
          queues);
    }
  }
}
