/**
 * What all protocol clients share: {@link Secret} and {@link Credentials}, the {@link AddressMap},
 * the {@link MutationGuard} that is asked before each write, and {@link HardwareException} with its
 * kinds.
 *
 * <p>The protocols themselves are the siblings {@code redfish}, {@code ipmi}, {@code ssh}, {@code
 * maas} and {@code vendortools}. They never import each other and know nothing of workflows.
 */
@NullMarked
package org.hwautomation.hardware;

import org.jspecify.annotations.NullMarked;
