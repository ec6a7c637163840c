package org.hwautomation.bridge;

import java.util.List;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.StepContext;
import org.jspecify.annotations.Nullable;

/** Calls a function of the script that executes the workflow; without one the run is parked. */
final class ScriptFunction implements Action {
  static final String NAME = "script.function@1";

  private final Scripts scripts;

  ScriptFunction(Scripts scripts) {
    this.scripts = scripts;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "Call a function of the script that started the run";
  }

  @Override
  public List<Parameter> inputs() {
    return List.of(Parameter.of("function", "string", "What the script calls it: module and name"));
  }

  @Override
  public @Nullable Object run(StepContext context) throws Exception {
    var run =
        scripts
            .of(context.workflowId())
            .orElseThrow(
                () ->
                    new RunParkedException(
                        "step %s is a function of the script that started the run; run that again, and let it resume the workflow"
                            .formatted(context.stepPath())));
    return run.call(context);
  }
}
