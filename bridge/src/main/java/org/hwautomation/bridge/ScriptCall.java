package org.hwautomation.bridge;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.hwautomation.provisioning.catalogue.PlainValue;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.ForeignStepException;
import org.hwautomation.workflow.PointOfNoReturn;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/** One attempt of a step, while a function of the script carries it out. Thread-safe. */
final class ScriptCall {
  /** How the script's languages call errors, as the engine's rule 8 has it. */
  private static final Map<String, ErrorClass> CLASSES = new LinkedHashMap<>();

  static {
    for (var defect :
        new String[] {
          "NameError",
          "UnboundLocalError",
          "AttributeError",
          "TypeError",
          "SyntaxError",
          "IndentationError",
          "ImportError",
          "ModuleNotFoundError",
          "NotImplementedError"
        }) {
      CLASSES.put(defect, ErrorClass.DEFECT);
    }
    for (var connection :
        new String[] {
          "ConnectionError",
          "ConnectionRefusedError",
          "ConnectionResetError",
          "ConnectionAbortedError",
          "BrokenPipeError"
        }) {
      CLASSES.put(connection, ErrorClass.CONNECTION);
    }
    CLASSES.put("TimeoutError", ErrorClass.TIMEOUT);
    CLASSES.put("WorkflowTimeoutError", ErrorClass.TIMEOUT);
  }

  private final String id;
  private final StepContext context;
  private final CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
  private @Nullable PointOfNoReturn point; // guarded by this

  ScriptCall(String id, StepContext context) {
    this.id = id;
    this.context = context;
  }

  String id() {
    return id;
  }

  StepContext context() {
    return context;
  }

  /** What the script is asked. */
  Map<String, @Nullable Object> asked() {
    var params = new LinkedHashMap<String, @Nullable Object>();
    params.put("call", id);
    params.put("workflow_id", context.workflowId());
    params.put("run_id", context.runId());
    params.put("step", context.stepPath());
    params.put("attempt", context.attempt());
    params.put("idempotency_key", context.idempotencyKey());
    params.put("server_id", context.serverId().orElse(null));
    params.put("values", PlainValue.of(context.values()));
    return params;
  }

  /** The function returned; what it leaves for later steps comes with it. */
  void returned(Params result) {
    try {
      result.fields("values").values().forEach(context::put);
      answer.complete(result.values().get("result"));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }

  /** The function raised something. */
  void raised(RpcError error) {
    var data = new Params("error.data", error.data());
    var type = data.optional("type").orElse("Exception");
    var name = type.substring(type.lastIndexOf('.') + 1);
    answer.completeExceptionally(
        switch (name) {
          case "WorkflowParked" -> new RunParkedException(error.message());
          case "StepRejected" -> new StepRejectedException(error.message());
          default ->
              new ForeignStepException(
                  type,
                  classOf(name, data),
                  error.message().isBlank() ? name : error.message(),
                  data.optional("traceback"));
        });
  }

  /** By the error's own name, or else by the first of those it inherits from that is known. */
  private static ErrorClass classOf(String name, Params data) {
    var own = CLASSES.get(name);
    if (own != null) {
      return own;
    }
    return data.values().get("bases") instanceof Iterable<?> bases
        ? firstOf(bases)
        : ErrorClass.UNKNOWN;
  }

  private static ErrorClass firstOf(Iterable<?> bases) {
    for (var base : bases) {
      var known = CLASSES.get(String.valueOf(base));
      if (known != null) {
        return known;
      }
    }
    return ErrorClass.UNKNOWN;
  }

  /** Nobody will answer any more. */
  void abandoned(String why) {
    answer.completeExceptionally(new RunParkedException(why));
  }

  /**
   * Waits for the function's end, also when the attempt is interrupted: the function lives on until
   * it returns, in the script.
   *
   * @param interrupted told once if the attempt is to end
   */
  @Nullable Object await(Runnable interrupted) throws Exception {
    var told = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          if (!told) {
            told = true;
            interrupted.run();
          }
        } catch (ExecutionException e) {
          throw e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException("never completed with another", e);
        }
      }
    } finally {
      leavePoint();
    }
  }

  synchronized void enterPoint(String description, Duration expected) {
    point = context.pointOfNoReturn(description, expected);
  }

  synchronized void leavePoint() {
    var open = Optional.ofNullable(point);
    point = null;
    open.ifPresent(PointOfNoReturn::close);
  }
}
