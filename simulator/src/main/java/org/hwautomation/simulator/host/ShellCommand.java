package org.hwautomation.simulator.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * A command line on its SSH channel: runs on a virtual thread, is interrupted when the channel
 * goes, and reports its exit code.
 */
final class ShellCommand implements Command {

  /** Runs the line; the streams are those of the channel. */
  @FunctionalInterface
  interface Body {
    int run(InputStream in, OutputStream out, OutputStream err)
        throws IOException, InterruptedException;
  }

  private final String line;
  private final Body body;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;
  private @Nullable OutputStream err;
  private @Nullable ExitCallback exit;
  private @Nullable Thread thread;

  ShellCommand(String line, Body body) {
    this.line = line;
    this.body = body;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    InputStream input = present(in);
    OutputStream output = present(out);
    OutputStream errors = present(err);
    ExitCallback callback = present(exit);
    thread =
        Thread.ofVirtual()
            .name("host-command")
            .start(
                () -> {
                  int status = run(input, output, errors);
                  callback.onExit(status);
                });
  }

  private int run(InputStream input, OutputStream output, OutputStream errors) {
    try {
      int status = body.run(input, output, errors);
      output.flush();
      errors.flush();
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    } catch (IOException e) {
      // the client went away
      return 141;
    }
  }

  @Override
  public void destroy(ChannelSession channel) {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the SSH channel was not set up");
    }
    return value;
  }

  @Override
  public String toString() {
    return line.isEmpty() ? "command" : "command " + line.split(" ", 2)[0];
  }
}
