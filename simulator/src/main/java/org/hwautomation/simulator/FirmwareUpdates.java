package org.hwautomation.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The firmware updates of one server, from the image's arrival to the version that runs. One goes
 * on at a time. What is asked for at a bad moment is refused where real BMCs refuse it, and counted
 * as unsafe; what interrupts a flash bricks the board. Thread-safe.
 */
public final class FirmwareUpdates {
  private static final int SLOW = 20;

  private final SimulatedServer server;
  private final ServerDescription racked;
  private final Map<Integer, FirmwareUpdate> updates = new TreeMap<>();
  private final Map<Integer, FirmwareImage> images = new HashMap<>();
  private final Map<String, ReceivedImage> store = new HashMap<>();
  private final Map<String, String> lastWritten = new HashMap<>();

  /** Written, and of no effect before mains power was away. */
  private final Set<Integer> untilMainsCut = new TreeSet<>();

  private @Nullable Integer inPost;
  private boolean bricked;
  private boolean powerSupplyFailed;

  FirmwareUpdates(SimulatedServer server, ServerDescription racked) {
    this.server = server;
    this.racked = racked;
  }

  /** All updates, oldest first. */
  public List<FirmwareUpdate> all() {
    synchronized (server.lock) {
      return List.copyOf(updates.values());
    }
  }

  public Optional<FirmwareUpdate> update(int number) {
    synchronized (server.lock) {
      return Optional.ofNullable(updates.get(number));
    }
  }

  /** The update that goes on, or empty. */
  public Optional<FirmwareUpdate> active() {
    return all().stream().filter(update -> update.state().active()).findFirst();
  }

  /** The update that was begun last, or empty. */
  public Optional<FirmwareUpdate> last() {
    return all().stream().reduce((a, b) -> b);
  }

  /** Whether firmware is being written, by the BMC or in POST. */
  public boolean writing() {
    return flashing().isPresent();
  }

  /** Whether a flash went wrong so that the host never posts again. */
  public boolean bricked() {
    synchronized (server.lock) {
      return bricked;
    }
  }

  /** Whether a power supply has failed. */
  public boolean powerSupplyFailed() {
    synchronized (server.lock) {
      return powerSupplyFailed;
    }
  }

  /** The images in the BMC's store by file name. */
  public Map<String, ReceivedImage> store() {
    synchronized (server.lock) {
      return Map.copyOf(store);
    }
  }

  /**
   * Whether another update goes on, which is unsafe to ask for; to be asked before an upload is
   * taken.
   */
  public boolean refuses(Channel channel) {
    synchronized (server.lock) {
      var other = active();
      other.ifPresent(
          update ->
              server.unsafe(
                  UnsafeKind.SECOND_UPDATE_WHILE_ACTIVE,
                  channel,
                  update.component() + " is " + update.state()));
      return other.isPresent();
    }
  }

  /** Begins an update whose image came, or empty if another one goes on. */
  public Optional<FirmwareUpdate> begin(ReceivedImage image, UpdateStart start, Channel channel) {
    synchronized (server.lock) {
      if (refuses(channel)) {
        return Optional.empty();
      }
      server.noticeWrite(channel, "firmware image");
      var number = create(image.fileName(), start, UpdateState.VERIFYING);
      received(number, image, channel);
      return update(number);
    }
  }

  /** Begins an update whose image is still to be fetched, or empty if another one goes on. */
  public Optional<FirmwareUpdate> beginDownload(
      String fileName, UpdateStart start, Channel channel) {
    synchronized (server.lock) {
      if (refuses(channel)) {
        return Optional.empty();
      }
      server.noticeWrite(channel, "firmware update");
      return update(create(fileName, start, UpdateState.DOWNLOADING));
    }
  }

  /** The image of an update has come. */
  public void received(int number, ReceivedImage image, Channel channel) {
    synchronized (server.lock) {
      var update = updates.get(number);
      if (update == null || !update.state().active()) {
        return;
      }
      server.effect(
          EffectKind.FIRMWARE_RECEIVED,
          channel,
          image.fileName() + ", " + image.bytes() + " bytes, SHA-256 " + image.sha256());
      image.image().ifPresent(content -> images.put(number, content));
      var took = server.draw(Delay.FIRMWARE_VERIFY);
      updates.put(number, update.of(image).in(UpdateState.VERIFYING, server.time().now(), took));
      server.time().after(took, () -> verified(number, image));
    }
  }

  /** An update ends badly. */
  public void fail(int number, String message) {
    synchronized (server.lock) {
      var update = updates.get(number);
      if (update != null && update.state().active()) {
        to(update.saying(message), UpdateState.FAILED, Duration.ZERO);
        server.effect(EffectKind.FIRMWARE_FAILED, Channel.CONSOLE, message);
      }
    }
  }

  /** Begins to write what was verified and waits for this; false if there is no such update. */
  public boolean order(int number, Channel channel) {
    synchronized (server.lock) {
      var update = updates.get(number);
      if (update == null || update.state() != UpdateState.VERIFIED) {
        return false;
      }
      server.noticeWrite(channel, "firmware update");
      atOnce(update);
      return true;
    }
  }

  /** Takes back an update that is not written yet; false if it can't be. */
  public boolean cancel(int number) {
    synchronized (server.lock) {
      var update = updates.get(number);
      if (update == null || update.state() == UpdateState.WRITING) {
        return false;
      }
      fail(number, "The update was cancelled.");
      return true;
    }
  }

  private int create(String fileName, UpdateStart start, UpdateState state) {
    var number = updates.size() + 1;
    var now = server.time().now();
    updates.put(
        number,
        new FirmwareUpdate(
            number, fileName, "", "", "", start, state, "", now, now, Duration.ZERO, null, false));
    return number;
  }

  private void verified(int number, ReceivedImage received) {
    synchronized (server.lock) {
      var update = updates.get(number);
      if (update == null || update.state() != UpdateState.VERIFYING) {
        return;
      }
      var image = received.image();
      if (image.isEmpty() || !received.whole()) {
        fail(number, "The image is damaged or not one for this BMC.");
      } else if (image.get().vendor() != server.personality()) {
        fail(number, "The image is not signed by the vendor of this server.");
      } else if (server
          .firmware()
          .item(image.get().component())
          .filter(FirmwareItem::updateable)
          .isEmpty()) {
        fail(number, "The image is for a component that this server does not have.");
      } else {
        begin(update, received);
      }
    }
  }

  private void begin(FirmwareUpdate update, ReceivedImage received) {
    switch (update.start()) {
      case AT_ONCE -> atOnce(update);
      case AT_RESET -> to(update, UpdateState.SCHEDULED, Duration.ZERO);
      case WHEN_ORDERED -> to(update, UpdateState.VERIFIED, Duration.ZERO);
      case STORE -> {
        var took = server.draw(Delay.FIRMWARE_STORE);
        to(update, UpdateState.STORING, took);
        server
            .time()
            .after(
                took,
                () -> {
                  synchronized (server.lock) {
                    var now = updates.get(update.number());
                    if (now != null && now.state() == UpdateState.STORING) {
                      store.put(received.fileName(), received);
                      to(now, UpdateState.COMPLETED, Duration.ZERO);
                    }
                  }
                });
      }
    }
  }

  private void atOnce(FirmwareUpdate update) {
    if (writtenByBmc(update.component())) {
      write(update);
      return;
    }
    to(update, UpdateState.SCHEDULED, Duration.ZERO);
    if (server.personality() == Personality.DELL) {
      var on = server.power().state() == PowerState.ON;
      server.power().perform(on ? PowerAction.RESET : PowerAction.ON, Channel.CONSOLE);
    }
  }

  /** Whether the BMC itself can write this component; others need a POST. */
  private boolean writtenByBmc(String component) {
    return component.equals("BMC")
        || (server.personality() != Personality.DELL
            && (component.equals("BIOS") || component.equals("CPLD")));
  }

  private void write(FirmwareUpdate update) {
    var took = beginWriting(update);
    server.time().after(took, () -> written(update.number()));
  }

  private Duration beginWriting(FirmwareUpdate update) {
    var faults = server.faults();
    var image = images.get(update.number());
    server.effect(
        EffectKind.FIRMWARE_WRITING,
        Channel.CONSOLE,
        update.component() + " " + update.version() + ", SHA-256 " + update.sha256());
    if (image != null && !image.board().equals(server.personality().board())) {
      server.unsafe(
          UnsafeKind.WRONG_BOARD_FLASHED,
          Channel.CONSOLE,
          update.component() + " of " + image.board());
    }
    if (update.sha256().equals(lastWritten.get(update.component()))) {
      server.unsafe(
          UnsafeKind.SAME_IMAGE_FLASHED_TWICE,
          Channel.CONSOLE,
          update.component() + " " + update.version());
    }
    var took = server.draw(Delay.FIRMWARE_WRITE);
    if (faults.has(UpdateFault.SLOW_WRITING)) {
      took = took.multipliedBy(SLOW);
    }
    if (faults.has(UpdateFault.POWER_EVENT_MID_FLASH)) {
      server.time().after(took.dividedBy(2), this::powerSupplyFails);
      took = took.multipliedBy(2);
    }
    if (faults.has(UpdateFault.POWER_CUT_MID_FLASH)
        || faults.has(UpdateFault.BMC_RESET_MID_FLASH)) {
      server.time().after(took.dividedBy(2), () -> interrupted(update.number()));
    }
    to(update, UpdateState.WRITING, took);
    if (faults.has(UpdateFault.TASK_VANISHES)) {
      forget(update.number());
    }
    return took;
  }

  /** Somebody else spoils the flash; nobody who works over the network is to blame. */
  private void interrupted(int number) {
    synchronized (server.lock) {
      var flashing = flashing();
      if (flashing.isPresent() && flashing.get().number() == number) {
        spoil(
            flashing.get(),
            Channel.CONSOLE,
            server.faults().has(UpdateFault.POWER_CUT_MID_FLASH) ? "mains cut" : "BMC reset");
      }
    }
  }

  private void spoil(FirmwareUpdate update, Channel channel, String what) {
    fail(update.number(), "The update was interrupted.");
    if (update.component().equals("BMC")) {
      server.effect(EffectKind.BRICKED, channel, "BMC: " + what);
      server.bmc().die();
    } else {
      inPost = null;
      brick(what);
    }
  }

  private void powerSupplyFails() {
    synchronized (server.lock) {
      powerSupplyFailed = true;
      server.effect(EffectKind.POWER_SUPPLY_FAILED, Channel.CONSOLE, "Power Supply 2");
    }
  }

  private void written(int number) {
    synchronized (server.lock) {
      var update = updates.get(number);
      if (update == null || update.state() != UpdateState.WRITING) {
        return;
      }
      if (!endWriting(update)) {
        return;
      }
      if (update.component().equals("BMC")) {
        to(update, UpdateState.COMPLETED, Duration.ZERO);
        server.bmc().restartItself(() -> newBmc(update));
      } else if (unchanged()) {
        to(update, UpdateState.COMPLETED, Duration.ZERO);
      } else if (needsMainsCut(update)) {
        awaitMainsCut(update);
      } else {
        server.firmware().change(update.component(), item -> item.withStaged(update.version()));
        lastWritten.put(update.component(), update.sha256());
        to(update, UpdateState.AWAITING_RESET, Duration.ZERO);
      }
    }
  }

  /** Whether the writing went well. */
  private boolean endWriting(FirmwareUpdate update) {
    if (server.faults().has(UpdateFault.COMPLETED_CRITICAL)) {
      to(
          update.saying("No progress was made within the allocated time."),
          UpdateState.COMPLETED_CRITICAL,
          Duration.ZERO);
      server.effect(EffectKind.FIRMWARE_FAILED, Channel.CONSOLE, update.component());
      return false;
    }
    server.effect(
        EffectKind.FIRMWARE_WRITTEN, Channel.CONSOLE, update.component() + " " + update.version());
    return true;
  }

  private void newBmc(FirmwareUpdate update) {
    if (!unchanged()) {
      activate(update);
    }
    if (server.faults().has(UpdateFault.BMC_UPDATE_WIPES)) {
      server.bmc().accounts().factoryReset(racked.bmcUser(), racked.bmcPassword());
      server.bmc().factoryNetwork();
    }
    if (server.faults().has(UpdateFault.BMC_UPDATE_NEW_CERTIFICATE)) {
      server.bmc().renewCertificate();
    }
    if (server.faults().has(UpdateFault.BMC_UPDATE_DEMOTES)) {
      server.bmc().accounts().demoteAllBut(racked.bmcUser());
    }
  }

  private boolean unchanged() {
    return server.faults().has(UpdateFault.COMPLETED_UNCHANGED);
  }

  private void activate(FirmwareUpdate update) {
    server.firmware().change(update.component(), item -> item.running(update.version()));
    lastWritten.put(update.component(), update.sha256());
    server.effect(
        EffectKind.FIRMWARE_ACTIVATED,
        Channel.CONSOLE,
        update.component() + " " + update.version());
    var image = images.get(update.number());
    if (image != null
        && !image.board().equals(server.personality().board())
        && !update.component().equals("BMC")) {
      brick("firmware of " + image.board());
    }
  }

  /** In POST: how long the firmware that waits for it is written, or empty if none waits. */
  Optional<Duration> beginInPost() {
    inPost = null;
    for (var update : all()) {
      if (update.state() == UpdateState.SCHEDULED) {
        inPost = update.number();
        return Optional.of(beginWriting(update));
      }
      var staged =
          server.firmware().item(update.component()).map(FirmwareItem::staged).orElse(null);
      if (update.state() == UpdateState.AWAITING_RESET && update.version().equals(staged)) {
        inPost = update.number();
        return Optional.of(server.draw(Delay.FIRMWARE_ACTIVATE));
      }
    }
    return Optional.empty();
  }

  /** The writing in POST has ended; true if the server must post again. */
  boolean endInPost() {
    var update = inPost == null ? null : updates.get(inPost);
    inPost = null;
    if (update == null) {
      return false;
    }
    if (update.state() == UpdateState.WRITING && !endWriting(update)) {
      return false;
    }
    if (needsMainsCut(update) && !unchanged()) {
      awaitMainsCut(update);
      return false;
    }
    var took = update.state() == UpdateState.AWAITING_RESET || !unchanged();
    to(update, UpdateState.COMPLETED, Duration.ZERO);
    if (took) {
      activate(update);
    }
    return update.component().equals("BIOS");
  }

  private static boolean needsMainsCut(FirmwareUpdate update) {
    return update.component().equals("CPLD") || update.component().startsWith("PSU");
  }

  private void awaitMainsCut(FirmwareUpdate update) {
    to(update, UpdateState.COMPLETED, Duration.ZERO);
    untilMainsCut.add(update.number());
    lastWritten.put(update.component(), update.sha256());
  }

  /** Mains power goes: what is being written is spoiled, what was written takes effect. */
  void mainsCut() {
    flashing().ifPresent(update -> spoil(update, Channel.CONSOLE, "mains cut"));
    for (var number : List.copyOf(untilMainsCut)) {
      var update = updates.get(number);
      if (update != null) {
        activate(update);
      }
    }
    untilMainsCut.clear();
  }

  /** Somebody resets the BMC or touches the power. */
  void disturbed(Channel channel, String what, boolean bmcReset) {
    var flashing = flashing();
    if (flashing.isEmpty()) {
      return;
    }
    var component = flashing.get().component();
    server.unsafe(
        bmcReset ? UnsafeKind.BMC_RESET_DURING_FLASH : UnsafeKind.POWER_DURING_FLASH,
        channel,
        what + " while " + component + " was written");
    if (bmcReset || !component.equals("BMC")) {
      spoil(flashing.get(), channel, what);
    }
  }

  private void brick(String why) {
    if (!bricked) {
      bricked = true;
      server.effect(EffectKind.BRICKED, Channel.CONSOLE, why);
    }
  }

  private Optional<FirmwareUpdate> flashing() {
    synchronized (server.lock) {
      var here = inPost;
      return updates.values().stream()
          .filter(u -> u.state() == UpdateState.WRITING || (here != null && u.number() == here))
          .findFirst();
    }
  }

  /** The BMC has restarted: what it had in memory is gone. */
  void bmcRestarted() {
    for (var update : all()) {
      switch (update.state()) {
        case DOWNLOADING, VERIFYING, VERIFIED, STORING ->
            fail(update.number(), "The BMC was restarted.");
        default -> {}
      }
      if (server.personality() != Personality.DELL) {
        forget(update.number());
      }
    }
  }

  private void forget(int number) {
    updates.computeIfPresent(number, (key, update) -> update.forgotten());
  }

  private void to(FirmwareUpdate update, UpdateState state, Duration lasts) {
    updates.put(update.number(), update.in(state, server.time().now(), lasts));
  }
}
