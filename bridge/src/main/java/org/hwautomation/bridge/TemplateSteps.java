package org.hwautomation.bridge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;

/** The steps that a template has, or those of the library that are named. */
record TemplateSteps(WorkflowManager manager) {
  /** By {@code template} and {@code left_out}, or by {@code steps}, objects with {@code name}. */
  Map<String, WorkflowStep> of(Params params) {
    if (params.has("template")) {
      return byPath(
          manager
              .library()
              .get(params.text("template"))
              .without(Set.copyOf(params.texts("left_out"))));
    }
    return ofLibrary(params.list("steps").stream().map(step -> step.text("name")).toList());
  }

  static Map<String, WorkflowStep> byPath(WorkflowDefinition template) {
    var steps = new LinkedHashMap<String, WorkflowStep>();
    template.mainSteps().forEach(placed -> steps.put(placed.path(), placed.step()));
    return steps;
  }

  static Map<String, WorkflowStep> ofLibrary(List<String> names) {
    var steps = new LinkedHashMap<String, WorkflowStep>();
    WorkflowFactory.steps(names).forEach(step -> steps.put(step.name(), step));
    return steps;
  }
}
