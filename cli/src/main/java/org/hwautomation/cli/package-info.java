/** To be toured. */
@NullMarked
package org.hwautomation.cli;

import org.jspecify.annotations.NullMarked;
