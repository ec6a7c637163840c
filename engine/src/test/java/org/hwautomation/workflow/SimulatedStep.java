package org.hwautomation.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The action behind every step of a simulation: what it does, and whether it comes to an end, is up
 * to chance.
 */
record SimulatedStep(
    Kind kind, SimulatedProcess process, SimulatedServers servers, Chance chance, String clear)
    implements Action {
  enum Kind {
    EXTERNAL,
    READING,
    ADOPTING;

    String action() {
      return "sim." + name().toLowerCase(Locale.ROOT) + "@1";
    }
  }

  /** A failure of a class that the step chose. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ErrorClass errorClass;

    Failure(ErrorClass errorClass, String message) {
      super(message);
      this.errorClass = errorClass;
    }

    static Optional<ErrorClass> classOf(Throwable error) {
      return error instanceof Failure failure ? Optional.of(failure.errorClass) : Optional.empty();
    }
  }

  @Override
  public String name() {
    return kind.action();
  }

  @Override
  public String summary() {
    return "does what chance says";
  }

  @Override
  public Effects effects() {
    return kind == Kind.READING ? Effects.NONE : Effects.EXTERNAL;
  }

  @Override
  public boolean adoptsInterruptedPoint() {
    return kind == Kind.ADOPTING;
  }

  @Override
  public @Nullable Object run(StepContext context) throws Exception {
    var call = servers.begin(context, process, kind != Kind.READING, kind == Kind.ADOPTING);
    try {
      if (context.interruptedPoint().isPresent()) {
        adopt(context, call);
      }
      for (var i = chance.below(4); i > 0; i--) {
        act(context, call);
      }
      return finish(context);
    } finally {
      servers.end(call);
    }
  }

  private void adopt(StepContext context, SimulatedServers.Call call) throws InterruptedException {
    if (chance.oneIn(6)) {
      throw new Failure(ErrorClass.CONNECTION, "can't see how it went");
    }
    if (chance.oneIn(3)) {
      context.sleep(chance.upTo(Duration.ofSeconds(20)));
    }
    try (var point = context.pointOfNoReturn("watching on", Duration.ofMinutes(1))) {
      waitInside(context, call, Duration.ofMinutes(5));
      servers.settle(call);
    }
  }

  private void waitInside(StepContext context, SimulatedServers.Call call, Duration most)
      throws InterruptedException {
    try {
      context.sleep(chance.upTo(most));
    } catch (InterruptedException e) {
      servers.interruptedInside(call);
      throw e;
    }
  }

  private void act(StepContext context, SimulatedServers.Call call) throws Exception {
    switch (chance.below(10)) {
      case 0 -> context.sleep(chance.upTo(Duration.ofSeconds(40)));
      case 1 -> context.reportSubTask("at it with " + (hasSecret(context) ? clear : "care"));
      case 2 -> {
        var name = "c" + chance.below(3);
        context.saveCheckpoint(name, chance.below(100));
        servers.kept(call, name);
      }
      case 3 -> context.put("v" + chance.below(3), chance.below(100));
      case 4 -> point(context, call);
      case 5 -> secret(context, call);
      case 6 -> context.closing(() -> SimulatedProcess.pause());
      default -> {
        if (kind != Kind.READING) {
          context.guard("changing something");
          servers.request(call);
          SimulatedProcess.pause();
        }
      }
    }
  }

  private static boolean hasSecret(StepContext context) {
    return context.values().get("password").isPresent();
  }

  private void secret(StepContext context, SimulatedServers.Call call) {
    var reference = context.values().get("password");
    if (reference.isPresent() && reference.get() instanceof Value.SecretReference secret) {
      var told = context.secret(secret);
      if (!told.equals(clear)) {
        process.machine().problem("a secret came back as another: " + call);
      }
      if (chance.oneIn(4)) {
        throw new Failure(ErrorClass.UNKNOWN, "refused with " + told);
      }
    }
  }

  private void point(StepContext context, SimulatedServers.Call call) throws InterruptedException {
    if (kind == Kind.READING || (kind == Kind.EXTERNAL && !chance.oneIn(4))) {
      return;
    }
    try (var point = context.pointOfNoReturn("flashing", Duration.ofMinutes(2))) {
      context.guard("starting to flash");
      servers.begin(call);
      waitInside(context, call, Duration.ofMinutes(chance.oneIn(4) ? 20 : 2));
      if (chance.oneIn(3)) {
        context.reportProgress(50, "half way");
        waitInside(context, call, Duration.ofSeconds(30));
      }
      servers.settle(call);
      if (chance.oneIn(8)) {
        throw new Failure(ErrorClass.CONNECTION, "the flash failed");
      }
    }
  }

  private @Nullable Object finish(StepContext context) throws Exception {
    return switch (chance.below(24)) {
      case 0 -> throw new Failure(chance.pick(List.of(ErrorClass.values())), "failed");
      case 1 -> throw new Failure(ErrorClass.CONNECTION, "no answer");
      case 2 -> throw new Failure(ErrorClass.REJECTED, "no");
      case 3 -> throw new NullPointerException();
      case 4 -> false;
      case 5 -> {
        context.sleep(Duration.ofDays(2));
        yield true;
      }
      case 6 -> {
        ignoreInterruptions(chance.upTo(Duration.ofMinutes(8)));
        yield true;
      }
      case 7 -> throw new RunParkedException("somebody must look");
      case 8 -> chance.below(1000);
      case 9 -> {
        if (chance.oneIn(2)) {
          yield new Object(); // nothing that a run can remember
        }
        yield "done";
      }
      default -> true;
    };
  }

  private void ignoreInterruptions(Duration length) {
    var end = process.nanos() + length.toNanos();
    while (process.nanos() < end) {
      try {
        process.sleep(Duration.ofNanos(end - process.nanos()));
      } catch (InterruptedException e) {
        process.machine().trace(process.name(), "ignores an interruption");
      }
    }
  }
}
