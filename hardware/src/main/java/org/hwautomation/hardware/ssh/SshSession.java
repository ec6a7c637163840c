package org.hwautomation.hardware.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.hwautomation.hardware.CallObserver;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.MutationGuard;

/**
 * One login on one host. Commands may run at the same time. An interrupted thread leaves at once,
 * and what it had open on the host is closed.
 *
 * <p>Thread-safe. Close it; a session that is left open keeps a connection and a process on the
 * host.
 */
public final class SshSession implements AutoCloseable {
  private static final Duration OPENING = Duration.ofSeconds(15);
  private static final int SHOWN = 600;

  private final ClientSession session;
  private final String peer;
  private final MutationGuard guard;
  private final CallObserver observer;

  SshSession(ClientSession session, String peer, MutationGuard guard, CallObserver observer) {
    this.session = session;
    this.peer = peer;
    this.guard = guard;
    this.observer = observer;
  }

  /** Who is on the other side, for messages: {@code SSH ubuntu@10.1.4.88:22}. */
  public String peer() {
    return peer;
  }

  /** False once either side has closed it. */
  public boolean isOpen() {
    return session.isOpen() && !session.isClosing();
  }

  /**
   * Runs a command and waits for its end. Its output is read all the time, so a talkative command
   * is never held up; an exit status other than 0 is a result, not an error.
   *
   * @throws HardwareException {@link Kind#TIMEOUT} at the command's time limit, with what it
   *     printed last; {@link Kind#CONNECTION} if the connection broke before the command ended
   */
  public CommandResult run(Command command) {
    PacketDumps.refuse();
    if (command.changing()) {
      guard.check(peer + " runs: " + shown(command));
    }
    return observer.observing(CallObserver.Protocol.SSH, () -> ran(command));
  }

  private CommandResult ran(Command command) {
    var started = System.nanoTime();
    var out = new BoundedOutput(command.maxOutputBytes());
    var err = new BoundedOutput(command.maxOutputBytes());
    ChannelExec channel = null;
    try {
      channel = session.createExecChannel(command.line());
      channel.setIn(new ByteArrayInputStream(command.stdinBytes()));
      channel.setOut(out);
      channel.setErr(err);
      open(channel, command);
      var closed = new java.util.concurrent.CountDownLatch(1);
      channel.addCloseFutureListener(future -> closed.countDown());
      var left = command.timeLimit().toNanos() - (System.nanoTime() - started);
      if (!closed.await(left, java.util.concurrent.TimeUnit.NANOSECONDS)) {
        throw new HardwareException(
            Kind.TIMEOUT,
            peer,
            peer
                + ": "
                + shown(command)
                + " did not end within "
                + command.timeLimit().toMillis()
                + " ms; it printed last: "
                + tail(command, out, err));
      }
      return result(command, channel, out, err, Duration.ofNanos(System.nanoTime() - started));
    } catch (InterruptedException e) {
      throw Await.interrupted(peer, "while " + shown(command) + " ran", e);
    } catch (IOException e) {
      throw broken("running " + shown(command), e);
    } finally {
      if (channel != null) {
        // not at once: the host must be told, or it keeps the command's channel
        channel.close(false);
      }
    }
  }

  /**
   * Runs a command that must succeed.
   *
   * @throws HardwareException as {@link #run}; {@link Kind#REJECTED} if it does not end with status
   *     0, with the end of what it printed
   */
  public CommandResult runOrThrow(Command command) {
    var result = run(command);
    if (!result.succeeded()) {
      var said = result.stderr().isBlank() ? result.stdout() : result.stderr();
      throw new HardwareException(
          Kind.REJECTED,
          peer,
          peer
              + ": "
              + shown(command)
              + " failed ("
              + result.exit()
              + "): "
              + lastOf(command.redact(said)));
    }
    return result;
  }

  /**
   * Uploads a file by SFTP and reads its size back. It appears under its name only when it is
   * whole.
   *
   * @param remote an absolute path on the host; a file that is there is replaced
   */
  public void upload(Path local, String remote, Transfer limits) {
    guard.check(peer + " receives " + remote);
    transferring(sftp -> sftp.upload(local, remote, limits));
  }

  /** As {@link #upload(Path, String, Transfer)}, for bytes at hand. */
  public void upload(byte[] content, String remote, Transfer limits) {
    guard.check(peer + " receives " + remote);
    transferring(sftp -> sftp.upload(content, remote, limits));
  }

  /**
   * Downloads a file by SFTP and compares the sizes. {@code local} appears only when it is whole.
   *
   * @throws HardwareException {@link Kind#REJECTED} if it is not there or larger than allowed
   */
  public void download(String remote, Path local, Transfer limits) {
    transferring(sftp -> sftp.download(remote, local, limits));
  }

  /** Downloads a file into memory; give {@code limits} a size that fits there. */
  public byte[] download(String remote, Transfer limits) {
    return observer.observing(
        CallObserver.Protocol.SSH, () -> new SftpTransfer(session, peer).download(remote, limits));
  }

  private void transferring(Consumer<SftpTransfer> transfer) {
    observer.observing(
        CallObserver.Protocol.SSH,
        () -> {
          transfer.accept(new SftpTransfer(session, peer));
          return true;
        });
  }

  /** Closes the connection without waiting for the host. */
  @Override
  public void close() {
    session.close(true);
  }

  private void open(ChannelExec channel, Command command) throws IOException, InterruptedException {
    var opening = channel.open();
    var limit = command.timeLimit().compareTo(OPENING) < 0 ? command.timeLimit() : OPENING;
    if (!Await.within(opening, limit)) {
      throw new HardwareException(
          Kind.TIMEOUT,
          peer,
          peer
              + ": the host did not start "
              + shown(command)
              + " within "
              + limit.toMillis()
              + " ms");
    }
    if (!opening.isOpened()) {
      throw broken("starting " + shown(command), opening.getException());
    }
  }

  private CommandResult result(
      Command command, ChannelExec channel, BoundedOutput out, BoundedOutput err, Duration took) {
    var status = channel.getExitStatus();
    var signal = channel.getExitSignal();
    if (status == null && signal == null && !isOpen()) {
      throw new HardwareException(
          Kind.CONNECTION,
          peer,
          peer
              + ": the connection broke before "
              + shown(command)
              + " ended; it printed last: "
              + tail(command, out, err));
    }
    CommandResult.Exit exit =
        signal != null
            ? new CommandResult.Exit.Signal(signal)
            : status != null
                ? new CommandResult.Exit.Status(status)
                : new CommandResult.Exit.Unknown();
    return new CommandResult(
        exit, out.text(), err.text(), out.truncated() || err.truncated(), took);
  }

  private HardwareException broken(
      String doing, @org.jspecify.annotations.Nullable Throwable cause) {
    return new HardwareException(
        Kind.CONNECTION,
        peer,
        peer + ": the connection broke while " + doing + " (" + Await.reason(cause) + ")",
        cause);
  }

  private static String shown(Command command) {
    var line = command.redact(command.line()).replaceAll("\\p{Cntrl}+", " ");
    return "'" + (line.length() <= 200 ? line : line.substring(0, 200) + "…") + "'";
  }

  private static String tail(Command command, BoundedOutput out, BoundedOutput err) {
    var last = command.redact(out.last() + err.last());
    return last.isBlank() ? "nothing" : lastOf(last);
  }

  private static String lastOf(String text) {
    var flat = text.strip();
    return flat.length() <= SHOWN ? flat : "…" + flat.substring(flat.length() - SHOWN);
  }
}
