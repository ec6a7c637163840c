package org.hwautomation.server.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.StartRequest;
import org.hwautomation.provisioning.safety.BiosApproval;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.WorkflowDefinition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A start as a document asks for it. Stateless. */
final class StartBody {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private StartBody() {}

  /** The request of a document. */
  static StartRequest read(WorkflowManager manager, Call call) {
    var definition = manager.library().get(call.text("template"));
    return StartRequest.of(definition, call.actor())
        .server(call.words("server"))
        .deviceType(call.words("device_type"))
        .given(texts(call.fields("inputs")))
        .workflowId(call.words("workflow_id"))
        .queues(call.flag("queue"))
        .allowInUse(call.words("allow_in_use"))
        .approval(approval(call))
        .window(call.words("window"))
        .now(call.words("now"))
        .build();
  }

  /**
   * Inputs as texts, for the definition's types to read.
   *
   * @param secret those that the definition declares as secrets
   */
  record Texts(Map<String, String> open, Map<String, String> secret) {}

  static Texts inputs(WorkflowDefinition definition, Map<String, @Nullable Object> given) {
    return inputs(definition.inputs(), given);
  }

  static Texts inputs(List<Parameter> declared, Map<String, @Nullable Object> given) {
    var open = new LinkedHashMap<String, String>();
    var secret = new LinkedHashMap<String, String>();
    given.forEach(
        (name, value) -> {
          if (value != null) {
            var isSecret =
                declared.stream().anyMatch(p -> p.name().equals(name) && p.type().equals("secret"));
            (isSecret ? secret : open).put(name, text(value));
          }
        });
    return new Texts(open, secret);
  }

  /** Values as texts, for a definition's types to read; null is not given. */
  static Map<String, String> texts(Map<String, @Nullable Object> given) {
    var texts = new LinkedHashMap<String, String>();
    given.forEach(
        (name, value) -> {
          if (value != null) {
            texts.put(name, text(value));
          }
        });
    return texts;
  }

  private static String text(Object value) {
    return value instanceof Map<?, ?> || value instanceof List<?>
        ? JSON.writeValueAsString(value)
        : String.valueOf(value);
  }

  private static BiosApproval approval(Call call) {
    var settings = call.texts("approve_bios");
    if (settings.isEmpty()) {
      return BiosApproval.NONE;
    }
    return new BiosApproval(
        Set.copyOf(settings),
        call.words("reason")
            .orElseThrow(
                () ->
                    Problem.of(
                            "bad-input",
                            400,
                            "A value does not fit",
                            "approve_bios needs a reason (safety rule 10)")
                        .exception()));
  }
}
