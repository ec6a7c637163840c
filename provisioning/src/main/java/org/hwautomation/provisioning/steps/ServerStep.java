package org.hwautomation.provisioning.steps;

import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.ExpectedPoint;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepContext;

/** An action on one server. Stateless apart from what it is made with, so thread-safe. */
abstract class ServerStep implements Action {
  private final StepTools tools;
  private final Declaration declaration;

  ServerStep(StepTools tools, Declaration declaration) {
    this.tools = tools;
    this.declaration = declaration;
  }

  @Override
  public final String name() {
    return declaration.name();
  }

  @Override
  public final String summary() {
    return declaration.summary();
  }

  @Override
  public final Effects effects() {
    return declaration.effects();
  }

  @Override
  public final List<Parameter> inputs() {
    return declaration.inputs();
  }

  @Override
  public final List<Parameter> outputs() {
    return declaration.outputs();
  }

  @Override
  public final List<String> externalEffects() {
    return declaration.externalEffects();
  }

  @Override
  public final List<ExpectedPoint> pointsOfNoReturn() {
    return declaration.points();
  }

  @Override
  public final Optional<String> undoneBy() {
    return declaration.undoneBy();
  }

  @Override
  public final Object run(StepContext context) throws Exception {
    try (var work = new ServerWork(context, tools, declaration)) {
      var outcome = run(work);
      for (var output : outcome.outputs().keySet()) {
        assert declaration.output(output).isPresent()
            : name() + " gives " + output + ", which it does not declare";
        tools.witness().saw(name(), Witness.What.OUTPUT_GIVEN, output);
      }
      return outcome.outputs();
    }
  }

  /** Does it. */
  abstract Outcome run(ServerWork work) throws Exception;
}
