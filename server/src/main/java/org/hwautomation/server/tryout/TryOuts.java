package org.hwautomation.server.tryout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.provisioning.runs.RunStart;
import org.hwautomation.provisioning.runs.StartRequest;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.Spelling;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The try-outs of this process, bounded in number and time: what is over stays to be looked at for
 * a while, and is then gone. Thread-safe.
 */
public final class TryOuts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TryOuts.class);

  /**
   * What they may take.
   *
   * @param atOnce how many go on at once
   * @param kept how many there are with those that are over; the oldest of these make place
   * @param longest how long one may go on, in real time
   * @param keptFor how long one that is over can be looked at
   */
  public record Limits(int atOnce, int kept, Duration longest, Duration keptFor) {
    /** Two at once, six kept, five minutes each, fifteen to look at it. */
    public static final Limits USUAL =
        new Limits(2, 6, Duration.ofMinutes(5), Duration.ofMinutes(15));
  }

  private final Optional<TryOutLab> lab;
  private final WorkflowTime time;
  private final Limits limits;
  private final Map<String, TryOut> known = new LinkedHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private int opening;
  private boolean closed;

  /**
   * @param lab empty where nothing can be tried out
   */
  public TryOuts(Optional<TryOutLab> lab, WorkflowTime time, Limits limits) {
    this.lab = lab;
    this.time = time;
    this.limits = limits;
  }

  /** Where they are made; empty where nothing can be tried out. */
  public Optional<TryOutLab> lab() {
    return lab;
  }

  public Limits limits() {
    return limits;
  }

  /** All that are there, the newest first. */
  public synchronized List<TryOut> list() {
    return List.copyOf(known.values()).reversed();
  }

  public synchronized Optional<TryOut> find(String id) {
    return Optional.ofNullable(known.get(id));
  }

  /**
   * Starts one; it goes on when this returns.
   *
   * @param actor who asks, such as {@code user:alice}
   * @throws WorkflowException if nothing can be tried out here, or as many go on as may
   * @throws BadFileException if the text is wrong
   * @throws IllegalArgumentException if there is no such server or fault, or an input does not fit
   */
  public TryOut start(TryOutOrder order, String actor) {
    var there =
        lab.orElseThrow(
            () ->
                new WorkflowException(
                    "this service has no simulator, so nothing can be tried out with it"));
    var model = model(there, order.model());
    var trouble = order.fault().map(name -> named("fault", name, there.troubles(), t -> t.name()));
    reserve();
    Optional<TryOut> started = Optional.empty();
    try {
      started = Optional.of(begin(there, model, trouble, order, actor));
      return started.get();
    } finally {
      settle(started);
    }
  }

  private TryOut begin(
      TryOutLab there,
      TryOutLab.Model model,
      Optional<TryOutLab.Trouble> trouble,
      TryOutOrder order,
      String actor) {
    var place = there.open(model, trouble);
    var begun = false;
    try {
      var manager = place.manager();
      var definition = manager.library().reader().read("text", order.format(), order.text());
      var inputs = filled(definition, order.inputs(), model);
      var request =
          StartRequest.of(definition, actor)
              .server(Optional.of(place.server()))
              .deviceType(
                  Optional.ofNullable(inputs.get(ServerFields.DEVICE_TYPE))
                      .or(() -> Optional.ofNullable(model.inputs().get(ServerFields.DEVICE_TYPE))))
              .given(inputs)
              .build();
      var run = new RunStart(manager).prepare(request).start();
      var about =
          new TryOut.About(
              UUID.randomUUID().toString(),
              definition.name(),
              model,
              trouble,
              order.approves(),
              actor,
              time.now());
      var made = new TryOut(about, place, run, time);
      begun = true;
      return made;
    } finally {
      if (!begun) {
        place.close();
      }
    }
  }

  private static Map<String, String> filled(
      WorkflowDefinition definition, Map<String, String> given, TryOutLab.Model model) {
    var all = new LinkedHashMap<>(given);
    definition
        .inputs()
        .forEach(
            input ->
                Optional.ofNullable(model.inputs().get(input.name()))
                    .ifPresent(fitting -> all.putIfAbsent(input.name(), fitting)));
    return all;
  }

  private static TryOutLab.Model model(TryOutLab lab, Optional<String> name) {
    return name.map(wanted -> named("server", wanted, lab.models(), TryOutLab.Model::name))
        .orElseGet(lab.models()::getFirst);
  }

  private static <T> T named(String what, String wanted, List<T> all, Function<T, String> nameOf) {
    return all.stream()
        .filter(each -> nameOf.apply(each).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no %s '%s' to try it with%s"
                        .formatted(
                            what,
                            wanted,
                            Spelling.hint(wanted, all.stream().map(nameOf).toList()))));
  }

  private synchronized void reserve() {
    if (closed) {
      throw new WorkflowException("the service stops");
    }
    var going = known.values().stream().filter(each -> each.endedAt().isEmpty()).toList();
    if (going.size() + opening >= limits.atOnce()) {
      throw new WorkflowException(
          "%d try-outs go on already%s; wait for one, or end it"
              .formatted(
                  going.size() + opening,
                  going.stream()
                      .map(each -> each.about().template() + " of " + each.about().startedBy())
                      .collect(Collectors.joining(", ", " (", ")"))));
    }
    opening++;
  }

  private void settle(Optional<TryOut> started) {
    var gone = new ArrayList<TryOut>();
    synchronized (this) {
      opening--;
      started.filter(_ -> closed).ifPresent(gone::add);
      started
          .filter(_ -> !closed)
          .ifPresent(
              made -> {
                known.put(made.about().id(), made);
                threads.removeIf(thread -> !thread.isAlive());
                threads.add(Thread.ofVirtual().name("try-out").start(() -> tend(made)));
              });
      known.values().stream()
          .filter(each -> each.endedAt().isPresent())
          .limit(Math.max(0, known.size() - limits.kept()))
          .forEach(gone::add);
      gone.forEach(each -> known.remove(each.about().id()));
    }
    gone.forEach(TryOut::close);
  }

  private void tend(TryOut made) {
    try {
      made.follow(limits.longest());
      time.sleep(limits.keptFor());
      var _ = remove(made.about().id());
    } catch (InterruptedException e) {
      LOG.debug("try-out {} is left", made.about().id());
    } catch (RuntimeException e) {
      if (find(made.about().id()).isPresent()) { // else it was removed under our hands
        LOG.warn("try-out {} can't be followed any more", made.about().id(), e);
      }
    }
  }

  /** Ends and forgets one; false if there is none of that id. */
  public boolean remove(String id) {
    Optional<TryOut> found;
    synchronized (this) {
      found = Optional.ofNullable(known.remove(id));
    }
    found.ifPresent(TryOut::close);
    return found.isPresent();
  }

  /**
   * Cancels the run of one; what happened so far can still be looked at.
   *
   * @throws WorkflowException if it had ended
   */
  public void cancel(TryOut tryOut, String actor) {
    if (!tryOut.cancel(actor, "cancelled")) {
      throw new WorkflowException("the try-out has ended already");
    }
  }

  /** Ends all of them. */
  @Override
  public void close() {
    List<TryOut> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(known.values());
      known.clear();
      threads.forEach(Thread::interrupt);
    }
    all.forEach(TryOut::close);
  }
}
