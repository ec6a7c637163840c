/**
 * What must change in a server's BIOS, decided without touching it. A {@link BiosTemplate} says
 * what is wanted, a {@link BiosRegistry} what the BIOS knows; {@link BiosPlanner} compares both
 * with current and pending values and makes a {@link BiosPlan}: the passes (a write and a reset
 * each), what is right, what is refused and why. {@link BiosRules} says what follows from values:
 * it evaluates each {@link BiosDependency} of the registry. After the reset, {@link
 * BiosVerification} compares what was asked with what is.
 */
@NullMarked
package org.hwautomation.provisioning.bios;

import org.jspecify.annotations.NullMarked;
