/**
 * The steps of the seed's factory, one class an action. Each is thin: it asks the safety rules
 * through {@link org.hwautomation.provisioning.steps.ServerWork}, calls a planner or a client, and
 * reads afresh what came of it.
 *
 * <p>{@link org.hwautomation.provisioning.steps.StepLibrary} lists them.
 */
@NullMarked
package org.hwautomation.provisioning.steps;

import org.jspecify.annotations.NullMarked;
