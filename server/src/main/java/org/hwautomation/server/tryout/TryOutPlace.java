package org.hwautomation.server.tryout;

import org.hwautomation.provisioning.WorkflowManager;

/** A simulated server, and all that a run on it needs: nothing that is real. Thread-safe. */
public interface TryOutPlace extends AutoCloseable {
  /** Database, engine and clients of this place. */
  WorkflowManager manager();

  /** The server's host name. */
  String server();

  /** What has happened to the server so far; after {@link #end()} what had happened until then. */
  Findings findings();

  /** Switches the server off for good. What was journaled, and the findings, can still be read. */
  void end();

  /** Ends it, stops the engine, and removes all that was written. */
  @Override
  void close();
}
