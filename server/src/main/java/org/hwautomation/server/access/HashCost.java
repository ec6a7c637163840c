package org.hwautomation.server.access;

/**
 * What a password's hash costs who makes one, and who tries many.
 *
 * @param memoryKib memory in KiB
 * @param passes over that memory
 * @param lanes that could be filled in parallel
 */
record HashCost(int memoryKib, int passes, int lanes) {
  /**
   * 19 MiB, two passes: the least of OWASP's equal choices in memory (Password Storage Cheat
   * Sheet), for a service that lives in 512 MiB.
   */
  static final HashCost USUAL = new HashCost(19 * 1024, 2, 1);

  HashCost {
    if (memoryKib < 8 * lanes || passes < 1 || lanes < 1) {
      throw new IllegalArgumentException("Argon2 needs a pass, a lane and 8 KiB for each lane");
    }
  }
}
