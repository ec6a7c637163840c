package org.hwautomation.hardware;

/**
 * Asked by every client right before each request that changes something. An attempt that lost its
 * right to write (it timed out and lives on, or another process took its run over) is told so here,
 * and the request is never sent.
 */
@FunctionalInterface
public interface MutationGuard {
  /** Lets everything through: for clients used alone. */
  MutationGuard OPEN = request -> {};

  /**
   * Returns if the request may be sent.
   *
   * @param request what is about to be sent, for the error's text, such as {@code PATCH
   *     /redfish/v1/Systems/1/Bios/Settings}; never with a secret in it
   * @throws RuntimeException if it must not be sent
   */
  void check(String request);
}
