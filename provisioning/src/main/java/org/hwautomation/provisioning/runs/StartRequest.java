package org.hwautomation.provisioning.runs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.safety.BiosApproval;
import org.hwautomation.workflow.WorkflowDefinition;

/**
 * A start as a front door was asked for it: nothing of it has been checked. Immutable.
 *
 * @param server host name or MAAS system id; empty for a definition that is about no server
 * @param deviceType what the server is; as the inventory knows it if empty
 * @param inputs texts by the input's name, for the definition's types to read
 * @param kept likewise, and what is a secret among them is encrypted into the store
 * @param workflowId a name for the run; {@code DEFINITION-SERVER} if empty
 * @param queues true to wait if another run has the server; else the start is refused
 * @param allowInUse why a server in use may be written to; empty if it may not
 * @param approval which dangerous BIOS settings may be changed
 * @param window the maintenance window in which it may enter points of no return; that of its
 *     server if empty
 * @param now why it waits for no maintenance window; empty if it does
 * @param batchId the batch it belongs to
 * @param startedBy such as {@code cli:alice}
 */
public record StartRequest(
    WorkflowDefinition definition,
    Optional<String> server,
    Optional<String> deviceType,
    Map<String, String> inputs,
    Map<String, String> kept,
    Optional<String> workflowId,
    boolean queues,
    Optional<String> allowInUse,
    BiosApproval approval,
    Optional<String> window,
    Optional<String> now,
    Optional<String> batchId,
    String startedBy) {
  public StartRequest {
    inputs = Map.copyOf(inputs);
    kept = Map.copyOf(kept);
  }

  /** The same about a server. */
  public StartRequest about(String name) {
    return new StartRequest(
        definition,
        Optional.of(name),
        deviceType,
        inputs,
        kept,
        workflowId,
        queues,
        allowInUse,
        approval,
        window,
        now,
        batchId,
        startedBy);
  }

  /** Begins a request with nothing but what is to be run and who asks for it. */
  public static Builder of(WorkflowDefinition definition, String startedBy) {
    return new Builder(definition, startedBy);
  }

  /** Collects a request's parts; not thread-safe. */
  public static final class Builder {
    private final WorkflowDefinition definition;
    private final String startedBy;
    private Optional<String> server = Optional.empty();
    private Optional<String> deviceType = Optional.empty();
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> kept = new LinkedHashMap<>();
    private Optional<String> workflowId = Optional.empty();
    private boolean queues;
    private Optional<String> allowInUse = Optional.empty();
    private BiosApproval approval = BiosApproval.NONE;
    private Optional<String> window = Optional.empty();
    private Optional<String> now = Optional.empty();
    private Optional<String> batchId = Optional.empty();

    private Builder(WorkflowDefinition definition, String startedBy) {
      this.definition = definition;
      this.startedBy = startedBy;
    }

    public Builder server(Optional<String> name) {
      server = name;
      return this;
    }

    public Builder deviceType(Optional<String> type) {
      deviceType = type;
      return this;
    }

    public Builder inputs(Map<String, String> texts) {
      inputs.putAll(texts);
      return this;
    }

    public Builder kept(Map<String, String> texts) {
      kept.putAll(texts);
      return this;
    }

    /** Inputs as texts: those that the definition declares as secrets are kept, the others open. */
    public Builder given(Map<String, String> texts) {
      texts.forEach(
          (name, text) ->
              (definition.inputs().stream()
                          .anyMatch(p -> p.name().equals(name) && p.type().equals("secret"))
                      ? kept
                      : inputs)
                  .put(name, text));
      return this;
    }

    public Builder workflowId(Optional<String> id) {
      workflowId = id;
      return this;
    }

    public Builder queues(boolean waits) {
      queues = waits;
      return this;
    }

    public Builder allowInUse(Optional<String> reason) {
      allowInUse = reason;
      return this;
    }

    public Builder approval(BiosApproval leave) {
      approval = leave;
      return this;
    }

    public Builder window(Optional<String> name) {
      window = name;
      return this;
    }

    public Builder now(Optional<String> reason) {
      now = reason;
      return this;
    }

    public Builder batch(String id) {
      batchId = Optional.of(id);
      return this;
    }

    public StartRequest build() {
      return new StartRequest(
          definition,
          server,
          deviceType,
          inputs,
          kept,
          workflowId,
          queues,
          allowInUse,
          approval,
          window,
          now,
          batchId,
          startedBy);
    }
  }
}
