package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
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
  private ExpressionLanguage expressions = ExpressionLanguage.none();
  private ValueTypes types = ValueTypes.BASIC;
  private final Map<String, Integer> limits = new LinkedHashMap<>();
  private MaintenanceWindows windows = MaintenanceWindows.ALWAYS_OPEN;
  private Function<RunState, String> likeness = state -> "";
  private ThreadFactory threads = Thread.ofVirtual().factory();
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

  /** What conditions and {@code ${...}} are written in; none if not given. */
  public WorkflowEngineBuilder expressions(ExpressionLanguage language) {
    expressions = language;
    return this;
  }

  /** What declared inputs are checked against; {@link ValueTypes#BASIC} if not given. */
  public WorkflowEngineBuilder types(ValueTypes known) {
    types = known;
    return this;
  }

  /**
   * Lets at most {@code max} attempts run at once, in all processes, of steps that name a limit.
   */
  public WorkflowEngineBuilder limit(String name, int max) {
    if (max < 1) {
      throw new InvalidValueException("limit " + name, "is " + max + "; it is at least 1");
    }
    limits.put(name, max);
    return this;
  }

  /** When points of no return may be entered; at any time if not given. */
  public WorkflowEngineBuilder windows(MaintenanceWindows known) {
    windows = known;
    return this;
  }

  /**
   * Says in words which runs are alike, such as {@code Dell R750}: their steps usually take as long
   * as each other's. All are alike if not given.
   */
  public WorkflowEngineBuilder likeness(Function<RunState, String> words) {
    likeness = words;
    return this;
  }

  /** Makes the threads of runs, steps and listeners; virtual ones if not given. */
  WorkflowEngineBuilder threads(ThreadFactory factory) {
    threads = factory;
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
            expressions,
            types,
            Map.copyOf(limits),
            windows,
            likeness,
            threads,
            description),
        new ActionRegistry(actions));
  }
}
