package org.hwautomation.workflow;

/** An open stretch that nothing interrupts; closing it records its end. */
public interface PointOfNoReturn extends AutoCloseable {
  @Override
  void close();
}
