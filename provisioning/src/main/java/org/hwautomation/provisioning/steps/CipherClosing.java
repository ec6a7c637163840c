package org.hwautomation.provisioning.steps;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.ipmi.CipherSuites;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Closes cipher suites 0 and 1 of the BMC's LAN channel and leaves every other as it is: in band,
 * so that the way back stays open, and proven by logins. What a list says is not believed: BMCs
 * open suites that they don't list, and some close all when one is closed.
 */
final class CipherClosing {
  /** How its point of no return begins. */
  static final String POINT = "closing weak cipher suites";

  private static final String BEFORE = "cipher_levels_before";

  private final ServerWork work;
  private final IpmiClient ipmi;
  private final IpmiOverLan lan;
  private final int channel;

  CipherClosing(ServerWork work, IpmiClient inBand, int channel) {
    this.work = work;
    this.ipmi = inBand;
    this.lan = new IpmiOverLan(work);
    this.channel = channel;
  }

  /** What came of it, and whether something was written. */
  record Closed(String text, boolean changed) {}

  /**
   * Does it, or goes on with what a former attempt wrote and did not prove.
   *
   * @throws StepRejectedException with everything as it was, naming what stood against it
   */
  Closed close() {
    try (var point = work.pointOfNoReturn(POINT)) {
      if (!CheckBmc.offersIpmi(work.bmc())) {
        return new Closed(
            "the BMC does not offer IPMI over the network, so no cipher suite lets anybody in",
            false);
      }
      var obstacle = lan.obstacle();
      if (obstacle.isPresent()) {
        throw new StepRejectedException(
            "cipher suites were left as they are, since no new login can prove that the others still"
                + " let us in: "
                + obstacle.get());
      }
      work.context().reportSubTask("Reading the BMC's cipher suites");
      var now = ipmi.cipherSuites(channel);
      var earlier = work.context().checkpoint(BEFORE).map(c -> c.value().as(String.class));
      if (earlier.isPresent() && !earlier.get().equals(now.letters())) {
        return prove(now.withLetters(earlier.get()), now);
      }
      lan.login();
      var open = open();
      var closing = closing(now, open);
      if (closing.isEmpty()) {
        return new Closed("cipher suites 0 and 1 let nobody in (%s)".formatted(now), false);
      }
      var wanted = now.closing(closing);
      work.requireFree();
      work.context().saveCheckpoint(BEFORE, now.letters());
      work.context().reportSubTask("Closing cipher suites " + shown(closing));
      try {
        ipmi.setCipherLevels(channel, wanted);
      } catch (HardwareException e) {
        throw takenBack(now, String.valueOf(e.getMessage()));
      }
      work.context().saveCheckpoint("cipher_levels_written", wanted.letters());
      return prove(now, wanted);
    }
  }

  private Set<Integer> open() {
    work.context().reportSubTask("Trying cipher suites 0 and 1");
    return CipherSuites.WEAK.stream()
        .filter(lan::opens)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those to close; refuses where closing them can't be asked for with certainty. */
  private static Set<Integer> closing(CipherSuites now, Set<Integer> open) {
    for (var suite : open) {
      if (!now.weakOnes().contains(suite)) {
        throw new StepRejectedException(
            "the BMC lets in with cipher suite %d, and its own list shows it as %s (%s), so there is nothing to close; nothing was written. Look for an update of the BMC"
                .formatted(
                    suite, now.entries().contains(suite) ? "closed" : "not there at all", now));
      }
    }
    var closing = new TreeSet<>(now.weakOnes());
    closing.removeIf(suite -> now.place(suite).isEmpty() && !open.contains(suite));
    for (var suite : closing) {
      if (now.place(suite).isEmpty()) {
        throw new StepRejectedException(
            "where the level of cipher suite %d stands can't be told for sure (suites %s: by the order of this list, or by the suites' numbers?), and a wrong guess may lock everybody out; nothing was written. Close it by the BMC's own pages"
                .formatted(suite, now));
      }
    }
    return closing;
  }

  /** The old session, in band, is still there if the new login is not let in. */
  private Closed prove(CipherSuites before, CipherSuites after) {
    work.context().reportSubTask("Proving a new login over IPMI");
    var refusal = lan.refusal();
    if (refusal.isPresent()) {
      throw takenBack(before, "a new login was not let in (%s)".formatted(refusal.get()));
    }
    var open = open();
    if (!open.isEmpty()) {
      throw takenBack(before, "cipher suites %s still let in".formatted(shown(open)));
    }
    return new Closed(
        "cipher suites %s were closed, and a new login works: levels were %s and are %s"
            .formatted(shown(closed(before, after)), before.letters(), after.letters()),
        true);
  }

  private static Set<Integer> closed(CipherSuites before, CipherSuites after) {
    var closed = new TreeSet<>(before.weakOnes());
    closed.removeIf(
        suite -> before.place(suite).stream().noneMatch(place -> after.levels().get(place) == 0));
    return closed;
  }

  private StepRejectedException takenBack(CipherSuites before, String why) {
    work.context().reportSubTask("Putting the cipher suites back in band");
    Optional<String> problem = Optional.empty();
    try {
      ipmi.setCipherLevels(channel, before);
    } catch (HardwareException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    var back =
        problem
            .map(
                text ->
                    "they could NOT be put back to %s in band (%s); do it on the host before it restarts"
                        .formatted(before.letters(), text))
            .orElseGet(
                () ->
                    "they were put back to %s, %s"
                        .formatted(
                            before.letters(),
                            lan.refusal()
                                .map(text -> "and a login still fails: " + text)
                                .orElse("and a login works")));
    return new StepRejectedException(
        "cipher suites 0 and 1 could not be closed: %s; %s".formatted(why, back));
  }

  private static String shown(Set<Integer> suites) {
    return suites.stream().map(String::valueOf).collect(Collectors.joining(" and "));
  }
}
