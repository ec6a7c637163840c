/** To be toured. */
@NullMarked
package org.hwautomation.store;

import org.jspecify.annotations.NullMarked;
