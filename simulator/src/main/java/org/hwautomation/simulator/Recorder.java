package org.hwautomation.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What clients asked for, what it did, and what it should not have done. Keeps the last 100 000 of
 * each; counts stay exact beyond that. Thread-safe.
 */
public final class Recorder {
  private static final int KEPT = 100_000;

  private final SimulatedTime time;
  private final ArrayDeque<Request> requests = new ArrayDeque<>();
  private final ArrayDeque<Effect> effects = new ArrayDeque<>();
  private final ArrayDeque<UnsafeAct> unsafe = new ArrayDeque<>();
  private final Map<String, Map<EffectKind, Integer>> counts = new HashMap<>();
  private long sequence;

  Recorder(SimulatedTime time) {
    this.time = time;
  }

  /** Records a request; {@code server} is empty when it concerned no single one. */
  public synchronized void request(
      Channel channel, String server, String method, String path, int status) {
    keep(requests, new Request(sequence++, time.now(), channel, server, method, path, status));
  }

  /** Records that something happened to a server. */
  public synchronized void effect(String server, EffectKind kind, Channel channel, String detail) {
    keep(effects, new Effect(sequence++, time.now(), server, kind, channel, detail));
    counts
        .computeIfAbsent(server, name -> new EnumMap<>(EffectKind.class))
        .merge(kind, 1, Integer::sum);
  }

  /** Records an unsafe act. */
  public synchronized void unsafe(String server, UnsafeKind kind, Channel channel, String detail) {
    keep(unsafe, new UnsafeAct(sequence++, time.now(), server, kind, channel, detail));
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  public synchronized List<Effect> effects() {
    return List.copyOf(effects);
  }

  /** The effects on one server, oldest first. */
  public List<Effect> effects(String server) {
    return effects().stream().filter(effect -> effect.server().equals(server)).toList();
  }

  public synchronized List<UnsafeAct> unsafeActs() {
    return List.copyOf(unsafe);
  }

  /** How often {@code kind} happened to {@code server}. */
  public synchronized int count(String server, EffectKind kind) {
    return counts.getOrDefault(server, Map.of()).getOrDefault(kind, 0);
  }

  /** All counts, by server and kind; kinds that never happened are absent. */
  public synchronized Map<String, Map<EffectKind, Integer>> counts() {
    var copy = new HashMap<String, Map<EffectKind, Integer>>();
    counts.forEach((server, kinds) -> copy.put(server, Map.copyOf(kinds)));
    return copy;
  }

  /** Forgets everything recorded so far; the state of the servers stays. */
  public synchronized void clear() {
    for (Collection<?> kept : new ArrayList<Collection<?>>(List.of(requests, effects, unsafe))) {
      kept.clear();
    }
    counts.clear();
  }

  private static <T> void keep(ArrayDeque<T> queue, T entry) {
    if (queue.size() == KEPT) {
      queue.removeFirst();
    }
    queue.addLast(entry);
  }
}
