/** To be toured. */
@NullMarked
package org.hwautomation.simulator;

import org.jspecify.annotations.NullMarked;
