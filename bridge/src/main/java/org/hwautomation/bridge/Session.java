package org.hwautomation.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One script that is connected: what it asks for is done, and what its runs need of it is asked.
 * Ends when the script says goodbye, breaks off, or falls silent. Thread-safe.
 */
public final class Session {
  /** The version of what is said; raised when an older peer could misunderstand. */
  public static final int PROTOCOL = 1;

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final WorkflowManager manager;
  private final Scripts scripts;
  private final String actor;
  private final String who;
  private final Consumer<RpcMessage> out;
  private final Methods methods;
  private final Map<String, ScriptRun> runs = new ConcurrentHashMap<>();
  private final Map<Object, ScriptCall> calls = new ConcurrentHashMap<>();
  private volatile boolean over;

  /**
   * @param actor for journal and audit, such as {@code script:alice}
   * @param who for people, such as {@code provision.py, process 4711}
   * @param out takes what is to be sent, in order, from any thread
   */
  public Session(
      WorkflowManager manager,
      Scripts scripts,
      String actor,
      String who,
      Consumer<RpcMessage> out) {
    this.manager = manager;
    this.scripts = scripts;
    this.actor = actor;
    this.who = who;
    this.out = out;
    this.methods = new Methods(this);
  }

  WorkflowManager manager() {
    return manager;
  }

  String actor() {
    return actor;
  }

  String who() {
    return who;
  }

  /** Takes what the script sent. Requests are carried out on threads of their own. */
  public void accept(RpcMessage message) {
    switch (message) {
      case RpcMessage.Request request ->
          Thread.ofVirtual().name("request " + request.method()).start(() -> answer(request));
      case RpcMessage.Notification(var method, var params) -> heard(method, params);
      case RpcMessage.Result(var id, var value) -> {
        var call = calls.remove(id);
        if (call != null) {
          call.returned(
              new Params(
                  "result", value instanceof Map<?, ?> map ? RpcCodec.named(map) : Map.of()));
        }
      }
      case RpcMessage.Failure(var id, var error) -> {
        var call = id == null ? null : calls.remove(id);
        if (call == null) {
          LOG.warn("{} answered what it was not asked: {}", who, error.code());
        } else {
          call.raised(error);
        }
      }
    }
  }

  private void answer(RpcMessage.Request request) {
    RpcMessage answer;
    try {
      answer =
          new RpcMessage.Result(
              request.id(), methods.call(request.method(), new Params("params", request.params())));
    } catch (RpcException e) {
      answer = new RpcMessage.Failure(request.id(), e.error());
    } catch (WorkflowException | IllegalArgumentException e) {
      answer = new RpcMessage.Failure(request.id(), RpcError.refused(e));
    } catch (RuntimeException e) {
      answer = new RpcMessage.Failure(request.id(), broken(request.method(), e));
    }
    send(answer);
  }

  /** What clients throw says what is wrong; anything else is our own mistake. */
  private static RpcError broken(String method, RuntimeException e) {
    if (WorkflowManager.errorClass(e).isPresent()) {
      return RpcError.refused(e);
    }
    LOG.error("{} failed", method, e);
    return RpcError.of(
        RpcError.INTERNAL, "%s failed with %s".formatted(method, e.getClass().getName()));
  }

  private void heard(String method, Map<String, @Nullable Object> params) {
    var given = new Params("params", params);
    switch (method) {
      case "heartbeat" -> {} // whoever counts silence has heard it already
      case "call.progress" -> {
        var call = calls.get(given.text("call"));
        if (call != null) {
          var text = given.optional("text").orElse("");
          given
              .number("percent")
              .ifPresentOrElse(
                  percent -> call.context().reportProgress(percent.intValue(), text),
                  () -> call.context().reportSubTask(text));
        }
      }
      default -> LOG.warn("{} told of '{}', which is not known", who, method);
    }
  }

  /** A call of a function that has not returned. */
  ScriptCall inCall(String id) {
    var call = calls.get(id);
    if (call == null) {
      throw new RpcException(RpcError.of(RpcError.REFUSED, "call %s is over".formatted(id)));
    }
    return call;
  }

  /** A run that this session is to execute; attached, so that its functions can be called. */
  ScriptRun attach(String workflowId) {
    var run = new ScriptRun(workflowId, this);
    scripts.attach(run);
    runs.put(workflowId, run);
    if (over) { // asked after it is there: whoever says so sees the run, or is seen
      ended(run);
      throw new WorkflowException("the script is gone");
    }
    return run;
  }

  void ended(ScriptRun run) {
    scripts.detach(run);
    runs.remove(run.workflowId(), run);
  }

  void call(ScriptCall call) {
    calls.put(call.id(), call);
    send(new RpcMessage.Request(call.id(), "step.call", call.asked()));
  }

  void over(ScriptCall call) {
    calls.remove(call.id());
  }

  void tell(String method, Map<String, @Nullable Object> params) {
    send(new RpcMessage.Notification(method, params));
  }

  private void send(RpcMessage message) {
    if (!over) {
      out.accept(message);
    }
  }

  /**
   * The script is gone: its runs are parked. Returns when they are, and what may not be cut off has
   * ended.
   *
   * @param why such as {@code ended without saying goodbye}
   */
  public void gone(String why) {
    over = true;
    List<Thread> parking = new ArrayList<>();
    for (var run : List.copyOf(runs.values())) {
      var text =
          "%s %s; run it again and let it resume workflow %s, or: hwauto run cancel %s"
              .formatted(who, why, run.workflowId(), run.workflowId());
      parking.add(
          Thread.ofVirtual().name("parking " + run.workflowId()).start(() -> run.scriptGone(text)));
    }
    for (var each : parking) {
      try {
        each.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
