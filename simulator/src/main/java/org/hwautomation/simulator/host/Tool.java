package org.hwautomation.simulator.host;

import java.io.IOException;

/** A program of the host. Runs on a virtual thread and ends promptly when interrupted. */
@FunctionalInterface
interface Tool {
  /** Runs it and answers its exit code. */
  int run(Invocation call) throws IOException, InterruptedException;
}
