package org.hwautomation.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.LockKeys;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.PlacedStep;
import org.hwautomation.workflow.Workflow;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStep;

/**
 * A workflow as a script orders it: steps of a template or of the library, functions of its own, or
 * both, in its order; and what the run is given.
 */
final class WorkflowOrder {
  private final WorkflowManager manager;
  private final String actor;
  private final Params params;
  private final String workflowId;

  WorkflowOrder(WorkflowManager manager, String actor, Params params) {
    this.manager = manager;
    this.actor = actor;
    this.params = params;
    workflowId = params.text("workflow_id");
  }

  /** Its steps, and what prepares it: about a server's hardware where it has steps of ours. */
  Workflow workflow() {
    if (params.has("firmware")) {
      return firmware();
    }
    var definition = definition();
    if (hasOurs()) {
      return new WorkflowFactory(manager).create(definition, workflowId, server(), deviceType());
    }
    return manager.createWorkflow(workflowId).following(definition);
  }

  private boolean hasOurs() {
    return params.list("steps").stream().anyMatch(step -> !step.has("function"));
  }

  private String server() {
    var about = params.fields("about");
    return about.optional("server_id").orElseGet(() -> params.fields("context").text("server_id"));
  }

  private Optional<String> deviceType() {
    return params
        .fields("about")
        .optional("device_type")
        .or(() -> params.fields("context").optional("device_type"));
  }

  private WorkflowDefinition definition() {
    var name = params.optional("template").or(() -> params.optional("name")).orElse(workflowId);
    var template =
        params
            .optional("template")
            .map(manager.library()::get)
            .map(found -> found.without(Set.copyOf(params.texts("left_out"))));
    var ours = template.map(TemplateSteps::byPath).orElseGet(this::library);
    var steps = params.list("steps").stream().map(step -> step(step, ours)).toList();
    if (template.isEmpty()) {
      return WorkflowDefinition.of(name, steps);
    }
    return following(template.get(), steps);
  }

  /** The template with these steps in place of its own, or after its own where they are as is. */
  private static WorkflowDefinition following(
      WorkflowDefinition template, List<WorkflowStep> steps) {
    var own = template.mainSteps().stream().map(PlacedStep::step).toList();
    var isFlat = own.equals(template.steps());
    if (!isFlat && !startsWith(steps, own)) {
      throw new WorkflowException(
          "template %s has groups or sequences; its steps can't be changed one by one, only followed by more"
              .formatted(template.name()));
    }
    if (steps.equals(own)) {
      return template;
    }
    if (isFlat) {
      return template.withSteps(steps);
    }
    var builder = template.toBuilder();
    steps.subList(own.size(), steps.size()).forEach(builder::step);
    return builder.build();
  }

  private static boolean startsWith(List<WorkflowStep> steps, List<WorkflowStep> own) {
    return steps.size() >= own.size() && steps.subList(0, own.size()).equals(own);
  }

  private Map<String, WorkflowStep> library() {
    var names = new ArrayList<String>();
    for (var step : params.list("steps")) {
      if (!step.has("function")) {
        names.add(step.text("name"));
      }
    }
    return TemplateSteps.ofLibrary(names);
  }

  private static WorkflowStep step(Params wanted, Map<String, WorkflowStep> ours) {
    var name = wanted.text("name");
    WorkflowStep.Builder builder;
    if (wanted.has("function")) {
      builder =
          WorkflowStep.named(name)
              .uses(ScriptFunction.NAME)
              .with("function", wanted.text("function"));
      wanted.optional("description").ifPresent(builder::description);
    } else {
      var step = ours.get(name);
      if (step == null) {
        throw new WorkflowException(
            "there is no step %s; there are: %s".formatted(name, String.join(", ", ours.keySet())));
      }
      builder = step.toBuilder();
    }
    wanted
        .number("timeout")
        .ifPresent(seconds -> builder.timeout(Duration.ofMillis(Math.round(seconds * 1000))));
    if (wanted.has("retry_count")) {
      builder.attempts(wanted.whole("retry_count"));
    }
    return builder.build();
  }

  private Workflow firmware() {
    var firmware = params.fields("firmware");
    var building =
        manager
            .firmwareFirst(workflowId, server(), deviceType().orElseThrow())
            .policy(policy(firmware.optional("policy")));
    firmware.optional("target_ip").ifPresent(building::targetIp);
    firmware
        .optional("username")
        .ifPresent(
            user ->
                building.credentials(
                    Credentials.of(user, Secret.of(firmware.optional("password").orElse("")))));
    var workflow = building.without(Set.copyOf(params.texts("left_out"))).create();
    var own = List.copyOf(TemplateSteps.byPath(workflow.definition()).keySet());
    var wanted = params.list("steps");
    for (var place = 0; place < wanted.size(); place++) {
      var step = wanted.get(place);
      if (place < own.size()) {
        if (step.has("function") || !step.text("name").equals(own.get(place))) {
          throw new WorkflowException(
              "the steps of firmware-first provisioning can't be changed, only followed by more");
        }
      } else {
        workflow.addStep(step(step, Map.of()));
      }
    }
    return workflow;
  }

  /** The original's words; what is not said is what the device type names. */
  private static UpdatePolicy policy(Optional<String> name) {
    if (name.isEmpty()) {
      return UpdatePolicy.BASELINE;
    }
    var wanted = name.get().toLowerCase(Locale.ROOT);
    for (var policy : UpdatePolicy.values()) {
      if (policy.wireName().equals(wanted.equals("security") ? "security_only" : wanted)) {
        return policy;
      }
    }
    throw new WorkflowException(
        "firmware policy '%s' is none of baseline, recommended, latest, security_only"
            .formatted(name.get()));
  }

  /** What the run is given. */
  WorkflowContext context() {
    var given = params.fields("context");
    var context = WorkflowContext.builder().startedBy(actor);
    given
        .optional("server_id")
        .ifPresent(
            server -> {
              context.server(server);
              if (manager.configuration().maas().url().isEmpty()) {
                context.lock(LockKeys.ofServer(server)); // nobody else takes it
              }
            });
    deviceType().ifPresent(type -> context.deviceType(type).value(ServerFields.DEVICE_TYPE, type));
    if (given.flag("queue")) {
      context.queue();
    }
    params.fields("values").values().forEach(context::value);
    var bmc = params.fields("bmc");
    bmc.optional("target_ip").ifPresent(at -> context.value(ServerFields.BMC_ADDRESS, at));
    bmc.optional("username").ifPresent(user -> context.value(ServerFields.BMC_USERNAME, user));
    bmc.optional("password").ifPresent(word -> context.secret(ServerFields.BMC_PASSWORD, word));
    return context.build();
  }
}
