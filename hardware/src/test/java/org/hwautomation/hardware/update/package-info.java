/** Firmware updates, over TLS, on the simulated BMCs of three vendors. */
@NullMarked
package org.hwautomation.hardware.update;

import org.jspecify.annotations.NullMarked;
