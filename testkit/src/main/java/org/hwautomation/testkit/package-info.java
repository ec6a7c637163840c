/**
 * For tests of actions and of stores; depend on it with test scope.
 *
 * <p>{@link org.hwautomation.testkit.WorkflowTester} runs definitions on {@link
 * org.hwautomation.testkit.VirtualTime}, lets the process die at any write and starts another one
 * over the same data; {@link org.hwautomation.testkit.TestRun} is a run in the test's hands. {@link
 * org.hwautomation.testkit.Hang} is a step that waits for the test.
 *
 * <p>Who writes a store extends {@link org.hwautomation.testkit.EngineContract}: the engine's
 * rules, as tests.
 */
@NullMarked
package org.hwautomation.testkit;

import org.jspecify.annotations.NullMarked;
