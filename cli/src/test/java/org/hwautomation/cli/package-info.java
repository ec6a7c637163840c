/** Tests of the commands, in process. */
@NullMarked
package org.hwautomation.cli;

import org.jspecify.annotations.NullMarked;
