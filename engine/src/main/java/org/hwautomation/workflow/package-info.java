/** To be toured. */
@NullMarked
package org.hwautomation.workflow;

import org.jspecify.annotations.NullMarked;
