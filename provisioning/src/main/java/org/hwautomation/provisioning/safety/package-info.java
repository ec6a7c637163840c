/** Placeholder tour, written with the rules. */
@NullMarked
package org.hwautomation.provisioning.safety;

import org.jspecify.annotations.NullMarked;
