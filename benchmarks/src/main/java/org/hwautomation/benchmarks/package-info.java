/**
 * What the engine costs, each row against a floor that is measured beside it: one command, one
 * machine, ratios only.
 *
 * <p>{@link org.hwautomation.benchmarks.Bench} measures the rows of {@link
 * org.hwautomation.benchmarks.BenchRow} one after the other, each in a JVM of its own ({@code
 * BenchProgram}), so that no row inherits the heap, the compiled code or the compiler flags of
 * another or of the command that asked. In it the two sides take turns ({@code Rounds}), so that
 * whatever else the machine does hits both; a round's ratio is taken within the round, and the
 * median of the rounds is reported. {@link org.hwautomation.benchmarks.Report} is the table.
 *
 * <p>The floor of the durable rows is honest by construction: {@code RecordingStore} keeps the rows
 * that a real execution wrote, {@code Floor} writes these very rows through plain JDBC on one
 * thread, and the two databases are compared before anything is timed.
 *
 * <p>There is no JMH here. It earns its keep below a microsecond, where a loop can be compiled
 * away; these rows are runs of thousands of steps with disk, threads and other processes in them,
 * and the two sides of a row must take turns, across processes where one of them is Python, which
 * JMH's forks do not do. What is left of it, warm-up and medians, is in {@code Rounds}.
 */
@NullMarked
package org.hwautomation.benchmarks;

import org.jspecify.annotations.NullMarked;
