package org.hwautomation.benchmarks;

/** How a row is measured. Runs in a JVM of its own. */
@FunctionalInterface
interface Measurement {
  Outcome measure(Workbench bench) throws Exception;
}
