package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** Collects the parts of a {@link WorkflowEngine}; not thread-safe. */
public final class WorkflowEngineBuilder {
  private final WorkflowStore store;
  private WorkflowTime time = WorkflowTime.system();
  private final Map<String, Action> actions = new LinkedHashMap<>();
  private Function<Throwable, Optional<ErrorClass>> classifier = error -> Optional.empty();
  private Duration grace = Duration.ofSeconds(10);
  private Duration drain = Duration.ofSeconds(30);
  private Duration cleanBudget = Duration.ofSeconds(600);
  private Duration commandInterval = Duration.ofMillis(500);
  private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
  private String description = "process " + ProcessHandle.current().pid();

  WorkflowEngineBuilder(WorkflowStore store) {
    this.store = store;
  }

  /** The machine's own clock if not given. */
  public WorkflowEngineBuilder time(WorkflowTime clock) {
    time = clock;
    return this;
  }

  /** Registers an action; a second one of the same name is refused. */
  public WorkflowEngineBuilder action(Action action) {
    if (!action.name().matches("[a-z][a-z0-9_.]*@[1-9][0-9]*")) {
      throw new InvalidValueException(
          "action name '" + action.name() + "'", "is not of the form name@major");
    }
    if (actions.putIfAbsent(action.name(), action) != null) {
      throw new InvalidValueException("action " + action.name(), "is registered already");
    }
    return this;
  }

  /** Registers all of {@code several}. */
  public WorkflowEngineBuilder actions(Collection<? extends Action> several) {
    several.forEach(this::action);
    return this;
  }

  /** Knows the class of the domain's own errors; asked before the engine's own rules. */
  public WorkflowEngineBuilder classifier(Function<Throwable, Optional<ErrorClass>> known) {
    classifier = known;
    return this;
  }

  /** How long an interrupted attempt may take to end; 10 s if not given. */
  public WorkflowEngineBuilder grace(Duration limit) {
    grace = limit;
    return this;
  }

  /** How long {@link WorkflowEngine#close()} lets running steps go on; 30 s if not given. */
  public WorkflowEngineBuilder drain(Duration limit) {
    drain = limit;
    return this;
  }

  /** What all steps for every ending may take together; 600 s if not given. */
  public WorkflowEngineBuilder cleanBudget(Duration limit) {
    cleanBudget = limit;
    return this;
  }

  /** How often commands of other processes are looked for; 500 ms if not given. */
  public WorkflowEngineBuilder commandInterval(Duration interval) {
    commandInterval = interval;
    return this;
  }

  /** Where jitter comes from. */
  public WorkflowEngineBuilder random(DoubleSupplier source) {
    random = source;
    return this;
  }

  /** What others are told holds a run, such as {@code hwauto provision, process 4711}. */
  public WorkflowEngineBuilder description(String text) {
    description = text;
    return this;
  }

  public WorkflowEngine build() {
    return new WorkflowEngine(
        new EngineSettings(
            store,
            time,
            classifier,
            grace,
            drain,
            cleanBudget,
            commandInterval,
            random,
            description),
        new ActionRegistry(actions));
  }
}
